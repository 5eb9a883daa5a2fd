/**
 * Widths and places of auditory filters: Glasberg & Moore (1990), "Derivation of auditory filter shapes from notched-noise data",
 * Hearing Research 47, 103-138.
 *   ERB(f) = 24.7 (4.37 f / 1000 + 1)             Hz, their eq. 3
 *   E(f)   = 21.4 log10(4.37 f / 1000 + 1)        filters below f, laid side by side, their eq. 4
 */
import { exp, log } from '../../../compute/transcendentals';

/** Equivalent rectangular bandwidth of the filter at `hz`, Hz. */
export function erb(hz: number): number {
  return 24.7 * (0.00437 * hz + 1);
}

const filtersPerLog = 21.4 / log(10);

/** The place of `hz` along the cochlea, in filters. */
export function erbNumber(hz: number): number {
  return filtersPerLog * log(0.00437 * hz + 1);
}

/** The frequency of a place: `erbNumber` turned round. */
export function frequencyAt(place: number): number {
  return (exp(place / filtersPerLog) - 1) / 0.00437;
}

/** Frequencies at equal distances along the cochlea, from `lowest` to `highest` Hz; the middle where there is one alone. */
export function centreFrequencies(count: number, lowest: number, highest: number): Float64Array {
  const [from, to] = [erbNumber(lowest), erbNumber(highest)];
  return Float64Array.from({ length: count }, (_, k) =>
    frequencyAt(from + (to - from) * (count === 1 ? 0.5 : k / (count - 1)))
  );
}
