import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossSeries } from '../../src/session/scoreSeries';
import { Recording, Series } from '../../src/session/recording';

const probe = (width: number) => ({ ...lossSeries, width });

describe('a series', () => {
  it('keeps exactly its newest rows, in order, whatever its capacity', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.nat({ max: 30 }),
        fc.nat({ max: 12 }),
        fc.nat({ max: 12 }),
        (capacity, appended, count, skip) => {
          const series = new Series(probe(2), capacity);
          for (let i = 0; i < appended; i++) series.append(i, [i, -i]);
          const all = Array.from({ length: appended }, (_, i) => i).slice(-capacity);
          expect([...series.latest().times]).toEqual(all);
          const end = all.length - Math.min(skip, all.length);
          const rows = series.latest(count, skip);
          expect([...rows.times]).toEqual(all.slice(Math.max(0, end - count), end));
          expect([...rows.data]).toEqual([...rows.times].flatMap((time) => [time, time === 0 ? -0 : -time]));
        }
      )
    );
  });

  it('appends a run of rows as single ones', () => {
    const series = new Series(probe(2), 4);
    series.appendRun(10, Float32Array.of(1, 2, 3, 4));
    expect(series.latest()).toEqual({
      times: Float64Array.of(10, 11),
      data: Float32Array.of(1, 2, 3, 4),
      width: 2
    });
  });

  it('gives copies: writing into them changes nothing', () => {
    const series = new Series(probe(1), 4);
    series.append(0, [1]);
    series.latest().data[0] = 9;
    expect(series.latest().data[0]).toBe(1);
  });
});

describe('a recording', () => {
  it('counts the bytes of all its rings and images', () => {
    const recording = new Recording();
    recording.open(probe(3), 10);
    recording.setImage({ ...lossSeries, name: 'weights', kind: 'image' }, new Float32Array(5));
    expect(recording.bytes).toBe(10 * (8 + 3 * 4) + 5 * 4);
  });
});
