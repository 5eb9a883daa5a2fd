import { expect, test } from 'vitest';
import { scoreOf, Tally } from '../../../src/models/training/score';

test('a decision is the argmax of the mean output over the ticks that count, not of most ticks', () => {
  const tally = new Tally(1, 2);
  // Two of three counted ticks lean to class 1, their mean to class 0; the uncounted tick would turn it.
  tally.add(
    [3, 0, 0, 1, 0, 1, 0, 99] as unknown as Float64Array,
    Float64Array.from([1, 0, 1, 0, 1, 0, 1, 0]),
    Float64Array.from([1, 1, 1, 0])
  );
  expect(scoreOf('classification', [{ tally, loss: Float64Array.of(0.5), count: 1 }])).toEqual({
    loss: 0.5,
    error: 0
  });
});

test('sums may come in chunks, and trials beyond the count are left out', () => {
  const tally = new Tally(2, 2);
  for (let t = 0; t < 3; t++) {
    tally.add(Float64Array.from([1, 0, 1, 0]), Float64Array.from([0, 1, 1, 0]), Float64Array.from([1, 1]));
  }
  const loss = Float64Array.of(2, 4);
  expect(scoreOf('classification', [{ tally, loss, count: 1 }])).toEqual({ loss: 2, error: 1 });
  expect(scoreOf('classification', [{ tally, loss, count: 2 }])).toEqual({ loss: 3, error: 0.5 });
});

test('each stretch of successive ticks that count is a decision of its own, across chunks too', () => {
  const tally = new Tally(1, 2);
  const chunk = (output: number[], target: number[], mask: number[]) =>
    tally.add(Float64Array.from(output), Float64Array.from(target), Float64Array.from(mask));
  // Right by 5 to 1, then a stretch over two chunks that is wrong by 2 to 3: by the sum of all it would be right.
  chunk([5, 1, 0, 0, 0, 3], [1, 0, 1, 0, 1, 0], [1, 0, 1]);
  chunk([2, 0, 0, 9], [1, 0, 1, 0], [1, 0]);
  expect(scoreOf('classification', [{ tally, loss: Float64Array.of(1), count: 1 }])).toEqual({
    loss: 1,
    error: 1 / 2
  });
});

test('a regression error is the squared error over the squared target', () => {
  const tally = new Tally(1, 1);
  const [output, target] = [Float64Array.from([1, 2, 9]), Float64Array.from([2, 4, 1])];
  tally.add(output, target, Float64Array.from([1, 1, 0]));
  const loss = Float64Array.of(0.5 * (1 + 4));
  expect(scoreOf('regression', [{ tally, loss, count: 1 }])).toEqual({ loss: 2.5, error: 5 / 20 });
});
