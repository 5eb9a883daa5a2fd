/**
 * The state-space scan with one decay a head (SSD, Dao & Gu 2024, arXiv 2405.21060), as Zamba2 has it (arXiv 2411.15242):
 *
 *   h_t = exp(dt_t A) h_{t-1} + dt_t x_t B_t^T,   y_t = h_t C_t + D x_t,   h [P, N] for each head
 *
 * A leaky integrator whose leak the token chooses: dt near 0 skips it, dt large forgets all before. What surprises: the same numbers
 * come from one matrix over pairs of tokens (`dense.ts`), or from both, a chunk at a time (`chunked.ts`).
 */
import { exp } from '../../../compute/transcendentals';
import { addScaled, dot, type Rows, zeroRows } from '../rows';
import { checkSsd, readAt, type SsdInput, type SsdSettings } from './settings';

/** h [H P, N] of all heads, of constant size. */
export const ssdStart = ({ heads, headWidth, states }: SsdSettings): Rows =>
  zeroRows(heads * headWidth, states);

/** Row p of head h, as a view. */
export const stateRow = (state: Rows, { headWidth }: SsdSettings, h: number, p: number): Float64Array =>
  state.data.subarray((h * headWidth + p) * state.columns, (h * headWidth + p + 1) * state.columns);

/** Any number of further tokens, from `state` on, which is moved; y [T, H P]. Throws MemoryError for shapes that do not fit. */
export function ssdScan(state: Rows, input: SsdInput, settings: SsdSettings): Rows {
  checkSsd(input, state, settings);
  const { heads, headWidth } = settings;
  const y = zeroRows(input.x.rows, heads * headWidth);
  for (let t = 0; t < y.rows; t++)
    for (let h = 0; h < heads; h++) {
      const { b, c, dt, x } = readAt(input, settings, h, t);
      const decay = exp(dt * input.a[h]);
      for (let p = 0; p < headWidth; p++) {
        const row = stateRow(state, settings, h, p);
        for (let n = 0; n < row.length; n++) row[n] = decay * row[n] + dt * x[p] * b[n];
        y.data[(t * heads + h) * headWidth + p] = dot(row, c) + input.d[h] * x[p];
      }
    }
  return y;
}

export interface SsdGradient extends SsdInput {
  /** dE/d(the state before the first token). */
  state: Rows;
}

/**
 * From dE/dy [T, H P], and dE/d(the state after the last token) where later ones read it. With U_t = dE/dh_t, walked from the end:
 *
 *   U_t = dy_t C_t^T + exp(dt_{t+1} A) U_{t+1},   dE/d(dt_t) = x_t . U_t B_t + A exp(dt_t A) <U_t, h_{t-1}>
 *
 * `start` is the state before the first token, and is not moved.
 */
export function ssdBackward(
  start: Rows,
  input: SsdInput,
  settings: SsdSettings,
  outGradient: Rows,
  endGradient?: Rows
): SsdGradient {
  checkSsd(input, start, settings);
  const { heads, headWidth } = settings;
  const T = input.x.rows;
  const gradient: SsdGradient = {
    x: zeroRows(T, input.x.columns),
    dt: zeroRows(T, heads),
    a: new Float64Array(heads),
    b: zeroRows(T, input.b.columns),
    c: zeroRows(T, input.c.columns),
    d: new Float64Array(heads),
    state: zeroRows(start.rows, start.columns)
  };
  if (endGradient) gradient.state.data.set(endGradient.data);
  const before = statesBefore(start, input, settings);
  for (let t = T - 1; t >= 0; t--)
    for (let h = 0; h < heads; h++) {
      const read = readAt(input, settings, h, t);
      const to = readAt(gradient, settings, h, t);
      const decay = exp(read.dt * input.a[h]);
      let along = 0;
      for (let p = 0; p < headWidth; p++) {
        const dy = outGradient.data[(t * heads + h) * headWidth + p];
        const later = stateRow(gradient.state, settings, h, p);
        const row = stateRow(before[t], settings, h, p);
        const written = read.dt * read.x[p];
        for (let n = 0; n < row.length; n++) to.c[n] += dy * (decay * row[n] + written * read.b[n]);
        addScaled(later, dy, read.c);
        const pull = dot(later, read.b);
        to.x[p] += read.dt * pull + dy * input.d[h];
        gradient.d[h] += dy * read.x[p];
        gradient.dt.data[t * heads + h] += read.x[p] * pull;
        addScaled(to.b, written, later);
        along += decay * dot(later, row);
        for (let n = 0; n < later.length; n++) later[n] *= decay;
      }
      gradient.dt.data[t * heads + h] += input.a[h] * along;
      gradient.a[h] += read.dt * along;
    }
  return gradient;
}

/** The state before each token: T times its size, which a judge can afford. */
function statesBefore(start: Rows, input: SsdInput, settings: SsdSettings): Rows[] {
  const state = { ...start, data: start.data.slice() };
  return Array.from({ length: input.x.rows }, (_, t) => {
    const before = { ...state, data: state.data.slice() };
    ssdScan(state, tokens(input, t, t + 1), settings);
    return before;
  });
}

/** Tokens from .. to - 1, as views. */
export function tokens(input: SsdInput, from: number, to: number): SsdInput {
  const cut = ({ columns, data }: Rows): Rows => ({
    rows: to - from,
    columns,
    data: data.subarray(from * columns, to * columns)
  });
  return { ...input, x: cut(input.x), dt: cut(input.dt), b: cut(input.b), c: cut(input.c) };
}
