/**
 * Four shapes at any place of a small image: what is asked (the shape, 2 bits) and what is not (the place, 6 bits) are known, so
 * that a code can be held to both. A shape of 5 x 5 pixels adds its brightness; every pixel gets noise and is clipped to [0, 1].
 */
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

/** Pixels across a shape. */
const width = 5;

const pictures: readonly (readonly string[])[] = [
  ['.....', '.....', '#####', '.....', '.....'],
  ['..#..', '..#..', '..#..', '..#..', '..#..'],
  ['..#..', '..#..', '#####', '..#..', '..#..'],
  ['#####', '#...#', '#...#', '#...#', '#####']
];

const descriptions = [
  count({
    name: 'imageSide',
    label: 'Image side',
    default: 12,
    min: 6,
    max: 64,
    unit: 'pixels',
    help: 'Images are square. Shapes are 5 x 5 pixels: a side of 12 leaves them 8 x 8 places.'
  }),
  placesSetting,
  ...brightnessSettings(0.8, 0.4),
  noiseSetting(0.08),
  ...drawnImageSettings
];

/** The target's columns, in this order. */
const factors: readonly Factor[] = [
  { name: 'shape', label: 'Shape', classes: ['horizontal bar', 'vertical bar', 'plus', 'square'] },
  { name: 'side', label: 'Side', classes: ['left', 'right'] },
  { name: 'x', label: 'Column', unit: 'pixels' },
  { name: 'y', label: 'Row', unit: 'pixels' },
  { name: 'brightness', label: 'Brightness' }
];

export const shapesSource: SourceDefinition = {
  id: 'shapes',
  title: 'Four shapes',
  summary: 'Bars, pluses and squares at any place of a small noisy image.',
  settings: descriptions,
  async create(context) {
    const { imageSide: side, steps } = context.settings as Record<string, number>;
    const offsets = pictures.map((rows) => Int32Array.from(pixelsOf(rows), ([r, c]) => r * side + c));
    const noise = new Float64Array(steps * side * side);
    return drawnImages(context, {
      images: { channels: 1, rows: side, columns: side },
      factors,
      descriptions,
      what: `four shapes on ${side} x ${side} pixels`,
      draw: (trial, random, now) => drawTrial(trial, random, now, side, offsets, noise)
    });
  }
};

function drawTrial(
  { target, x }: Trial,
  random: Random,
  settings: Settings,
  side: number,
  offsets: readonly Int32Array[],
  scratch: Float64Array
): void {
  const { noise, places } = settings;
  const positions = side - width + 1;
  const [fromColumn, toColumn] = share(places as Places, 'left', 'right', positions);
  const [fromRow, toRow] = share(places as Places, 'top', 'bottom', positions);
  const pixels = side * side;
  for (let from = 0, at = 0; from < x.length; from += pixels, at += factors.length) {
    const shape = random.below(pictures.length);
    const column = fromColumn + random.below(toColumn - fromColumn);
    const row = fromRow + random.below(toRow - fromRow);
    const brightness = drawBrightness(settings, random);
    const corner = from + row * side + column;
    const offset = offsets[shape];
    for (let k = 0; k < offset.length; k++) x[corner + offset[k]] = brightness;
    target[at] = shape;
    target[at + 1] = column < positions / 2 ? 0 : 1;
    target[at + 2] = column;
    target[at + 3] = row;
    target[at + 4] = brightness;
  }
  addNoise(x, noise as number, random, scratch);
}

/** Which of `positions` occur. */
function share(places: Places, first: Places, second: Places, positions: number): [from: number, to: number] {
  const [from, to] = halfOf(places, first, second);
  return [Math.ceil(from * positions), Math.ceil(to * positions)];
}

function pixelsOf(rows: readonly string[]): [row: number, column: number][] {
  return rows.flatMap((row, r) =>
    [...row].flatMap((mark, c): [number, number][] => (mark === '#' ? [[r, c]] : []))
  );
}
