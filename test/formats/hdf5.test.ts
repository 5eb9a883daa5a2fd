import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/formats/formatError';
import { readHdf5 } from '../../src/formats/hdf5';
import { hdf5Library } from '../../src/formats/hdf5Library';
import { writeHdf5 } from '../../src/formats/hdf5Write';

const tree = {
  attributes: { neurodata_type: 'NWBFile' },
  datasets: { x: { data: Float64Array.of(1, 2, 3) } }
};
const read = (bytes: Uint8Array) =>
  readHdf5('a.h5', bytes, (root) => [root.attribute('neurodata_type'), root.dataset('x')?.numbers()]);
const xs = ['NWBFile', Float64Array.of(1, 2, 3)];

describe('damaged HDF5', () => {
  it('with a free space of no size in a heap is refused before the library is caught in it', async () => {
    const bytes = await writeHdf5(tree);
    const heap = String.fromCharCode(...bytes).indexOf('GCOL');
    expect(heap).toBeGreaterThan(0);
    expect(await read(bytes)).toEqual(xs);
    // Behind the header of the heap, one object of a header and a text of eight letters.
    const free = heap + 16 + 16 + 8;
    expect(bytes[free + 8]).toBeGreaterThan(0);
    bytes.fill(0, free, free + 16);
    await expect(read(bytes)).rejects.toThrow(FormatError);
  });

  it('leaves the library as it was, however often it is met', { timeout: 60_000 }, async () => {
    const whole = await writeHdf5(tree);
    const { FS } = await hdf5Library();
    const files = FS.readdir('/tmp').length;
    const cut = whole.slice();
    cut.fill(0xff, 300);
    // The library holds 4096 open files; each of its messages takes one, and some of its stack.
    for (let k = 0; k < 4200; k++) await read(cut).catch(() => undefined);
    await expect(read(whole.slice(0, 700))).rejects.toThrow('a whole HDF5 file');
    expect(FS.readdir('/tmp')).toHaveLength(files);
    expect(await read(whole)).toEqual(xs);
    expect(await writeHdf5(tree)).toEqual(whole);
  });
});
