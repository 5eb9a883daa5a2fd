/**
 * Causal linear attention: the memory is one matrix, S_t = S_{t-1} + phi(k_t) v_t^T.
 *
 *   elu:      o_t = phi(q_t) S_t / phi(q_t) . z_t,  z_t = z_{t-1} + phi(k_t),  phi(x) = elu(x) + 1   Katharopoulos et al. 2020
 *   identity: o_t = scale q_t S_t, with no normaliser: SSD without decay (Dao & Gu 2024)
 *
 * The scale has no part in the form with elu, as published.
 */
import { exp } from '../../../compute/transcendentals';
import { addScaled, checkAttention, dot, type Rows, rowAt, zeroRows } from '../rows';
import type { AttentionGradient } from './softmax';

export const features = ['elu', 'identity'] as const;
export type Feature = (typeof features)[number];

export interface LinearSettings {
  feature: Feature;
  scale: number;
}

/** Of constant size: d (dv + 1) numbers. */
export interface LinearState {
  /** S [d, dv]. */
  sums: Rows;
  /** z [d]. */
  keys: Float64Array;
}

export const linearStart = (d: number, dv: number): LinearState => ({
  sums: zeroRows(d, dv),
  keys: new Float64Array(d)
});

const phi = (feature: Feature, x: number): number => (feature === 'identity' ? x : x > 0 ? x + 1 : exp(x));
const slope = (feature: Feature, x: number): number => (feature === 'identity' || x > 0 ? 1 : exp(x));
const mapped = (feature: Feature, row: Float64Array): Float64Array => row.map((x) => phi(feature, x));

/** Any number of further tokens, from `state` on, which is moved. Throws MemoryError for shapes that do not fit. */
export function linearAttention(
  state: LinearState,
  q: Rows,
  k: Rows,
  v: Rows,
  settings: LinearSettings
): Rows {
  checkAttention(q, k, v);
  const out = zeroRows(q.rows, v.columns);
  for (let t = 0; t < q.rows; t++) {
    write(state, mapped(settings.feature, rowAt(k, t)), rowAt(v, t));
    const f = mapped(settings.feature, rowAt(q, t));
    const factor = settings.feature === 'elu' ? 1 / dot(f, state.keys) : settings.scale;
    for (let i = 0; i < f.length; i++) addScaled(rowAt(out, t), factor * f[i], rowAt(state.sums, i));
  }
  return out;
}

function write({ sums, keys }: LinearState, key: Float64Array, value: ArrayLike<number>): void {
  for (let i = 0; i < key.length; i++) addScaled(rowAt(sums, i), key[i], value);
  addScaled(keys, 1, key);
}

/**
 * From an empty memory: dE/do [T, dv] to dE/d(q, k, v). What a later query wants of a key is itself a running sum, walked from the
 * end: U_t = sum_{s >= t} f_s g_s^T with f the query's features over the normaliser and g = dE/do.
 */
export function linearBackward(
  q: Rows,
  k: Rows,
  v: Rows,
  settings: LinearSettings,
  outGradient: Rows
): AttentionGradient {
  const { feature, scale } = settings;
  const state = linearStart(k.columns, v.columns);
  const gradient = {
    q: zeroRows(q.rows, q.columns),
    k: zeroRows(k.rows, k.columns),
    v: zeroRows(v.rows, v.columns)
  };
  const factors = new Float64Array(q.rows);
  /** dE/d(normaliser) of each query. */
  const normalisers = new Float64Array(q.rows);
  for (let t = 0; t < q.rows; t++) {
    write(state, mapped(feature, rowAt(k, t)), rowAt(v, t));
    const f = mapped(feature, rowAt(q, t));
    const g = rowAt(outGradient, t);
    const pulls = f.map((_, i) => dot(rowAt(state.sums, i), g));
    factors[t] = feature === 'elu' ? 1 / dot(f, state.keys) : scale;
    if (feature === 'elu') normalisers[t] = -factors[t] * factors[t] * dot(f, pulls);
    const row = rowAt(gradient.q, t);
    for (let i = 0; i < f.length; i++)
      row[i] = (factors[t] * pulls[i] + normalisers[t] * state.keys[i]) * slope(feature, rowAt(q, t)[i]);
  }
  const later = linearStart(k.columns, v.columns);
  for (let t = q.rows - 1; t >= 0; t--) {
    const f = mapped(feature, rowAt(q, t));
    for (let i = 0; i < f.length; i++) {
      addScaled(rowAt(later.sums, i), factors[t] * f[i], rowAt(outGradient, t));
      later.keys[i] += normalisers[t] * f[i];
    }
    const key = mapped(feature, rowAt(k, t));
    for (let i = 0; i < key.length; i++) {
      addScaled(rowAt(gradient.v, t), key[i], rowAt(later.sums, i));
      rowAt(gradient.k, t)[i] =
        (dot(rowAt(later.sums, i), rowAt(v, t)) + later.keys[i]) * slope(feature, rowAt(k, t)[i]);
    }
  }
  return gradient;
}
