/**
 * The scan as attention (Dao & Gu 2024, arXiv 2405.21060): y = M x for each head, with the mask of a 1-semiseparable matrix,
 *
 *   M_ts = C_t . B_s exp( sum_{r = s+1..t} dt_r A ) dt_s for s <= t, 0 for later s
 *
 * Only pairs with s <= t are exponentiated: the others' sums are positive, and would overflow.
 */
import { exp } from '../../../compute/transcendentals';
import { addScaled, dot, type Rows, rowAt, zeroRows } from '../rows';
import { stateRow } from './scan';
import { checkSsd, readAt, type SsdInput, type SsdSettings } from './settings';

/** M [T, T] of head h, without D. */
export function ssdMatrix(input: SsdInput, settings: SsdSettings, h: number): Rows {
  const T = input.x.rows;
  const matrix = zeroRows(T, T);
  for (let t = 0; t < T; t++) {
    const { c } = readAt(input, settings, h, t);
    for (let s = t, sum = 0; s >= 0; s--) {
      const { b, dt } = readAt(input, settings, h, s);
      rowAt(matrix, t)[s] = dot(c, b) * exp(sum) * dt;
      sum += dt * input.a[h];
    }
  }
  return matrix;
}

/** [T] running sums of dt A of head h, the first token's in it: exp of it is what is left of the state before. */
export function runningDecay(input: SsdInput, settings: SsdSettings, h: number): Float64Array {
  let sum = 0;
  return Float64Array.from({ length: input.x.rows }, (_, t) => {
    sum += readAt(input, settings, h, t).dt * input.a[h];
    return sum;
  });
}

/** y [T, H P] of all tokens at once, from `state`, which is not moved: T^2 products a head. Throws MemoryError as `ssdScan`. */
export function ssdDense(state: Rows, input: SsdInput, settings: SsdSettings): Rows {
  checkSsd(input, state, settings);
  const { heads, headWidth } = settings;
  const y = zeroRows(input.x.rows, heads * headWidth);
  for (let h = 0; h < heads; h++) {
    const matrix = ssdMatrix(input, settings, h);
    const decays = runningDecay(input, settings, h);
    for (let t = 0; t < y.rows; t++) {
      const { c, x } = readAt(input, settings, h, t);
      const out = rowAt(y, t).subarray(h * headWidth, (h + 1) * headWidth);
      for (let s = 0; s <= t; s++) addScaled(out, rowAt(matrix, t)[s], readAt(input, settings, h, s).x);
      addScaled(out, input.d[h], x);
      const left = exp(decays[t]);
      for (let p = 0; p < headWidth; p++) out[p] += left * dot(stateRow(state, settings, h, p), c);
    }
  }
  return y;
}
