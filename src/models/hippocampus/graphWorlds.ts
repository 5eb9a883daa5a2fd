/** Graphs that generators make. */
import { cos, sin } from '../../compute/transcendentals';
import { Random } from '../random';
import { SettingError } from '../settings';
import { type EdgeList, graphOf } from './graph';
import { onCircle, written } from './layouts';
import type { World } from './world';

type Pairs = { sources: number[]; targets: number[] };

/** States a generated world may have, as any world of the lab. */
const most = 900;

export function ring(n: number, right: number): World {
  const each = Array.from({ length: n }, (_, i) => i);
  return plain(
    n,
    {
      sources: [...each, ...each],
      targets: [...each.map((i) => (i + 1) % n), ...each.map((i) => (i + n - 1) % n)],
      weights: [...each.map(() => right), ...each.map(() => 1 - right)]
    },
    onCircle(n)
  );
}

export function track(n: number, right: number): World {
  const each = Array.from({ length: n }, (_, i) => i);
  const place = (i: number): [number, number] => [written(0.03 + (0.94 * i) / (n - 1)), 0.5];
  return plain(
    n,
    {
      sources: [...each, ...each],
      targets: [...each.map((i) => Math.min(n - 1, i + 1)), ...each.map((i) => Math.max(0, i - 1))],
      weights: [...each.map(() => right), ...each.map(() => 1 - right)]
    },
    Float64Array.from(each.flatMap(place))
  );
}

export function community(cliques: number, size: number): World {
  const n = cliques * size;
  const edges: { sources: number[]; targets: number[] } = { sources: [], targets: [] };
  const join = (a: number, b: number): void => {
    edges.sources.push(a);
    edges.targets.push(b);
  };
  for (let c = 0; c < cliques; c++) {
    const first = c * size;
    const last = first + size - 1;
    for (let a = first; a <= last; a++)
      for (let b = a + 1; b <= last; b++) if (a !== first || b !== last) join(a, b);
    join(last, (first + size) % n);
  }
  return plain(n, edges, clustered(cliques, size), true);
}

/** A world of numbered states without rewards or starts. */
function plain(n: number, edges: EdgeList, positions: Float64Array, undirected = false): World {
  const labels = Array.from({ length: n }, (_, i) => String(i));
  const graph = graphOf(n, edges, { labels, undirected });
  return {
    graph: { ...graph, labels },
    undirected,
    positions,
    rewards: new Float64Array(n),
    terminals: new Uint8Array(n),
    starts: [],
    passages: new Uint8Array(n)
  };
}

/** Level by level from the root, on circles around it. */
export function tree(branching: number, depth: number): World {
  let n = 1;
  for (let level = 1, width = 1; level <= depth; level++) n += width *= branching;
  if (n > most)
    throw new SettingError(`A tree of these numbers has ${n} states; at most ${most} fit the lab.`);
  const edges: Pairs = { sources: [], targets: [] };
  for (let child = 1; child < n; child++) {
    edges.sources.push(Math.floor((child - 1) / branching));
    edges.targets.push(child);
  }
  const positions = new Float64Array(2 * n).fill(0.5);
  for (
    let first = 1, width = branching, level = 1;
    level <= depth;
    first += width, width *= branching, level++
  )
    for (let k = 0; k < width; k++) {
      const turn = (2 * Math.PI * (k + 0.5)) / width;
      const radius = (0.47 * level) / depth;
      positions[2 * (first + k)] = written(0.5 + radius * sin(turn));
      positions[2 * (first + k) + 1] = written(0.5 - radius * cos(turn));
    }
  return plain(n, edges, positions, true);
}

export function smallWorld(n: number, neighbours: number, rewired: number, seed: number): World {
  const random = new Random(`small world ${seed}`);
  const edges: Pairs = { sources: [], targets: [] };
  const joined = new Set<number>();
  const key = (a: number, b: number): number => Math.min(a, b) * n + Math.max(a, b);
  const half = Math.min(Math.floor(neighbours / 2), Math.floor((n - 1) / 2));
  for (let step = 1; step <= half; step++)
    for (let i = 0; i < n; i++) {
      let to = (i + step) % n;
      if (random.uniform() < rewired) {
        const other = random.below(n);
        if (other !== i && !joined.has(key(i, other))) to = other;
      }
      if (joined.has(key(i, to))) continue;
      joined.add(key(i, to));
      edges.sources.push(i);
      edges.targets.push(to);
    }
  return plain(n, edges, onCircle(n), true);
}

export function blocks(groups: number, size: number, inside: number, outside: number, seed: number): World {
  const n = groups * size;
  if (n > most) throw new SettingError(`These blocks have ${n} states; at most ${most} fit the lab.`);
  const random = new Random(`blocks ${seed}`);
  const edges: Pairs = { sources: [], targets: [] };
  for (let a = 0; a < n; a++)
    for (let b = a + 1; b < n; b++)
      if (random.uniform() < (Math.floor(a / size) === Math.floor(b / size) ? inside : outside)) {
        edges.sources.push(a);
        edges.targets.push(b);
      }
  return plain(n, edges, clustered(groups, size), true);
}

/** Groups on a circle of circles. */
function clustered(groups: number, size: number): Float64Array {
  const positions = new Float64Array(2 * groups * size);
  const centres = onCircle(groups);
  const around = onCircle(size);
  const [reach, spread] = groups === 1 ? [0, 1] : [0.68, Math.min(0.36, 1.6 / groups)];
  for (let g = 0; g < groups; g++)
    for (let k = 0; k < size; k++)
      for (const axis of [0, 1])
        positions[2 * (g * size + k) + axis] = written(
          0.5 + reach * (centres[2 * g + axis] - 0.5) + spread * (around[2 * k + axis] - 0.5)
        );
  return positions;
}
