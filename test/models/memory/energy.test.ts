import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTimes, depth, paperCluster, paperShape } from '../../../src/models/memory/energy/cluster';
import {
  evenSplit,
  publishedVolumes,
  ringReduce,
  shardPartials,
  threeReductions,
  treeReduce
} from '../../../src/models/memory/energy/devices';
import { expandEnergy } from '../../../src/models/memory/energy/energy';
import { descend, hopfieldEnergy, hopfieldStep } from '../../../src/models/memory/energy/hopfield';
import {
  attended,
  averaged,
  combine,
  energyOf,
  mergeAveraged,
  nothing,
  partialOf
} from '../../../src/models/memory/energy/partial';
import { MemoryError, rowAt, zeroRows } from '../../../src/models/memory/rows';
import { apart, differences, inner, plainAttention, randomRows } from './memoryCases';

/** Softmax of one query over all keys. */
const exact = (q: Float64Array, k: ReturnType<typeof zeroRows>, v: typeof k, scale: number) =>
  plainAttention({ rows: 1, columns: k.columns, data: q }, k, v, scale);

describe('attention over devices', () => {
  it('is softmax attention for any split, empty shards, any tree and huge logits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(40), { minLength: 0, maxLength: 15 }),
        fc.integer({ min: 2, max: 8 }),
        fc.constantFrom(0, 0.3, 1, 60, 1000),
        fc.nat(1000),
        (keys, cuts, fanIn, size, seed) => {
          const q = randomRows(`q${seed}`, 1, 8, size).data;
          const [k, v] = [randomRows(`k${seed}`, keys, 8), randomRows(`v${seed}`, keys, 5)];
          const ends = [...cuts.map((cut) => Math.min(cut, keys)).sort((a, b) => a - b), keys];
          const parts = shardPartials(q, k, v, 1, ends);
          const expected = exact(q, k, v, 1);
          expect(apart(attended(treeReduce(parts, fanIn).total), expected)).toBeLessThan(1e-12);
          expect(apart(threeReductions(parts.map(averaged)), expected)).toBeLessThan(1e-11);
          expect(apart(ringReduce(q, k, v, 1, ends).total.out, expected)).toBeLessThan(1e-11);
        }
      )
    );
  });

  it('with one shard has the bits of the local kernel', () => {
    const [k, v] = [randomRows('k', 9, 8), randomRows('v', 9, 5)];
    const q = randomRows('q', 1, 8).data;
    expect(attended(treeReduce(shardPartials(q, k, v, 1, [9])).total)).toEqual(
      attended(partialOf(q, k, v, 1))
    );
  });

  it('gives the mean for equal logits and one value for one huge logit', () => {
    const v = randomRows('v', 10, 5);
    const q = randomRows('q', 1, 8).data;
    const mean = Float64Array.from({ length: 5 }, (_, i) =>
      Array.from({ length: 10 }, (_, a) => v.data[a * 5 + i] / 10).reduce((sum, x) => sum + x, 0)
    );
    const ends = evenSplit(10, 3);
    expect(
      apart(attended(treeReduce(shardPartials(q, zeroRows(10, 8), v, 1, ends)).total), mean)
    ).toBeLessThan(1e-15);
    const k = zeroRows(10, 8);
    rowAt(k, 6).set(q.map((x) => 1e4 * x));
    expect(attended(treeReduce(shardPartials(q, k, v, 1, ends)).total)).toEqual(rowAt(v, 6).slice());
  });

  it('counts what it sends as the formulas do, and halves the ring in memory', () => {
    const [k, v, q] = [randomRows('k', 48, 8), randomRows('v', 48, 8), randomRows('q', 1, 8).data];
    for (const p of [1, 2, 3, 5, 16]) {
      const ends = evenSplit(48, p);
      const shape = { batch: 1, tokens: 48, width: 8, heads: 1, devices: p };
      const tree = treeReduce(shardPartials(q, k, v, 1, ends));
      expect(tree.elements / p).toBeCloseTo(publishedVolumes(shape).tree.sent, 10);
      expect(tree.steps).toBe(2 * Math.ceil(Math.log2(p)));
      const ring = ringReduce(q, k, v, 1, ends);
      expect(ring.steps).toBe(p - 1);
      expect(ring.elements).toBe(2 * 48 * 8 * (p - 1));
      if (p > 1) expect(ring.elements / p).toBeCloseTo((publishedVolumes(shape).ring.sent * (p - 1)) / p, 8);
    }
    expect(evenSplit(2, 5)).toEqual([0, 0, 1, 1, 2]);
  });

  it('sends and holds what the paper works out', () => {
    const eight = publishedVolumes({ batch: 1, tokens: 640_000, width: 2048, heads: 16, devices: 8 });
    expect(eight.ring.sent).toBeCloseTo(2.62e9, -7);
    expect(eight.tree.sent).toBe(3640);
    const many = publishedVolumes(paperShape);
    expect(many.tree.sent).toBe(4127.5);
    expect(many.ring.sent).toBeCloseTo(2.1e10, -8);
    // Peak memory on two devices with 64,000 tokens each, in bytes of bf16: measured 524 and 1040 MB (section 6).
    for (const [width, megabytes] of [
      [2048, 524],
      [4096, 1049]
    ]) {
      const { ring, tree } = publishedVolumes({ batch: 1, tokens: 128_000, width, heads: 16, devices: 2 });
      expect(Math.round((2 * (ring.held - tree.held)) / 1e6)).toBe(megabytes);
    }
  });

  it('refuses no shards, trees of one and queries without keys', () => {
    expect(() => evenSplit(3, 0)).toThrow(MemoryError);
    expect(() => treeReduce([nothing(2)], 1)).toThrow('expected a whole number from 2');
    expect(() => attended(nothing(2))).toThrow('sees no key');
  });
});

describe('the monoid of partial attention', () => {
  const parts = [0, 1, 2].map((i) =>
    partialOf(randomRows('q', 1, 4, 3).data, randomRows(`k${i}`, 5, 4), randomRows(`v${i}`, 5, 3), 1)
  );
  const [a, b, c] = parts;
  const same = (left: typeof a, right: typeof a) =>
    Math.max(
      apart([left.greatest, left.sum], [right.greatest, right.sum]),
      apart(left.numerator, right.numerator)
    );

  it('is associative and commutative to rounding and has an identity', () => {
    expect(same(combine(combine(a, b), c), combine(a, combine(b, c)))).toBeLessThan(1e-13);
    expect(same(combine(a, b), combine(b, a))).toBeLessThan(1e-13);
    expect(same(combine(a, nothing(3)), a)).toBe(0);
    expect(same(combine(nothing(3), a), a)).toBe(0);
    const empty = combine(nothing(3), nothing(3));
    expect([empty.greatest, empty.sum, ...empty.numerator]).toEqual([Number.NEGATIVE_INFINITY, 0, 0, 0, 0]);
  });

  it('merges averages by a sigmoid', () => {
    const merged = mergeAveraged(averaged(a), averaged(b));
    expect(apart(merged.out, attended(combine(a, b)))).toBeLessThan(1e-14);
    expect(merged.lse).toBeCloseTo(energyOf(combine(a, b)), 13);
  });
});

describe('the energy of attention', () => {
  const problem = {
    q: randomRows('q', 1, 4).data,
    k: randomRows('k', 9, 4),
    v: randomRows('v', 9, 3),
    zeta: new Float64Array(3)
  };
  const { energy, gradient, hessian, queryGradient } = expandEnergy(problem);

  it('has attention as its gradient, the expected key as that of the query, and F(0) = lse', () => {
    expect(apart(gradient, exact(problem.q, problem.k, problem.v, 1))).toBeLessThan(1e-14);
    const F = () => expandEnergy(problem).energy;
    expect(apart(differences(problem.zeta, F), gradient)).toBeLessThan(1e-9);
    expect(apart(differences(problem.q, F), queryGradient)).toBeLessThan(1e-9);
    expect(energy).toBeCloseTo(energyOf(partialOf(problem.q, problem.k, problem.v, 1)), 13);
  });

  it('has the covariance of the values as its Hessian, symmetric and nowhere negative', () => {
    for (let i = 0; i < 3; i++) {
      const row = differences(problem.zeta, () => expandEnergy(problem).gradient[i]);
      expect(apart(row, rowAt(hessian, i))).toBeLessThan(1e-8);
      for (let j = 0; j < 3; j++) expect(hessian.data[i * 3 + j]).toBeCloseTo(hessian.data[j * 3 + i], 15);
    }
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (x) => {
          const along = inner(
            x,
            x.map((_, i) => inner(rowAt(hessian, i), x))
          );
          expect(along).toBeGreaterThanOrEqual(-1e-15);
        }
      )
    );
  });

  it('is convex in the source and in the query', () => {
    const at = (zeta: Float64Array, q: Float64Array) => expandEnergy({ ...problem, zeta, q }).energy;
    for (let i = 0; i < 20; i++) {
      const [z, y] = [randomRows(`z${i}`, 1, 3).data, randomRows(`y${i}`, 1, 3).data];
      const [p, r] = [randomRows(`p${i}`, 1, 4).data, randomRows(`r${i}`, 1, 4).data];
      const middle = at(
        z.map((x, j) => (x + y[j]) / 2),
        p.map((x, j) => (x + r[j]) / 2)
      );
      expect(middle).toBeLessThanOrEqual((at(z, p) + at(y, r)) / 2 + 1e-13);
    }
  });
});

describe('a Hopfield network', () => {
  it('finds one of ten unit patterns in 64 dimensions in one step', () => {
    const patterns = randomRows('patterns', 10, 64);
    for (let a = 0; a < 10; a++) {
      const row = rowAt(patterns, a);
      const norm = Math.sqrt(inner(row, row));
      row.forEach((x, i) => {
        row[i] = x / norm;
      });
    }
    const noise = randomRows('noise', 1, 64, 0.02).data;
    const start = rowAt(patterns, 3).map((x, i) => x + noise[i]);
    expect(apart(hopfieldStep({ patterns, beta: 100 }, start), rowAt(patterns, 3))).toBeLessThan(1e-10);
  });

  it('never rises in energy, which is never below 0', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.constantFrom(0.1, 1, 4, 40),
        fc.integer({ min: 1, max: 12 }),
        (seed, beta, count) => {
          const network = { patterns: randomRows(`x${seed}`, count, 3), beta };
          const { energies } = descend(network, randomRows(`xi${seed}`, 1, 3, 3).data, 30);
          energies.forEach((energy, i) => {
            expect(energy).toBeGreaterThanOrEqual(-1e-12);
            if (i > 0)
              expect(energy).toBeLessThanOrEqual(
                energies[i - 1] + 1e-12 * Math.max(1, Math.abs(energies[i - 1]))
              );
          });
        }
      )
    );
  });

  it('steps by xi - dE/dxi', () => {
    const network = { patterns: randomRows('x', 5, 3), beta: 2 };
    const xi = randomRows('xi', 1, 3).data;
    const slope = differences(xi, () => hopfieldEnergy(network, xi));
    expect(
      apart(
        xi.map((x, i) => x - slope[i]),
        hopfieldStep(network, xi)
      )
    ).toBeLessThan(1e-8);
  });
});

describe('the model of a cluster', () => {
  it('speeds up with tokens and with devices of equal load, and the tree flattens', () => {
    const at = (devices: number, tokens: number) =>
      decodeTimes({ ...paperShape, devices, tokens }, paperCluster);
    const byDevices = [8, 16, 32, 64, 128].map((p) => at(p, 40_000 * p).speedUp);
    const byTokens = [80_000, 320_000, 1_280_000, 5_120_000].map((n) => at(128, n).speedUp);
    for (const series of [byDevices, byTokens])
      series.slice(1).forEach((speedUp, i) => {
        expect(speedUp).toBeGreaterThan(series[i]);
      });
    expect(at(128, 5_120_000).tree / at(128, 80_000).tree).toBeLessThan(1.1);
    expect(at(128, 5_120_000).ring / at(128, 80_000).ring).toBeGreaterThan(30);
  });

  it('moves a shard of the example of the paper in about 1e-3 s and computes it in 1e-5 s', () => {
    const one = decodeTimes({ ...paperShape, tokens: 80_000, devices: 1 }, paperCluster);
    expect(one.ring).toBeCloseTo(1e-5, 12);
    expect(one.tree).toBeCloseTo(1e-5, 12);
    const ring = decodeTimes({ ...paperShape, tokens: 640_000, devices: 8 }, paperCluster).ring;
    expect(Math.round(((ring - 8e-5) / 7) * 1e4) / 1e4).toBe(7e-4);
    const overlapped = decodeTimes(
      { ...paperShape, tokens: 640_000, devices: 8 },
      { ...paperCluster, overlap: true }
    );
    expect(ring - overlapped.ring).toBeCloseTo(7e-5, 10);
  });

  it('counts the levels of a tree', () => {
    expect([1, 2, 3, 8, 9, 16].map((p) => depth(p, 2))).toEqual([0, 1, 2, 3, 4, 4]);
    expect([4, 5, 64].map((p) => depth(p, 4))).toEqual([1, 2, 3]);
  });
});
