import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NpyArray, readNpy, type WritableArray, writeNpy } from '../../src/formats/npy';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/formats/${name}`, import.meta.url)));
const load = (name: string): NpyArray => readNpy(name, fixture(name));
const numbers = (array: NpyArray): number[] => (array.kind === 'numbers' ? [...array.data] : []);

describe('reading what NumPy wrote', () => {
  it('reads float32 as float32', () => {
    const array = load('float32.npy');
    expect(array.shape).toEqual([2, 3]);
    expect(array.data).toBeInstanceOf(Float32Array);
    expect(numbers(array)).toEqual([-0.5, -0.25, 0, 0.25, 0.5, 0.75]);
  });

  it('puts Fortran order into C order', () => {
    const array = load('float64-fortran.npy');
    expect(array.shape).toEqual([2, 3, 4]);
    expect(numbers(array)).toEqual(Array.from({ length: 24 }, (_, i) => i));
  });

  it('reads big-endian 64-bit whole numbers', () => {
    expect(numbers(load('int64-big-endian.npy'))).toEqual([1, -2, 3e9]);
  });

  it('reads half floats, subnormal and infinite ones too', () => {
    expect(numbers(load('float16.npy'))).toEqual([0.5, -2, 65504, 2 ** -24, Number.POSITIVE_INFINITY]);
  });

  it('reads words', () => {
    expect(load('words.npy')).toEqual({ kind: 'text', shape: [3], data: ['cat', 'dög', ''] });
  });

  it.each([
    ['objects.npy', 'found pickled Python objects; expected bool, integer, float or text elements'],
    ['complex.npy', "found elements of type '<c16'; expected bool, integer, float or text elements"],
    ['records.npy', 'found an array of records; expected an array of plain numbers']
  ])('refuses %s', (name, message) => {
    expect(() => load(name)).toThrow(`${name}: ${message}`);
  });

  it('refuses words of no letters, however many there are', () => {
    const bytes = Buffer.from(fixture('words.npy'));
    const header = bytes.toString('latin1', 10, 128);
    const changed = header.replace(/<U\d+/, '<U0').replace('(3,)', '(999999999,)');
    bytes.write(changed.slice(0, 118), 10, 'latin1');
    expect(() => readNpy('a.npy', new Uint8Array(bytes))).toThrow("a.npy: found elements of type '<U0'");
  });

  it('refuses a file that is cut off', () => {
    expect(() => readNpy('a.npy', fixture('float32.npy').subarray(0, 140))).toThrow(
      'a.npy: found 12 bytes of data; expected 24 bytes for the shape (2, 3); copy the file again.'
    );
    expect(() => readNpy('a.npy', fixture('float32.npy').subarray(0, 40))).toThrow(
      'a.npy: found an NPY header that is cut off; expected a whole file; copy it again.'
    );
    expect(() => readNpy('a.npy', Uint8Array.of(1, 2, 3))).toThrow(
      'found bytes that do not begin like an NPY file'
    );
  });

  it('refuses whole numbers a float cannot hold', () => {
    const bytes = Uint8Array.from(fixture('int64-big-endian.npy'));
    bytes.set([0x7f, 0xff], bytes.length - 8);
    expect(() => readNpy('a.npy', bytes)).toThrow(
      'expected whole numbers up to 2^53, which a float holds exactly.'
    );
  });
});

describe('writing', () => {
  it('writes the very bytes NumPy writes', () => {
    const data = Float32Array.from([-0.5, -0.25, 0, 0.25, 0.5, 0.75]);
    expect(writeNpy({ shape: [2, 3], data })).toEqual(fixture('float32.npy'));
  });

  it('gives back what it was given: shape, element type and bits', () => {
    const array: fc.Arbitrary<WritableArray> = fc
      .array(fc.nat({ max: 4 }), { maxLength: 4 })
      .chain((shape) => {
        const length = shape.reduce((product, extent) => product * extent, 1);
        const size = { minLength: length, maxLength: length };
        return fc
          .oneof(
            fc.float64Array(size),
            fc.float32Array(size),
            fc.int32Array(size),
            fc.uint32Array(size),
            fc.uint8Array(size)
          )
          .map((data) => ({ shape, data: data as WritableArray['data'] }));
      });
    fc.assert(
      fc.property(array, (given) => {
        const read = readNpy('a.npy', writeNpy(given));
        expect(read.shape).toEqual(given.shape);
        expect(numbers(read)).toEqual([...given.data]);
        expect(read.data instanceof Float32Array).toBe(given.data instanceof Float32Array);
      })
    );
  });

  it('writes words as text, of any script', () => {
    const words = ['cat', '', 'a longer name', 'été', '猫', '😀'];
    const read = readNpy('a.npy', writeNpy({ shape: [6], data: words }));
    expect(read).toEqual({ kind: 'text', shape: [6], data: words });
  });

  it('writes truth values as bool', () => {
    const bytes = writeNpy({ shape: [3], data: Uint8Array.of(0, 1, 1), bool: true });
    expect(new TextDecoder('latin1').decode(bytes)).toContain("'descr': '|b1'");
    expect(numbers(readNpy('a.npy', bytes))).toEqual([0, 1, 1]);
  });

  it('refuses data that do not fill the shape', () => {
    expect(() => writeNpy({ shape: [2, 2], data: new Float64Array(3) })).toThrow(
      'An array of shape (2, 2) has 4 elements; 3 were given.'
    );
  });
});
