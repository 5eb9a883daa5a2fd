import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readNpz, writeNpz } from '../../src/formats/npz';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/formats/${name}`, import.meta.url)));

describe('archives of arrays', () => {
  it('reads every array of an archive NumPy wrote', () => {
    const arrays = readNpz('mixed.npz', fixture('mixed.npz'));
    expect([...arrays.keys()]).toEqual(['x', 'labels', 'flag', 'scalar', 'name']);
    expect(arrays.get('x')).toEqual({
      kind: 'numbers',
      shape: [3, 4],
      data: Float64Array.from({ length: 12 }, (_, i) => i)
    });
    expect(arrays.get('labels')?.data).toEqual(Float64Array.of(0, 1, 1));
    expect(arrays.get('flag')?.data).toEqual(Float64Array.of(1, 0));
    expect(arrays.get('scalar')).toEqual({ kind: 'numbers', shape: [], data: Float64Array.of(2.5) });
    expect(arrays.get('name')?.data).toEqual(['ab', 'c']);
  });

  it('reads a compressed archive', () => {
    expect(readNpz('packed.npz', fixture('packed.npz')).get('x')?.data).toEqual(new Float32Array(100));
  });

  it('gives back what it wrote, and writes the same bytes each time', () => {
    const arrays = {
      a: { shape: [2], data: Float32Array.of(1, 2) },
      b: { shape: [1, 1], data: Float64Array.of(-3.5) }
    };
    const bytes = writeNpz(arrays);
    expect(writeNpz(arrays)).toEqual(bytes);
    expect(readNpz('a.npz', bytes)).toEqual(
      new Map(Object.entries(arrays).map(([name, array]) => [name, { kind: 'numbers', ...array }]))
    );
  });

  it('says what is wrong with a bad archive', () => {
    expect(() => readNpz('a.npz', fixture('mixed.npz').subarray(0, 500))).toThrow(
      'a.npz: found a damaged or incomplete archive; expected a whole NPZ file; copy or download it again.'
    );
    expect(() => readNpz('a.npz', Uint8Array.of(1, 2, 3, 4))).toThrow(
      'a.npz: found bytes that do not begin like an NPZ file; expected arrays written by numpy.savez.'
    );
    expect(() => readNpz('a.npz', zipSync({ 'readme.txt': Uint8Array.of(65) }))).toThrow(
      'a.npz: found no arrays; expected arrays written by numpy.savez.'
    );
    expect(() => readNpz('a.npz', zipSync({ 'w.npy': fixture('complex.npy') }))).toThrow(
      "a.npz array 'w': found elements of type '<c16'"
    );
  });
});
