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
