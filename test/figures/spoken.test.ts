import { describe, expect, it } from 'vitest';
import { sayCourse, sayStop, stopsOf } from '../../src/figures/spoken';

const shape = { steps: 100, dtMs: 1, phases: [], channels: 1, outputs: 1 } as unknown as Parameters<
  typeof sayStop
>[2];
const curves = {
  columns: ['trial', 'loss', 'error', 'heldOutError'],
  rows: [
    [1, 0.69, 0.5, ''],
    [2, 0.4, 0.55, ''],
    [3, 0.09, 0.6, 0.2],
    [4, 0.12, 0.58, '']
  ]
};
const spikes = {
  columns: ['tick', 'layer', 'channel', 'value'],
  rows: [
    [230, 'input', 3, 1],
    [230, 'unit', 7, 1],
    [231, 'unit', 8, 1],
    ...Array.from({ length: 7 }, (_, i) => [232, 'unit', i, 1] as const)
  ]
};
const matrix = {
  columns: ['from', ...'abcdefgh'.split('').map((name) => `to ${name}`)],
  rows: [['a', 0, 0.5, 1, 2, 3, 4, 5.25, 0.1]]
};

describe('a table in words', () => {
  it('tells the course of each line, its best value among it', () => {
    expect(sayCourse(curves)).toBe(
      'Loss, trials 1 to 4: from 0.69 to 0.12, lowest 0.09 at trial 3. Error, trials 1 to 4: from 0.5 to 0.58, highest 0.6 at trial 3.'
    );
  });

  it('has no course where rows are no trials, or where there is but one', () => {
    expect(sayCourse(spikes)).toBe('');
    expect(sayCourse({ ...curves, rows: curves.rows.slice(0, 1) })).toBe('');
  });

  it('sums up lines beyond the fourth', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const many = {
      columns: ['trial', ...names],
      rows: [1, 2].map((trial) => [trial, ...names.map(() => trial)])
    };
    expect(sayCourse(many)).toMatch(/^A, .* D, .*\. 2 more lines are in the data table\.$/);
  });

  it('says a row with its columns, or one of them', () => {
    const [, , third] = stopsOf(curves);
    expect(sayStop(third, curves, shape)).toBe('Trial 3: loss 0.09, error 0.6, held out error 0.2.');
    expect(sayStop(third, curves, shape, 1)).toBe('Trial 3: error 0.6.');
    expect(sayStop(stopsOf(curves)[0], curves, shape)).toBe('Trial 1: loss 0.69, error 0.5.');
  });

  it('puts rows of one instant together, and says how many are left out', () => {
    const stops = stopsOf(spikes);
    expect(stops.map(({ at }) => at)).toEqual([230, 231, 232]);
    expect(sayStop(stops[0], spikes, shape)).toBe(
      'Trial 2, 30 ms: layer input, channel 3, value 1; layer unit, channel 7, value 1.'
    );
    expect(sayStop(stops[2], spikes, shape)).toMatch(/and 3 more\.$/);
    expect(sayStop({ at: 233, rows: [] }, spikes, shape)).toBe('Trial 2, 33 ms: nothing.');
  });

  it('sums up a row of a matrix by its ends', () => {
    expect(sayStop(stopsOf(matrix)[0], matrix, shape)).toBe(
      'From a: 8 values, lowest 0 to a, highest 5.25 to g.'
    );
  });
});
