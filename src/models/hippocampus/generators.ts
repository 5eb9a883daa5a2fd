/** Worlds from a few numbers: one line each in `generators`. */
import { SettingError } from '../settings';
import { blocks, community, ring, smallWorld, track, tree } from './graphWorlds';
import { emptyMaze, worldOfMaze } from './maze';
import { tMaze, tolman, twoRooms } from './mazeWorlds';
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

const states = (name: string, min: number, max: number): GeneratorNumber => ({
  name,
  min,
  max,
  integer: true
});
const share = (name: string, usual?: number): GeneratorNumber => ({
  name,
  min: 0,
  max: 1,
  integer: false,
  ...(usual !== undefined && { default: usual })
});
const seed: GeneratorNumber = { name: 'seed', min: 0, max: 1e9, integer: true, default: 1 };

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
  },
  {
    name: 'twoRooms',
    label: 'Two rooms',
    help: 'A box with a wall across its middle and one door in it.',
    numbers: [states('columns', 3, 30), states('rows', 3, 30)],
    build: ([columns, rows]) => twoRooms(columns, rows)
  },
  {
    name: 'tolman',
    label: 'Arena with a detour',
    help: 'Nine by nine cells, a wall with a gap in the middle (8 steps from start to goal) and one at the side (16 steps); 1 for a blocked middle.',
    numbers: [{ name: 'blocked', min: 0, max: 1, integer: true, default: 0 }],
    build: ([blocked]) => tolman(blocked === 1)
  },
  {
    name: 'tMaze',
    label: 'T-maze',
    help: 'A stem and two arms, a reward at the end of the left one.',
    numbers: [states('stem', 2, 20), states('arm', 1, 14)],
    build: ([stem, arm]) => tMaze(stem, arm)
  },
  {
    name: 'tree',
    label: 'Tree',
    help: 'Every node above the lowest level has this many children; edges lead both ways.',
    numbers: [states('branching', 2, 6), states('depth', 1, 8)],
    build: ([branching, depth]) => tree(branching, depth)
  },
  {
    name: 'smallWorld',
    label: 'Small world',
    help: 'A ring where each node is joined to its nearest neighbours, some edges led elsewhere at random (Watts & Strogatz 1998).',
    numbers: [
      states('states', 5, 400),
      { name: 'neighbours', min: 2, max: 20, integer: true, default: 4 },
      share('rewired', 0.1),
      seed
    ],
    build: ([n, neighbours, rewired, from]) => smallWorld(n, neighbours, rewired, from)
  },
  {
    name: 'blocks',
    label: 'Stochastic blocks',
    help: 'Groups of equal size; two nodes are joined with one probability inside a group and another between groups (Holland et al. 1983).',
    numbers: [
      states('groups', 1, 20),
      states('size', 2, 60),
      share('inside', 0.5),
      share('outside', 0.05),
      seed
    ],
    build: ([groups, size, inside, outside, from]) => blocks(groups, size, inside, outside, from)
  }
];

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
