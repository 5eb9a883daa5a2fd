// The icons of every system from the one drawing of the page. Both containers hold PNG files as they are.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';

/** Pixels. Linux takes the files themselves. */
export const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
/** An .ico holds sizes up to 256. */
const icoSizes = sizes.filter((size) => size <= 256);
/**
 * Names of the sizes in an .icns, plain and for displays of twice the density.
 * @type {readonly [string, number][]}
 */
const icnsTypes = [
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512]
];

/**
 * @param {string} svg
 * @param {number} size pixels along a side
 */
export function png(svg, size) {
  return new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();
}

/**
 * Microsoft's container: a directory of 16 bytes an image, then the images.
 * @param {ReadonlyMap<number, Uint8Array>} images PNG by size
 */
export function ico(images) {
  const chosen = icoSizes.map((size) => /** @type {const} */ ([size, images.get(size) ?? new Uint8Array()]));
  const head = Buffer.alloc(6 + 16 * chosen.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(chosen.length, 4);
  let offset = head.length;
  for (const [k, [size, image]] of chosen.entries()) {
    const at = 6 + 16 * k;
    // A side of 256 is written as 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(image.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += image.length;
  }
  return Buffer.concat([head, ...chosen.map(([, image]) => image)]);
}

/**
 * Apple's container: each image after its type and its length, the eight bytes of both included.
 * @param {ReadonlyMap<number, Uint8Array>} images PNG by size
 */
export function icns(images) {
  const parts = icnsTypes.map(([type, size]) => {
    const image = images.get(size) ?? new Uint8Array();
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(image.length + 8, 4);
    return Buffer.concat([head, image]);
  });
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}

/**
 * Writes icon.ico, icon.icns and a folder png of files.
 * @param {string} drawing path of the SVG
 * @param {string} folder
 */
export function makeIcons(drawing, folder) {
  const svg = readFileSync(drawing, 'utf8');
  const images = new Map(sizes.map((size) => [size, png(svg, size)]));
  mkdirSync(join(folder, 'png'), { recursive: true });
  for (const [size, image] of images) writeFileSync(join(folder, 'png', `${size}x${size}.png`), image);
  writeFileSync(join(folder, 'icon.ico'), ico(images));
  writeFileSync(join(folder, 'icon.icns'), icns(images));
}
