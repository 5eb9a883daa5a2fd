/** The Gaussian code of a variational autoencoder in float64. */
import { type CodeBackwardCall, type CodeCall, logVarianceRange } from '../feedForward';
import { exp } from '../transcendentals';
import { dataOf } from './block';

const [least, most] = logVarianceRange;

export function code(call: CodeCall): void {
  const { batch, latents, rateFrom = 0 } = call;
  const [H, E, Z, R] = [dataOf(call.statistics), dataOf(call.noise), dataOf(call.code), dataOf(call.rate)];
  R.fill(0, rateFrom, rateFrom + latents);
  for (let b = 0; b < batch; b++)
    for (let k = 0; k < latents; k++) {
      const mean = H[2 * b * latents + k];
      const logVariance = Math.min(most, Math.max(least, H[(2 * b + 1) * latents + k]));
      Z[b * latents + k] = mean + exp(logVariance / 2) * E[b * latents + k];
      R[rateFrom + k] += (mean * mean + exp(logVariance) - 1 - logVariance) / (2 * batch);
    }
}

export function codeBackward(call: CodeBackwardCall): void {
  const { batch, latents, rateWeight } = call;
  const [H, E, S, D] = [
    dataOf(call.statistics),
    dataOf(call.noise),
    dataOf(call.signal),
    dataOf(call.statisticsSignal)
  ];
  for (let b = 0; b < batch; b++)
    for (let k = 0; k < latents; k++) {
      const s = S[b * latents + k];
      const logVariance = H[(2 * b + 1) * latents + k];
      D[2 * b * latents + k] = s + rateWeight * H[2 * b * latents + k];
      D[(2 * b + 1) * latents + k] =
        logVariance < least || logVariance > most
          ? 0
          : (s * E[b * latents + k] * exp(logVariance / 2)) / 2 + (rateWeight * (exp(logVariance) - 1)) / 2;
    }
}
