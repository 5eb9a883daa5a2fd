import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Random } from '../../../src/models/random';
import { blahutArimoto } from '../../../src/models/rateDistortion/blahutArimoto';
import { channelCapacity } from '../../../src/models/rateDistortion/capacity';
import { identify, memoryVariance } from '../../../src/models/rateDistortion/cognition';
import { discreteSource, hamming } from '../../../src/models/rateDistortion/discreteSource';
import { binaryEntropy, mutualInformation } from '../../../src/models/rateDistortion/information';
import {
  descend,
  informationBottleneck,
  relevance
} from '../../../src/models/rateDistortion/informationBottleneck';
import {
  answeredRight,
  foundAccuracy,
  foundPoints,
  itemSource,
  queryAccuracy
} from '../../../src/models/rateDistortion/itemsAndQueries';
import { bestAccuracy, labelRate, priorsAtRate } from '../../../src/models/rateDistortion/labelBound';
import { rateTerms } from '../../../src/models/rateDistortion/rateIdentity';
import {
  fillToDistortion,
  fillToLevel,
  fillToRate,
  levelOf,
  linearBetaVae
} from '../../../src/models/rateDistortion/waterFilling';
import { slopes, sourceFrom, tables } from './randomSources';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the label bound', () => {
  test('lies below every code of every source with these classes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), slopes, (classes, slope) => {
        const point = blahutArimoto(
          discreteSource(new Array(classes).fill(1 / classes), hamming(classes)),
          slope
        );
        expect(point.rateBits).toBeGreaterThan(labelRate(classes, point.distortion) - 1e-9);
      })
    );
  });

  test('is its own inverse, falls in the error and ends at chance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), share, (classes, error) => {
        const bits = labelRate(classes, error);
        if (error < 1 - 1 / classes - 1e-4 && error > 1e-9)
          expect(bestAccuracy(classes, bits)).toBeCloseTo(1 - error, 7);
        expect(labelRate(classes, Math.min(1, error + 0.01))).toBeLessThanOrEqual(bits);
        expect(bestAccuracy(classes, 0)).toBeCloseTo(1 / classes, 7);
      })
    );
  });

  test('of unequal priors is below that of equal ones, and of equal ones is the same', () => {
    expect(priorsAtRate([0.25, 0.25, 0.25, 0.25], 0.5).distortion).toBeCloseTo(1 - bestAccuracy(4, 0.5), 9);
    expect(priorsAtRate([0.7, 0.1, 0.1, 0.1], 0.5).distortion).toBeLessThan(1 - bestAccuracy(4, 0.5));
  });

  it('refuses what is no share and no number of classes', () => {
    expect(() => labelRate(1, 0)).toThrow('expected a whole number from 2');
    expect(() => labelRate(3, 1.5)).toThrow('expected 0 to 1');
    expect(() => bestAccuracy(3, -1)).toThrow('expected a number of bits from 0');
  });
});

describe('water-filling', () => {
  const variances = fc.array(fc.double({ min: 1e-3, max: 10, noNaN: true }), { minLength: 1, maxLength: 8 });

  test('is one water level, whichever of the three is asked for', () => {
    fc.assert(
      fc.property(variances, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (all, part) => {
        const level = part * Math.max(...all);
        const filled = fillToLevel(all, level);
        expect(fillToDistortion(all, filled.distortion).level).toBeCloseTo(level, 9);
        expect(fillToRate(all, filled.rateBits).level).toBeCloseTo(level, 9);
        expect(filled.active).toBe(all.filter((variance) => variance > level).length);
      })
    );
  });

  test('of one component is the Gaussian curve, and dry or full at its ends', () => {
    expect(fillToDistortion([2], 0.5).rateBits).toBeCloseTo(1, 12);
    expect(fillToDistortion([2, 1], 7)).toMatchObject({ distortion: 3, rateBits: 0, active: 0 });
    expect(fillToRate([2, 1, 0], 0)).toMatchObject({ distortion: 3, active: 0 });
    expect(fillToRate([1, 1], 2).distortion).toBeCloseTo(0.5, 12);
  });

  test('is the linear beta-VAE in the units of its loss', () => {
    const all = [4, 1, 0.25, 0.05];
    const half = linearBetaVae(all, 0.3);
    expect(linearBetaVae(all, 0.6, { kind: 'whole' }).rateNats).toBeCloseTo(half.rateNats, 12);
    expect(linearBetaVae(all, 0.15, { kind: 'mean', pixels: 4 }).rateNats).toBeCloseTo(half.rateNats, 12);
    expect(levelOf(3, { kind: 'likelihood', variance: 0.1 })).toBeCloseTo(0.3, 15);
  });

  it('refuses negative variances, levels, distortions and rates', () => {
    expect(() => fillToLevel([1, -1], 1)).toThrow('Variance 1 is -1; expected a number from 0.');
    expect(() => fillToLevel([1], 0)).toThrow('The water level is 0');
    expect(() => fillToDistortion([1], 0)).toThrow('0 takes infinite rate');
    expect(() => fillToRate([1], -1)).toThrow('The rate is -1');
    expect(() => fillToRate([0, 0], 1)).toThrow('All variances are 0');
  });
});

describe('the information bottleneck', () => {
  const random = new Random(3);
  const noisy = relevance(
    [0.3, 0.3, 0.2, 0.2],
    [
      [0.9, 0.1],
      [0.8, 0.2],
      [0.3, 0.7],
      [0.1, 0.9]
    ]
  );

  it.each([false, true])('falls at every step (deterministic: %s)', (deterministic) => {
    for (let start = 0; start < 5; start++) {
      const stream = random.fork(`${start}`);
      const encoder = new Float64Array(16).map(() => 0.1 + stream.uniform());
      for (let x = 0; x < 4; x++) {
        const row = encoder.subarray(4 * x, 4 * x + 4);
        const total = row.reduce((sum, each) => sum + each, 0);
        for (let t = 0; t < 4; t++) row[t] /= total;
      }
      const seen: number[] = [];
      descend(noisy, encoder, 4, { beta: 4, deterministic }, (objective) => seen.push(objective));
      for (let k = 1; k < seen.length; k++) expect(seen[k]).toBeLessThanOrEqual(seen[k - 1] + 1e-12);
    }
  });

  it('keeps no more than there is, and more for a larger beta', () => {
    const kept = [0.5, 1.5, 3, 10, 100].map((beta) => informationBottleneck(noisy, { beta, random }));
    const all = mutualInformation(noisy.probabilities, noisy.answers);
    for (const { keptBits, relevantBits } of kept) {
      expect(relevantBits).toBeLessThanOrEqual(keptBits + 1e-12);
      expect(relevantBits).toBeLessThanOrEqual(all + 1e-12);
    }
    for (let k = 1; k < kept.length; k++)
      expect(kept[k].relevantBits).toBeGreaterThanOrEqual(kept[k - 1].relevantBits - 1e-9);
    expect(kept[0].keptBits).toBeLessThan(1e-5);
    expect(kept[4].relevantBits).toBeCloseTo(all, 2);
  });

  it('is the same for the same seed', () => {
    const run = (seed: number) => informationBottleneck(noisy, { beta: 3, random: new Random(seed) }).encoder;
    expect(run(4)).toEqual(run(4));
  });

  it('refuses what is not a distribution', () => {
    expect(() => relevance([0.5, 0.4], [[1], [1]])).toThrow('sum to 0.9');
    expect(() => relevance([0.5, 0.5], [[1]])).toThrow('1 rows of answers; expected 2');
    expect(() => informationBottleneck(noisy, { beta: 0, random })).toThrow('The weight beta is 0');
  });
});

describe('items and queries', () => {
  it.each([
    [4, 4],
    [2, 8],
    [3, 5],
    [5, 1]
  ])('%d classes of %d: found codes lie on the closed forms', (classes, members) => {
    const items = { classes, members };
    for (const kind of ['item', 'query'] as const)
      for (const { accuracy, rateBits } of foundPoints(items, kind, [0.5, 1, 2, 4, 8]))
        expect(accuracy).toBeCloseTo(queryAccuracy(items, kind, rateBits), 6);
    for (const bits of [0, 0.3, 1, 5])
      expect(queryAccuracy(items, 'query', bits)).toBeGreaterThanOrEqual(
        queryAccuracy(items, 'item', bits) - 1e-12
      );
  });

  it('are the same where each class has one member', () => {
    for (const bits of [0.2, 1, 2])
      expect(foundAccuracy({ classes: 5, members: 1 }, 'item', bits)).toBeCloseTo(
        foundAccuracy({ classes: 5, members: 1 }, 'query', bits),
        8
      );
  });

  it('begin at chance and end certain', () => {
    const items = { classes: 4, members: 4 };
    for (const kind of ['item', 'query'] as const) {
      expect(queryAccuracy(items, kind, 0)).toBeCloseTo(0.25, 9);
      expect(queryAccuracy(items, kind, 4)).toBe(1);
      expect(answeredRight(items, kind, blahutArimoto(itemSource(items, kind), 50))).toBeCloseTo(1, 9);
    }
    expect(() => queryAccuracy({ classes: 1, members: 4 }, 'item', 1)).toThrow('The number of classes is 1');
    expect(() => itemSource({ classes: 2, members: 0 }, 'item')).toThrow('A class has 0 members');
  });
});

describe('people as channels', () => {
  it('tell the ends best while every response is used, and leave some unused from eight stimuli on', () => {
    const few = identify(6, 1.5);
    expect(few.unused).toEqual([]);
    expect(few.perStimulus[0]).toBeGreaterThan(few.perStimulus[1]);
    expect(few.perStimulus[1]).toBeGreaterThan(few.perStimulus[2]);
    expect([...few.perStimulus]).toEqual(
      [...few.perStimulus].reverse().map((each) => expect.closeTo(each, 6))
    );
    expect(identify(10, 1.5).unused).toEqual([0, 2, 7, 9]);
    expect(few.rateBits).toBeCloseTo(1.5, 12);
  });

  it('tell everything when there are bits enough, nothing without', () => {
    expect(identify(4, 3)).toMatchObject({ accuracy: 1, distortion: 0, rateBits: 2 });
    expect(identify(5, 0).accuracy).toBeCloseTo(0.2, 12);
    expect(() => identify(1, 1)).toThrow('The number of stimuli is 1');
  });

  it('share memory among items', () => {
    expect(memoryVariance(1, 2, 3)).toBeCloseTo(3 / 16, 15);
    expect(memoryVariance(8, 0)).toBe(1);
    expect(() => memoryVariance(0, 1)).toThrow('There are 0 items');
    expect(() => memoryVariance(1, -1)).toThrow('The capacity is -1 bits');
  });
});

describe('capacity', () => {
  test('bounds what any input sends', () => {
    fc.assert(
      fc.property(tables(), slopes, (table, slope) => {
        const source = sourceFrom(table);
        const { channel, rateBits } = blahutArimoto(source, slope);
        const w = channel();
        const rows = source.probabilities.length;
        const matrix = Array.from({ length: rows }, (_, x) =>
          w.subarray(x * source.outputs, (x + 1) * source.outputs)
        );
        const capacity = channelCapacity(matrix, { tolerance: 1e-7 });
        expect(rateBits).toBeLessThanOrEqual(capacity.bits + 1e-6);
        expect(capacity.bits).toBeCloseTo(mutualInformation(capacity.input, w), 5);
      }),
      { numRuns: 40 }
    );
  });

  it('is known for symmetric and erasing channels', () => {
    for (const e of [0, 0.05, 0.3, 0.5]) {
      expect(
        channelCapacity([
          [1 - e, e],
          [e, 1 - e]
        ]).bits
      ).toBeCloseTo(1 - binaryEntropy(e), 10);
      expect(
        channelCapacity([
          [1 - e, e, 0],
          [0, e, 1 - e]
        ]).bits
      ).toBeCloseTo(1 - e, 10);
    }
    expect(() => channelCapacity([[0.5, 0.4]])).toThrow('Row 0 of the channel: The probabilities sum to 0.9');
    expect(() => channelCapacity([[1], [0.5, 0.5]])).toThrow(
      'Row 1 of the channel has 2 columns; expected 1.'
    );
    expect(() => channelCapacity([])).toThrow('The channel has no rows');
  });
});

test('the KL term is the information and what the codes together miss of the prior', () => {
  const number = fc.double({ min: -2, max: 2, noNaN: true });
  const spread = fc.double({ min: 0.2, max: 1.5, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(number, spread), { minLength: 1, maxLength: 4 }), (codes) => {
      const { information, mismatch, rate } = rateTerms({
        probabilities: codes.map(() => 1 / codes.length),
        means: codes.map(([m]) => m),
        deviations: codes.map(([, s]) => s)
      });
      expect(Math.abs(rate - information - mismatch)).toBeLessThan(1e-11);
      expect(information).toBeGreaterThan(-1e-12);
      expect(rate).toBeGreaterThan(information - 1e-11);
    }),
    { numRuns: 30 }
  );
  expect(() => rateTerms({ probabilities: [1], means: [0], deviations: [0] })).toThrow(
    'deviation of code 0 is 0'
  );
});
