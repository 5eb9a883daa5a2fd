import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { blahutArimoto } from '../../../src/models/rateDistortion/blahutArimoto';
import { atRate, criticalSlope, curveEnds, rateAt, sweep } from '../../../src/models/rateDistortion/curve';
import { discreteSource, hamming } from '../../../src/models/rateDistortion/discreteSource';
import { mutualInformation, nats } from '../../../src/models/rateDistortion/information';
import { bit, erasure, gaussian, letters } from '../../../src/models/rateDistortion/knownSources';
import { slopes, sourceFrom, tables } from './randomSources';

describe('a curve', () => {
  test('falls and is convex, between its ends', () => {
    fc.assert(
      fc.property(tables(true), (table) => {
        const source = sourceFrom(table);
        const { finest, least } = curveEnds(source);
        const along = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
          (share) => finest.distortion + share * (least.distortion - finest.distortion)
        );
        const rates = along.map((distortion) => rateAt(source, distortion).rateBits);
        for (let i = 1; i < rates.length; i++) expect(rates[i]).toBeLessThanOrEqual(rates[i - 1] + 1e-9);
        for (let i = 1; i < rates.length - 1; i++)
          expect(rates[i]).toBeLessThanOrEqual((rates[i - 1] + rates[i + 1]) / 2 + 1e-9);
        expect(rates[rates.length - 1]).toBeCloseTo(least.rateBits, 9);
      }),
      { numRuns: 60 }
    );
  });

  test('is touched by every slope: no code lies below the line R = least(R + b D) - b D', () => {
    fc.assert(
      fc.property(tables(), slopes, fc.double({ min: 0, max: 1, noNaN: true }), (table, slope, share) => {
        const source = sourceFrom(table);
        const { finest, least } = curveEnds(source);
        const touching = blahutArimoto(source, slope);
        const distortion = finest.distortion + share * (least.distortion - finest.distortion);
        const point = rateAt(source, distortion);
        expect(nats * point.rateBits + slope * point.distortion).toBeGreaterThan(
          nats * touching.rateBits + slope * touching.distortion - touching.gapNats - 1e-11
        );
      }),
      { numRuns: 60 }
    );
  });

  test('gives a rate at a distortion, and that distortion at the rate', () => {
    fc.assert(
      fc.property(tables(), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (table, share) => {
        const source = sourceFrom(table);
        const { finest, least } = curveEnds(source);
        const distortion = finest.distortion + share * (least.distortion - finest.distortion);
        fc.pre(least.distortion - finest.distortion > 1e-3);
        const forth = rateAt(source, distortion);
        const back = atRate(source, forth.rateBits);
        expect(forth.distortion).toBeCloseTo(distortion, 12);
        expect(forth.converged && back.converged).toBe(true);
        for (const { gapNats, slope, ...point } of [forth, back]) {
          const touching = blahutArimoto(source, slope, { tolerance: 1e-12 });
          const above =
            nats * (point.rateBits - touching.rateBits) + slope * (point.distortion - touching.distortion);
          expect(above).toBeLessThanOrEqual(gapNats + 1e-11);
        }
        expect(back.distortion).toBeCloseTo(distortion, 6);
        // Used in turn, two codes may share reproductions: the mixture needs no more than is said.
        expect(mutualInformation(source.probabilities, forth.channel())).toBeLessThan(forth.rateBits + 1e-9);
      }),
      { numRuns: 60 }
    );
  });

  test('is what the closed forms say', () => {
    for (const { closedForm, source } of [bit(0.5), bit(0.3), letters(4), letters(10), erasure])
      for (const share of [0, 0.1, 0.3, 0.5, 0.8, 1]) {
        const distortion = share * curveEnds(source).least.distortion;
        expect(rateAt(source, distortion).rateBits).toBeCloseTo(closedForm!(distortion), 9);
      }
  });

  test('of a sweep is that of each slope alone, in the order asked for', () => {
    const { source } = gaussian(61, 4);
    const points = sweep(source, [4, 0.7, 2]);
    expect(points.map(({ slope }) => slope)).toEqual([4, 0.7, 2]);
    for (const point of points) {
      const alone = blahutArimoto(source, point.slope);
      expect(point.rateBits).toBeCloseTo(alone.rateBits, 5);
      expect(point.converged).toBe(true);
    }
  });

  test('never gains from a step of processing', () => {
    fc.assert(
      fc.property(
        tables(),
        slopes,
        fc.array(fc.nat(5), { minLength: 6, maxLength: 6 }),
        (table, slope, map) => {
          const source = sourceFrom(table);
          const point = blahutArimoto(source, slope);
          const { letters: count, outputs } = source;
          const channel = point.channel();
          const processed = new Float64Array(channel.length);
          for (let x = 0; x < count; x++)
            for (let y = 0; y < outputs; y++)
              processed[x * outputs + (map[y] % outputs)] += channel[x * outputs + y];
          const kept = mutualInformation(source.probabilities, processed);
          expect(kept).toBeLessThanOrEqual(point.rateBits + 1e-10);
          let distortion = 0;
          processed.forEach((w, at) => {
            distortion += source.probabilities[Math.floor(at / outputs)] * w * source.distortions[at];
          });
          expect(nats * kept + slope * distortion).toBeGreaterThan(
            nats * point.rateBits + slope * point.distortion - point.gapNats - 1e-10
          );
        }
      )
    );
  });
});

describe('a straight line', () => {
  it('is drawn by two codes in turn where slopes jump from end to end', () => {
    const tight = { tolerance: 1e-13 };
    expect(blahutArimoto(erasure.source, Math.LN2 - 1e-6, tight).distortion).toBeCloseTo(1, 6);
    expect(blahutArimoto(erasure.source, Math.LN2 + 1e-6, tight).distortion).toBeCloseTo(0, 6);
    const half = rateAt(erasure.source, 0.5);
    expect([half.rateBits, half.slope, half.gapNats]).toEqual([
      expect.closeTo(0.5, 12),
      expect.closeTo(Math.LN2, 12),
      expect.closeTo(0, 12)
    ]);
    expect([...half.output]).toEqual([0.25, 0.5, 0.25].map((share) => expect.closeTo(share, 12)));
    expect([...half.channel()]).toEqual([0.5, 0.5, 0, 0, 0.5, 0.5].map((share) => expect.closeTo(share, 12)));
    expect(atRate(erasure.source, 0.2).distortion).toBeCloseTo(0.8, 12);
  });
});

describe('the ends', () => {
  it('are the best constant and the finest code', () => {
    const { finest, least } = curveEnds(bit(0.3).source);
    expect([least.distortion, least.rateBits, [...least.output]]).toEqual([
      expect.closeTo(0.3, 15),
      0,
      [1, 0]
    ]);
    expect(finest.rateBits).toBeCloseTo(bit(0.3).closedForm!(0), 12);
  });

  it('need some rate where no reproduction may stand for every letter', () => {
    const none = Number.POSITIVE_INFINITY;
    const apart = discreteSource([0.5, 0.5], [[0, none], [none, 0]]); // biome-ignore format: a matrix
    expect(curveEnds(apart).least.rateBits).toBeCloseTo(1, 12);
    expect(rateAt(apart, 7).rateBits).toBeCloseTo(1, 12);
    expect(() => atRate(apart, 0.5)).toThrow('which the forbidden pairs of this source need');
    expect(() => criticalSlope(apart)).toThrow('the rate never falls to 0');
  });

  it('begin at the critical slope', () => {
    expect(criticalSlope(bit(0.3).source)).toBeCloseTo(Math.log(0.7 / 0.3), 12);
    expect(criticalSlope(erasure.source)).toBeCloseTo(Math.LN2, 12);
    expect(criticalSlope(letters(4).source)).toBe(0);
    expect(criticalSlope(gaussian(201, 5).source)).toBeCloseTo(0.5, 4);
    expect(criticalSlope(discreteSource([1], [[0, 1]]))).toBe(Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(tables(), (table) => {
        const source = sourceFrom(table);
        const critical = criticalSlope(source);
        fc.pre(critical > 1e-3 && critical < 100);
        expect(blahutArimoto(source, critical * 0.99, { tolerance: 1e-12 }).rateBits).toBeLessThan(1e-5);
        expect(blahutArimoto(source, critical * 1.05, { tolerance: 1e-12 }).rateBits).toBeGreaterThan(0);
      })
    );
  });

  it('refuse what cannot be', () => {
    const { source } = letters(4);
    expect(() => atRate(source, -1)).toThrow('The rate is -1; expected a number of bits from 0.');
    expect(() => rateAt(source, -0.1)).toThrow('The distortion is -0.1; expected at least 0');
    expect(atRate(source, 9)).toMatchObject({ distortion: 0, slope: Number.POSITIVE_INFINITY });
    const poor = discreteSource([0.5, 0.5], [[1], [3]]);
    expect(() => rateAt(poor, 1)).toThrow('expected at least 2');
    expect(rateAt(poor, 2)).toMatchObject({ rateBits: 0, distortion: 2 });
  });

  it('hold for a letter that never comes and one source that is certain', () => {
    const certain = discreteSource([1, 0], hamming(2));
    expect(rateAt(certain, 0).rateBits).toBe(0);
    expect(blahutArimoto(certain, 2).rateBits).toBeLessThan(1e-9);
  });
});
