import { describe, expect, it } from 'vitest';
import {
  rankOfSource,
  stays,
  survivors,
  zyda1Ranking,
  zyda2Ranking
} from '../../../src/models/corpus/dedup/survivors';
import { componentSizes, UnionFind } from '../../../src/models/corpus/dedup/unionFind';
import { Random } from '../../../src/models/random';

type Pair = readonly [number, number];

function joined(documents: number, pairs: readonly Pair[]): UnionFind {
  const components = new UnionFind(documents);
  for (const [a, b] of pairs) components.union(a, b);
  return components;
}

const labels = (components: UnionFind): number[] =>
  Array.from({ length: components.size }, (_, i) => components.find(i));

/** Components by breadth-first search, called by their smallest member. */
function byBreadth(documents: number, pairs: readonly Pair[]): number[] {
  const near: number[][] = Array.from({ length: documents }, () => []);
  for (const [a, b] of pairs) {
    near[a].push(b);
    near[b].push(a);
  }
  const found = new Array<number>(documents).fill(-1);
  for (let start = 0; start < documents; start++) {
    if (found[start] >= 0) continue;
    const queue = [start];
    found[start] = start;
    for (const at of queue)
      for (const next of near[at])
        if (found[next] < 0) {
          found[next] = start;
          queue.push(next);
        }
  }
  return found;
}

describe('union-find', () => {
  it('finds the components of a breadth-first search, whatever the order of pairs', () => {
    const random = new Random(2);
    for (const [documents, count] of [
      [1, 0],
      [50, 20],
      [200, 150],
      [400, 380]
    ]) {
      const pairs = Array.from(
        { length: count },
        (): Pair => [random.below(documents), random.below(documents)]
      );
      const wanted = byBreadth(documents, pairs);
      expect(labels(joined(documents, pairs))).toEqual(wanted);
      const order = random.permutation(count);
      expect(
        labels(
          joined(
            documents,
            Array.from(order, (i) => pairs[i])
          )
        )
      ).toEqual(wanted);
      expect(labels(joined(documents, pairs.map(([a, b]): Pair => [b, a]).reverse()))).toEqual(wanted);
    }
  });

  it('gives for the stars of buckets what all pairs within them give', () => {
    const random = new Random(3);
    const buckets = Array.from({ length: 60 }, () =>
      Array.from({ length: 1 + random.below(6) }, () => random.below(200)).sort((a, b) => a - b)
    );
    const stars = buckets.flatMap((members) => members.slice(1).map((member): Pair => [members[0], member]));
    const cliques = buckets.flatMap((members) => members.flatMap((a) => members.map((b): Pair => [a, b])));
    expect(labels(joined(200, stars))).toEqual(labels(joined(200, cliques)));
  });

  it('grows, and goes on from what was kept', () => {
    const components = joined(3, [[0, 2]]);
    components.grow(40);
    components.union(39, 2);
    const again = new UnionFind(0);
    again.restore(components.snapshot());
    expect(labels(again)).toEqual(labels(components));
    expect(again.find(39)).toBe(0);
    expect(componentSizes(again)).toEqual([
      [1, 37],
      [3, 1]
    ]);
  });
});

describe('survivors', () => {
  const random = new Random(4);
  const documents = 300;
  const pairs = Array.from({ length: 200 }, (): Pair => [random.below(documents), random.below(documents)]);
  const source = Array.from({ length: documents }, () => random.below(4));
  const components = joined(documents, pairs);
  const members = new Map<number, number[]>();
  for (let i = 0; i < documents; i++)
    members.set(components.find(i), [...(members.get(components.find(i)) ?? []), i]);

  it("under Zyda-1's rule is one of a component, of its best-ranked source, the first of that", () => {
    const fate = survivors(components, (i) => source[i], 'one');
    for (const group of members.values()) {
      const kept = group.filter((i) => fate[i] === stays);
      const best = Math.min(...group.map((i) => source[i]));
      expect(kept).toEqual([group.find((i) => source[i] === best)]);
      for (const i of group) if (fate[i] !== stays) expect(fate[i]).toBe(kept[0]);
    }
    const kept = [...fate].filter((value) => value === stays).length;
    expect(kept).toBe(members.size);
  });

  it("under Zyda-2's rule are all of the best-ranked source; a single source loses none", () => {
    const fate = survivors(components, (i) => source[i], 'cross');
    let removed = 0;
    for (const group of members.values()) {
      const best = Math.min(...group.map((i) => source[i]));
      for (const i of group) {
        expect(fate[i] === stays).toBe(source[i] === best);
        if (fate[i] !== stays) {
          removed++;
          expect(source[fate[i]]).toBe(best);
        }
      }
    }
    expect(removed).toBeGreaterThan(0);
    for (let i = 0; i < documents; i++) if (source[i] === 0) expect(fate[i]).toBe(stays);
  });

  it('deduplicated once more all stay', () => {
    for (const rule of ['one', 'cross'] as const) {
      const fate = survivors(components, (i) => source[i], rule);
      const kept = [...fate.keys()].filter((i) => fate[i] === stays);
      const place = new Map(kept.map((i, at) => [i, at]));
      const left = pairs.flatMap(([a, b]): Pair[] =>
        place.has(a) && place.has(b) ? [[place.get(a)!, place.get(b)!]] : []
      );
      const again = survivors(joined(kept.length, left), (i) => source[kept[i]], rule);
      expect([...again].every((value) => value === stays)).toBe(true);
    }
  });

  it('rank sources by the names of the papers, others behind them by alphabet', () => {
    const all = ['zz', 'StarCoder-languages', 'pile-uncopyrighted', 'aa'];
    const rank = (name: string): number => rankOfSource(name, zyda1Ranking, all);
    expect(rank('StarCoder-languages')).toBe(0);
    expect(rank('pile-uncopyrighted')).toBe(5);
    expect(rank('aa')).toBe(7);
    expect(rank('zz')).toBe(8);
    expect(rankOfSource('zyda-1', zyda2Ranking, ['zyda-1'])).toBe(2);
    expect(rankOfSource('ab', ['a', 'ab'], ['ab'])).toBe(1);
  });
});
