import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreSeries } from '../../src/session/scoreSeries';
import { Recording, Series } from '../../src/session/recording';

const [lossSeries] = scoreSeries(undefined);
const probe = (width: number) => ({ ...lossSeries, width });

describe('a series', () => {
  it('knows where a time lies among the rows it keeps, gaps or not', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 25 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat({ max: 61 }),
        (drawn, capacity, time) => {
          const series = new Series(probe(1), capacity);
          const times = [...drawn].sort((a, b) => a - b);
          for (const each of times) series.append(each, [each]);
          expect(series.countBefore(time)).toBe(times.slice(-capacity).filter((each) => each < time).length);
        }
      )
    );
  });

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

  it('appends a run of rows as single ones, across its end and beyond its capacity', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat({ max: 25 }), { maxLength: 5 }),
        (capacity, runs) => {
          const [whole, single] = [new Series(probe(3), capacity), new Series(probe(3), capacity)];
          let time = 0;
          for (const count of runs) {
            const rows = Float32Array.from({ length: 3 * count }, (_, i) => 1000 * time + i);
            whole.appendRun(time, rows);
            for (let r = 0; r < count; r++) single.append(time + r, rows.subarray(3 * r, 3 * r + 3));
            time += count;
          }
          expect(whole.latest()).toEqual(single.latest());
          expect(whole.appended).toBe(single.appended);
        }
      )
    );
  });

  it('gives copies: writing into them changes nothing', () => {
    const series = new Series(probe(1), 4);
    series.append(0, [1]);
    series.latest().data[0] = 9;
    expect(series.latest().data[0]).toBe(1);
  });
});

describe('a recording', () => {
  it('counts the bytes of all rows kept and of all images', () => {
    const recording = new Recording();
    const ring = recording.open(probe(3), 10);
    recording.setImage({ ...lossSeries, name: 'weights', kind: 'image' }, new Float32Array(5));
    expect(recording.bytes).toBe(5 * 4);
    for (let t = 0; t < 12; t++) ring.append(t, [0, 1, 0]);
    expect(recording.bytes).toBe(10 * (8 + 3 * 4) + 5 * 4);
  });
});
