import { describe, expect, it } from 'vitest';
import { stackGradient } from '../../../src/models/stack/gradient';
import { type RandomStack, randomStack } from '../../../src/models/stack/randomStack';
import {
  fanIn,
  rules,
  type Feedback,
  type StackProblem,
  type StackUnit,
  widthBelow
} from '../../../src/models/stack/stack';
import { synapseStory } from '../../../src/models/stack/story';
import { SettingError } from '../../../src/models/settings';

const leaky: StackUnit = { kind: 'leakyTanh', leak: 0.3 };
const membrane: StackUnit = { kind: 'membrane', decay: 0.8 };
const spiking: StackUnit = {
  kind: 'spiking',
  membraneDecay: 0.9,
  currentGain: 1,
  threshold: 0.6,
  dampening: 0.3,
  refractory: 2,
  adaptationDecay: 0.97,
  adaptation: Float64Array.of(0, 0, 0.3)
};
const small = (units: StackUnit[], options: Partial<RandomStack> = {}): StackProblem =>
  randomStack({ seed: 5, units, width: 3, inputs: 2, outputs: 2, steps: 15, ...options });

/** Every synapse of every unit, as [unit, synapse, layer, place in W^layer]. */
function* synapses({ stack }: StackProblem): Generator<[number, number, number, number]> {
  let start = 0;
  const units = stack.layers.reduce((sum, layer) => sum + layer.units, 0);
  for (const [l, layer] of stack.layers.entries()) {
    const [M, below] = [fanIn(stack, l), widthBelow(stack, l)];
    for (let i = 0; i < layer.units; i++) {
      for (let j = 0; j < M; j++) {
        if (layer.unit.kind === 'spiking' && j === below + i) continue;
        const channel =
          j === M - 1
            ? stack.inputs + units
            : j >= below
              ? stack.inputs + start + j - below
              : l === 0
                ? j
                : stack.inputs + start - below + j;
        yield [start + i, channel, l, i * M + j];
      }
    }
    start += layer.units;
  }
}

const stacks: [string, () => StackProblem][] = [
  ['one leaky layer', () => small([leaky])],
  ['two leaky layers', () => small([leaky, leaky])],
  ['three leaky layers', () => small([leaky, leaky, leaky])],
  [
    'three leaky layers, all read out through a filter',
    () => small([leaky, leaky, leaky], { readout: 'all', readoutDecay: 0.7 })
  ],
  ['two membrane layers, filtered readout', () => small([membrane, membrane], { readoutDecay: 0.6 })],
  ['one spiking layer, filtered readout', () => small([spiking], { readoutDecay: 0.6 })],
  ['three spiking layers', () => small([spiking, spiking, spiking])],
  ['three kinds', () => small([spiking, leaky, membrane])]
];

/** Other matrices in the place of O^T and U^T, all numbers different. */
function otherWeights({ stack }: StackProblem, kind: 'layered' | 'broadcast'): Feedback {
  const matrix = (length: number, k: number) => Float64Array.from({ length }, (_, at) => Math.sin(at + k));
  const { layers, outputs } = stack;
  if (kind === 'broadcast')
    return { kind, broadcast: layers.map(({ units }, l) => matrix(units * outputs, l)) };
  return {
    kind,
    output: layers.map(({ units }, l) =>
      stack.readout === 'all' || l === layers.length - 1 ? matrix(units * outputs, l) : new Float64Array(0)
    ),
    down: layers.map(({ units }, l) => matrix(l === 0 ? 0 : units * widthBelow(stack, l), l + 9))
  };
}

describe('the story of a synapse', () => {
  const everyFeedback = ['symmetric', 'layered', 'broadcast'] as const;
  it.each(stacks.flatMap(([name, make]) => everyFeedback.map((kind) => [name, kind, make] as const)))(
    'adds up to the gradient: %s, %s feedback',
    (_, kind, make) => {
      const made = make();
      const problem = kind === 'symmetric' ? made : { ...made, feedback: otherWeights(made, kind) };
      const exact = stackGradient(problem, 'bptt');
      for (const rule of rules) {
        const { layers } = stackGradient(problem, rule);
        for (const [unit, synapse, l, at] of synapses(problem)) {
          const story = synapseStory(problem, rule, 7, unit, synapse, 15);
          expect(Math.abs(story.gradient - layers[l][at])).toBeLessThanOrEqual(
            1e-12 * Math.max(1, Math.abs(layers[l][at]))
          );
          expect(Math.abs(story.exact - exact.layers[l][at])).toBeLessThanOrEqual(
            1e-12 * Math.max(1, Math.abs(exact.layers[l][at]))
          );
          expect(story.weight).toBe(problem.weights.layers[l][at]);
          for (const { rows, values } of story.stages) expect(values).toHaveLength(rows * 15);
          expect(story.stages.at(-1)?.values[14]).toBe(Math.fround(story.gradient));
        }
      }
    }
  );

  const kinds = (...given: Parameters<typeof synapseStory>) =>
    synapseStory(...given).stages.map(({ kind, layer, rows }) => `${kind} ${layer} ${rows}`);

  it('goes up through a filter for each layer above and meets the signal at its own unit', () => {
    const problem = small([leaky, leaky, leaky]);
    expect(kinds(problem, 'cascade', 0, 1, 0, 15)).toEqual([
      'input 0 1',
      'trace 0 1',
      'filter 1 1',
      'filter 2 1',
      'signal 0 1',
      'credit 0 1',
      'sum 0 1'
    ]);
    expect(kinds(problem, 'cascade', 0, 7, 11, 15)).toEqual([
      'input 2 1',
      'trace 2 1',
      'signal 2 1',
      'credit 2 1',
      'sum 2 1'
    ]);
    expect(kinds(problem, 'spatial', 0, 1, 0, 15)).toEqual([
      'input 0 1',
      'trace 0 1',
      'signal 0 1',
      'credit 0 1',
      'sum 0 1'
    ]);
    expect(kinds(problem, 'bptt', 0, 1, 0, 15)).toEqual(['input 0 1', 'signal 0 1', 'credit 0 1', 'sum 0 1']);
  });

  it('shows cross traces as heat maps', () => {
    const problem = small([leaky, leaky, leaky], { readoutDecay: 0.5 });
    expect(kinds(problem, 'deep', 0, 1, 0, 15)).toEqual([
      'input 0 1',
      'trace 0 1',
      'filter 1 3',
      'filter 2 3',
      'filter 2 3',
      'signal 2 3',
      'credit 0 1',
      'sum 0 1'
    ]);
    expect(kinds(problem, 'rtrl', 0, 1, 0, 15)[1]).toBe('trace 0 3');
  });

  it('follows the filters tick by tick', () => {
    const problem = small([leaky, { kind: 'leakyTanh', leak: 0.1 }]);
    const { stages } = synapseStory(problem, 'cascade', 0, 2, 1, 15);
    const [input, trace, filter, signal, credit] = stages.map(({ values }) => values);
    expect(input[4]).toBe(Math.fround(problem.trial.x[4 * 2 + 1]));
    expect(filter[5]).toBeCloseTo(0.9 * filter[4] + trace[5], 6);
    expect(credit[5]).toBeCloseTo(filter[5] * signal[5], 6);
  });

  it('hears nothing below the top where only the top learns', () => {
    const story = synapseStory(small([leaky, leaky]), 'top', 0, 0, 0, 15);
    expect(story.gradient).toBe(0);
    expect(Math.abs(story.exact)).toBeGreaterThan(1e-6);
    expect(story.stages.find(({ kind }) => kind === 'signal')?.values.every((value) => value === 0)).toBe(
      true
    );
  });

  it('is told of the ticks made so far', () => {
    const problem = small([leaky, leaky]);
    const { trial } = problem;
    const begun = {
      ...problem,
      trial: { x: trial.x.slice(0, 12), target: trial.target.slice(0, 12), mask: trial.mask.slice(0, 6) }
    };
    const story = synapseStory(problem, 'cascade', 3, 0, 0, 6);
    expect([story.trial, story.ticks, story.stages[0].values.length]).toEqual([3, 6, 6]);
    expect(story.gradient).toBeCloseTo(stackGradient(begun, 'cascade').layers[0][0], 12);
    expect(synapseStory(problem, 'cascade', 3, 0, 0, 0)).toMatchObject({ ticks: 0, gradient: 0, exact: 0 });
  });

  it.each([
    [0, 1, 'input 1 to unit 0 (layer 1)'],
    [1, 4, 'unit 2 to unit 1 (layer 1)'],
    [1, 3, 'unit 1 (layer 1) to itself'],
    [4, 2, 'unit 0 (layer 1) to unit 4 (layer 2)'],
    [4, 7, 'unit 5 to unit 4 (layer 2)'],
    [4, 8, 'bias of unit 4 (layer 2)']
  ])('unit %i, synapse %i is %s', (unit, synapse, label) => {
    expect(synapseStory(small([leaky, leaky]), 'cascade', 0, unit, synapse, 15).label).toBe(label);
  });

  it.each<[StackUnit, number, number, string]>([
    [leaky, 6, 0, 'There is no unit 6; expected a whole number from 0 to 5.'],
    [
      leaky,
      4,
      0,
      'Unit 4 (layer 2) has no synapse 0; it has 2 to 4 (units 0 to 2), 5 to 7 (units 3 to 5) and 8 (bias).'
    ],
    [
      leaky,
      0,
      6,
      'Unit 0 (layer 1) has no synapse 6; it has 0 to 1 (inputs 0 to 1), 2 to 4 (units 0 to 2) and 8 (bias).'
    ],
    [
      spiking,
      0,
      2,
      'Unit 0 (layer 1) has no synapse 2; it has 0 to 1 (inputs 0 to 1), 2 to 4 (units 0 to 2) but for itself and 8 (bias).'
    ],
    [
      leaky,
      0,
      9,
      'Unit 0 (layer 1) has no synapse 9; it has 0 to 1 (inputs 0 to 1), 2 to 4 (units 0 to 2) and 8 (bias).'
    ],
    [
      leaky,
      0,
      0.5,
      'Unit 0 (layer 1) has no synapse 0.5; it has 0 to 1 (inputs 0 to 1), 2 to 4 (units 0 to 2) and 8 (bias).'
    ]
  ])('there is none: %o %s, %s', (unit, at, synapse, message) => {
    const ask = () => synapseStory(small([unit, unit]), 'cascade', 0, at, synapse, 15);
    expect(ask).toThrow(SettingError);
    expect(ask).toThrow(message);
  });
});
