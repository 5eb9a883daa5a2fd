import { describe, expect, it } from 'vitest';
import { ComponentRange, RangeFates } from '../../../src/models/corpus/dedup/componentRange';
import { type KeepRule, survivors } from '../../../src/models/corpus/dedup/survivors';
import { componentSizes, UnionFind } from '../../../src/models/corpus/dedup/unionFind';
import { Random } from '../../../src/models/random';

type Pair = readonly [larger: number, smaller: number];

/** Down and up through ranges of `width`, everything that waits held in lists. */
function inRanges(
  documents: number,
  pairs: readonly Pair[],
  { ranks, rule, width }: { ranks: readonly number[]; rule: KeepRule; width: number }
) {
  const ranges = Math.max(1, Math.ceil(documents / width));
  const lists = <T>(): T[][] => Array.from({ length: ranges }, () => []);
  const waiting = lists<Pair>();
  const carried = lists<{ below: number; root: number; best: number; rank: number; size: number }>();
  const learned = lists<readonly [root: number, best: number, rank: number]>();
  const roots = lists<number>();
  const rangeOf = (document: number): number => Math.floor(document / width);
  let handed = 0;
  for (const pair of pairs) waiting[rangeOf(pair[0])].push(pair);
  const sizes = new Map<number, number>();
  const own = (r: number): Uint16Array => Uint16Array.from(ranks.slice(r * width, (r + 1) * width));
  const range = new ComponentRange(width);
  for (let r = ranges - 1; r >= 0; r--) {
    range.begin(r * width, own(r));
    for (const [larger, smaller] of waiting[r])
      range.join(larger, smaller, (upper, lower) => {
        expect(lower).toBeLessThan(upper);
        expect(upper).toBeLessThan(r * width);
        handed++;
        waiting[rangeOf(upper)].push([upper, lower]);
      });
    for (const { below, ...sum } of carried[r]) range.carry(below, sum);
    range.close(
      (below, root, sum) => carried[rangeOf(below)].push({ below, root, ...sum }),
      (root, { best, rank, size }) => {
        sizes.set(size, (sizes.get(size) ?? 0) + 1);
        learned[r].push([root, best, rank]);
      }
    );
    roots[r] = [...range.roots()];
  }
  const fates: number[] = [];
  const up = new RangeFates(width);
  for (let r = 0; r < ranges; r++) {
    up.begin(r * width, Uint32Array.from(roots[r]), own(r));
    for (const [root, best, rank] of learned[r]) up.learn(root, best, rank);
    for (const { below, root } of carried[r]) {
      const { best, rank } = up.bestOf(below);
      learned[rangeOf(root)].push([root, best, rank]);
    }
    fates.push(...up.fates(rule));
  }
  return { fates, sizes: [...sizes].sort((a, b) => a[0] - b[0]), handed };
}

describe('components in ranges', () => {
  const cases = [
    { documents: 1, count: 0, sources: 1 },
    { documents: 60, count: 20, sources: 2 },
    { documents: 300, count: 180, sources: 4 },
    { documents: 400, count: 390, sources: 4 },
    { documents: 200, count: 900, sources: 300 }
  ];

  it.each(cases)('of $documents documents and $count pairs are those of all at once', (one) => {
    const random = new Random(one.count);
    const { count, documents, sources } = one;
    const ranks = Array.from({ length: documents }, () => random.below(sources));
    const pairs = Array.from({ length: count }, (): Pair => {
      const [a, b] = [random.below(documents), random.below(documents)];
      return a > b ? [a, b] : a < b ? [b, a] : a > 0 ? [a, 0] : [1, 0];
    });
    const components = new UnionFind(documents);
    for (const [a, b] of pairs) components.union(a, b);
    const sizes = componentSizes(components);
    for (const rule of ['one', 'cross'] as const) {
      const wanted = [...survivors(components, (i) => ranks[i], rule)];
      for (const width of [1, 2, 3, 7, 64, documents, 2 * documents]) {
        const found = inRanges(documents, pairs, { ranks, rule, width });
        expect(found.fates).toEqual(wanted);
        expect(found.sizes).toEqual(sizes);
      }
    }
  });

  it('follow a chain through all ranges whatever the order of its links', () => {
    // The worst there is: one component that enters and leaves every range.
    const documents = 500;
    const random = new Random(8);
    const order = [...random.permutation(documents)];
    const links = order.slice(1).map((to, i): Pair => [Math.max(order[i], to), Math.min(order[i], to)]);
    const ranks = order.map((place) => (place === 400 ? 0 : 1));
    const best = ranks.indexOf(0);
    for (const width of [1, 10, 33]) {
      const { fates, sizes } = inRanges(documents, links, { ranks, rule: 'one', width });
      expect(sizes).toEqual([[documents, 1]]);
      expect(fates.every((fate, i) => fate === (i === best ? 0xffffffff : best))).toBe(true);
    }
  });

  it('hand no more pairs on from a range than came to it', () => {
    const random = new Random(5);
    const pairs = Array.from({ length: 2000 }, (): Pair => {
      const larger = 1 + random.below(999);
      return [larger, random.below(larger)];
    });
    const ranks = Array.from({ length: 1000 }, () => 0);
    const { handed } = inRanges(1000, pairs, { ranks, rule: 'one', width: 500 });
    expect(handed).toBeLessThanOrEqual(
      pairs.filter(([larger, smaller]) => larger >= 500 && smaller < 500).length
    );
    expect(handed).toBeGreaterThan(0);
  });
});
