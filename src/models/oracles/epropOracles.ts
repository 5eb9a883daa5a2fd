/** What single-layer e-prop must give: published losses, fixtures and identities. */
import type { Compute } from '../../compute/compute';
import { asTrialProblem, epropGradient } from '../eprop/gradient';
import { trialGradient, type TrialGradient } from '../eprop/trialGradient';
import { exactGradient } from './exactGradient';
import {
  leakyFixture,
  leakyFixtureNumbers,
  runSpikingFixture,
  spikingFixtureNumbers as spiking
} from './fixtures';
import { goldenPatternLosses, goldenPatternRun } from './goldenPattern';
import { distance, FIXTURE, IDENTITY, measuring, norm, type Oracle } from './oracle';
import { randomDiagonalProblem, randomSpikingProblem } from './randomProblem';

const NEST = 'NEST simulator, test_eprop_bsshslm_2020_plasticity.py';

const golden = (iteration: number): Oracle => ({
  name: `pattern generation, loss of iteration ${iteration}`,
  source: NEST,
  expected: goldenPatternLosses[iteration - 1],
  tolerance: 1e-8,
  measure: measuring(async (compute) => (await goldenPatternRun(compute, iteration))[iteration - 1])
});

type SpikingResult = Awaited<ReturnType<typeof runSpikingFixture>>;

const spikingNumber = (
  name: string,
  expected: number,
  number: (result: SpikingResult) => number
): Oracle => ({
  name: `spiking fixture, ${name}`,
  source: FIXTURE,
  expected,
  tolerance: 1e-8,
  measure: measuring(async (compute) => number(await runSpikingFixture(compute)))
});

const identity = (name: string, tolerance: number, body: (compute: Compute) => Promise<number>): Oracle => ({
  name,
  source: IDENTITY,
  expected: 0,
  tolerance,
  measure: measuring(body)
});

export const epropOracles: readonly Oracle[] = [
  golden(1),
  golden(5),
  spikingNumber(
    'spike counts that differ',
    0,
    ({ counts }) => spiking.counts.filter((count, i) => count !== counts[i]).length
  ),
  spikingNumber('loss', spiking.loss, ({ loss }) => loss),
  spikingNumber('dWin[0][0]', spiking.dWin00, ({ dWin }) => dWin[0]),
  spikingNumber('dWin[3][2]', spiking.dWin32, ({ dWin }) => dWin[11]),
  spikingNumber('dWrec[0][1]', spiking.dWrec01, ({ dWrec }) => dWrec[1]),
  spikingNumber('norm of dWin', spiking.dWinNorm, ({ dWin }) => norm(dWin)),
  {
    name: 'leaky tanh fixture, loss',
    source: FIXTURE,
    expected: leakyFixtureNumbers.loss,
    tolerance: 1e-12,
    measure: measuring(async (compute) => (await leakyFixture(compute)).loss)
  },
  {
    name: 'leaky tanh fixture, norm of dW',
    source: FIXTURE,
    expected: leakyFixtureNumbers.gradientNorm,
    tolerance: 1e-8,
    measure: measuring(async (compute) => norm((await leakyFixture(compute)).dW))
  },
  identity(
    'e-prop against exact back-propagation, recurrent spikes and reset held',
    1e-12,
    async (compute) => {
      let worst = 0;
      for (const seed of [1, 2, 3, 4]) {
        for (const feedback of ['symmetric', 'random'] as const) {
          const problem = randomSpikingProblem(seed, feedback);
          const exact = exactGradient(problem);
          const eprop = await epropGradient(problem, compute);
          for (const name of ['dWin', 'dWrec', 'dWout'] as const)
            worst = Math.max(worst, distance(eprop[name], exact[name]));
        }
      }
      return worst;
    }
  ),
  identity('leaky tanh with diagonal recurrence against finite differences', 1e-7, async (compute) => {
    const problem = randomDiagonalProblem(1);
    const { dW } = await trialGradient(problem, compute);
    const h = 1e-5;
    const lossAt = async (at: number, shift: number): Promise<number> => {
      const W = Float64Array.from(problem.W);
      W[at] += shift;
      return (await trialGradient({ ...problem, W }, compute)).loss;
    };
    const measured = new Float64Array(dW.length);
    for (let at = 0; at < dW.length; at++)
      measured[at] = ((await lossAt(at, h)) - (await lossAt(at, -h))) / (2 * h);
    return distance(dW, measured);
  }),
  identity('factored traces against traces walked tick by tick', 1e-12, async (compute) => {
    const problem = { ...asTrialProblem(randomSpikingProblem(3)), regularisation: 2, targetRate: 0.05 };
    return apart(
      await trialGradient({ ...problem, form: 'chunk' }, compute),
      await trialGradient({ ...problem, form: 'step' }, compute)
    );
  }),
  identity('a trial cut into chunks of 7 ticks against the whole', 1e-12, async (compute) => {
    const problem = asTrialProblem(randomSpikingProblem(3));
    return apart(await trialGradient({ ...problem, cut: 7 }, compute), await trialGradient(problem, compute));
  })
];

const apart = (one: TrialGradient, other: TrialGradient): number => distance(one.dW, other.dW);
