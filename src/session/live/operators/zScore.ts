/**
 * Running z-score, (x - m) / s of each channel. With tau = 0 by Welford's (1962) mean and deviation of all samples so far; else
 * of an exponential window: a = 1 / tau, d = x - m, m += a d, v = (1 - a)(v + a d^2). A channel that never moved gives 0.
 */
import type { OperatorDefinition } from './operator';

export const zScoreOperator: OperatorDefinition = {
  name: 'zscore',
  help: 'running mean 0 and deviation 1 of each channel',
  parameters: [
    { name: 'tau', default: 0, min: 0, max: 1e9, help: 'samples over which it forgets; 0: never' }
  ],
  create(channels, { numbers: { tau } }) {
    const mean = new Float64Array(channels);
    const spread = new Float64Array(channels);
    const scaled = new Float64Array(channels);
    let seen = 0;
    return {
      channels,
      push(row, emit) {
        seen++;
        const share = tau === 0 ? 1 / seen : Math.max(1 / tau, 1 / seen);
        for (let c = 0; c < channels; c++) {
          const away = row[c] - mean[c];
          mean[c] += share * away;
          // The variance, in both: with share = 1 / n this is Welford's sum divided by n.
          spread[c] = (1 - share) * (spread[c] + share * away * away);
          scaled[c] = spread[c] > 0 ? (row[c] - mean[c]) / Math.sqrt(spread[c]) : 0;
        }
        emit(scaled);
      }
    };
  }
};
