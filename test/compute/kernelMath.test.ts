import { describe, expect, it } from 'vitest';
import { kernelsPlain } from '../../src/kernels/build/kernels';

const memory = new WebAssembly.Memory({ initial: 32, maximum: 64 });
const module = new WebAssembly.Module(Buffer.from(kernelsPlain, 'base64'));
const { exports } = new WebAssembly.Instance(module, { env: { memory, sleep: () => 0 } });
const apply = exports.apply as (which: number, data: number, length: number) => void;

/** Largest relative error of a float32 kernel over an even grid. */
function worst(which: number, wanted: (x: number) => number, low: number, high: number): number {
  const length = 40_000;
  const data = new Float32Array(memory.buffer, 2 ** 20, length);
  const x = Float32Array.from({ length }, (_, n) => low + ((high - low) * n) / length);
  data.set(x);
  apply(which, data.byteOffset, length);
  return x.reduce((most, at, n) => {
    const expected = wanted(at);
    return expected === 0
      ? Math.max(most, Math.abs(data[n]))
      : Math.max(most, Math.abs(data[n] / expected - 1));
  }, 0);
}

describe('the float32 functions of the kernels', () => {
  it('are accurate to a few units in the last place', () => {
    expect(worst(0, Math.exp, -87, 88)).toBeLessThan(3e-7);
    expect(worst(0, Math.exp, -1, 1)).toBeLessThan(2e-7);
    expect(worst(1, Math.tanh, -12, 12)).toBeLessThan(3e-7);
    expect(worst(1, Math.tanh, -0.01, 0.01)).toBeLessThan(3e-7);
    expect(worst(2, Math.log, 1e-7, 1)).toBeLessThan(3e-7);
    expect(worst(2, Math.log, 0.9, 1.1)).toBeLessThan(3e-7);
    expect(worst(2, Math.log, 1e-30, 1e30)).toBeLessThan(3e-7);
    expect(worst(3, (x) => 1 / (1 + Math.exp(-x)), -80, 80)).toBeLessThan(4e-7);
    expect(worst(4, Math.expm1, -10, 10)).toBeLessThan(4e-7);
    expect(worst(4, Math.expm1, -0.01, 0.01)).toBeLessThan(2e-7);
    expect(worst(5, (x) => Math.expm1(x) - x, -10, 4)).toBeLessThan(1e-6);
  });

  it('keep their accuracy where exp(x) - 1 - x is small', () => {
    const series = (x: number) => x * x * (1 / 2 + x * (1 / 6 + x * (1 / 24 + (x * (1 + x / 6)) / 120)));
    expect(worst(5, series, -0.1, 0.1)).toBeLessThan(1e-6);
  });

  it('let NaN through', () => {
    const data = new Float32Array(memory.buffer, 2 ** 20, 4);
    for (const which of [0, 1, 2, 3, 4, 5]) {
      data.fill(Number.NaN);
      apply(which, data.byteOffset, 4);
      expect(data[0]).toBeNaN();
    }
  });
});
