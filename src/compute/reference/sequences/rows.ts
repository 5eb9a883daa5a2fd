/** Sums of blocks, embeddings of tokens and what is remembered of a sequence, in float64. */
import { checkTokens } from '../../attendingChecks';
import type { CombineCall, EmbedBackwardCall, EmbedCall, RememberCall } from '../../sequences';
import { dataOf } from '../block';

export function combine({ a, accumulate, b = 0, length, x, y, z }: CombineCall): void {
  const [X, Y] = [dataOf(x), dataOf(y)];
  const Z = z && dataOf(z);
  for (let i = 0; i < length; i++) {
    const sum = a * X[i] + (Z ? b * Z[i] : 0);
    Y[i] = accumulate ? Y[i] + sum : sum;
  }
}

export function embed({ from = 0, parameters, rows, tokens, vocabulary, width, y }: EmbedCall): void {
  const [E, token, Y] = [dataOf(parameters), dataOf(tokens), dataOf(y)];
  checkTokens('embed', token, rows, vocabulary);
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < width; i++) Y[r * width + i] = E[from + token[r] * width + i];
}

export function embedBackward(call: EmbedBackwardCall): void {
  const { from = 0, gradient, rows, signal, tokens, vocabulary, width } = call;
  if (!gradient) return;
  const [G, token, S] = [dataOf(gradient), dataOf(tokens), dataOf(signal)];
  checkTokens('embedBackward', token, rows, vocabulary);
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < width; i++) G[from + token[r] * width + i] += S[r * width + i];
}

export function remember({ batch, cache, capacity, held, ticks, width, x }: RememberCall): void {
  const [X, C] = [dataOf(x), dataOf(cache)];
  const dropped = Math.max(0, held + ticks - capacity);
  for (let b = 0; b < batch; b++) {
    const own = b * capacity * width;
    // Rows move towards the start, so none is overwritten before it has moved.
    for (let row = dropped; row < held + ticks; row++)
      for (let i = 0; i < width; i++)
        C[own + (row - dropped) * width + i] =
          row < held ? C[own + row * width + i] : X[(b * ticks + row - held) * width + i];
  }
}
