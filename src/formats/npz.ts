/** NumPy's NPZ: a zip of NPY files, each named after its array. */
import { unzipSync, zipSync } from 'fflate';
import { FormatError } from './formatError';
import { checkInflated } from './inflationLimit';
import { type NpyArray, readNpy, type WritableArray, type WritableText, writeNpy } from './npy';

export function isZip(bytes: Uint8Array): boolean {
  return bytes.length > 3 && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] < 9;
}

/** Arrays by name, in the order of the file. Throws FormatError. */
export function readNpz(file: string, bytes: Uint8Array): Map<string, NpyArray> {
  const arrays = new Map<string, NpyArray>();
  for (const [entry, content] of Object.entries(unpack(file, bytes))) {
    if (!entry.endsWith('.npy')) continue;
    const name = entry.slice(0, -4);
    arrays.set(name, readNpy(`${file} array '${name}'`, content));
  }
  if (arrays.size === 0)
    throw new FormatError({ file, found: 'no arrays', expected: 'arrays written by numpy.savez' });
  return arrays;
}

function unpack(file: string, bytes: Uint8Array): Record<string, Uint8Array> {
  if (isZip(bytes)) {
    try {
      let whole = 0;
      return unzipSync(bytes, {
        filter({ name, originalSize }) {
          if (!name.endsWith('.npy')) return false;
          whole += originalSize;
          // Told before anything is unpacked; what says less than it holds is cut off by the unpacking and refused as damaged.
          checkInflated(file, bytes.length, whole);
          return true;
        }
      });
    } catch (error) {
      if (error instanceof FormatError) throw error;
      throw new FormatError({
        file,
        found: 'a damaged or incomplete archive',
        expected: 'a whole NPZ file; copy or download it again'
      });
    }
  }
  throw new FormatError({
    file,
    found: 'bytes that do not begin like an NPZ file',
    expected: 'arrays written by numpy.savez'
  });
}

/** The same arrays give the same bytes: the archive carries no time of its own. */
export function writeNpz(arrays: Readonly<Record<string, WritableArray | WritableText>>): Uint8Array {
  const entries = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, writeNpy(array)] as const);
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: new Date(1980, 0, 1, 12) });
}
