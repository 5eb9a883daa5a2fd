import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../src/models/memory/rows';
import { ridgeInContext } from '../../../../src/models/memory/tasks/ridge';
import type { Trial } from '../../../../src/models/stream';
import { functionsSource } from '../../../../src/session/sources/tokens/functions';
import { open, take } from '../source';

/** Functions and x of a trial, read off its inputs. */
function read({ x, target }: Trial, width: number, d: number) {
  const inputs = width + d + 1;
  const codes = Array.from({ length: target.length }, (_, t) =>
    x.subarray(t * inputs, t * inputs + width).join()
  );
  const names = [...new Set(codes)];
  return {
    functions: codes.map((code) => names.indexOf(code)),
    x: rowsOf(
      target.length,
      d,
      Array.from({ length: target.length * d }, (_, i) => x[Math.floor(i / d) * inputs + width + (i % d)])
    ),
    last: Array.from({ length: target.length }, (_, t) => x[t * inputs + inputs - 1])
  };
}

describe('many linear functions', () => {
  it.each([0, 16])(
    'are known to ridge regression after d examples each, codes of %d numbers',
    async (codeWidth) => {
      const settings = { functions: 12, dimensions: 4, length: 300, codeWidth };
      const source = await open(functionsSource, settings);
      expect(source.shape.inputs).toBe((codeWidth || 12) + 5);
      for (const trial of await take(source, 0, 5)) {
        const { functions, last, x } = read(trial, codeWidth || 12, 4);
        expect(Math.max(...functions)).toBe(11);
        expect(last).toEqual([0, ...trial.target.subarray(0, 299)]);
        const answers = ridgeInContext(functions, x, trial.target, 1e-10);
        const counts = new Map<number, number>();
        functions.forEach((f, t) => {
          const before = counts.get(f) ?? 0;
          counts.set(f, before + 1);
          // A chance draw of 4 nearly dependent rows costs digits: 6 examples are safe.
          if (before >= 6) expect(Math.abs(answers[t] - trial.target[t])).toBeLessThan(1e-5);
          const earlier = functions.lastIndexOf(f, t - 1);
          expect(trial.distance![t]).toBe(t > 0 && earlier >= 0 ? t - earlier : 0);
        });
      }
    }
  );

  it('have answers of variance 1, and of 1 + the noise', async () => {
    for (const [noise, variance] of [
      [0, 1],
      [0.5, 1.25]
    ]) {
      const source = await open(functionsSource, { noise: 0, functions: 128 });
      source.set?.('noise', noise);
      const answers = (await take(source, 0, 60)).flatMap(({ target }) => [...target]);
      const square = answers.reduce((sum, y) => sum + y * y, 0) / answers.length;
      expect(Math.abs(square - variance)).toBeLessThan(0.1);
    }
  });
});
