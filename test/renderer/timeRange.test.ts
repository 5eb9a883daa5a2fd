import { expect, it } from 'vitest';
import { chosenTicks, timeOf } from '../../src/renderer/panels/timeRange';

const shape = { steps: 230, dtMs: 1 };
const visible = { from: 700, to: 930 };
const recorded = { from: 230, to: 930 };
const problem = (from: number, to: number, slow = shape): string => {
  const found = chosenTicks({ kind: 'chosen', from, to }, visible, recorded, slow);
  return 'problem' in found ? found.problem : '';
};

it('is what is seen, all there is, or a stretch in the units of the run', () => {
  const range = { from: 300, to: 400 };
  expect(chosenTicks({ kind: 'visible', ...range }, visible, recorded, shape)).toEqual({ ticks: visible });
  expect(chosenTicks({ kind: 'whole', ...range }, visible, recorded, shape)).toEqual({ ticks: recorded });
  expect(chosenTicks({ kind: 'chosen', ...range }, visible, recorded, shape)).toEqual({ ticks: range });
  // Trials of seconds are told in seconds.
  const slow = { steps: 2250, dtMs: 1 };
  expect(chosenTicks({ kind: 'chosen', from: 0.3, to: 0.4 }, visible, recorded, slow)).toEqual({
    ticks: range
  });
  expect(timeOf(300, slow)).toBe(0.3);
});

it('says what is wrong and what is there', () => {
  expect(problem(Number.NaN, 400)).toBe(
    'The time range needs two numbers in ms; recorded are 230 to 930 ms.'
  );
  expect(problem(400, 300)).toContain('ends at 300 ms, not after its beginning at 400 ms');
  expect(problem(300, 300)).toContain('ends at 300 ms, not after its beginning');
  expect(problem(300, 300.4)).toContain('less than two ticks; a tick is 1 ms');
  expect(problem(200, 400)).toBe(
    'From 200 to 400 ms is not all recorded; choose times within 230 to 930 ms.'
  );
  expect(problem(300, 931)).toContain('is not all recorded');
  expect(problem(0.3, 0.93, { steps: 2250, dtMs: 1 })).toBe('');
  expect(chosenTicks({ kind: 'whole', from: 0, to: 1 }, visible, undefined, shape)).toEqual({
    problem: 'No ticks are recorded. Run the experiment, then compose the figure again.'
  });
});
