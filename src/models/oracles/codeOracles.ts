/** What codes must give: reverse water-filling by a linear code, and the closed form of its rate. */
import type { Compute } from '../../compute/compute';
import { log } from '../../compute/transcendentals';
import { type LinearCode, trainLinearVae } from '../codes/linearVae';
import { measuring, type Oracle } from './oracle';

const FILLING = 'reverse water-filling: D_i = min(beta, lambda_i), R = sum ln(lambda_i / D_i) / 2';
const eigenvalues = [4, 1, 0.25, 0.05];

function linear(beta: number, look: (code: LinearCode) => number) {
  return measuring(async (compute: Compute) => look(await trainLinearVae(compute, eigenvalues, beta)));
}

/** beta, D, R in nats. */
const filled = [
  [0.1, 0.35, 3.453878],
  [0.3, 0.9, 1.89712],
  [1.5, 2.8, 0.490415]
] as const;

/** From means and log variances, nats: sum (m^2 + s^2 - 1 - ln s^2) / 2. */
async function rateOf(compute: Compute, mean: number, logVariance: number): Promise<number> {
  const block = (values: number[]) => {
    const own = compute.alloc(values.length, 'code');
    compute.write(own, values);
    return own;
  };
  const rate = block([0]);
  await compute.code({
    batch: 1,
    latents: 1,
    statistics: block([mean, logVariance]),
    noise: block([0]),
    code: block([0]),
    rate
  });
  return (await compute.read(rate))[0];
}

export const codeOracles: readonly Oracle[] = [
  ...filled.flatMap(([beta, distortion, rate]): Oracle[] => [
    {
      name: `linear code, beta ${beta}: distortion`,
      source: FILLING,
      expected: distortion,
      tolerance: 0.002,
      measure: linear(beta, (code) => code.distortion)
    },
    {
      name: `linear code, beta ${beta}: rate (nats)`,
      source: FILLING,
      expected: rate,
      tolerance: 0.002,
      measure: linear(beta, (code) => code.rate)
    }
  ]),
  {
    name: 'rate of a code like the prior (nats)',
    source: 'KL[N(0, 1) || N(0, 1)] = 0',
    expected: 0,
    tolerance: 1e-15,
    measure: measuring((compute) => rateOf(compute, 0, 0))
  },
  {
    name: 'rate of N(1.5, 0.25) (nats)',
    source: '(m^2 + s^2 - 1 - ln s^2) / 2 = (2.25 + 0.25 - 1 + ln 4) / 2',
    expected: 1.4431471805599454,
    tolerance: 1e-14,
    measure: measuring((compute) => rateOf(compute, 1.5, log(0.25)))
  }
];
