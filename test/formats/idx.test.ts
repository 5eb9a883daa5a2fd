import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/formats/formatError';
import { type IdxArray, isIdx, readIdx, writeIdx } from '../../src/formats/idx';

const message = (bytes: Uint8Array, dimensions?: number): string => {
  try {
    readIdx('t10k', bytes, dimensions);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return (error as Error).message;
  }
  return 'no error';
};

/** Two images of 2 x 3 bytes, written by hand. */
const images = Uint8Array.of(
  ...[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3],
  ...[1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255]
);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 0);

describe('IDX', () => {
  it('reads images and labels of bytes', () => {
    expect(readIdx('images', images, 3)).toEqual({
      shape: [2, 2, 3],
      data: Uint8Array.of(1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255)
    });
    expect(readIdx('labels', labels, 1)).toEqual({ shape: [2], data: Uint8Array.of(7, 0) });
  });

  it('gives back what was written, of every type', () => {
    const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
    const make = fc.constantFrom(Uint8Array, Int8Array, Int16Array, Int32Array, Float32Array, Float64Array);
    fc.assert(
      fc.property(shape, make, fc.integer(), (extents, Type, seed) => {
        const length = extents.reduce((product, extent) => product * extent, 1);
        const data = new Type(length);
        for (let i = 0; i < length; i++) data[i] = Math.imul(seed + i, 2654435761) / 7;
        const written: IdxArray = { shape: extents, data };
        const bytes = writeIdx(written);
        expect(isIdx(bytes)).toBe(true);
        expect(readIdx('x', bytes)).toEqual(written);
        expect(readIdx('x', bytes, extents.length)).toEqual(written);
      })
    );
  });

  it('says what is wrong', () => {
    expect(message(new Uint8Array())).toBe(
      't10k: found an empty file; expected an IDX file, which begins with the magic number 2051 (images).'
    );
    expect(message(Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 1)).toBe(
      't10k: found the magic number 2303741511; expected an IDX file, which begins with the magic number 2049 (labels).'
    );
    expect(message(labels, 3)).toBe(
      't10k: found the magic number 2049 (labels): 1 dimension; expected 2051 (images): 3 dimensions.'
    );
    expect(message(images, 1)).toBe(
      't10k: found the magic number 2051 (images): 3 dimensions; expected 2049 (labels): 1 dimension.'
    );
    expect(message(images.subarray(0, 9))).toBe(
      't10k: found a header that is cut off; expected 16 bytes of it; copy the file again.'
    );
    expect(message(images.subarray(0, 20))).toBe(
      't10k: found 4 bytes of data; expected 12 bytes for the shape (2, 2, 3); copy the file again.'
    );
    expect(message(Uint8Array.of(...images, 0))).toMatch(/found 13 bytes of data/);
  });

  it('is told from text, NPY, gzip, zip and pictures', () => {
    const others = [
      '1,2,3',
      '\x93NUMPY\x01\x00',
      '\x1f\x8b\x08\x00',
      'PK\x03\x04',
      '\x89PNG',
      '\xff\xd8\xff\xe0'
    ];
    for (const text of others)
      expect(isIdx(Uint8Array.from(text, (character) => character.charCodeAt(0)))).toBe(false);
  });
});
