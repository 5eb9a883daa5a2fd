import { describe, expect, it } from 'vitest';
import type { Trial } from '../../../src/models/stream';
import { spritesSource } from '../../../src/session/sources/sprites';
import { open, take } from './source';

interface Image {
  shape: number;
  side: number;
  scale: number;
  rotation: number;
  x: number;
  y: number;
  pixels: Float64Array;
}

function imagesOf(trials: readonly Trial[], side: number): Image[] {
  return trials.flatMap(({ mask, target, x: all }) =>
    Array.from(mask, (_, t) => {
      const [shape, left, scale, rotation, x, y] = target.subarray(6 * t);
      const pixels = all.subarray(t * side * side, (t + 1) * side * side);
      return { shape, side: left, scale, rotation, x, y, pixels };
    })
  );
}

const images = async (settings = {}, side = 32): Promise<Image[]> =>
  imagesOf(await take(await open(spritesSource, { imageSide: side, ...settings }), 0, 8), side);

/** Area, centre of mass in pixels, and second moments around it. */
function moments({ pixels }: Image, side: number) {
  let area = 0;
  let x = 0;
  let y = 0;
  pixels.forEach((value, i) => {
    area += value;
    x += value * ((i % side) + 0.5);
    y += value * (Math.floor(i / side) + 0.5);
  });
  x /= area;
  y /= area;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  pixels.forEach((value, i) => {
    const u = (i % side) + 0.5 - x;
    const v = Math.floor(i / side) + 0.5 - y;
    xx += value * u * u;
    xy += value * u * v;
    yy += value * v * v;
  });
  return { area, x, y, xx, xy, yy };
}

describe('sprites', () => {
  it('say what is known of them', async () => {
    const { shape } = await open(spritesSource);
    expect(shape.images).toEqual({ channels: 1, rows: 20, columns: 20 });
    expect(shape.factors?.map(({ name }) => name)).toEqual(['shape', 'side', 'scale', 'rotation', 'x', 'y']);
  });

  it('cover the area of their shape, smoothly', async () => {
    for (const side of [16, 32])
      for (const image of await images({}, side)) {
        const radius = image.scale * 0.2 * side;
        const size = (2 * radius) / 1.1;
        // Half of a unit square below its diagonal, mirrored, and two half circles of radius sqrt(2) / 4.
        const heart = size * size * (1 / 2 + Math.PI / 8);
        const expected = [(1.6 * radius) ** 2, 0.6 * Math.PI * radius ** 2, heart][image.shape];
        expect(moments(image, side).area / expected).toBeCloseTo(1, side === 32 ? 1 : 0);
        expect(image.pixels.every((value) => value >= 0 && value <= 1)).toBe(true);
      }
  });

  it('are where they say and never leave the image', async () => {
    const side = 32;
    const margin = side * 0.2 * 1.29 + 0.5;
    for (const image of await images({}, side)) {
      const border = image.pixels.filter(
        (_, i) => i % side === 0 || i < side || i % side === side - 1 || i >= side * (side - 1)
      );
      expect(border.every((value) => value === 0)).toBe(true);
      expect(image.side).toBe(image.x < 0.5 ? 0 : 1);
      if (image.shape === 2) continue;
      const centre = moments(image, side);
      expect(Math.abs(centre.x - margin - image.x * (side - 2 * margin))).toBeLessThan(0.1);
      expect(Math.abs(centre.y - margin - image.y * (side - 2 * margin))).toBeLessThan(0.1);
    }
  });

  it('stand at the angle they say: ellipses along their long axis, hearts towards their tip', async () => {
    for (const image of await images()) {
      const limit = [90, 180, 360][image.shape];
      expect(image.rotation).toBeGreaterThanOrEqual(0);
      expect(image.rotation).toBeLessThan(limit);
      if (image.shape !== 1) continue;
      const { xx, xy, yy } = moments(image, 32);
      const axis = (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI;
      const apart = Math.abs(((axis - image.rotation + 270) % 180) - 90);
      expect(apart).toBeLessThan(4);
    }
  });

  it('drift: places, brightness and noise are live', async () => {
    const source = await open(spritesSource);
    source.set?.('places', 'bottom');
    source.set?.('brightness', 0.5);
    const drawn = imagesOf(await take(source, 0, 2), 20);
    expect(drawn.every(({ y }) => y >= 0.5)).toBe(true);
    expect(Math.max(...drawn.map(({ pixels }) => Math.max(...pixels)))).toBe(0.5);
    source.set?.('noise', 0.1);
    expect(imagesOf(await take(source, 0, 1), 20)[0].pixels[0]).toBeGreaterThan(0);
  });
});
