/**
 * The gradient of online vector-quantised attention: through the reads and back through every write, with assignments as constants
 * (they jump; between jumps this is exact). What was in the state before the call is a constant too: truncation at the call.
 */
import { type AttentionGradient, softmaxAttention, softmaxBackward } from '../attention/softmax';
import { addScaled, type Rows, rowAt, zeroRows } from '../rows';
import { emptyDictionary, type Write } from './dictionary';
import type { OvqStretch } from './ovq';
import type { OvqSettings } from './settings';

/** `outGradient`: dE/do [T, dv] of the call that filled `trace`. */
export function ovqBackward(
  trace: readonly OvqStretch[],
  settings: OvqSettings,
  outGradient: Rows
): AttentionGradient {
  const [{ attention: first }] = trace;
  const steps = outGradient.rows;
  const [d, dv] = [first.k.columns, first.v.columns];
  const gradient = { q: zeroRows(steps, d), k: zeroRows(steps, d), v: zeroRows(steps, dv) };
  // dE/d(rows) as they were after the stretch at hand.
  const rows = emptyDictionary(settings.capacity, d, dv);
  for (const stretch of [...trace].reverse()) {
    const { attention, from, pending } = stretch;
    const tokens = pending + attention.q.rows;
    const [k, v] = [zeroRows(tokens, d), zeroRows(tokens, dv)];
    if (stretch.write) {
      writeBackward(stretch.write, rows.keys, k);
      writeBackward(stretch.write, rows.values, v);
    }
    readBackward(stretch, settings, outGradient, gradient.q, { k, v, keys: rows.keys, values: rows.values });
    // Pending tokens of this call belong to the stretches before; those from before the call are constants.
    for (let j = Math.max(0, pending - from); j < tokens; j++) {
      addScaled(rowAt(gradient.k, from - pending + j), 1, rowAt(k, j));
      addScaled(rowAt(gradient.v, from - pending + j), 1, rowAt(v, j));
    }
  }
  return gradient;
}

/** Of row' = kept row + sum weight token: moves `rows` from after to before the write. */
function writeBackward({ assigned, kept, weights }: Write, rows: Rows, tokens: Rows): void {
  assigned.forEach((n, j) => {
    addScaled(rowAt(tokens, j), weights[j], rowAt(rows, n));
  });
  kept.forEach((share, n) => {
    const row = rowAt(rows, n);
    for (let i = 0; i < row.length; i++) row[i] *= share;
  });
}

function readBackward(
  { attention, from, rows }: OvqStretch,
  settings: OvqSettings,
  outGradient: Rows,
  queries: Rows,
  into: { k: Rows; v: Rows; keys: Rows; values: Rows }
): void {
  const { columns } = outGradient;
  const data = outGradient.data.subarray(from * columns, (from + attention.q.rows) * columns);
  const read = softmaxAttention(attention);
  const own = softmaxBackward(attention, read, { rows: attention.q.rows, columns, data });
  queries.data.set(own.q.data, from * queries.columns);
  for (let a = 0; a < attention.k.rows; a++) {
    const row = a < rows;
    addScaled(rowAt(row ? into.keys : into.k, row ? a : a - rows), 1, rowAt(own.k, a));
    addScaled(rowAt(row ? into.values : into.v, row ? a : a - rows), 1, rowAt(own.v, a));
  }
  if (!settings.normCorrection) return;
  // d(bias_n)/d(mu_n) = -scale mu_n, and dE/d(bias_n) is the sum over queries of dE/dlogit.
  for (const [n, slope] of own.bias.subarray(0, rows).entries())
    addScaled(rowAt(into.keys, n), -settings.scale * slope, rowAt(attention.k, n));
}
