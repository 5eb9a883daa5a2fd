/** The global heaps of an HDF5 file, where its texts and references lie ("HDF5 File Format Specification", III.E). */

const sign = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0];
const header = 16;

/** Whether a heap has a free space of no size: the library steps from object to object, and from such a one never on. */
export function hasEndlessHeap(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = bytes.indexOf(sign[0]); at >= 0; at = bytes.indexOf(sign[0], at + 1)) {
    if (at + header > bytes.length || !sign.every((byte, i) => bytes[at + i] === byte)) continue;
    const end = Math.min(bytes.length, at + Number(view.getBigUint64(at + 8, true)));
    for (let object = at + header; object + header <= end; ) {
      const size = Number(view.getBigUint64(object + 8, true));
      const isFree = view.getUint16(object, true) === 0;
      // The size of free space counts its header, that of an object does not and is rounded up to eight.
      const step = isFree ? size : header + 8 * Math.ceil(size / 8);
      if (step === 0) return true;
      object += step;
    }
  }
  return false;
}
