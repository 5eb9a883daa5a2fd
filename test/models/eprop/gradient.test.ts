import { describe, expect, test } from 'vitest';
import { createReference } from '../../../src/compute/reference';
import { createWasm } from '../../../src/compute/wasm';
import { epropGradient, GradientError, type GradientProblem } from '../../../src/models/eprop/gradient';
import { spikingFixture } from '../../../src/models/oracles/fixtures';
import { randomSpikingProblem } from '../../../src/models/oracles/randomProblem';

const gradient = (problem: GradientProblem) => epropGradient(problem, createReference());

describe('the gradient of a given network', () => {
  test('has no autapses, and does not look at those it is given', async () => {
    const problem = randomSpikingProblem(1);
    const selfFed = {
      ...problem.Wrec,
      data: Float64Array.from(problem.Wrec.data, (w, at) => (at % 8 === 0 ? 5 : w))
    };
    const [one, other] = [await gradient(problem), await gradient({ ...problem, Wrec: selfFed })];
    expect(other).toEqual(one);
    for (let i = 0; i < 7; i++) expect(one.dWrec[i * 7 + i]).toBe(0);
  });

  test('takes Wout transposed as feedback when none is given', async () => {
    const problem = spikingFixture();
    const B = {
      rows: 4,
      columns: 2,
      data: Float64Array.from({ length: 8 }, (_, at) => problem.Wout.data[(at % 2) * 4 + (at >> 1)])
    };
    const [implied, given] = [await gradient(problem), await gradient({ ...problem, B })];
    expect(given).toEqual(implied);
  });

  test('is summed over the ticks the mask counts', async () => {
    const problem = spikingFixture();
    const first = Float64Array.from({ length: 40 }, (_, t) => (t < 25 ? 1 : 0));
    const rest = first.map((counts) => 1 - counts);
    const [whole, one, other] = await Promise.all(
      [problem, { ...problem, mask: first }, { ...problem, mask: rest }].map(gradient)
    );
    expect(one.loss + other.loss).toBeCloseTo(whole.loss, 12);
    for (let at = 0; at < 12; at++) expect(one.dWin[at] + other.dWin[at]).toBeCloseTo(whole.dWin[at], 12);
  });

  test('adds c_reg (f - f_target) / T times the unfiltered traces', async () => {
    // With no error (the mask counts nothing) only the regulariser is left: it is linear in f - f_target of each unit.
    const problem = { ...spikingFixture(), mask: new Float64Array(40), c_reg: 3 };
    const { counts, dWin } = await gradient({ ...problem, f_target: 0 });
    const shifted = await gradient({ ...problem, f_target: 0.1 });
    for (let i = 0; i < 4; i++) {
      const rate = counts[i] / 40;
      for (let j = 0; j < 3; j++) {
        expect(shifted.dWin[i * 3 + j]).toBeCloseTo((dWin[i * 3 + j] * (rate - 0.1)) / rate, 12);
      }
    }
    expect(dWin.some((value) => value !== 0)).toBe(true);
  });

  test('is the same on wasm to float32 precision', async () => {
    const [exact, single] = [
      await gradient(spikingFixture()),
      await epropGradient(spikingFixture(), await createWasm())
    ];
    expect(single.counts).toEqual(exact.counts);
    for (let at = 0; at < 12; at++) expect(single.dWin[at]).toBeCloseTo(exact.dWin[at], 5);
  });

  test('asks for a class only where the loss counts', async () => {
    const problem = { ...spikingFixture(), classification: true };
    const late = Float64Array.from({ length: 40 }, (_, t) => (t < 20 ? 0 : 1));
    const data = Float64Array.from({ length: 80 }, (_, at) => (at >= 40 && at % 2 === 0 ? 1 : 0));
    const { loss } = await gradient({ ...problem, mask: late, target: { rows: 40, columns: 2, data } });
    expect(loss).toBeGreaterThan(0);
  });

  test('refuses numbers that overflow single precision, where double holds them', async () => {
    const problem = spikingFixture();
    const far = {
      ...problem,
      x: { ...problem.x, data: Float64Array.from(problem.x.data, (x) => 1e300 * x) }
    };
    await expect(epropGradient(far, await createWasm())).rejects.toThrow(
      'The gradient overflows float32 on the wasm backend; scale the arrays or use the reference backend.'
    );
    expect((await gradient(far)).loss).toBeGreaterThan(0);
  });

  const fixture = spikingFixture();
  test.each<[string, Partial<GradientProblem>]>([
    ['Wrec is 4 x 3; expected 4 x 4 (n, n)', { Wrec: { rows: 4, columns: 3, data: new Float64Array(12) } }],
    ['x is 40 x 2; expected 40 x 3 (T, n_in)', { x: { rows: 40, columns: 2, data: new Float64Array(80) } }],
    [
      'target is 39 x 2; expected 40 x 2 (T, n_out)',
      { target: { rows: 39, columns: 2, data: new Float64Array(78) } }
    ],
    ['beta holds 3 numbers; expected 4 (n)', { beta: [0, 0, 0] }],
    ['mask holds 1 numbers; expected 40 (T)', { mask: [1] }],
    [
      'Win holds NaN at row 1, column 2',
      {
        Win: {
          ...fixture.Win,
          data: Float64Array.from(fixture.Win.data, (w, at) => (at === 5 ? Number.NaN : w))
        }
      }
    ],
    ['beta holds Infinity at entry 2', { beta: [0, 0, Number.POSITIVE_INFINITY, 0] }],
    ['mask holds -1 at entry 3', { mask: Array.from({ length: 40 }, (_, t) => (t === 3 ? -1 : 1)) }],
    [
      'target row 1 is no class (it sums to 2); expected one-hot rows',
      {
        classification: true,
        target: {
          rows: 40,
          columns: 2,
          data: Float64Array.from({ length: 80 }, (_, at) => (at === 0 ? 0 : 1))
        }
      }
    ],
    ['v_th is 0; expected a number above 0', { v_th: 0 }],
    ['tau_m is -1; expected a number of at least 0', { tau_m: -1 }],
    ['t_ref is 1.5; expected a whole number of steps', { t_ref: 1.5 }]
  ])('refuses a problem that does not fit: %s', async (message, wrong) => {
    const attempt = gradient({ ...fixture, ...wrong });
    await expect(attempt).rejects.toThrow(GradientError);
    await expect(attempt).rejects.toThrow(message);
  });
});
