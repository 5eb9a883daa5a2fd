/**
 * A world: states, the moves between them, rewards, starts. A maze is a grid whose every cell is a state (walls too, with no way
 * in or out, so that drawing one changes no number of states); a graph world is any weighted graph.
 */
import { SettingError } from '../settings';
import { type Graph, labelOf } from './graph';

export interface Maze {
  columns: number;
  rows: number;
  /** [rows * columns], 1 where there is a wall. */
  walls: Uint8Array;
  /** Entering `from` puts the animal at `to`. */
  teleports: readonly { from: number; to: number }[];
  /** Four moves; one against a wall leaves the animal where it is (`stay`), or is never chosen (`turn`). */
  bump: 'stay' | 'turn';
}

export interface World {
  /** Labels always given: node names, or "column,row" from the top left. */
  readonly graph: Graph & { readonly labels: readonly string[] };
  /** Edges were given without a direction: shown, edited and written as one. */
  readonly undirected: boolean;
  readonly maze?: Maze;
  /** [nodes, 2]: x to the right, y down. Cell centres of a maze in cells; else in any unit. */
  readonly positions: Float64Array;
  /** [nodes] reward for being in the state. */
  readonly rewards: Float64Array;
  /** [nodes] 1 where an episode ends. */
  readonly terminals: Uint8Array;
  /** Where episodes begin, equally often; all states that are no walls where the list is empty. */
  readonly starts: readonly number[];
  /** Two states whose values are compared (a choice in an experiment). */
  readonly choice?: readonly [number, number];
  /** [nodes] 1 for passages of a memory, recalled through the other nodes, their words. */
  readonly passages: Uint8Array;
}

/** The state called `name`. Throws SettingError. */
export function stateNamed(world: Pick<World, 'graph'>, name: string): number {
  const found = world.graph.labels.indexOf(name);
  if (found >= 0) return found;
  const some = world.graph.labels.slice(0, 6).map((label) => `'${label}'`);
  throw new SettingError(
    `There is no state '${name}'; expected one of ${some.join(', ')}${world.graph.nodes > 6 ? ', ...' : ''}.`
  );
}

export function nameOf(world: Pick<World, 'graph'>, state: number): string {
  return labelOf(world.graph, state);
}

/** States an animal can be in: all but walls. */
export function openStates({ graph, maze }: World): number[] {
  return Array.from({ length: graph.nodes }, (_, i) => i).filter((i) => !maze?.walls[i]);
}
