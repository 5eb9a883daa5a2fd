/**
 * How a scan forgets, in the terms of leaky integrators: h_t = exp(dt_t A) h_{t-1} + ... has the time constant 1 / (dt_t |A|) tokens,
 * which the token itself chooses through dt.
 */
import { exp } from '../../../compute/transcendentals';
import { dot, type Rows, zeroRows } from '../rows';
import { stateRow } from './scan';
import type { SsdSettings } from './settings';

/** [T, H] tokens until a state has decayed to 1 / e, were every token like this one; Infinity where nothing is forgotten. */
export const timeConstants = (dt: Rows, a: Float64Array): Rows => ({
  ...dt,
  data: dt.data.map((value, at) => {
    const rate = value * Math.abs(a[at % a.length]);
    return rate === 0 ? Number.POSITIVE_INFINITY : 1 / rate;
  })
});

/** [T, H] the share of the state before the first token that is left after token t: exp( sum_{r <= t} dt_r A ). */
export function shareKept(dt: Rows, a: Float64Array): Rows {
  const kept = zeroRows(dt.rows, dt.columns);
  a.forEach((rate, h) => {
    for (let t = 0, sum = 0; t < dt.rows; t++) {
      sum += dt.data[t * dt.columns + h] * rate;
      kept.data[t * dt.columns + h] = exp(sum);
    }
  });
  return kept;
}

/** [H] |h| of each head, over all its numbers. */
export const stateNorms = (state: Rows, settings: SsdSettings): Float64Array =>
  Float64Array.from({ length: settings.heads }, (_, h) => {
    let sum = 0;
    for (let p = 0; p < settings.headWidth; p++) {
      const row = stateRow(state, settings, h, p);
      sum += dot(row, row);
    }
    return Math.sqrt(sum);
  });
