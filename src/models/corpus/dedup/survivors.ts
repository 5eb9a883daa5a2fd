/**
 * Who stays of a component. Sources are ranked, 0 the best.
 *
 * `one` (Zyda-1): exactly one document, of the best-ranked source; of several of that source the first.
 * `cross` (Zyda-2): every document of the best-ranked source there is; duplicates within one source stay.
 */
import type { UnionFind } from './unionFind';

export const keepRules = ['one', 'cross'] as const;
export type KeepRule = (typeof keepRules)[number];

/** Stands for "stays". */
export const stays = 0xffffffff;

/**
 * [documents] `stays`, or the document for whose sake one goes: the first of the best-ranked source in its component.
 *
 * @param rankOf rank of each document's source.
 */
export function survivors(
  components: UnionFind,
  rankOf: (document: number) => number,
  rule: KeepRule
): Uint32Array {
  const count = components.size;
  const best = new Uint32Array(count).fill(stays);
  for (let i = 0; i < count; i++) {
    const root = components.find(i);
    if (best[root] === stays || rankOf(i) < rankOf(best[root])) best[root] = i;
  }
  const fate = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const kept = best[components.find(i)];
    const goes = rule === 'one' ? kept !== i : rankOf(kept) < rankOf(i);
    fate[i] = goes ? kept : stays;
  }
  return fate;
}

/** Zyda-1's order, best first; names as in its repository. */
export const zyda1Ranking = [
  'starcoder',
  'refinedweb',
  'pes2o',
  'arxiv',
  'c4',
  'pile',
  'slimpajama'
] as const;
/** Zyda-2's. */
export const zyda2Ranking = ['fwe', 'dclm', 'zyda', 'dolma'] as const;

/**
 * The rank of a source: its place in the list, or of the longest entry its name begins with ("starcoder-languages"), in whatever case.
 * Sources that are not named come last, in alphabetical order of `all`.
 */
export function rankOfSource(source: string, ranking: readonly string[], all: readonly string[]): number {
  const place = placeIn(source, ranking);
  if (place >= 0) return place;
  const unnamed = all
    .filter((name) => placeIn(name, ranking) < 0)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return ranking.length + Math.max(0, unnamed.indexOf(source));
}

function placeIn(source: string, ranking: readonly string[]): number {
  const name = source.toLowerCase();
  let found = -1;
  for (const [place, entry] of ranking.entries()) {
    const begins = entry !== '' && name.startsWith(entry.toLowerCase());
    if (begins && (found < 0 || entry.length > ranking[found].length)) found = place;
  }
  return found;
}
