import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { blahutArimoto } from '../../../src/models/rateDistortion/blahutArimoto';
import { discreteSource, hamming } from '../../../src/models/rateDistortion/discreteSource';
import { mutualInformation, nats, outputOf } from '../../../src/models/rateDistortion/information';
import { bit, bitCriticalSlope, gaussian, stimuli } from '../../../src/models/rateDistortion/knownSources';
import { slopes, sourceFrom, tables } from './randomSources';

const lagrangian = (point: { rateBits: number; distortion: number }, slope: number): number =>
  nats * point.rateBits + slope * point.distortion;

describe('a point of the curve', () => {
  test('is a channel: its rate is its mutual information, its output the marginal, its distortion the mean', () => {
    fc.assert(
      fc.property(tables(true), slopes, (table, slope) => {
        const source = sourceFrom(table);
        const point = blahutArimoto(source, slope);
        const channel = point.channel();
        const output = outputOf(source.probabilities, channel);
        let distortion = 0;
        channel.forEach((w, at) => {
          if (w > 0)
            distortion += source.probabilities[Math.floor(at / source.outputs)] * w * source.distortions[at];
        });
        expect(point.converged).toBe(true);
        expect(Math.abs(mutualInformation(source.probabilities, channel) - point.rateBits)).toBeLessThan(
          1e-11
        );
        expect(Math.abs(distortion - point.distortion)).toBeLessThan(1e-11);
        output.forEach((share, y) => {
          expect(Math.abs(share - point.output[y])).toBeLessThan(1e-12);
        });
      })
    );
  });

  it('has a rate where a chance is too small to be multiplied', () => {
    // 5e-324 / 4 is 0, and so is the output's share: neither is 0 times log of Infinity.
    expect(mutualInformation([0.25, 0.75], [5e-324, 1, 0, 1])).toBe(0);
  });

  test('is no further from the best than it says, whatever the iteration was stopped at', () => {
    fc.assert(
      fc.property(tables(true), slopes, fc.integer({ min: 1, max: 30 }), (table, slope, mostIterations) => {
        const source = sourceFrom(table);
        const plain = { extrapolate: false, patience: Number.POSITIVE_INFINITY };
        const short = blahutArimoto(source, slope, { ...plain, mostIterations });
        const best = blahutArimoto(source, slope, { tolerance: 1e-12 });
        const above = lagrangian(short, slope) - lagrangian(best, slope);
        expect(above).toBeGreaterThan(-1e-11);
        expect(above).toBeLessThanOrEqual(short.gapNats + 1e-11);
      })
    );
  });

  test('is the same by the plain iteration, by longer steps and by Newton', () => {
    fc.assert(
      fc.property(tables(), slopes, (table, slope) => {
        const source = sourceFrom(table);
        const never = Number.POSITIVE_INFINITY;
        const plain = blahutArimoto(source, slope, {
          extrapolate: false,
          patience: never,
          mostIterations: 3000
        });
        const longer = blahutArimoto(source, slope, { patience: never });
        const newton = blahutArimoto(source, slope, { patience: 0 });
        for (const { gapNats, ...point } of [plain, longer, newton])
          expect(lagrangian(point, slope) - lagrangian(newton, slope)).toBeLessThanOrEqual(gapNats + 1e-11);
        expect(newton.converged && longer.gapNats < 1e-8).toBe(true);
      }),
      { numRuns: 60 }
    );
  });

  test('scales: distortion times c at slope b / c is the same code', () => {
    fc.assert(
      fc.property(tables(), slopes, fc.double({ min: 0.01, max: 100, noNaN: true }), (table, slope, c) => {
        const point = blahutArimoto(sourceFrom(table), slope);
        const scaled = blahutArimoto(
          sourceFrom({ ...table, distortions: table.distortions.map((row) => row.map((cost) => cost * c)) }),
          slope / c
        );
        expect(Math.abs(lagrangian(scaled, slope / c) - lagrangian(point, slope))).toBeLessThan(1e-9);
      })
    );
  });

  test('does not care for the order of letters and reproductions', () => {
    fc.assert(
      fc.property(tables(), slopes, (table, slope) => {
        const turned = {
          probabilities: [...table.probabilities].reverse(),
          distortions: [...table.distortions].reverse().map((row) => [...row].reverse())
        };
        const [a, b] = [table, turned].map((each) => blahutArimoto(sourceFrom(each), slope));
        expect(Math.abs(lagrangian(a, slope) - lagrangian(b, slope))).toBeLessThan(1e-9);
      })
    );
  });

  test('is the same from a warm start as from a cold one', () => {
    fc.assert(
      fc.property(tables(), slopes, slopes, (table, before, slope) => {
        const source = sourceFrom(table);
        const start = blahutArimoto(source, before).output;
        const [cold, warm] = [blahutArimoto(source, slope), blahutArimoto(source, slope, { start })];
        expect(Math.abs(lagrangian(cold, slope) - lagrangian(warm, slope))).toBeLessThan(3e-10);
      })
    );
  });
});

describe('where the iteration creeps', () => {
  it('converges at the critical slope, where the plain iteration does not', () => {
    const { source } = bit(0.3);
    const slope = bitCriticalSlope(0.3);
    const plain = { extrapolate: false, patience: Number.POSITIVE_INFINITY, mostIterations: 5000 };
    const crept = blahutArimoto(source, slope, plain);
    expect([crept.converged, crept.iterations]).toEqual([false, 5000]);
    expect(crept.rateBits).toBeGreaterThan(1e-4);
    const found = blahutArimoto(source, slope, { tolerance: 1e-13 });
    expect(found.converged).toBe(true);
    expect(found.rateBits).toBeLessThan(1e-6);
  });

  it('says how far it is when it is stopped early', () => {
    const { source } = gaussian(101, 4);
    const stopped = blahutArimoto(source, 1, { mostIterations: 30 });
    const best = blahutArimoto(source, 1);
    expect([stopped.converged, best.converged]).toEqual([false, true]);
    const above = lagrangian(stopped, 1) - lagrangian(best, 1);
    expect(above).toBeGreaterThan(0);
    expect(above).toBeLessThanOrEqual(stopped.gapNats);
  });

  it('leaves responses unused', () => {
    const { output } = blahutArimoto(stimuli(10).source, 0.2);
    expect([...output].filter((share) => share > 1e-6)).toHaveLength(4);
  });

  it('takes slopes from the smallest to the largest', () => {
    const { source } = bit(0.3);
    for (const slope of [1e-12, 1e-3, 1e3, 1e12, Number.POSITIVE_INFINITY]) {
      const { converged, distortion, rateBits } = blahutArimoto(source, slope);
      expect(converged).toBe(true);
      expect(Number.isFinite(distortion + rateBits)).toBe(true);
    }
    expect(blahutArimoto(source, Number.POSITIVE_INFINITY).distortion).toBe(0);
  });
});

describe('what is refused', () => {
  it.each([
    [[0.5, 0.4], hamming(2), 'The probabilities sum to 0.9, 0.1 too little; expected a sum of 1.'],
    [[0.5, 0.6], hamming(2), 'sum to 1.1, 0.1 too much'],
    [[1.5, -0.5], hamming(2), 'The probability of letter 1 is -0.5; expected a number from 0 to 1.'],
    [[Number.NaN, 1], hamming(2), 'The probability of letter 0 is NaN'],
    [[], [], 'There is no letter'],
    [[0.5, 0.5], hamming(3), 'The distortion has 3 rows; expected 2, one per letter of the source.'],
    [[0.5, 0.5], [[0, 1], [1]], 'Row 1 of the distortion has 1 columns; expected 2, as in row 0.'],
    [[1], [[]], 'The distortion has no columns'],
    [
      [0.5, 0.5],
      [
        [0, 1],
        [-1, 0]
      ],
      'The distortion of letter 1 by reproduction 0 is -1; expected a number from 0, or Infinity.'
    ],
    [[1], [[Number.NaN]], 'by reproduction 0 is NaN'],
    [
      [0.5, 0.5],
      [
        [0, 1],
        [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
      ],
      'Letter 1 has no reproduction of finite distortion'
    ]
  ])('%j with %j', (probabilities, distortions, problem) => {
    expect(() => discreteSource(probabilities, distortions)).toThrow(problem);
  });

  it.each([0, -1, Number.NaN])('a slope of %d', (slope) => {
    expect(() => blahutArimoto(bit(0.5).source, slope)).toThrow(
      `The slope is ${slope}; expected a number above 0`
    );
  });
  it('a start of another width', () => {
    expect(() => blahutArimoto(bit(0.5).source, 1, { start: new Float64Array(3) })).toThrow('expected 2');
  });
});
