/**
 * Squares, ellipses and hearts of any size, angle and place, in the manner of dSprites (Matthey et al. 2017): every factor of an
 * image is known. Edges are smooth: a pixel has the share of it that the sprite covers, from the distance to the outline. Angles are
 * within the symmetry of each shape (a quarter turn of a square changes nothing), yet wrap around: the ends of the range look alike.
 */
import { cos, sin } from '../../compute/transcendentals';
import type { Random } from '../../models/random';
import type { Settings } from '../../models/settings';
import type { Factor, Trial } from '../../models/stream';
import type { SourceDefinition } from '../source';
import {
  addNoise,
  brightnessSettings,
  drawBrightness,
  halfOf,
  noiseSetting,
  type Places,
  placesSetting
} from './imageSettings';
import { drawnImageSettings, drawnImages } from './imageStream';
import { count } from './streamSettings';

/** Radius of the largest sprites and distance of their farthest point from the centre, as shares of the image. */
const largest = 0.2;
const farthest = 1.29;
/** Degrees after which a shape is itself again: square, ellipse, heart. */
const symmetry = [90, 180, 360] as const;

const descriptions = [
  count({
    name: 'imageSide',
    label: 'Image side',
    default: 20,
    min: 16,
    max: 32,
    unit: 'pixels',
    help: 'Images are square.'
  }),
  placesSetting,
  ...brightnessSettings(1, 0),
  noiseSetting(0),
  ...drawnImageSettings
];

/** The target's columns, in this order. */
const factors: readonly Factor[] = [
  { name: 'shape', label: 'Shape', classes: ['square', 'ellipse', 'heart'] },
  { name: 'side', label: 'Side', classes: ['left', 'right'] },
  { name: 'scale', label: 'Scale' },
  { name: 'rotation', label: 'Rotation', unit: '°' },
  { name: 'x', label: 'Across' },
  { name: 'y', label: 'Down' }
];

export const spritesSource: SourceDefinition = {
  id: 'sprites',
  title: 'Sprites',
  summary: 'Squares, ellipses and hearts of any size, angle and place.',
  settings: descriptions,
  async create(context) {
    const { imageSide: side, steps } = context.settings as Record<string, number>;
    const noise = new Float64Array(steps * side * side);
    return drawnImages(context, {
      images: { channels: 1, rows: side, columns: side },
      factors,
      descriptions,
      what: `sprites on ${side} x ${side} pixels`,
      draw: (trial, random, now) => drawTrial(trial, random, now, side, noise)
    });
  }
};

function drawTrial(
  { target, x: pixels }: Trial,
  random: Random,
  settings: Settings,
  side: number,
  scratch: Float64Array
): void {
  const { noise, places } = settings;
  const [left, right] = halfOf(places as Places, 'left', 'right');
  const [top, bottom] = halfOf(places as Places, 'top', 'bottom');
  // Sprites never leave the image.
  const margin = side * largest * farthest + 0.5;
  const room = side - 2 * margin;
  for (let from = 0, at = 0; from < pixels.length; from += side * side, at += factors.length) {
    const shape = random.below(3);
    const scale = 0.5 + 0.5 * random.uniform();
    const degrees = symmetry[shape] * random.uniform();
    const x = left + (right - left) * random.uniform();
    const y = top + (bottom - top) * random.uniform();
    const brightness = drawBrightness(settings, random);
    drawSprite(pixels, from, side, {
      shape,
      brightness,
      radius: scale * largest * side,
      radians: (degrees * Math.PI) / 180,
      x: margin + x * room,
      y: margin + y * room
    });
    target[at] = shape;
    target[at + 1] = x < 0.5 ? 0 : 1;
    target[at + 2] = scale;
    target[at + 3] = degrees;
    target[at + 4] = x;
    target[at + 5] = y;
  }
  addNoise(pixels, noise as number, random, scratch);
}

interface Sprite {
  shape: number;
  brightness: number;
  /** Pixels. */
  radius: number;
  radians: number;
  /** The centre, in pixels from the left and upper edge. */
  x: number;
  y: number;
}

function drawSprite(
  pixels: Float64Array,
  from: number,
  side: number,
  { brightness, radians, radius, shape, x, y }: Sprite
): void {
  const c = cos(radians);
  const s = sin(radians);
  const reach = radius * farthest + 0.5;
  const lastRow = Math.min(side - 1, Math.floor(y + reach));
  const firstColumn = Math.max(0, Math.floor(x - reach));
  const lastColumn = Math.min(side - 1, Math.floor(x + reach));
  for (let row = Math.max(0, Math.floor(y - reach)); row <= lastRow; row++) {
    const down = row + 0.5 - y;
    for (let column = firstColumn; column <= lastColumn; column++) {
      const across = column + 0.5 - x;
      if (across * across + down * down > reach * reach) continue;
      const u = c * across + s * down;
      const v = c * down - s * across;
      const distance =
        shape === 0 ? toSquare(u, v, radius) : shape === 1 ? toEllipse(u, v, radius) : toHeart(u, v, radius);
      if (distance < 0.5)
        pixels[from + row * side + column] = distance > -0.5 ? brightness * (0.5 - distance) : brightness;
    }
  }
}

/** Signed distances of a point to outlines around the origin, negative inside. A square of half the side 0.8 radius. */
function toSquare(u: number, v: number, radius: number): number {
  const a = Math.abs(u) - 0.8 * radius;
  const b = Math.abs(v) - 0.8 * radius;
  return a > 0 && b > 0 ? Math.sqrt(a * a + b * b) : Math.max(a, b);
}

/** Half axes of 1 and 0.6 radii; to first order, which is exact on the outline. */
function toEllipse(u: number, v: number, radius: number): number {
  const a = u / radius;
  const b = v / (0.6 * radius);
  const level = Math.sqrt(a * a + b * b);
  if (level < 0.1) return -0.5 * radius;
  const gradient = Math.sqrt(square(a / radius) + square(b / (0.6 * radius)));
  return (level * (level - 1)) / gradient;
}

/** Two half circles on the corner of a square (the distance is Quilez's), two radii high, its tip down. */
function toHeart(u: number, v: number, radius: number): number {
  const size = (2 * radius) / 1.1;
  const p = Math.abs(u) / size;
  const q = 0.5 - v / size;
  if (p + q > 1) return size * (Math.sqrt(square(p - 0.25) + square(q - 0.75)) - Math.SQRT2 / 4);
  const along = 0.5 * Math.max(p + q, 0);
  const nearest = Math.min(square(p) + square(q - 1), square(p - along) + square(q - along));
  return (p > q ? size : -size) * Math.sqrt(nearest);
}

function square(x: number): number {
  return x * x;
}
