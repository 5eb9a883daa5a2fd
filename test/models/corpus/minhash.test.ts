import { describe, expect, it } from 'vitest';
import { createMinHasher, type MinHasher } from '../../../src/compute/minhash';
import {
  estimatedJaccard,
  exactJaccard,
  hashFunctions,
  referenceSignature
} from '../../../src/models/corpus/dedup/minhash';
import { areCandidates, candidateProbability } from '../../../src/models/corpus/dedup/lsh';
import { Random } from '../../../src/models/random';

const tokens = (random: Random, count: number): Uint32Array =>
  Uint32Array.from({ length: count }, () => random.bits());

/** Two lists of distinct one-token n-grams with exactly this similarity out of `union` tokens. */
function pair(random: Random, union: number, jaccard: number): [Uint32Array, Uint32Array] {
  const all = tokens(random, union);
  const shared = Math.round(jaccard * union);
  const rest = union - shared;
  const own = Math.floor(rest / 2);
  return [
    all.slice(0, shared + own),
    Uint32Array.from([...all.slice(0, shared), ...all.slice(shared + own)])
  ];
}

async function withHasher<T>(k: number, seed: number, use: (hasher: MinHasher) => T): Promise<T> {
  const hasher = await createMinHasher(hashFunctions(k, seed));
  try {
    return use(hasher);
  } finally {
    hasher.dispose();
  }
}

describe('MinHash kernels', () => {
  it('agree bit by bit with whole numbers of any size', async () => {
    const random = new Random(3);
    for (const [k, count, n] of [
      [1, 1, 13],
      [4, 12, 13],
      [7, 13, 13],
      [128, 14, 13],
      [130, 60, 13],
      [16, 90, 25],
      [9, 40, 1]
    ] as const) {
      const functions = hashFunctions(k, 10 + k);
      const text = tokens(random, count);
      const wanted = referenceSignature(text, n, functions);
      const hasher = await createMinHasher(functions);
      expect(hasher.signWithShingles(text, n)).toEqual(wanted);
      expect(hasher.sign(text, n)).toEqual(wanted.signature);
      hasher.dispose();
    }
  });

  it('stay exact at the ends of the range of factors, offsets and hashes', async () => {
    const prime = (1n << 61n) - 1n;
    const edges = [1n, 2n, (1n << 29n) - 1n, 1n << 29n, (1n << 32n) - 1n, 1n << 60n, prime - 2n, prime - 1n];
    const functions = {
      a: BigUint64Array.from(edges.flatMap((a) => edges.map(() => a))),
      b: BigUint64Array.from(edges.flatMap(() => edges.map((b) => b - 1n))),
      base: prime - 1n
    };
    const hasher = await createMinHasher(functions);
    // With one n-gram each value is the hash itself, not a minimum.
    for (let i = 0; i < 50; i++) {
      const text = Uint32Array.of(i === 0 ? 0 : i === 1 ? 0xffffffff : Math.imul(i, 0x9e3779b9) >>> 0, i);
      expect(hasher.sign(text, 2)).toEqual(referenceSignature(text, 2, functions).signature);
    }
    hasher.dispose();
  });

  it('take a document longer than any before, and then a short one again', async () => {
    const random = new Random(8);
    const functions = hashFunctions(4, 2);
    const hasher = await createMinHasher(functions);
    for (const count of [10, 20_000, 15, 70_000]) {
      const text = tokens(random, count);
      expect(hasher.sign(text, 13)).toEqual(referenceSignature(text, 13, functions).signature);
    }
    hasher.dispose();
  });

  it('give no signature to no tokens, and different ones to short documents', async () => {
    await withHasher(128, 1, (hasher) => {
      expect(hasher.sign(new Uint32Array(0), 13)).toBeUndefined();
      const random = new Random(5);
      const short = Array.from({ length: 40 }, (_, i) => hasher.sign(tokens(random, 1 + (i % 12)), 13)!);
      const bands = { bands: 32, rows: 4 };
      for (let i = 0; i < short.length; i++)
        for (let j = 0; j < i; j++) expect(areCandidates(short[i], short[j], bands)).toBe(false);
      const same = Uint32Array.of(1, 2, 3);
      expect(hasher.sign(same, 13)).toEqual(hasher.sign(same.slice(), 13));
      // A prefix of the same words is another document.
      expect(hasher.sign(same, 13)).not.toEqual(hasher.sign(same.slice(0, 2), 13));
    });
  });

  it('refuse what makes no hash function, and n-grams of no tokens', async () => {
    const { a, b, base } = hashFunctions(4, 1);
    await expect(createMinHasher({ a, b: b.slice(1), base })).rejects.toThrow('equally many');
    await expect(createMinHasher({ a, b, base: 1n << 61n })).rejects.toThrow('below 2^61 - 1');
    await withHasher(4, 1, (hasher) => expect(() => hasher.sign(Uint32Array.of(1), 0)).toThrow('from 1'));
  });
});

describe('MinHash', () => {
  it('estimates J without bias and with variance J (1 - J) / k', async () => {
    const random = new Random(11);
    const trials = 800;
    const k = 128;
    // Functions anew for each few pairs: those of one seed are the same for all.
    for (const jaccard of [0.2, 0.4, 0.8]) {
      const estimates: number[] = [];
      for (let seed = 0; seed < 40; seed++)
        await withHasher(k, 1000 + seed, (hasher) => {
          for (let t = 0; t < trials / 40; t++) {
            const [a, b] = pair(random, 100, jaccard);
            estimates.push(estimatedJaccard(hasher.sign(a, 1)!, hasher.sign(b, 1)!));
          }
        });
      const mean = estimates.reduce((sum, value) => sum + value, 0) / trials;
      const variance = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (trials - 1);
      const theory = (jaccard * (1 - jaccard)) / k;
      expect(Math.abs(mean - jaccard)).toBeLessThan(5 * Math.sqrt(theory / trials));
      // Of a variance the relative error is sqrt(2 / trials).
      expect(Math.abs(variance / theory - 1)).toBeLessThan(5 * Math.sqrt(2 / trials));
    }
  });

  it('finds candidates as often as 1 - (1 - J^r)^b says', async () => {
    const random = new Random(12);
    const bands = { bands: 32, rows: 4 };
    const trials = 2000;
    for (const jaccard of [0.2, 0.3, 0.4, 0.5, 0.8]) {
      let found = 0;
      for (let seed = 0; seed < 100; seed++)
        await withHasher(128, 5000 + seed, (hasher) => {
          for (let t = 0; t < trials / 100; t++) {
            const [a, b] = pair(random, 200, jaccard);
            if (areCandidates(hasher.sign(a, 1)!, hasher.sign(b, 1)!, bands)) found++;
          }
        });
      const p = candidateProbability(jaccard, bands);
      expect(Math.abs(found / trials - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / trials) + 1e-3);
    }
  });

  it('of a union is the smaller of both, value by value; order and repetition change nothing', async () => {
    await withHasher(128, 4, (hasher) => {
      const random = new Random(13);
      const a = tokens(random, 70);
      const b = tokens(random, 50);
      const sign = (text: Uint32Array): Uint32Array => hasher.sign(text, 1)!;
      const [signedA, signedB] = [sign(a), sign(b)];
      expect(sign(Uint32Array.from([...a, ...b]))).toEqual(
        signedA.map((value, i) => Math.min(value, signedB[i]))
      );
      const order = random.permutation(a.length);
      expect(sign(Uint32Array.from(order, (i) => a[i]))).toEqual(signedA);
      expect(sign(Uint32Array.from([...a, ...a, ...a.slice(3, 9)]))).toEqual(signedA);
      expect(estimatedJaccard(signedA, signedA)).toBe(1);
      expect(exactJaccard(a, a)).toBe(1);
    });
  });

  it('gives a distance, 1 minus the share of equal values, that keeps the triangle inequality', async () => {
    await withHasher(128, 6, (hasher) => {
      const random = new Random(14);
      const base = tokens(random, 60);
      const near = Array.from({ length: 14 }, () => {
        const changed = base.slice();
        for (let i = 0; i < 20; i++) if (random.uniform() < 0.6) changed[random.below(60)] = random.bits();
        return hasher.sign(changed, 1)!;
      });
      const distance = (i: number, j: number): number => 1 - estimatedJaccard(near[i], near[j]);
      for (let i = 0; i < 14; i++)
        for (let j = 0; j < 14; j++)
          for (let m = 0; m < 14; m++)
            expect(distance(i, j)).toBeLessThanOrEqual(distance(i, m) + distance(m, j) + 1e-12);
    });
  });

  it('tells signatures of different lengths apart from a similarity', () => {
    expect(() => estimatedJaccard(new Uint32Array(3), new Uint32Array(4))).toThrow('equally many');
  });
});
