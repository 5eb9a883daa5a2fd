/** Small files that would fill any memory if they were believed. */
import { gzipSync, zipSync } from 'fflate';
import { recipeOf } from '../../../figures/recipeIn';
import { withRecipe } from '../../../figures/recipeInPng';
import { readDataFile } from '../../../formats/dataFile';
import { readIdx } from '../../../formats/idx';
import { writeNpy } from '../../../formats/npy';

interface Bomb {
  name: string;
  /** Throws. */
  open(): unknown;
}

const choice = { inputs: '', answers: '' };

export const bombs: readonly Bomb[] = [
  {
    name: 'ZIP of 2 MB that says it holds 4 GB',
    open: () => readDataFile('bomb.npz', zipThatLies(0xfffffff0), choice)
  },
  {
    name: 'ZIP of 40 arrays of 64 MB in 3 MB',
    open: () => {
      const zeros = writeNpy({ data: new Float64Array(2 ** 23), shape: [2 ** 23] });
      const one = zipSync({ 'x.npy': zeros }, { level: 9 });
      return readDataFile('bomb.npz', repeated(one, 40), choice);
    }
  },
  {
    name: 'NPY that says it has 2^60 rows',
    open: () => {
      const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976, 1), }".padEnd(
        117
      );
      const bytes = new Uint8Array(1024);
      bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, 118, 0]);
      bytes.set(new TextEncoder().encode(`${header}\n`), 10);
      return readDataFile('bomb.npy', bytes, choice);
    }
  },
  {
    name: 'IDX that says it has 2^32 - 1 images',
    open: () =>
      readIdx('bomb-idx3', Uint8Array.of(0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 1))
  },
  {
    name: 'PNG whose recipe is 200 MB of blanks',
    open: () => recipeOf('bomb.png', withRecipe(emptyPng, `"${' '.repeat(200 * 2 ** 20)}"`))
  },
  {
    name: 'gzip of 3 GB of one row',
    open: () => readDataFile('bomb.csv.gz', gzipOf(3), choice)
  }
];

/** A PNG of a single pixel, without its pixel: enough for whoever looks for a recipe. */
export const emptyPng = Uint8Array.of(
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52],
  ...[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55],
  ...[0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]
);

/** A zip whose sizes unpacked are another number than the truth. */
function zipThatLies(size: number): Uint8Array {
  const bytes = zipSync(
    { 'x.npy': new Uint8Array(2 ** 21).map((_, k) => (k * 2654435761) >>> 13) },
    { level: 1 }
  );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 30 < bytes.length; at++) {
    const sign = view.getUint32(at, true);
    if (sign === 0x04034b50) view.setUint32(at + 22, size, true);
    if (sign === 0x02014b50) view.setUint32(at + 24, size, true);
  }
  return bytes;
}

/** A zip whose directory names the one file of `zip` many times: little on the disk, much in memory. */
function repeated(zip: Uint8Array, times: number): Uint8Array {
  const end = zip.length - 22;
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const [size, start] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
  const bytes = new Uint8Array(start + times * size + 22);
  bytes.set(zip.subarray(0, start));
  for (let k = 0; k < times; k++) {
    const entry = zip.slice(start, start + size);
    // x.npy, y.npy, ...: each a name of its own.
    entry[46] = 0x21 + k;
    bytes.set(entry, start + k * size);
  }
  bytes.set(zip.subarray(end), start + times * size);
  const last = new DataView(bytes.buffer, start + times * size);
  last.setUint16(8, times, true);
  last.setUint16(10, times, true);
  last.setUint32(12, times * size, true);
  return bytes;
}

/** So many gigabytes of zeros in a thousandth of that, of members one after another. */
function gzipOf(gigabytes: number): Uint8Array {
  const member = gzipSync(new Uint8Array(2 ** 27).fill(0x30), { level: 9 });
  const members = 8 * gigabytes;
  const bytes = new Uint8Array(members * member.length);
  for (let k = 0; k < members; k++) bytes.set(member, k * member.length);
  return bytes;
}
