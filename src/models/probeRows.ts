/** How probes are described that belong to no unit: rows a tick or a trial, and images. */
import type { ProbeDescription } from './model';

export type ProbeWords = Pick<ProbeDescription, 'name' | 'label' | 'symbol' | 'unit' | 'help'> &
  Partial<Pick<ProbeDescription, 'signed'>>;

export const probeRow = (kind: 'tick' | 'trial', width: number, words: ProbeWords): ProbeDescription => ({
  kind,
  width,
  signed: false,
  ofWatchedUnit: false,
  ...words
});

export const probeImage = (rows: number, columns: number, words: ProbeWords): ProbeDescription => ({
  kind: 'image',
  width: rows * columns,
  size: [rows, columns],
  signed: false,
  ofWatchedUnit: false,
  ...words
});
