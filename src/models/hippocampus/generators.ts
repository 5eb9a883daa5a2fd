/** Worlds from a few numbers: one line each in `generators`. */
import { SettingError } from '../settings';
import { type EdgeList, graphOf } from './graph';
import { onCircle, written } from './layouts';
import { emptyMaze, worldOfMaze } from './maze';
import type { World } from './world';

/** One number a generator takes. */
export interface GeneratorNumber {
  name: string;
  min: number;
  max: number;
  integer: boolean;
  /** Without one the number must be given. */
  default?: number;
}

export interface Generator {
  /** First word of the world's text. */
  name: string;
  label: string;
  help: string;
  numbers: readonly GeneratorNumber[];
  build(numbers: readonly number[]): World;
}

export const generators: readonly Generator[] = [
  {
    name: 'ring',
    label: 'Ring',
    help: 'States on a circle; a step leads to the right with the given probability, else to the left.',
    numbers: [
      { name: 'states', min: 3, max: 900, integer: true },
      { name: 'right', min: 0, max: 1, integer: false, default: 0.5 }
    ],
    build: ([n, right]) => ring(n, right)
  },
  {
    name: 'track',
    label: 'Track',
    help: 'States in a line; a step leads to the right with the given probability, else to the left; at the ends the animal stays.',
    numbers: [
      { name: 'states', min: 2, max: 900, integer: true },
      { name: 'right', min: 0, max: 1, integer: false, default: 0.5 }
    ],
    build: ([n, right]) => track(n, right)
  },
  {
    name: 'community',
    label: 'Communities',
    help: 'Cliques joined in a ring: the edge between the two boundary nodes of each gives way to edges to its neighbours, so that every node has the same degree.',
    numbers: [
      { name: 'cliques', min: 2, max: 30, integer: true },
      { name: 'size', min: 3, max: 30, integer: true }
    ],
    build: ([cliques, size]) => community(cliques, size)
  },
  {
    name: 'box',
    label: 'Open box',
    help: 'A rectangle without walls inside.',
    numbers: [
      { name: 'columns', min: 2, max: 30, integer: true },
      { name: 'rows', min: 2, max: 30, integer: true }
    ],
    build: ([columns, rows]) => worldOfMaze(emptyMaze(columns, rows))
  }
];

function ring(n: number, right: number): World {
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

function track(n: number, right: number): World {
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

function community(cliques: number, size: number): World {
  const n = cliques * size;
  const edges: { sources: number[]; targets: number[] } = { sources: [], targets: [] };
  const join = (a: number, b: number): void => {
    edges.sources.push(a);
    edges.targets.push(b);
  };
  const positions = new Float64Array(2 * n);
  const centres = onCircle(cliques);
  const around = onCircle(size);
  for (let c = 0; c < cliques; c++) {
    const first = c * size;
    const last = first + size - 1;
    for (let a = first; a <= last; a++)
      for (let b = a + 1; b <= last; b++) if (a !== first || b !== last) join(a, b);
    join(last, (first + size) % n);
    for (let k = 0; k < size; k++)
      for (const axis of [0, 1])
        positions[2 * (first + k) + axis] = written(
          0.5 + 0.68 * (centres[2 * c + axis] - 0.5) + 0.36 * (around[2 * k + axis] - 0.5)
        );
  }
  return plain(n, edges, positions, true);
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

/** The generator called `name`, taking its numbers as words. Its `make` throws SettingError for numbers that do not fit. */
export function findGenerator(name: string): { make(words: readonly string[]): World } | undefined {
  const generator = generators.find((candidate) => candidate.name === name);
  return generator && { make: (words) => generator.build(numbersOf(generator, words)) };
}

function numbersOf({ name, numbers }: Generator, words: readonly string[]): number[] {
  const form = [
    name,
    ...numbers.map((number) => (number.default === undefined ? `<${number.name}>` : `[${number.name}]`))
  ];
  if (words.length > numbers.length)
    throw new SettingError(`'${name}' takes ${numbers.length} numbers; expected ${form.join(' ')}.`);
  return numbers.map((number, k) => {
    if (words[k] === undefined && number.default !== undefined) return number.default;
    const value = words[k] === undefined ? Number.NaN : Number(words[k]);
    const fits = value >= number.min && value <= number.max && (!number.integer || Number.isInteger(value));
    if (fits) return value;
    throw new SettingError(
      `${number.name} of '${name}' is ${words[k] ?? 'missing'}; expected a ${number.integer ? 'whole ' : ''}number from ${number.min} to ${number.max} (${form.join(' ')}).`
    );
  });
}
