/** Where the rules for stacks must agree: with each other, with finite differences and with independent code. */
import { runStack } from '../stack/forward';
import { stackGradient } from '../stack/gradient';
import { backward } from '../stack/rules/bptt';
import { linearStack } from '../stack/rules/linearise';
import type { Rule, StackProblem, StackWeights } from '../stack/stack';
import { diagonalGradient } from './diagonalGradient';
import { finiteDifferences } from './finiteDifferences';
import { distance, IDENTITY, type Oracle } from './oracle';
import { family, linearUppers, type RandomStack, readouts, withRecurrence } from './randomStack';
import { surrogateTwin } from './surrogateTwin';

const top = (problem: StackProblem): number => problem.stack.layers.length - 1;

/** The largest distance of a layer's gradient, of the layers from `first` up. */
function apart(left: readonly ArrayLike<number>[], right: readonly ArrayLike<number>[], first = 0): number {
  return Math.max(...right.slice(first).map((dW, above) => distance(left[first + above], dW)));
}

const rulesApart = (problem: StackProblem, left: Rule, right: Rule, first = 0): number =>
  apart(stackGradient(problem, left).layers, stackGradient(problem, right).layers, first);

/** The worst of several rules against another, over the layers from `first` up. */
const allApart = (problem: StackProblem, rules: readonly Rule[], right: Rule, first = 0): number =>
  Math.max(...rules.map((rule) => rulesApart(problem, rule, right, first)));

/** How far exact gradients, the readout's included, are from finite differences of a loss. */
function differencesApart(problem: StackProblem, loss: (weights: StackWeights) => number): number {
  const exact = stackGradient(problem, 'bptt');
  const measured = finiteDifferences(problem.weights, loss);
  const readOut = measured.readout.flatMap((dO, m) =>
    dO.length > 0 ? [[exact.readout[m], dO] as const] : []
  );
  return Math.max(
    apart(exact.layers, measured.layers),
    ...readOut.map(([dO, expected]) => distance(dO, expected))
  );
}

/** Measured on many problems; the worst counts. */
const identity = (
  name: string,
  tolerance: number,
  problems: () => readonly StackProblem[],
  measure: (problem: StackProblem) => number
): Oracle => ({
  name,
  source: IDENTITY,
  expected: 0,
  tolerance,
  measure: async () => Math.max(...problems().map(measure))
});

const feedbacks: readonly Partial<RandomStack>[] = (['symmetric', 'layered', 'broadcast'] as const).flatMap(
  (feedback) => [
    { feedback, readoutDecay: 0.6 },
    { feedback, readout: 'all', loss: 'classification' }
  ]
);
const ownFeedback: readonly Partial<RandomStack>[] = feedbacks.filter(
  ({ feedback }) => feedback !== 'broadcast'
);
const everyKind = ['leakyTanh', 'membrane', 'lif', 'alif', 'mixed'] as const;

/** Upper layers without memory: a = 1 and no recurrence. */
const forgetful = (problem: StackProblem): StackProblem => {
  const layers = problem.stack.layers.map((layer, l) =>
    l === 0 ? layer : { ...layer, unit: { kind: 'leakyTanh', leak: 1 } as const }
  );
  return withRecurrence({ ...problem, stack: { ...problem.stack, layers } }, () => 0, 1);
};

const linearRegime =
  (scale: number) =>
  (problem: StackProblem): number =>
    rulesApart(linearUppers(problem, scale), 'cascade', 'deep');

export const stackIdentities: readonly Oracle[] = [
  ...(['leakyTanh', 'membrane'] as const).map((kind) =>
    identity(
      `${kind} stacks, back-propagation through time against finite differences`,
      1e-6,
      () => family([kind], [1, 2, 3], readouts),
      (problem) => differencesApart(problem, (weights) => runStack({ ...problem, weights }).loss)
    )
  ),
  ...(['lif', 'alif', 'mixed'] as const).map((kind) =>
    identity(
      `${kind} stacks, surrogate back-propagation against finite differences of a smooth twin`,
      1e-6,
      () => family([kind], [1, 2, 3]),
      (problem) => differencesApart(problem, surrogateTwin(problem))
    )
  ),
  ...everyKind.map((kind) =>
    identity(
      `${kind} stacks, real-time recurrent learning against back-propagation through time`,
      1e-10,
      () => family([kind], [1, 2, 3]),
      (problem) => rulesApart(problem, 'rtrl', 'bptt')
    )
  ),
  ...everyKind.map((kind) =>
    identity(
      `${kind} stacks, deep against back-propagation with diagonal Jacobians`,
      1e-12,
      () => family([kind], [1, 2, 3, 4], ownFeedback),
      (problem) =>
        apart(
          stackGradient(problem, 'deep').layers,
          diagonalGradient(problem).map((rows) => rows.flat())
        )
    )
  ),
  identity(
    'deep against its own backward form',
    1e-12,
    () => family(everyKind, [1, 2, 3], feedbacks),
    (problem) =>
      apart(stackGradient(problem, 'deep').layers, backward(linearStack(problem, runStack(problem)), 'unit'))
  ),
  identity(
    'one layer: cascade, spatial and top against deep',
    0,
    () => family(everyKind, [1], feedbacks),
    (problem) => allApart(problem, ['cascade', 'spatial', 'top'], 'deep')
  ),
  identity(
    'the top layer of any stack: cascade, spatial and top against deep',
    0,
    () => family(everyKind, [2, 3, 4], feedbacks),
    (problem) => allApart(problem, ['cascade', 'spatial', 'top'], 'deep', top(problem))
  ),
  identity(
    'leaky tanh without recurrence: deep against back-propagation through time',
    1e-12,
    () => family(['leakyTanh'], [1, 2, 3]).map((problem) => withRecurrence(problem, () => 0)),
    (problem) => rulesApart(problem, 'deep', 'bptt')
  ),
  identity(
    'leaky tanh with diagonal recurrence: deep against back-propagation through time',
    1e-12,
    () =>
      family(['leakyTanh'], [1, 2, 3]).map((problem) =>
        withRecurrence(problem, (weight, i, j) => (i === j ? weight : 0))
      ),
    (problem) => rulesApart(problem, 'deep', 'bptt')
  ),
  identity(
    'membrane without recurrence: deep against back-propagation through time',
    1e-12,
    () => family(['membrane'], [1, 2, 3]).map((problem) => withRecurrence(problem, () => 0)),
    (problem) => rulesApart(problem, 'deep', 'bptt')
  ),
  ...(['membrane', 'lif'] as const).map((kind) =>
    identity(
      `two ${kind} layers under an unfiltered readout: cascade against deep`,
      1e-12,
      () => family([kind], [2], [{}, { loss: 'classification' }, { readout: 'all' }]),
      (problem) => rulesApart(problem, 'cascade', 'deep')
    )
  ),
  identity(
    'leaky tanh whose upper layers are nearly linear (weights of 1e-5): cascade against deep',
    1e-9,
    () => family(['leakyTanh'], [2, 3]),
    linearRegime(1e-5)
  ),
  identity(
    'upper weights ten times smaller: cascade 100 times nearer to deep (second order), deviation from 100',
    1,
    () => family(['leakyTanh'], [2, 3], [{}, { readoutDecay: 0.6 }]),
    (problem) => Math.abs(linearRegime(1e-2)(problem) / linearRegime(1e-3)(problem) - 100)
  ),
  identity(
    'upper layers that forget at once, unfiltered readout: cascade and spatial against deep',
    1e-12,
    () => family(['leakyTanh', 'lif'], [2, 3], [{}, { readout: 'all' }]).map(forgetful),
    (problem) => allApart(problem, ['cascade', 'spatial'], 'deep')
  ),
  identity(
    'top only: numbers of the lower layers that are not 0',
    0,
    () => family(everyKind, [2, 3], feedbacks),
    (problem) =>
      stackGradient(problem, 'top')
        .layers.slice(0, -1)
        .reduce((sum, dW) => sum + dW.filter((value) => value !== 0).length, 0)
  ),
  identity(
    'top only: numbers of the top layer and the readout that differ from deep',
    0,
    () => family(everyKind, [2, 3], feedbacks),
    (problem) => {
      const [only, deep] = [stackGradient(problem, 'top'), stackGradient(problem, 'deep')];
      const pairs = [[only.layers[top(problem)], deep.layers[top(problem)]]];
      for (const [m, dO] of deep.readout.entries()) pairs.push([only.readout[m], dO]);
      return pairs.reduce((sum, [a, b]) => sum + a.filter((value, at) => value !== b[at]).length, 0);
    }
  )
];
