/** A stack of one spiking layer is the e-prop network, and must give what that gives. */
import { stackGradient } from '../stack/gradient';
import type { Rule } from '../stack/stack';
import { epropGradient, type GradientProblem, type GradientResult } from '../eprop/gradient';
import { asSingleLayer, asStack } from './asStack';
import { exactGradient } from './exactGradient';
import { distance, IDENTITY, measuring, type Oracle } from './oracle';
import { randomSpikingProblem } from './randomProblem';

const problems = (): GradientProblem[] =>
  [1, 2, 3, 4].flatMap((seed) =>
    (['symmetric', 'random'] as const).map((feedback) => randomSpikingProblem(seed, feedback))
  );

function apart(problem: GradientProblem, rule: Rule, expected: GradientResult): number {
  const { layers, readout, loss } = stackGradient(asStack(problem), rule);
  const { dWin, dWrec } = asSingleLayer(layers[0], problem.Win.rows, problem.Win.columns);
  return Math.max(
    distance(dWin, expected.dWin),
    distance(dWrec, expected.dWrec),
    distance(readout[0], expected.dWout),
    Math.abs(loss / expected.loss - 1)
  );
}

export const stackSpikingOracles: readonly Oracle[] = [
  {
    name: 'one spiking layer: deep against exact back-propagation, recurrent spikes and reset held',
    source: IDENTITY,
    expected: 0,
    tolerance: 1e-12,
    measure: async () =>
      Math.max(...problems().map((problem) => apart(problem, 'deep', exactGradient(problem))))
  },
  {
    name: 'one spiking layer: deep, cascade, spatial and top against the e-prop network',
    source: IDENTITY,
    expected: 0,
    tolerance: 1e-12,
    measure: measuring(async (compute) => {
      let worst = 0;
      for (const problem of problems()) {
        const expected = await epropGradient(problem, compute);
        for (const rule of ['deep', 'cascade', 'spatial', 'top'] as const)
          worst = Math.max(worst, apart(problem, rule, expected));
      }
      return worst;
    })
  }
];
