// A screenshot with at most 256 colours, a third as large to keep and to load: median cut over the colours that occur, each weighted by
// how often. https://www.w3.org/TR/png-3/
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const most = 256;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * @param {Buffer} png as Chromium writes it: 8 bits a channel, not interlaced
 * @returns {Buffer} the same picture with a palette
 */
export function smallPng(png) {
  const { width, height, pixels } = decode(png);
  const { palette, indexOf } = paletteOf(pixels);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = /** @type {number} */ (indexOf.get(pixels[y * width + x]));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => channels(colour)))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0))
  ]);
}

/** @param {number} colour 0xrrggbb */
const channels = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];

/** @param {Buffer} png @returns {{ width: number, height: number, pixels: Uint32Array }} pixels as 0xrrggbb */
function decode(png) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, kind, , , interlaced] = png.subarray(24, 29);
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0)
    throw new Error(`Expected a PNG of 8 bits, RGB or RGBA, not interlaced; found ${depth}, ${kind}.`);
  const parts = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const bytes = inflateSync(Buffer.concat(parts));
  const step = kind === 6 ? 4 : 3;
  const stride = width * step;
  const pixels = new Uint32Array(width * height);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y++) {
    const filter = bytes[y * (stride + 1)];
    const row = bytes.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    for (let i = 0; i < stride; i++) {
      const left = i < step ? 0 : row[i - step];
      const upLeft = i < step ? 0 : above[i - step];
      row[i] += predicted(filter, left, above[i], upLeft);
    }
    for (let x = 0; x < width; x++)
      pixels[y * width + x] = (row[x * step] << 16) | (row[x * step + 1] << 8) | row[x * step + 2];
    above = row;
  }
  return { width, height, pixels };
}

/** What a row filter adds back. @param {number} filter @param {number} left @param {number} up @param {number} upLeft */
function predicted(filter, left, up, upLeft) {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const sum = left + up - upLeft;
  const [a, b, c] = [left, up, upLeft].map((value) => Math.abs(sum - value));
  return a <= b && a <= c ? left : b <= c ? up : upLeft;
}

/** @param {Uint32Array} pixels @returns {{ palette: number[], indexOf: Map<number, number> }} */
function paletteOf(pixels) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const boxes = [boxOf([...counts])];
  while (boxes.length < most) {
    const widest = boxes.reduce((best, box) => (box.weight > best.weight ? box : best));
    if (widest.weight === 0) break;
    boxes.splice(boxes.indexOf(widest), 1, ...cut(widest));
  }
  const indexOf = new Map();
  const palette = boxes.map(({ colours }, index) => {
    for (const [colour] of colours) indexOf.set(colour, index);
    // What is seen most stays as it is: a mean would tint every background.
    const [[first, count]] = [...colours].sort((a, b) => b[1] - a[1]);
    const total = colours.reduce((sum, [, many]) => sum + many, 0);
    if (2 * count >= total) return first;
    const mean = [16, 8, 0].map((shift) =>
      Math.round(colours.reduce((sum, [colour, many]) => sum + ((colour >> shift) & 255) * many, 0) / total)
    );
    return (mean[0] << 16) | (mean[1] << 8) | mean[2];
  });
  return { palette, indexOf };
}

/** @typedef {{ colours: [number, number][], shift: number, weight: number }} Box */

/** @param {[number, number][]} colours with how often each occurs @returns {Box} */
function boxOf(colours) {
  const spans = [16, 8, 0].map((shift) => {
    const values = colours.map(([colour]) => (colour >> shift) & 255);
    return { shift, span: Math.max(...values) - Math.min(...values) };
  });
  const { shift, span } = spans.reduce((best, each) => (each.span > best.span ? each : best));
  const seen = colours.reduce((sum, [, many]) => sum + many, 0);
  // Wide boxes first; how often they are seen counts less, so that small marks keep their colour.
  return { colours, shift, weight: span === 0 ? 0 : span * Math.log2(1 + seen) };
}

/** @param {Box} box @returns {Box[]} its halves, by weight, along its longest side */
function cut({ colours, shift }) {
  const sorted = [...colours].sort((a, b) => ((a[0] >> shift) & 255) - ((b[0] >> shift) & 255));
  const middle = (((sorted[0][0] >> shift) & 255) + ((sorted[sorted.length - 1][0] >> shift) & 255)) / 2;
  const at = sorted.findIndex(([colour]) => ((colour >> shift) & 255) > middle);
  return [boxOf(sorted.slice(0, at)), boxOf(sorted.slice(at))];
}

/** @param {string} kind @param {Buffer} data */
function chunk(kind, data) {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(kind, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}
