/** Losses of reconstructions and of answers in float64, with their signals. */
import type { AnswerLossCall, ImageLossCall } from '../feedForward';
import { exp, log } from '../transcendentals';
import { dataOf } from './block';

const certain = 1e-7;

export function imageLoss(call: ImageLossCall): void {
  const { batch, kind, lossFrom = 0, pixels, scale } = call;
  const [Y, X, L, S] = [dataOf(call.image), dataOf(call.target), dataOf(call.loss), dataOf(call.signal)];
  for (let b = 0; b < batch; b++) {
    let sum = 0;
    for (let k = b * pixels; k < (b + 1) * pixels; k++) {
      const away = Y[k] - X[k];
      const y = Math.min(1 - certain, Math.max(certain, Y[k]));
      sum += kind === 'squared' ? (away * away) / 2 : -X[k] * log(y) - (1 - X[k]) * log(1 - y);
      S[k] = scale * away;
    }
    L[lossFrom + b] = sum;
  }
}

/** ln softmax of `classes` logits from `from` on. */
function logSoftmax(logits: Float64Array, from: number, classes: number): Float64Array {
  const own = logits.subarray(from, from + classes);
  const top = own.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
  const rest = log(own.reduce((sum, value) => sum + exp(value - top), 0));
  return own.map((value) => value - top - rest);
}

export function answerLoss(call: AnswerLossCall): void {
  const { batch, classes, kind, lossFrom = 0, scale } = call;
  const [A, T, L, S] = [dataOf(call.logits), dataOf(call.target), dataOf(call.loss), dataOf(call.signal)];
  for (let b = 0; b < batch; b++) {
    const from = b * classes;
    const logP = logSoftmax(A, from, classes);
    const logQ = kind === 'label' ? undefined : logSoftmax(T, from, classes);
    let loss = 0;
    for (let k = 0; k < classes; k++) {
      const [p, q] = [exp(logP[k]), logQ ? exp(logQ[k]) : T[from + k]];
      if (!logQ) loss -= q * logP[k];
      else loss += kind === 'forward' ? q * (logQ[k] - logP[k]) : p * (logP[k] - logQ[k]);
    }
    for (let k = 0; k < classes; k++) {
      const [p, q] = [exp(logP[k]), logQ ? exp(logQ[k]) : T[from + k]];
      S[from + k] = scale * (kind === 'reverse' && logQ ? p * (logP[k] - logQ[k] - loss) : p - q);
    }
    L[lossFrom + b] = loss;
  }
}
