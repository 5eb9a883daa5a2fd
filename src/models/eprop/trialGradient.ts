/**
 * The e-prop gradient of given weights on one given trial: the model's own forward pass and credit, without
 * optimiser, batch or session around them. The `gradient` command and the oracles stand on it.
 */
import type { Compute } from '../../compute/compute';
import { Credit } from './credit';
import { Network, type NetworkConstants } from './network';
import { Rollout } from './rollout';

export interface TrialProblem {
  constants: NetworkConstants;
  /** [units, inputs + units], [outputs, units]. */
  W: ArrayLike<number>;
  Wout: ArrayLike<number>;
  /** [units, outputs]; symmetric when left out. */
  B?: ArrayLike<number> | undefined;
  /** [steps, inputs], [steps, outputs], [steps]. */
  x: Float64Array;
  target: Float64Array;
  mask: Float64Array;
  /** c_reg and the target in spikes per step; 0 when left out. */
  regularisation?: number;
  targetRate?: number;
  form?: 'chunk' | 'step';
  /** Ticks to a chunk, the traces carried from one to the next; the whole trial when left out. */
  cut?: number;
}

/** Summed over time. */
export interface TrialGradient {
  loss: number;
  /** [units] spikes, or summed activity. */
  counts: Float64Array;
  /** [units, inputs + units], [outputs, units]. */
  dW: Float64Array;
  dWout: Float64Array;
}

export async function trialGradient(problem: TrialProblem, compute: Compute): Promise<TrialGradient> {
  const {
    constants,
    W,
    Wout,
    B,
    x,
    target,
    mask,
    regularisation = 0,
    targetRate = 0,
    form = 'chunk'
  } = problem;
  const { inputs, outputs } = constants;
  const steps = mask.length;
  const cut = Math.min(problem.cut ?? steps, steps);
  const network = new Network(compute, constants, B !== undefined);
  const rollout = new Rollout(network, 1, cut);
  const credit = new Credit(network, rollout, cut < steps);
  network.writeWeights(W);
  compute.write(network.readoutWeights, Wout);
  if (network.feedback && B) compute.write(network.feedback, B);

  const dW = new Float64Array(network.weights.length);
  const dWout = new Float64Array(network.readoutWeights.length);
  for (let from = 0; from < steps; from += cut) {
    const to = Math.min(from + cut, steps);
    rollout.load(
      x.subarray(from * inputs, to * inputs),
      target.subarray(from * outputs, to * outputs),
      mask.subarray(from, to)
    );
    await rollout.advance(0, to - from);
    await credit.assign({
      steps: to - from,
      elapsed: to,
      trialSteps: steps,
      form,
      regularisation,
      targetRate,
      layer: true,
      readout: true
    });
    for (const [sum, block] of [
      [dW, credit.gradient],
      [dWout, credit.readoutGradient]
    ] as const) {
      const part = await compute.read(block);
      for (let at = 0; at < sum.length; at++) sum[at] += part[at];
    }
  }
  const loss = (await compute.read(rollout.readoutState.loss))[0];
  const counts = Float64Array.from(await compute.read(credit.counts));
  credit.dispose();
  rollout.dispose();
  network.dispose();
  return { loss, counts, dW, dWout };
}
