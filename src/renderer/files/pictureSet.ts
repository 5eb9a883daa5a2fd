/** Pictures as one archive that the source of images reads: what their classes are, whether their sizes agree, their pixels. */
import { writeNpz } from '../../formats/npz';

/** A picture before it is read: where it lay, "pets/cat/1.png". */
export interface Measured {
  path: string;
  width: number;
  height: number;
}

/** A picture read: four bytes a pixel, red, green, blue and opacity. */
export interface Decoded extends Measured {
  rgba: Uint8ClampedArray;
}

/** Bytes of pixels that a set may have. */
const mostBytes = 256 * 2 ** 20;

export function isPicture(name: string): boolean {
  return /\.(png|jpe?g|gif|webp|bmp|avif)$/i.test(name);
}

/**
 * The class of each picture: the folder it lies in where there are several; else the beginning of its name, without the number at
 * its end: "cat" of "cat_12.png" and "cat (3).png".
 */
export function classesOf(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split('/').filter((part) => part !== ''));
  const folders = parts.map((names) => names.at(-2) ?? '');
  if (new Set(folders).size > 1) return folders.map((folder) => folder || 'none');
  return parts.map((names) => {
    const name = (names.at(-1) ?? '').replace(/\.[^.]*$/, '');
    return name.replace(/[\s_.(-]*\d*\)?$/, '') || 'none';
  });
}

/** How many of each class, by name. */
export function countClasses(classes: readonly string[]): [name: string, count: number][] {
  const counts = new Map<string, number>();
  for (const name of classes) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Why these pictures cannot be learned from as they are; undefined where they can. */
export function problemOf(classes: readonly string[]): string | undefined {
  const counts = countClasses(classes);
  if (counts.length > 1) return undefined;
  if (counts.length === 0) return 'Found no pictures; expected PNG, JPEG, GIF, WebP, BMP or AVIF files.';
  const [[name]] = counts;
  return `Found only the class '${name}'; expected at least two: a folder for each, or names such as cat_1.png and dog_1.png.`;
}

/** Which picture differs from the first in its size; undefined where all agree. */
export function differingSize(pictures: readonly Measured[]): string | undefined {
  const [first] = pictures;
  const other = pictures.find(({ height, width }) => height !== first.height || width !== first.width);
  return (
    other && `${short(other)} is ${sayPixels(other)}; the first, ${short(first)}, is ${sayPixels(first)}`
  );
}

export function sayPixels({ height, width }: Pick<Measured, 'height' | 'width'>): string {
  return `${width} x ${height}`;
}

/** The last folder and the name. */
function short({ path }: Measured): string {
  return path.split('/').slice(-2).join('/');
}

/** The square in the middle of a picture, which is what a square made of it shows. */
export function middleSquare({ height, width }: Pick<Measured, 'height' | 'width'>): {
  x: number;
  y: number;
  side: number;
} {
  const side = Math.min(height, width);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/**
 * An NPZ of `images` [n, channels, rows, columns] in bytes and `labels` [n] in words. In grey one channel, else red, green, blue;
 * what is transparent lies on white. Throws Error where sizes differ or the set is too large.
 */
export function archivePictures(
  pictures: readonly Decoded[],
  classes: readonly string[],
  colour: boolean
): Uint8Array {
  const differing = differingSize(pictures);
  if (differing) throw new Error(`${differing}.`);
  const [{ height, width }] = pictures;
  const channels = colour ? 3 : 1;
  const plane = width * height;
  const bytes = pictures.length * channels * plane;
  if (bytes > mostBytes) {
    throw new Error(
      `${pictures.length} pictures of ${sayPixels(pictures[0])} pixels are ${Math.round(bytes / 2 ** 20)} MB; at most ${mostBytes / 2 ** 20} fit. Make them smaller.`
    );
  }
  const data = new Uint8Array(bytes);
  pictures.forEach(({ rgba }, n) => {
    for (let p = 0; p < plane; p++) {
      const [red, green, blue] = onWhite(rgba, 4 * p);
      const at = n * channels * plane + p;
      if (colour) {
        data[at] = red;
        data[at + plane] = green;
        data[at + 2 * plane] = blue;
      } else data[at] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
    }
  });
  return writeNpz({
    images: { shape: [pictures.length, channels, height, width], data },
    labels: { shape: [pictures.length], data: classes }
  });
}

function onWhite(rgba: Uint8ClampedArray, at: number): [red: number, green: number, blue: number] {
  const opacity = rgba[at + 3] / 255;
  const channel = (k: number): number => Math.round(255 + opacity * (rgba[at + k] - 255));
  return [channel(0), channel(1), channel(2)];
}
