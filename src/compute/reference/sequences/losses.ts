/** Losses of rows: the next token, or a vector, in float64, with their signals. */
import { checkTokens } from '../../attendingChecks';
import type { TokenLossCall, ValueLossCall } from '../../sequences';
import { exp, log } from '../../transcendentals';
import { dataOf } from '../block';

export function tokenLoss(call: TokenLossCall): void {
  const { rows, scale, vocabulary } = call;
  const [A, T, M] = [dataOf(call.logits), dataOf(call.target), dataOf(call.mask)];
  const [L, H, S] = [dataOf(call.loss), dataOf(call.hit), dataOf(call.signal)];
  checkTokens('tokenLoss', T, rows, vocabulary, M);
  for (let r = 0; r < rows; r++) {
    const own = A.subarray(r * vocabulary, (r + 1) * vocabulary);
    const best = own.reduce((first, value, i) => (value > own[first] ? i : first), 0);
    const sum = own.reduce((all, value) => all + exp(value - own[best]), 0);
    H[r] = best === T[r] ? 1 : 0;
    L[r] = M[r] === 0 ? 0 : M[r] * (log(sum) + own[best] - own[T[r]]);
    for (let i = 0; i < vocabulary; i++)
      S[r * vocabulary + i] = scale * M[r] * (exp(own[i] - own[best]) / sum - (i === T[r] ? 1 : 0));
  }
}

export function valueLoss(call: ValueLossCall): void {
  const { rows, scale, width } = call;
  const [Y, T, M] = [dataOf(call.y), dataOf(call.target), dataOf(call.mask)];
  const [L, S] = [dataOf(call.loss), dataOf(call.signal)];
  for (let r = 0; r < rows; r++) {
    let squares = 0;
    for (let k = r * width; k < (r + 1) * width; k++) {
      squares += (Y[k] - T[k]) * (Y[k] - T[k]);
      S[k] = scale * M[r] * (Y[k] - T[k]);
    }
    L[r] = (M[r] * squares) / 2;
  }
}
