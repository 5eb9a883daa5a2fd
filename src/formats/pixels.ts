/** Images as rows of pixels: another size, another order. */

/** Sizes of an image; pixels lie in the order [channels, rows, columns]. */
export interface PixelShape {
  channels: number;
  rows: number;
  columns: number;
}

/** How much each old place along an axis counts for each new one: the length in which they overlap. */
interface Overlap {
  from: number;
  weights: number[];
}

export type Pixels = Uint8Array | Float32Array | Float64Array;

/**
 * Makes images of this shape `side` pixels wide and high: each pixel becomes the mean over its area, so the mean over the image
 * stays. The function returned reads one image from `from` on and writes it from `at` on.
 */
export function areaAverage(
  { channels, columns, rows }: PixelShape,
  side: number
): (images: Pixels, from: number, into: Float32Array | Float64Array, at: number) => void {
  const down = overlaps(rows, side);
  const across = overlaps(columns, side);
  return (images, from, into, at) => {
    let place = at;
    for (let channel = 0; channel < channels; channel++)
      for (const vertical of down)
        for (const horizontal of across) {
          const corner = from + (channel * rows + vertical.from) * columns + horizontal.from;
          let sum = 0;
          for (let i = 0; i < vertical.weights.length; i++)
            for (let j = 0; j < horizontal.weights.length; j++)
              sum += vertical.weights[i] * horizontal.weights[j] * images[corner + i * columns + j];
          into[place++] = sum;
        }
  };
}

/** Weights of a new place sum to 1. */
function overlaps(old: number, side: number): Overlap[] {
  return Array.from({ length: side }, (_, k) => {
    // In units of 1 / side of an old place, so that bounds are whole numbers.
    const begin = k * old;
    const end = begin + old;
    const from = Math.floor(begin / side);
    const weights: number[] = [];
    for (let i = from; i * side < end; i++)
      weights.push((Math.min(end, (i + 1) * side) - Math.max(begin, i * side)) / old);
    return { from, weights };
  });
}

/** From the order [rows, columns, channels], which programs that draw prefer, to [channels, rows, columns]. */
export function channelsFirst<Data extends Pixels>(
  images: Data,
  { channels, columns, rows }: PixelShape
): Data {
  const moved = images.slice() as Data;
  const plane = rows * columns;
  const count = images.length / (channels * plane);
  for (let n = 0; n < count; n++)
    for (let p = 0; p < plane; p++)
      for (let c = 0; c < channels; c++)
        moved[(n * channels + c) * plane + p] = images[(n * plane + p) * channels + c];
  return moved;
}
