/** What the inspector says of the selected state, read from the recording. */
import { learnerLabels, mapProbes } from '../../models/hippocampus/probes';
import { nameOf, type World } from '../../models/hippocampus/world';
import { waysOf } from '../../models/hippocampus/ways';
import type { Bench } from '../lab/bench';
import { figureContext } from '../lab/figureContext';
import { sayNumber } from '../words';
import { toBreakableMathml } from './mathml';
import type { Equation } from './equations';

export const stateProbes: readonly string[] = [
  mapProbes.successor,
  mapProbes.exactSuccessor,
  mapProbes.transitions,
  mapProbes.values,
  mapProbes.exactValues,
  mapProbes.visits
];

export interface Neighbour {
  state: number;
  name: string;
  value: number;
}

export interface StateReading {
  state: number;
  name: string;
  /** "wall", "start", "ends the episode" and the like. */
  kinds: readonly string[];
  visits: number | undefined;
  reward: number;
  values: readonly { label: string; value: number }[];
  /** Chances of the moves out of it. */
  moves: readonly Neighbour[];
  /** Largest entries of its row and its column besides its own. */
  leadsTo: readonly Neighbour[];
  ledFrom: readonly Neighbour[];
  equations: readonly Equation[];
}

/** Entries shown of a row or column. */
const most = 4;
const mostMoves = 8;

export function readState(bench: Bench): StateReading | undefined {
  const maps = figureContext(bench)?.maps;
  const { lab } = bench;
  const state = lab.selection().unit;
  if (!maps || state === undefined || state >= maps.world.graph.nodes) return undefined;
  const { gamma, learners, world } = maps;
  const n = world.graph.nodes;
  const reader = lab.seen.reader();
  const image = (name: string) => reader.image(name)?.data;
  const exact = image(mapProbes.exactSuccessor);
  const values = image(mapProbes.values);
  const exactValues = image(mapProbes.exactValues);
  const chances = movesFrom(image(mapProbes.transitions), state, n) ?? waysFrom(world, state);
  const named = (other: number, value: number): Neighbour => ({
    state: other,
    name: nameOf(world, other),
    value
  });
  const strongest = (entry: (other: number) => number): Neighbour[] =>
    Array.from({ length: n }, (_, other) => named(other, entry(other)))
      .filter(({ state: other, value }) => other !== state && value > 1e-12)
      .sort((a, b) => b.value - a.value)
      .slice(0, most);
  return {
    state,
    name: nameOf(world, state),
    kinds: [
      ...(world.maze?.walls[state] ? ['wall'] : []),
      ...(world.starts.includes(state) ? ['start'] : []),
      ...(world.terminals[state] ? ['ends the episode'] : []),
      ...(maps.cues.includes(state) ? ['cue'] : []),
      ...(world.passages[state] ? ['passage'] : [])
    ],
    visits: image(mapProbes.visits)?.[state],
    reward: world.rewards[state],
    values: [
      ...(values
        ? learners.map((name, l) => ({ label: learnerLabels[name], value: values[l * n + state] }))
        : []),
      ...(exactValues ? [{ label: 'exact walk', value: exactValues[state] }] : [])
    ],
    moves: [...chances]
      .map(([other, chance]) => named(other, chance))
      .sort((a, b) => b.value - a.value)
      .slice(0, mostMoves),
    leadsTo: exact ? strongest((other) => exact[state * n + other]) : [],
    ledFrom: exact ? strongest((other) => exact[other * n + state]) : [],
    equations: exact ? equationsOf(exact, state, gamma, n, world.rewards) : []
  };
}

/** As the walk really has them: of a recorded path those it made. */
function movesFrom(
  transitions: ArrayLike<number> | undefined,
  state: number,
  n: number
): Map<number, number> | undefined {
  if (!transitions) return undefined;
  const row = Array.from({ length: n }, (_, other) => [other, transitions[state * n + other]] as const);
  return new Map(row.filter(([, chance]) => chance > 0));
}

function waysFrom(world: World, state: number): Map<number, number> {
  const ways = waysOf(world);
  const chances = new Map<number, number>();
  for (let k = ways.offsets[state]; k < ways.offsets[state + 1]; k++)
    chances.set(ways.outcomes[k], (chances.get(ways.outcomes[k]) ?? 0) + ways.chances[k]);
  return chances;
}

function equationsOf(
  exact: ArrayLike<number>,
  state: number,
  gamma: number,
  n: number,
  rewards: ArrayLike<number>
): Equation[] {
  const own = exact[state * n + state];
  let sum = 0;
  let value = 0;
  for (let j = 0; j < n; j++) {
    sum += exact[state * n + j];
    value += exact[state * n + j] * rewards[j];
  }
  const g = sayNumber(gamma);
  const a = sayNumber(1 - gamma);
  return [
    equation('Visits to itself', 'M_ii = 1 + γ P M', `${sayNumber(own)} = 1 + ${sayNumber(own - 1)}`),
    equation(
      'Visits in all',
      'S = {1}/{1 − γ}',
      `${sayNumber(sum)} ${Math.abs(sum - 1 / (1 - gamma)) < 1e-6 / (1 - gamma) ? '=' : '<'} {1}/{1 − ${g}}`
    ),
    equation(
      'PageRank of itself',
      'π_i = (1 − γ) M_ii',
      `${sayNumber((1 - gamma) * own)} = ${a} · ${sayNumber(own)}`
    ),
    ...(value === 0
      ? []
      : [equation('Value, of the exact walk', 'V_i = M r', valueSum(exact, rewards, state, n, value))])
  ];
}

/** The sum over rewards, as far as there is room. */
function valueSum(
  exact: ArrayLike<number>,
  rewards: ArrayLike<number>,
  state: number,
  n: number,
  value: number
): string {
  const parts: string[] = [];
  for (let j = 0; j < n; j++)
    if (rewards[j] !== 0) parts.push(`${sayNumber(exact[state * n + j])} · ${sayNumber(rewards[j])}`);
  return `${sayNumber(value)} = ${parts.slice(0, 3).join(' + ')}${parts.length > 3 ? ' + …' : ''}`;
}

function equation(title: string, symbols: string, numbers: string): Equation {
  return { title, symbols: toBreakableMathml(symbols), numbers: toBreakableMathml(numbers) };
}
