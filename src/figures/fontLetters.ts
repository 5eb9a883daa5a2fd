/**
 * Which letters a TrueType font has: its character map (OpenType 1.9, table `cmap`), of which formats 4 and 12 are what fonts of today
 * carry.
 */

/** Whether there is a sign for a code point. */
export type HasLetter = (code: number) => boolean;

/** Of both faces figures are written in. */
export interface FaceLetters {
  regular: HasLetter;
  bold: HasLetter;
}

/** Throws RangeError as `lettersOf` does. */
export function facesOf({ bold, regular }: Readonly<Record<keyof FaceLetters, Uint8Array>>): FaceLetters {
  return { regular: lettersOf(regular), bold: lettersOf(bold) };
}

/** Throws RangeError for what is no font, or one without such a map. */
export function lettersOf(font: Uint8Array): HasLetter {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableAt(view, 'cmap');
  const found: { format: number; at: number }[] = [];
  const count = view.getUint16(cmap + 2);
  for (let k = 0; k < count; k++) {
    const at = cmap + view.getUint32(cmap + 4 + 8 * k + 4);
    found.push({ format: view.getUint16(at), at });
  }
  const best = found.find(({ format }) => format === 12) ?? found.find(({ format }) => format === 4);
  if (!best) throw new RangeError('The font has no character map of format 4 or 12.');
  return best.format === 12 ? fromGroups(view, best.at) : fromSegments(view, best.at);
}

function tableAt(view: DataView, name: string): number {
  const count = view.byteLength >= 12 ? view.getUint16(4) : 0;
  for (let k = 0; k < count; k++) {
    const record = 12 + 16 * k;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(record + i)));
    if (tag === name) return view.getUint32(record + 8);
  }
  throw new RangeError(`The file is no TrueType font: it has no table '${name}'.`);
}

/** Format 12: groups of code points, ascending. */
function fromGroups(view: DataView, at: number): HasLetter {
  const count = view.getUint32(at + 12);
  return (code) => {
    for (let low = 0, high = count; low < high; ) {
      const middle = (low + high) >> 1;
      const group = at + 16 + 12 * middle;
      if (code > view.getUint32(group + 4)) low = middle + 1;
      else if (code < view.getUint32(group)) high = middle;
      else return view.getUint32(group + 8) + code - view.getUint32(group) !== 0;
    }
    return false;
  };
}

/** Format 4: segments of the first 65536 code points. */
function fromSegments(view: DataView, at: number): HasLetter {
  const twice = view.getUint16(at + 6);
  const ends = at + 14;
  const starts = ends + twice + 2;
  const offsets = starts + 2 * twice;
  return (code) => {
    for (let s = 0; s < twice; s += 2) {
      if (code > view.getUint16(ends + s)) continue;
      const start = view.getUint16(starts + s);
      if (code < start) return false;
      const delta = view.getUint16(starts + twice + s);
      const offset = view.getUint16(offsets + s);
      if (offset === 0) return ((code + delta) & 0xffff) !== 0;
      return view.getUint16(offsets + s + offset + 2 * (code - start)) !== 0;
    }
    return false;
  };
}
