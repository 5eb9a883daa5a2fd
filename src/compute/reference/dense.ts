/** Dense layers, and elementwise products, in float64. */
import type { DenseBackwardCall, DenseCall, MultiplyCall } from '../feedForward';
import { activate, slope } from './activation';
import { dataOf } from './block';

export function dense(call: DenseCall): void {
  const { activation, batch, from = 0, inputs, outputs } = call;
  const [X, W, Y] = [dataOf(call.x), dataOf(call.parameters), dataOf(call.y)];
  const bias = from + outputs * inputs;
  for (let b = 0; b < batch; b++)
    for (let o = 0; o < outputs; o++) {
      let sum = W[bias + o];
      for (let i = 0; i < inputs; i++) sum += W[from + o * inputs + i] * X[b * inputs + i];
      Y[b * outputs + o] = activate[activation](sum);
    }
}

export function denseBackward(call: DenseBackwardCall): void {
  const { accumulate, activation, batch, from = 0, inputs, outputs } = call;
  const [X, W, Y, S] = [dataOf(call.x), dataOf(call.parameters), dataOf(call.y), dataOf(call.signal)];
  const bias = from + outputs * inputs;
  for (let k = 0; k < batch * outputs; k++) S[k] *= slope[activation](Y[k]);
  if (call.gradient) {
    const G = dataOf(call.gradient);
    G.fill(0, from, bias + outputs);
    for (let b = 0; b < batch; b++)
      for (let o = 0; o < outputs; o++) {
        const s = S[b * outputs + o];
        G[bias + o] += s;
        for (let i = 0; i < inputs; i++) G[from + o * inputs + i] += s * X[b * inputs + i];
      }
  }
  if (call.inputSignal) {
    const D = dataOf(call.inputSignal);
    for (let b = 0; b < batch; b++)
      for (let i = 0; i < inputs; i++) {
        let sum = accumulate ? D[b * inputs + i] : 0;
        for (let o = 0; o < outputs; o++) sum += S[b * outputs + o] * W[from + o * inputs + i];
        D[b * inputs + i] = sum;
      }
  }
}

export function multiply({ by, length, values }: MultiplyCall): void {
  const [V, B] = [dataOf(values), dataOf(by)];
  for (let k = 0; k < length; k++) V[k] *= B[k];
}
