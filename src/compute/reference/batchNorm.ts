/** Batch normalisation in float64. */
import type { BatchNormBackwardCall, BatchNormCall } from '../feedForward';
import { activate, slope } from './activation';
import { dataOf } from './block';

/** Calls `visit` with the index of every pixel of channel `c`. */
function eachPixel({ batch, channels, plane }: BatchNormCall, c: number, visit: (at: number) => void): void {
  for (let b = 0; b < batch; b++) for (let p = 0; p < plane; p++) visit((b * channels + c) * plane + p);
}

export function batchNorm(call: BatchNormCall): void {
  const { activation, batch, channels, epsilon, from = 0, momentum, plane, training } = call;
  const [X, Y, P] = [dataOf(call.x), dataOf(call.y), dataOf(call.parameters)];
  const [running, used] = [dataOf(call.running), dataOf(call.used)];
  const count = batch * plane;
  for (let c = 0; c < channels; c++) {
    let mean = running[c];
    let variance = running[channels + c];
    if (training) {
      let [sum, squares] = [0, 0];
      eachPixel(call, c, (at) => {
        sum += X[at];
      });
      mean = sum / count;
      eachPixel(call, c, (at) => {
        squares += (X[at] - mean) * (X[at] - mean);
      });
      variance = squares / count;
      running[c] += momentum * (mean - running[c]);
      running[channels + c] += momentum * (squares / Math.max(1, count - 1) - running[channels + c]);
    }
    used[c] = mean;
    used[channels + c] = 1 / Math.sqrt(variance + epsilon);
    const gain = P[from + c] * used[channels + c];
    eachPixel(call, c, (at) => {
      Y[at] = activate[activation]((X[at] - mean) * gain + P[from + channels + c]);
    });
  }
}

/**
 * With xhat = (x - mean) r and s = dE/d(before the activation): dscale = sum s xhat, dshift = sum s, and
 *   training  dx = scale r (s - mean(s) - xhat mean(s xhat));   frozen  dx = scale r s
 */
export function batchNormBackward(call: BatchNormBackwardCall): void {
  const { accumulate, activation, batch, channels, from = 0, plane, training } = call;
  const [X, Y, P, S] = [dataOf(call.x), dataOf(call.y), dataOf(call.parameters), dataOf(call.signal)];
  const used = dataOf(call.used);
  const G = call.gradient && dataOf(call.gradient);
  const D = call.inputSignal && dataOf(call.inputSignal);
  const count = batch * plane;
  for (let c = 0; c < channels; c++) {
    const [mean, inverse] = [used[c], used[channels + c]];
    let [sum, along] = [0, 0];
    eachPixel(call, c, (at) => {
      S[at] *= slope[activation](Y[at]);
      sum += S[at];
      along += S[at] * (X[at] - mean) * inverse;
    });
    if (G) {
      G[from + c] = along;
      G[from + channels + c] = sum;
    }
    if (D)
      eachPixel(call, c, (at) => {
        const centred = training ? sum / count + ((X[at] - mean) * inverse * along) / count : 0;
        D[at] = P[from + c] * inverse * (S[at] - centred) + (accumulate ? D[at] : 0);
      });
  }
}
