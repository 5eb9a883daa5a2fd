/**
 * A codebook that follows its keys by moving averages, as Transformer-VQ learns it (Lingle 2023, arXiv 2309.16354; van den Oord et al.
 * 2017, arXiv 1711.00937, appendix A.1): with n_s of the keys of an update nearest to code s, and 1 - gamma the rate,
 *
 *   N_s <- gamma N_s + (1 - gamma) n_s,   m_s <- gamma m_s + (1 - gamma) sum of those keys,   C_s = m_s / N_s
 *
 * What surprises: a code that is given no key stands still while its N fades, so that the next key it is given moves it far.
 */
import { addScaled, type Rows, rowAt, zeroRows } from '../rows';

/** Codes with N, from which m = N C follows. */
export interface Codebook {
  codes: Rows;
  /** [codes], 1 at first. */
  counts: Float64Array;
}

/** What one update has seen: how many keys each code was given, and their sum. */
export interface Met {
  /** [codes, d]. */
  sums: Rows;
  counts: Float64Array;
}

export function keysMet(k: Rows, assigned: ArrayLike<number>, codes: number): Met {
  const met = { sums: zeroRows(codes, k.columns), counts: new Float64Array(codes) };
  for (let t = 0; t < k.rows; t++) {
    met.counts[assigned[t]]++;
    addScaled(rowAt(met.sums, assigned[t]), 1, rowAt(k, t));
  }
  return met;
}

/** Moves the codebook by one update. */
export function followKeys({ codes, counts }: Codebook, met: Met, rate: number): void {
  for (let s = 0; s < codes.rows; s++) {
    const kept = (1 - rate) * counts[s];
    const count = kept + rate * met.counts[s];
    counts[s] = count;
    // Without a key a code stands still, to the bit.
    if (met.counts[s] === 0) continue;
    const [code, sum] = [rowAt(codes, s), rowAt(met.sums, s)];
    for (let i = 0; i < code.length; i++) code[i] = (kept * code[i] + rate * sum[i]) / count;
  }
}
