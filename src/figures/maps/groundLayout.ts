/** Where the states of a world stand in a box: cells of a maze, nodes of a graph, or a long line folded into rows. */
import { nameOf, type World } from '../../models/hippocampus/world';
import type { Box } from '../scene';
import { textWidth } from '../textWidth';
import type { Theme } from '../theme';

/** Nodes beyond which names would only be a grey cloud. */
export const mostNames = 120;

/** Rows into which a line of states is folded where they would be narrower than this. */
const narrowest = 7;

export interface Layout {
  centre(state: number): readonly [number, number];
  place(x: number, y: number): readonly [number, number];
  unplace(x: number, y: number): { x: number; y: number };
  radius: number;
  /** Half the width and height of a state, where they differ: rows of a folded line may be lower than its states are wide. */
  half?: readonly [number, number];
  /** Cells rather than nodes. */
  cells: boolean;
  box: Box;
}

export function layoutOf(world: World, frame: Box, theme: Theme, plain: boolean): Layout {
  const { maze, positions } = world;
  if (maze) {
    const cell = Math.min(frame.width / maze.columns, frame.height / maze.rows);
    const box = centred(frame, cell * maze.columns, cell * maze.rows);
    const place = (x: number, y: number): readonly [number, number] => [box.x + x * cell, box.y + y * cell];
    return {
      centre: (state) => place(positions[2 * state], positions[2 * state + 1]),
      place,
      unplace: (x, y) => ({ x: (x - box.x) / cell, y: (y - box.y) / cell }),
      radius: cell / 2,
      cells: true,
      box
    };
  }
  const n = world.graph.nodes;
  if (isLine(world) && frame.width / n < narrowest) return folded(n, frame);
  const margin = plain ? theme.space * 1.5 : Math.max(theme.space * 4, theme.textSize);
  const [low, high] = bounds(positions);
  const span = [Math.max(1e-9, high[0] - low[0]), Math.max(1e-9, high[1] - low[1])];
  const beside = plain ? 0 : nameRoom(world, high[0] - span[0] * 0.2, frame.width, theme);
  const inner = {
    x: frame.x + margin,
    y: frame.y + margin,
    width: Math.max(1, frame.width - 2 * margin - beside),
    height: Math.max(1, frame.height - 2 * margin)
  };
  const flat = span[0] < 1e-6 || span[1] < 1e-6;
  // Graphs have no scale of their own: they may fill the room, within reason.
  const fit = Math.min(inner.width / span[0], inner.height / span[1]);
  const sx = flat ? inner.width / Math.max(...span) : Math.min(inner.width / span[0], fit * 1.8);
  const sy = flat ? sx : Math.min(inner.height / span[1], fit * 1.8);
  const ox = inner.x + (inner.width - sx * span[0]) / 2;
  const oy = inner.y + (inner.height - sy * (flat && span[1] < 1e-6 ? 0 : span[1])) / 2;
  const place = (x: number, y: number): readonly [number, number] => [
    ox + (x - low[0]) * sx,
    oy + (y - low[1]) * sy
  ];
  const nearest = Math.max(plain ? 2 : 6, Math.sqrt((inner.width * inner.height) / n) * (plain ? 0.2 : 0.3));
  return {
    centre: (state) => place(positions[2 * state], positions[2 * state + 1]),
    place,
    unplace: (x, y) => ({ x: (x - ox) / sx + low[0], y: (y - oy) / sy + low[1] }),
    radius: Math.min(plain ? 7 : 11, nearest) * (theme.textSize / 12),
    cells: false,
    box: frame
  };
}

/** Room for the names of the nodes farthest to the right, beyond `from`. */
function nameRoom(world: World, from: number, width: number, theme: Theme): number {
  if (world.graph.nodes > mostNames) return 0;
  let most = 0;
  for (let i = 0; i < world.graph.nodes; i++)
    if (world.positions[2 * i] >= from) most = Math.max(most, textWidth(nameOf(world, i), theme.textSize));
  return most < width * 0.5 ? most : 0;
}

/** States in rows from left to right, like text. */
function folded(n: number, frame: Box): Layout {
  const rows = Math.max(1, Math.ceil((n * narrowest) / frame.width));
  const columns = Math.ceil(n / rows);
  const width = frame.width / columns;
  const height = Math.min(frame.height / rows, width * 2.5);
  const box = centred(frame, frame.width, height * rows);
  const centre = (state: number): readonly [number, number] => [
    box.x + ((state % columns) + 0.5) * width,
    box.y + (Math.floor(state / columns) + 0.5) * height
  ];
  return {
    centre,
    // Between two states of a line there is nothing: positions are those of states.
    place: (x) => centre(Math.round(x * (n - 1))),
    unplace: () => ({ x: 0, y: 0 }),
    radius: Math.min(width, height) / 2,
    half: [width / 2, Math.min(width, height) / 2],
    cells: true,
    box: { ...box, width: width * columns }
  };
}

function centred(frame: Box, width: number, height: number): Box {
  return { x: frame.x + (frame.width - width) / 2, y: frame.y + (frame.height - height) / 2, width, height };
}

/** Every state stands on one line. */
function isLine({ graph, positions }: World): boolean {
  if (graph.nodes < 2) return false;
  for (let i = 1; i < graph.nodes; i++) if (positions[2 * i + 1] !== positions[1]) return false;
  return true;
}

function bounds(positions: Float64Array): [[number, number], [number, number]] {
  const low: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < positions.length; k++) {
    low[k % 2] = Math.min(low[k % 2], positions[k]);
    high[k % 2] = Math.max(high[k % 2], positions[k]);
  }
  return [low, high];
}
