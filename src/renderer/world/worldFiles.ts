/** Worlds from graph files, and worlds as files. */
import { forceLink, forceManyBody, forceCenter, forceSimulation, type SimulationNodeDatum } from 'd3';
import { directedEdges, type EdgeTable } from '../../formats/graphs/edgeTable';
import { graphOf } from '../../models/hippocampus/graph';
import { onCircle, written } from '../../models/hippocampus/layouts';
import type { World } from '../../models/hippocampus/world';
import { formatWorld, mostStates } from '../../models/hippocampus/worldText';

/** Rounds of the force layout. */
const rounds = 300;

/** The text of the world that a graph makes. Throws for more states than the lab holds. */
export function worldTextOf(table: EdgeTable): string {
  const n = table.labels.length;
  if (n > mostStates) {
    throw new Error(
      `This graph has ${n} nodes; the lab holds at most ${mostStates}. Open it as a large graph (key g) to rank its nodes.`
    );
  }
  const graph = graphOf(
    n,
    { sources: table.sources, targets: table.targets, ...(table.weights && { weights: table.weights }) },
    { undirected: !table.directed, labels: table.labels }
  );
  const world: World = {
    graph: { ...graph, labels: table.labels },
    undirected: !table.directed,
    positions: placedBy(table),
    rewards: new Float64Array(n),
    terminals: new Uint8Array(n),
    starts: [],
    passages: new Uint8Array(n)
  };
  return formatWorld(world);
}

/** The file's positions on the unit square; without them, by springs between neighbours from a circle. */
function placedBy({ labels, positions, sources, targets }: EdgeTable): Float64Array {
  const n = labels.length;
  if (positions?.every((place) => !Number.isNaN(place))) return unitSquare(positions);
  const circle = onCircle(n);
  const nodes: SimulationNodeDatum[] = labels.map((_, i) => ({
    x: 400 * circle[2 * i],
    y: 400 * circle[2 * i + 1]
  }));
  const links = Array.from(sources, (source, e) => ({ source, target: targets[e] })).filter(
    ({ source, target }) => source !== target
  );
  forceSimulation(nodes)
    .force('charge', forceManyBody().strength(-60))
    .force('link', forceLink(links).distance(30))
    .force('centre', forceCenter())
    .stop()
    .tick(rounds);
  return unitSquare(Float64Array.from(nodes.flatMap(({ x = 0, y = 0 }) => [x, y])));
}

function unitSquare(places: Float64Array): Float64Array {
  const span = (axis: number): [number, number] => {
    const values = places.filter((_, k) => k % 2 === axis);
    const low = values.reduce((a, b) => Math.min(a, b));
    return [low, values.reduce((a, b) => Math.max(a, b)) - low];
  };
  const [[x0, width], [y0, height]] = [span(0), span(1)];
  const scale = 0.9 / Math.max(width, height, 1e-9);
  return places.map((value, k) => written(0.05 + (value - (k % 2 === 0 ? x0 : y0)) * scale));
}

/** A world as a table of edges; mazes as the graph of their moves. */
export function edgeTableOf({ graph, positions, undirected }: World): EdgeTable {
  const sources: number[] = [];
  const targets: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < graph.nodes; i++)
    for (let e = graph.offsets[i]; e < graph.offsets[i + 1]; e++) {
      if (undirected && graph.targets[e] < i) continue;
      sources.push(i);
      targets.push(graph.targets[e]);
      weights.push(graph.weights ? graph.weights[e] : 1);
    }
  return {
    labels: [...graph.labels],
    sources: Uint32Array.from(sources),
    targets: Uint32Array.from(targets),
    ...(weights.some((weight) => weight !== 1) && { weights: Float64Array.from(weights) }),
    directed: !undirected,
    positions: positions.slice()
  };
}

/** Edges in both directions, to say how many there are. */
export function countEdges(table: EdgeTable): number {
  let count = 0;
  for (const _ of directedEdges(table)) count++;
  return count;
}
