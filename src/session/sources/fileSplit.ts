/** Which trials of a file are learned from, in what order, and how their columns are scaled. */
import type { Random } from '../../models/random';
import { SettingError } from '../../models/settings';

/** Positions of trials in the file, or of images. */
export interface Split {
  learned: Positions;
  heldOut: Positions;
}

/** Ascending positions: a stretch, which takes no memory however long it is, or a list. */
export class Positions implements Iterable<number> {
  readonly length: number;
  private readonly from: number;
  private readonly list: Uint32Array | undefined;

  private constructor(length: number, from: number, list?: Uint32Array) {
    this.length = length;
    this.from = from;
    this.list = list;
  }

  /** `from`, `from + 1`, ... */
  static stretch(from: number, length: number): Positions {
    return new Positions(length, from);
  }

  static of(list: Uint32Array): Positions {
    return new Positions(list.length, 0, list);
  }

  at(i: number): number {
    return this.list ? this.list[i] : this.from + i;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
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
  const learned = trials - count;
  if (!random) return { learned: Positions.stretch(0, learned), heldOut: Positions.stretch(learned, count) };
  const order = random.permutation(trials);
  return {
    learned: Positions.of(order.slice(0, learned).sort()),
    heldOut: Positions.of(order.slice(learned).sort())
  };
}

/** Trial k of the endless stream over `learned`: in file order, or in an order of its own for every pass. */
export function streamOrder(learned: Positions, random: Random | undefined): (k: number) => number {
  if (!random) return (k) => learned.at(k % learned.length);
  let pass = -1;
  let order: Uint32Array = new Uint32Array();
  return (k) => {
    const wanted = Math.floor(k / learned.length);
    if (wanted !== pass) {
      order = random.fork(`pass ${wanted}`).permutation(learned.length);
      pass = wanted;
    }
    return learned.at(order[k % learned.length]);
  };
}
