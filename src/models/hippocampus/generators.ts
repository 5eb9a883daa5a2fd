/** Worlds from a few numbers: one line each in `generators`. */
import { SettingError } from '../settings';
import { graphOf } from './graph';
import { onCircle } from './layouts';
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
  const labels = each.map(String);
  const graph = graphOf(
    n,
    {
      sources: [...each, ...each],
      targets: [...each.map((i) => (i + 1) % n), ...each.map((i) => (i + n - 1) % n)],
      weights: [...each.map(() => right), ...each.map(() => 1 - right)]
    },
    { labels }
  );
  return {
    graph: { ...graph, labels },
    undirected: false,
    positions: onCircle(n),
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
