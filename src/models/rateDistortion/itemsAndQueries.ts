/**
 * What an action needs is less than what there is: K classes of m members each, all K m items equiprobable, and one query, which
 * class? A code made to tell items apart (an item's error is a wrong item) and one made for the query (a wrong class) at the same
 * rate:
 *
 *   item code:   log2 (K m) - h(D) - D log2(K m - 1) = R,   query accuracy 1 - D (K m - m) / (K m - 1)
 *   query code:  log2 K - h(D) - D log2(K - 1) = R,          query accuracy 1 - D
 *
 * since a wrong item is any other, and m - 1 of K m - 1 have the right class. Fig. 3 of De Llanza Varona, Buckley & Millidge 2024
 * (arXiv 2409.08892) in exact miniature, without a network.
 */
import { atRate, sweep } from './curve';
import type { BlahutOptions, RatePoint } from './blahutArimoto';
import { type DiscreteSource, discreteSource, hamming, RateError, uniform } from './discreteSource';
import { bestAccuracy } from './labelBound';

export interface Items {
  classes: number;
  /** Of each class. */
  members: number;
}

export const codeKinds = ['item', 'query'] as const;
export type CodeKind = (typeof codeKinds)[number];

/** The items under the distortion that a code of this kind is made for. Item i is of class floor(i / members). */
export function itemSource({ classes, members }: Items, kind: CodeKind): DiscreteSource {
  checkItems({ classes, members });
  const items = classes * members;
  if (kind === 'item') return discreteSource(uniform(items), hamming(items));
  const wrongClass = Array.from({ length: items }, (_, i) =>
    Array.from({ length: classes }, (_, y) => (Math.floor(i / members) === y ? 0 : 1))
  );
  return discreteSource(uniform(items), wrongClass);
}

/** Closed form: how often the query is answered right from a code of this kind at `bits`. */
export function queryAccuracy({ classes, members }: Items, kind: CodeKind, bits: number): number {
  checkItems({ classes, members });
  if (kind === 'query') return bestAccuracy(classes, bits);
  const items = classes * members;
  const error = 1 - bestAccuracy(items, bits);
  return 1 - (error * (items - members)) / (items - 1);
}

/** How often a code's reproduction answers the query right. `point`: of `itemSource` of this kind. */
export function answeredRight({ classes, members }: Items, kind: CodeKind, point: RatePoint): number {
  const channel = point.channel();
  const items = classes * members;
  const outputs = channel.length / items;
  let right = 0;
  for (let i = 0; i < items; i++)
    for (let y = 0; y < outputs; y++) {
      const answer = kind === 'item' ? Math.floor(y / members) : y;
      if (answer === Math.floor(i / members)) right += channel[i * outputs + y] / items;
    }
  return right;
}

/** The same accuracy by Blahut-Arimoto at a rate. */
export function foundAccuracy(items: Items, kind: CodeKind, bits: number): number {
  return answeredRight(items, kind, atRate(itemSource(items, kind), bits));
}

/** Points of Blahut-Arimoto along slopes. */
export function foundPoints(
  items: Items,
  kind: CodeKind,
  slopes: readonly number[],
  options?: BlahutOptions
): { rateBits: number; accuracy: number }[] {
  return sweep(itemSource(items, kind), slopes, options).map((point) => ({
    rateBits: point.rateBits,
    accuracy: answeredRight(items, kind, point)
  }));
}

function checkItems({ classes, members }: Items): void {
  if (!(Number.isInteger(classes) && classes >= 2))
    throw new RateError(`The number of classes is ${classes}; expected a whole number from 2.`);
  if (!(Number.isInteger(members) && members >= 1))
    throw new RateError(`A class has ${members} members; expected a whole number from 1.`);
}
