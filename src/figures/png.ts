/** PNG (W3C PNG 3rd edition, sections 5 and 11): heat maps inside an SVG, and the printed size of an export. */
import { zlibSync } from 'fflate';
import { crc32 } from '../formats/crc32';
import type { Cells } from './scene';

/** After the signature and IHDR, which is always first. */
const headerEnd = 8 + 25;

/** An 8-bit palette PNG. `values` [rows, columns] are indices into `palette` [256, 3] (red, green, blue). Throws RangeError on wrong lengths. */
export function encodeIndexedPng(
  columns: number,
  rows: number,
  values: Uint8Array,
  palette: Uint8Array
): Uint8Array<ArrayBuffer> {
  if (values.length !== columns * rows || palette.length !== 768)
    throw new RangeError(
      `A ${columns} x ${rows} image has ${values.length} values and ${palette.length / 3} colours; expected ${columns * rows} and 256.`
    );
  return encode(columns, rows, values, palette);
}

/** An 8-bit colour PNG of `values` [rows, columns, 3] (red, green, blue). Throws RangeError on a wrong length. */
export function encodeColourPng(columns: number, rows: number, values: Uint8Array): Uint8Array<ArrayBuffer> {
  if (values.length !== 3 * columns * rows)
    throw new RangeError(
      `A ${columns} x ${rows} image in colour has ${values.length} values; expected ${3 * columns * rows}.`
    );
  return encode(columns, rows, values);
}

/** A heat map for print. Programs smooth images however they are asked not to: larger cells leave nothing to smooth. */
export function crispPng({ columns, palette, rows, values }: Cells): Uint8Array {
  const factor = Math.max(1, Math.min(16, Math.ceil(800 / Math.max(columns, rows))));
  const channels = palette ? 1 : 3;
  const width = columns * factor * channels;
  const large = new Uint8Array(width * rows * factor);
  for (let row = 0; row < rows; row++) {
    const start = row * factor * width;
    for (let at = 0; at < width; at++) {
      const column = Math.floor(at / (factor * channels));
      large[start + at] = values[(row * columns + column) * channels + (at % channels)];
    }
    for (let copy = 1; copy < factor; copy++) large.copyWithin(start + copy * width, start, start + width);
  }
  return palette
    ? encodeIndexedPng(columns * factor, rows * factor, large, palette)
    : encodeColourPng(columns * factor, rows * factor, large);
}

/** Colour type 3 with a palette, else 2. */
function encode(
  columns: number,
  rows: number,
  values: Uint8Array,
  palette?: Uint8Array
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, columns);
  view.setUint32(4, rows);
  // Depth and colour type, then the only compression, filter and no interlace.
  header.set([8, palette ? 3 : 2, 0, 0, 0], 8);
  const width = palette ? columns : 3 * columns;
  const lines = new Uint8Array(rows * (width + 1));
  for (let row = 0; row < rows; row++)
    lines.set(values.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const chunks = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', zlibSync(lines, { level: 9 })),
    chunk('IEND', new Uint8Array(0))
  ];
  const file = new Uint8Array(chunks.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of chunks) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** The same picture with its printed size said (pHYs), so that a page it is put on gives it that. */
export function withResolution(png: Uint8Array, dotsPerInch: number): Uint8Array<ArrayBuffer> {
  const physical = new Uint8Array(9);
  const view = new DataView(physical.buffer);
  const dotsPerMetre = Math.round(dotsPerInch / 0.0254);
  view.setUint32(0, dotsPerMetre);
  view.setUint32(4, dotsPerMetre);
  physical[8] = 1;
  return addedChunk(png, 'pHYs', physical);
}

/** The same picture with one more chunk, before its pixels. */
export function addedChunk(png: Uint8Array, name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const added = chunk(name, data);
  const file = new Uint8Array(png.length + added.length);
  file.set(png.subarray(0, headerEnd));
  file.set(added, headerEnd);
  file.set(png.subarray(headerEnd), headerEnd + added.length);
  return file;
}

/** Length, name, data, checksum of name and data. */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = name.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}
