import { describe, expect, it } from 'vitest';
import type { Trial } from '../../../src/models/stream';
import type { Source } from '../../../src/session/source';
import { shapesSource } from '../../../src/session/sources/shapes';
import { open, shareError, take } from './source';

const columns = ['shape', 'side', 'x', 'y', 'brightness'];

interface Image {
  shape: number;
  side: number;
  x: number;
  y: number;
  brightness: number;
  pixels: Float64Array;
}

/** What is known of image `t`, and its pixels. */
function imageOf(trial: Trial, t: number): Image {
  const [shape, side, x, y, brightness] = trial.target.subarray(t * columns.length);
  return { shape, side, x, y, brightness, pixels: trial.x.subarray(t * 144, (t + 1) * 144) };
}

async function images(source: Source, trials: number): Promise<Image[]> {
  const drawn = await take(source, 0, trials);
  return drawn.flatMap((trial) => Array.from(trial.mask, (_, t) => imageOf(trial, t)));
}

describe('the four shapes', () => {
  it('are drawn where the factors say, in the brightness they say', async () => {
    const source = await open(shapesSource, { noise: 0 });
    expect(source.shape.images).toEqual({ channels: 1, rows: 12, columns: 12 });
    expect(source.shape.factors?.map(({ name }) => name)).toEqual(columns);
    const sizes = [5, 5, 9, 16];
    for (const { brightness, pixels, shape, side, x, y } of await images(source, 4)) {
      const lit = [...pixels.keys()].filter((i) => pixels[i] > 0);
      expect(lit.length).toBe(sizes[shape]);
      expect(lit.every((i) => pixels[i] === brightness)).toBe(true);
      const across = lit.map((i) => i % 12);
      const down = lit.map((i) => Math.floor(i / 12));
      const middle = (values: number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
      expect([middle(across), middle(down)]).toEqual([x + 2, y + 2]);
      expect(side).toBe(x < 4 ? 0 : 1);
    }
  });

  it('come as often, at every place, in brightness U(0.6, 1), with |N(0, 0.08)| around', async () => {
    const all = await images(await open(shapesSource), 100);
    const share = (test: (image: (typeof all)[number]) => boolean): number =>
      all.filter(test).length / all.length;
    for (let k = 0; k < 4; k++)
      expect(Math.abs(share(({ shape }) => shape === k) - 1 / 4)).toBeLessThan(shareError(1 / 4, all.length));
    for (let k = 0; k < 8; k++) {
      const error = shareError(1 / 8, all.length);
      expect(Math.abs(share(({ x }) => x === k) - 1 / 8)).toBeLessThan(error);
      expect(Math.abs(share(({ y }) => y === k) - 1 / 8)).toBeLessThan(error);
    }
    const brightness = all.map((image) => image.brightness);
    expect(Math.min(...brightness)).toBeGreaterThanOrEqual(0.6 - 1e-12);
    expect(Math.max(...brightness)).toBeLessThanOrEqual(1);
    expect(share(({ brightness: value }) => value < 0.8)).toBeCloseTo(1 / 2, 1);
    // The corner is never part of a shape that begins at column 1 or later.
    const corner = all.filter(({ x }) => x > 0).map(({ pixels }) => pixels[0]);
    const mean = corner.reduce((sum, value) => sum + value, 0) / corner.length;
    expect(mean).toBeCloseTo(0.08 * Math.sqrt(2 / Math.PI), 2);
    expect(all.every(({ pixels }) => pixels.every((value) => value >= 0 && value <= 1))).toBe(true);
  });

  it.each([
    ['left', 'x', [0, 1, 2, 3]],
    ['right', 'x', [4, 5, 6, 7]],
    ['top', 'y', [0, 1, 2, 3]],
    ['bottom', 'y', [4, 5, 6, 7]]
  ] as const)('keep to the %s half when told so', async (places, axis, expected) => {
    const all = await images(await open(shapesSource, { places }), 10);
    expect([...new Set(all.map((image) => image[axis]))].sort()).toEqual(expected);
    const other = axis === 'x' ? 'y' : 'x';
    expect(new Set(all.map((image) => image[other])).size).toBe(8);
  });

  it('hold out as many images as asked, in whole trials whose rest does not count', async () => {
    const { heldOut } = await open(shapesSource, { heldOut: 120, steps: 50 });
    expect(heldOut.length).toBe(3);
    expect(heldOut.map(({ mask }) => mask.reduce((sum, one) => sum + one))).toEqual([50, 50, 20]);
    expect((await open(shapesSource, { heldOut: 0 })).heldOut).toEqual([]);
    await expect(open(shapesSource, { heldOut: 100_000, imageSide: 64 })).rejects.toThrow(
      /Setting 'heldOut' asks for 100000 images; at most \d+/
    );
  });

  it('are the same from any index on, and others in another trial, seed or held out', async () => {
    const source = await open(shapesSource);
    const [, , third] = await take(source, 0, 3);
    const again = await open(shapesSource);
    expect(await take(again, 2, 1)).toEqual([third]);
    const others = [
      (await take(source, 3, 1))[0],
      (await take(await open(shapesSource, {}, 2), 2, 1))[0],
      source.heldOut[2]
    ];
    for (const { x } of others) expect(x).not.toEqual(third.x);
  });

  it('drift: what is set acts on the next trial drawn and on those held out, and on nothing else', async () => {
    const source = await open(shapesSource);
    const before = { heldOut: source.heldOut, trials: await take(source, 0, 2), shape: source.shape };
    source.set?.('places', 'left');
    source.set?.('noise', 0.3);
    const fresh = await open(shapesSource, { places: 'left', noise: 0.3 });
    expect(await take(source, 1, 1)).toEqual(await take(fresh, 1, 1));
    expect(source.heldOut).toEqual(fresh.heldOut);
    expect(source.heldOut).not.toEqual(before.heldOut);
    expect(source.shape).toBe(before.shape);
    source.set?.('places', 'all');
    source.set?.('noise', 0.08);
    expect(await take(source, 0, 2)).toEqual(before.trials);
    expect(() => source.set?.('noise', 2)).toThrow(/expected a number from 0 to 1/);
  });
});
