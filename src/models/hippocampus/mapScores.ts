/** What the Maps lab measures once a trial, besides the distance of M from the exact one. */
import type { Maze, World } from './world';

/** ||map - exact||_F / ||exact||_F over the rows and columns of states in `open`. */
export function mapDistance(
  map: Float64Array,
  exact: Float64Array,
  nodes: number,
  open: readonly number[]
): number {
  let squares = 0;
  let norm = 0;
  for (const i of open)
    for (const j of open) {
      const at = i * nodes + j;
      const difference = map[at] - exact[at];
      squares += difference * difference;
      norm += exact[at] * exact[at];
    }
  return Math.sqrt(squares / norm);
}

/** A world in one dimension, where state i leads to its neighbours i - 1 and i + 1 (of a ring modulo n). */
export interface Track {
  /** Probability of a step to the right, in the middle. */
  right: number;
  left: number;
  ring: boolean;
}

/** Undefined where the world is no track or ring of at least 8 states. */
export function trackOf({ graph, maze }: World): Track | undefined {
  const { nodes, offsets, targets, weights } = graph;
  if (nodes < 8 || (maze && maze.rows > 1)) return undefined;
  let ring = false;
  for (let i = 0; i < nodes; i++)
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const step = Math.abs(targets[e] - i);
      if (step === nodes - 1) ring = true;
      else if (step > 1) return undefined;
    }
  const middle = Math.floor(nodes / 2);
  const weightTo = (to: number): number => {
    for (let e = offsets[middle]; e < offsets[middle + 1]; e++)
      if (targets[e] === to) return weights ? weights[e] : 1;
    return 0;
  };
  const [left, right] = [weightTo(middle - 1), weightTo(middle + 1)];
  if (left + right === 0) return undefined;
  return { right: right / (left + right), left: left / (left + right), ring };
}

/**
 * Centre of mass of place fields relative to their cells, mean over the middle third of a track: [measured, theory], where theory is
 * that of an endless track, -(p - q) gamma / (1 - gamma). Fields are columns of M: they shift against the way the animal goes.
 */
export function fieldShift(map: Float64Array, nodes: number, track: Track, gamma: number): [number, number] {
  const theory = (-(track.right - track.left) * gamma) / (1 - gamma);
  const from = Math.floor(nodes / 3);
  const to = Math.ceil((2 * nodes) / 3);
  let sum = 0;
  for (let cell = from; cell < to; cell++) {
    let mass = 0;
    let moment = 0;
    for (let i = 0; i < nodes; i++) {
      let offset = i - cell;
      if (track.ring) offset = ((((offset + nodes / 2) % nodes) + nodes) % nodes) - nodes / 2;
      const field = map[i * nodes + cell];
      mass += field;
      moment += offset * field;
    }
    sum += moment / mass;
  }
  return [sum / (to - from), theory];
}

/** Mean M_ij, i not j, between states of one group and of different ones: [within, between]. */
export function groupMeans(map: Float64Array, nodes: number, groups: ArrayLike<number>): [number, number] {
  const sums = [0, 0];
  const counts = [0, 0];
  for (let i = 0; i < nodes; i++)
    for (let j = 0; j < nodes; j++) {
      if (i === j) continue;
      const apart = groups[i] === groups[j] ? 0 : 1;
      sums[apart] += map[i * nodes + j];
      counts[apart]++;
    }
  return [sums[0] / counts[0], sums[1] / counts[1]];
}

/**
 * [n] cosine of each node's edges to the cues: sum over cues of A_ic / (|A_i| sqrt(cues)). For a passage and its words this is the
 * usual cosine of bags of words: it sees shared words only, never a word that two passages share with a third.
 */
export function cosineToCues({ graph }: World, cues: readonly number[]): Float64Array {
  const { nodes, offsets, targets, weights } = graph;
  const isCue = new Uint8Array(nodes);
  for (const cue of cues) isCue[cue] = 1;
  return Float64Array.from({ length: nodes }, (_, i) => {
    let squares = 0;
    let dot = 0;
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const weight = weights ? weights[e] : 1;
      squares += weight * weight;
      if (isCue[targets[e]]) dot += weight;
    }
    return squares === 0 ? 0 : dot / Math.sqrt(squares * cues.length);
  });
}

/** 1 for the best of `among`, by score; ties count against it. */
export function rankOf(state: number, scores: ArrayLike<number>, among: readonly number[]): number {
  return 1 + among.filter((other) => other !== state && scores[other] >= scores[state]).length;
}

/**
 * How much longer place fields (columns of M) are along the nearest outer wall than across it, by their standard deviations: mean
 * over the cells beside that wall, corners left out, and over the middle third of the box. In an open box an animal near a wall can
 * only go along it, so its fields hug the wall.
 */
export function wallFields(map: Float64Array, { columns, rows, walls }: Maze): [number, number] {
  const sums = [0, 0];
  const counts = [0, 0];
  const middle = (at: number, size: number): boolean => at >= size / 3 && at < (2 * size) / 3;
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const cell = y * columns + x;
      const sides = x === 0 || x === columns - 1;
      const ends = y === 0 || y === rows - 1;
      const group = sides !== ends ? 0 : middle(x, columns) && middle(y, rows) ? 1 : -1;
      if (group < 0 || walls[cell]) continue;
      const [sx, sy] = spread(map, cell, columns, rows);
      if (!(sx > 0 && sy > 0)) continue;
      // In the middle there is no wall to tell along from across: the longer way counts.
      sums[group] += group === 0 ? (sides ? sy / sx : sx / sy) : Math.max(sx / sy, sy / sx);
      counts[group]++;
    }
  return [sums[0] / counts[0], sums[1] / counts[1]];
}

/** Standard deviations in x and y of the field of `cell`. */
function spread(map: Float64Array, cell: number, columns: number, rows: number): [number, number] {
  const nodes = columns * rows;
  const sum = { mass: 0, x: 0, y: 0, xx: 0, yy: 0 };
  for (let i = 0; i < nodes; i++) {
    const field = map[i * nodes + cell];
    const [x, y] = [i % columns, Math.floor(i / columns)];
    sum.mass += field;
    sum.x += field * x;
    sum.y += field * y;
    sum.xx += field * x * x;
    sum.yy += field * y * y;
  }
  const deviation = (first: number, second: number): number =>
    Math.sqrt(Math.max(0, second / sum.mass - (first / sum.mass) * (first / sum.mass)));
  return [deviation(sum.x, sum.xx), deviation(sum.y, sum.yy)];
}
