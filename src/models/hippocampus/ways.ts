/**
 * The ways out of each state, as an animal meets them: the four moves of a maze (one against a wall leads back), or the edges
 * of a graph. A walk takes a way with a chance in proportion to its weight.
 */
import type { World } from './world';
import { cellAt, mazeMoves } from './maze';

export interface Ways {
  /** [nodes + 1]: the ways of state i are offsets[i] .. offsets[i + 1] - 1. */
  readonly offsets: Uint32Array;
  /** [ways] where each leads. */
  readonly outcomes: Uint32Array;
  /** [ways] chance of each, given the state. */
  readonly chances: Float64Array;
}

/** No way leads out of a wall or a terminal state. */
export function waysOf(world: World): Ways {
  const { graph, maze, terminals } = world;
  const { nodes } = graph;
  const offsets = new Uint32Array(nodes + 1);
  const outcomes: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < nodes; i++) {
    if (!terminals[i] && !maze?.walls[i]) {
      if (maze?.bump === 'stay') {
        for (const to of mazeOutcomes(world, i)) {
          outcomes.push(to);
          weights.push(1);
        }
      } else
        for (let e = graph.offsets[i]; e < graph.offsets[i + 1]; e++) {
          outcomes.push(graph.targets[e]);
          weights.push(graph.weights ? graph.weights[e] : 1);
        }
    }
    offsets[i + 1] = outcomes.length;
  }
  const chances = Float64Array.from(weights);
  for (let i = 0; i < nodes; i++) {
    let sum = 0;
    for (let k = offsets[i]; k < offsets[i + 1]; k++) sum += weights[k];
    for (let k = offsets[i]; k < offsets[i + 1]; k++) chances[k] /= sum;
  }
  return { offsets, outcomes: Uint32Array.from(outcomes), chances };
}

/** Where north, east, south and west lead from cell i. */
function mazeOutcomes({ maze }: World, i: number): number[] {
  const { columns, teleports, walls } = maze!;
  const [x, y] = [i % columns, Math.floor(i / columns)];
  return mazeMoves.map(([dx, dy]) => {
    const cell = cellAt(maze!, x + dx, y + dy);
    if (cell === undefined || walls[cell]) return i;
    return teleports.find(({ from }) => from === cell)?.to ?? cell;
  });
}

/** The way a uniform `draw` in [0, 1) picks among those of state i; undefined where there is none. */
export function wayDrawn({ offsets, chances }: Ways, i: number, draw: number): number | undefined {
  const [from, to] = [offsets[i], offsets[i + 1]];
  if (from === to) return undefined;
  let left = draw;
  for (let k = from; k < to - 1; k++) {
    if (left < chances[k]) return k;
    left -= chances[k];
  }
  return to - 1;
}
