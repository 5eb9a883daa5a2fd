/** Which trials of a file are learned from, in what order, and how their columns are scaled. */
import type { Random } from '../../models/random';
import { SettingError } from '../../models/settings';

/** Positions of trials in the file, or of images. */
export interface Split {
  learned: Uint32Array;
  heldOut: Uint32Array;
}

/**
 * `heldOut` below 1 is a share of all trials, rounded up; from 1 on it is their number. Without `random` the last
 * trials of the file are held out, with it any. Throws SettingError where nothing would be left to learn from.
 */
export function splitTrials(
  trials: number,
  heldOut: number,
  random: Random | undefined,
  what = 'trial'
): Split {
  // A share such as 0.07 of 100 is a hair more than 7 in floating point.
  const count = heldOut < 1 ? Math.ceil(heldOut * trials - 1e-9) : Math.floor(heldOut);
  if (count >= trials) {
    throw new SettingError(
      `Setting 'heldOut' is ${heldOut}, but the file makes ${trials} ${what}${trials === 1 ? '' : 's'}; ` +
        'leave at least one to learn from.'
    );
  }
  const order = random ? random.permutation(trials) : Uint32Array.from({ length: trials }, (_, i) => i);
  return { learned: order.slice(0, trials - count).sort(), heldOut: order.slice(trials - count).sort() };
}

/** Trial k of the endless stream over `learned`: in file order, or in an order of its own for every pass. */
export function streamOrder(learned: Uint32Array, random: Random | undefined): (k: number) => number {
  if (!random) return (k) => learned[k % learned.length];
  let pass = -1;
  let order = learned;
  return (k) => {
    const wanted = Math.floor(k / learned.length);
    if (wanted !== pass) {
      order = random.fork(`pass ${wanted}`).permutation(learned.length);
      pass = wanted;
    }
    return learned[order[k % learned.length]];
  };
}

export type Normalisation = 'none' | 'zScore' | 'range';

/**
 * A column scaled by the statistics of `rows` alone: to mean 0 and standard deviation 1, or to 0 .. 1. A column that is
 * constant over them becomes its distance from that constant.
 */
export function normalise(column: Float64Array, rows: Uint32Array, how: Normalisation): Float64Array {
  if (how === 'none') return column;
  const { offset, width } = how === 'zScore' ? moments(column, rows) : extremes(column, rows);
  const divisor = width > 0 ? width : 1;
  return column.map((value) => (value - offset) / divisor);
}

function moments(column: Float64Array, rows: Uint32Array): { offset: number; width: number } {
  let sum = 0;
  for (const row of rows) sum += column[row];
  const mean = sum / rows.length;
  let squares = 0;
  for (const row of rows) squares += (column[row] - mean) * (column[row] - mean);
  return { offset: mean, width: Math.sqrt(squares / rows.length) };
}

function extremes(column: Float64Array, rows: Uint32Array): { offset: number; width: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    low = Math.min(low, column[row]);
    high = Math.max(high, column[row]);
  }
  return { offset: low, width: high - low };
}
