import { firstValueFrom, of } from 'rxjs';
import { toArray } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/models/random';
import { completeSettings, type Settings } from '../../../src/models/settings';
import type { Trial } from '../../../src/models/stream';
import type { Source } from '../../../src/session/source';
import { patternSource } from '../../../src/session/sources/pattern';

async function create(settings: Settings = {}, seed = 1): Promise<Source> {
  return patternSource.create({
    settings: completeSettings(patternSource.settings, settings),
    random: new Random(seed).fork('source'),
    files: { read: () => Promise.reject(new Error('This source reads no files.')) }
  });
}

const take = (source: Source, from: number, count: number): Promise<Trial[]> =>
  firstValueFrom(source.trials(from, of(count)).pipe(toArray()));

/** Power of `signal` at `cycles` whole cycles. */
function power(signal: ArrayLike<number>, cycles: number): number {
  let [re, im] = [0, 0];
  for (let t = 0; t < signal.length; t++) {
    re += signal[t] * Math.cos((2 * Math.PI * cycles * t) / signal.length);
    im += signal[t] * Math.sin((2 * Math.PI * cycles * t) / signal.length);
  }
  return (re * re + im * im) / signal.length ** 2;
}

describe('the pattern task', () => {
  it('repeats one frozen input and one target, decided by the seed', async () => {
    const [first, second] = await take(await create(), 4, 2);
    expect([first.index, second.index]).toEqual([4, 5]);
    expect(second.x).toEqual(first.x);
    expect((await take(await create(), 0, 1))[0].target).toEqual(first.target);
    expect((await take(await create({}, 2), 0, 1))[0].target).not.toEqual(first.target);
  });

  it('starts its target at 0 and scales it to a largest value of 1', async () => {
    const source = await create({ targets: 3 });
    const [{ target }] = await take(source, 0, 1);
    for (let k = 0; k < 3; k++) {
      const curve = Array.from({ length: 1000 }, (_, t) => target[t * 3 + k]);
      expect(curve[0]).toBe(0);
      expect(Math.max(...curve.map(Math.abs))).toBe(1);
    }
  });

  it('sums sines of 1, 2, 3 and 5 whole cycles and nothing else', async () => {
    const [{ target }] = await take(await create(), 0, 1);
    const total = [1, 2, 3, 4, 5, 6, 7].map((cycles) => power(target, cycles));
    for (const cycles of [1, 2, 3, 5]) expect(total[cycles - 1]).toBeGreaterThan(1e-3);
    for (const cycles of [4, 6, 7]) expect(total[cycles - 1]).toBeLessThan(1e-20);
  });

  it('fires its inputs at 50 Hz, silent in the first step', async () => {
    const [{ x, mask }] = await take(await create(), 0, 1);
    const spikes = x.reduce((sum, spike) => sum + spike, 0);
    expect(Math.abs(spikes - 0.05 * 999 * 100)).toBeLessThan(5 * Math.sqrt(5000));
    expect(x.subarray(0, 100).every((spike) => spike === 0)).toBe(true);
    expect(mask.every((counts) => counts === 1)).toBe(true);
  });
});
