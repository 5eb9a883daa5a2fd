import { expect, it } from 'vitest';
import type { ProbeDescription } from '../../src/models/model';
import { neuronAt, stretch, valueAt } from '../../src/renderer/inspector/neuronAt';
import { Recording, Series } from '../../src/session/recording';

/** Rows of two units with a gap, as a run too fast to be watched leaves them: 10 times the tick, and that and 1. */
function gapped(capacity: number): Series {
  const series = new Series({ name: 'potential', width: 2 } as ProbeDescription, capacity);
  for (const tick of [3, 4, 5, 20, 21, 22]) series.append(tick, [10 * tick, 10 * tick + 1]);
  return series;
}

it('finds the value of a tick on either side of a gap, and none within it or beyond the ends', () => {
  for (const capacity of [6, 50]) {
    const series = gapped(capacity);
    expect([3, 5, 20, 22].map((tick) => valueAt(series, tick, 1))).toEqual([31, 51, 201, 221]);
    for (const tick of [2, 6, 19, 23]) expect(valueAt(series, tick, 0), `tick ${tick}`).toBeUndefined();
  }
  expect(valueAt(gapped(4), 3, 0)).toBeUndefined();
  expect(valueAt(gapped(4), 5, 0)).toBe(50);
  expect(valueAt(gapped(6), 5, 2)).toBeUndefined();
  expect(valueAt(undefined, 5, 0)).toBeUndefined();
});

it('gives a stretch of one unit, gaps left out', () => {
  expect(stretch(gapped(50), 0, 4, 22)).toEqual({ times: [4, 5, 20, 21], values: [40, 50, 200, 210] });
  expect(stretch(gapped(50), 0, 6, 20)).toEqual({ times: [], values: [] });
  expect(stretch(gapped(50), 1, 0, 99).times).toEqual([3, 4, 5, 20, 21, 22]);
});

it('knows of a neuron what was recorded at a tick and the one before', () => {
  const recording = new Recording();
  const series = recording.open({ name: 'potential', width: 1 } as ProbeDescription, 9);
  for (const tick of [7, 8]) series.append(tick, [tick]);
  const { earlier, values } = neuronAt(recording, 0, 8);
  expect([values.potential, earlier.potential, values.threshold]).toEqual([8, 7, undefined]);
});
