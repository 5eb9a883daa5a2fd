/** What a person does to a world with a tool: each edit gives a new world and leaves the old one alone. */
import { SettingError } from '../settings';
import { type EdgeList, graphOf } from './graph';
import { written } from './layouts';
import { worldOfMaze } from './maze';
import { nameOf, type World } from './world';

type Edges = { sources: number[]; targets: number[]; weights: number[] };

/** A cell becomes a wall, or free again. A wall has neither reward nor start. */
export function withWall(world: World, cell: number, wall: boolean): World {
  const { maze } = world;
  if (!maze) throw new SettingError('Only a maze has walls; take edges away from a graph instead.');
  const walls = maze.walls.slice();
  walls[cell] = wall ? 1 : 0;
  const rewards = world.rewards.slice();
  const terminals = world.terminals.slice();
  if (wall) {
    rewards[cell] = 0;
    terminals[cell] = 0;
  }
  const teleports = wall
    ? maze.teleports.filter(({ from, to }) => from !== cell && to !== cell)
    : maze.teleports;
  return {
    ...worldOfMaze(
      { ...maze, walls, teleports },
      { rewards, terminals, starts: world.starts.filter((start) => !wall || start !== cell) }
    ),
    ...(world.choice && { choice: world.choice })
  };
}

/** The reward of a state; whether episodes end there goes with it. */
export function withReward(world: World, state: number, reward: number, terminal: boolean): World {
  const rewards = world.rewards.slice();
  const terminals = world.terminals.slice();
  rewards[state] = reward;
  terminals[state] = terminal ? 1 : 0;
  return { ...world, rewards, terminals };
}

/** Episodes begin there too, or no longer. */
export function withStartToggled(world: World, state: number): World {
  if (world.maze?.walls[state])
    throw new SettingError(`'${nameOf(world, state)}' is a wall; expected a free cell.`);
  const starts = world.starts.includes(state)
    ? world.starts.filter((start) => start !== state)
    : [...world.starts, state];
  return { ...world, starts };
}

/** Entering `from` leads to `to`; the same teleport again takes it away. */
export function withTeleportToggled(world: World, from: number, to: number): World {
  const { maze } = world;
  if (!maze) throw new SettingError('Only a maze has teleports; in a graph an edge is one.');
  const there = maze.teleports.some((each) => each.from === from && each.to === to);
  const others = maze.teleports.filter((each) => each.from !== from);
  return rebuiltMaze(world, { ...maze, teleports: there ? others : [...others, { from, to }] });
}

/** A node more, called `name` or by the next free number. */
export function withNode(world: World, x: number, y: number, name?: string): World {
  const { labels } = world.graph;
  let free = labels.length;
  while (labels.includes(String(free))) free++;
  const label = name ?? String(free);
  if (labels.includes(label))
    throw new SettingError(`There is a node '${label}' already; expected another name.`);
  const n = labels.length + 1;
  const grown = <Kept extends Uint8Array | Float64Array>(kept: Kept, length: number): Kept => {
    const copy = kept instanceof Float64Array ? new Float64Array(length) : new Uint8Array(length);
    copy.set(kept);
    return copy as Kept;
  };
  const positions = grown(world.positions, 2 * n);
  positions.set([written(x), written(y)], 2 * (n - 1));
  return rebuiltGraph(
    {
      ...world,
      positions,
      rewards: grown(world.rewards, n),
      terminals: grown(world.terminals, n),
      passages: grown(world.passages, n)
    },
    [...labels, label],
    edgesOf(world)
  );
}

/** The edge from one node to another has this weight; 0 takes it away. In an undirected world it holds both ways. */
export function withEdge(world: World, from: number, to: number, weight: number): World {
  if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
    throw new SettingError(`The weight of the edge is ${weight}; expected a number from 0.`);
  const edges: Edges = { sources: [], targets: [], weights: [] };
  const all = edgesOf(world);
  const same = (a: number, b: number): boolean =>
    (a === from && b === to) || (world.undirected && a === to && b === from);
  all.sources.forEach((source, e) => {
    if (!same(source, all.targets[e])) push(edges, source, all.targets[e], all.weights[e]);
  });
  if (weight > 0) push(edges, from, to, weight);
  return rebuiltGraph(world, world.graph.labels, edges);
}

/** Its edges, rewards and starts go with it. */
export function withoutNode(world: World, node: number): World {
  const { labels } = world.graph;
  if (labels.length === 1) throw new SettingError('A world needs at least one state.');
  const kept = labels.map((_, i) => i).filter((i) => i !== node);
  const number = new Map(kept.map((old, i) => [old, i]));
  const all = edgesOf(world);
  const edges: Edges = { sources: [], targets: [], weights: [] };
  all.sources.forEach((source, e) => {
    const [from, to] = [number.get(source), number.get(all.targets[e])];
    if (from !== undefined && to !== undefined) push(edges, from, to, all.weights[e]);
  });
  const { choice, ...rest } = world;
  const newChoice = choice?.map((state) => number.get(state));
  return rebuiltGraph(
    {
      ...rest,
      ...(newChoice?.every((state) => state !== undefined) && {
        choice: newChoice as unknown as readonly [number, number]
      }),
      positions: Float64Array.from(kept.flatMap((i) => [world.positions[2 * i], world.positions[2 * i + 1]])),
      rewards: Float64Array.from(kept, (i) => world.rewards[i]),
      terminals: Uint8Array.from(kept, (i) => world.terminals[i]),
      passages: Uint8Array.from(kept, (i) => world.passages[i]),
      starts: world.starts.flatMap((start) => number.get(start) ?? [])
    },
    kept.map((i) => labels[i]),
    edges
  );
}

/** The same world with a node elsewhere on the drawing. */
export function movedNode(world: World, node: number, x: number, y: number): World {
  const positions = world.positions.slice();
  positions.set([written(x), written(y)], 2 * node);
  return { ...world, positions };
}

/** Weight of the edge from one node to another; 0 where there is none. */
export function edgeWeight({ graph }: World, from: number, to: number): number {
  for (let e = graph.offsets[from]; e < graph.offsets[from + 1]; e++)
    if (graph.targets[e] === to) return graph.weights ? graph.weights[e] : 1;
  return 0;
}

function push(edges: Edges, from: number, to: number, weight: number): void {
  edges.sources.push(from);
  edges.targets.push(to);
  edges.weights.push(weight);
}

/** Each edge once: of an undirected world from the node of lower number. */
function edgesOf({ graph, undirected }: World): Edges {
  const edges: Edges = { sources: [], targets: [], weights: [] };
  for (let i = 0; i < graph.nodes; i++)
    for (let e = graph.offsets[i]; e < graph.offsets[i + 1]; e++)
      if (!undirected || graph.targets[e] >= i)
        push(edges, i, graph.targets[e], graph.weights ? graph.weights[e] : 1);
  return edges;
}

function rebuiltGraph(world: World, labels: readonly string[], edges: EdgeList): World {
  if (world.maze) throw new SettingError('The states of a maze are its cells; draw walls instead.');
  const graph = graphOf(labels.length, edges, { undirected: world.undirected, labels });
  return { ...world, graph: { ...graph, labels } };
}

function rebuiltMaze(world: World, maze: NonNullable<World['maze']>): World {
  const { choice, rewards, starts, terminals } = world;
  return worldOfMaze(maze, { rewards, terminals, starts, ...(choice && { choice }) });
}
