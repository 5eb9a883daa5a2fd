import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/formats/csv';
import { writeHdf5 } from '../../../src/formats/hdf5Write';
import { openDataBlocks } from '../../../src/formats/large/openDataBlocks';
import { type Block, blockOf, type DataBlocks } from '../../../src/formats/large/dataBlocks';
import { writeNpy } from '../../../src/formats/npy';
import { writeNpz } from '../../../src/formats/npz';
import type { Table } from '../../../src/formats/table';
import { pythonWith, runPython } from '../../python';
import { repeated, unheld } from './unheld';

const choice = { inputs: '', answers: '' };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const open = (bytes: Uint8Array, file = 'a.csv', arrays = choice): Promise<DataBlocks> =>
  openDataBlocks(file, unheld(bytes), arrays);

/** Every row with its number and its cells as they stand. */
function cells({ columns, rowNumbers, rows }: Table): string[] {
  return Array.from({ length: rows }, (_, r) =>
    [rowNumbers[r], ...columns.map(({ values, words }) => words.get(r) ?? values[r])].join('|')
  );
}

function all(data: DataBlocks, of: (block: Block) => Table = ({ inputs }) => inputs): string[] {
  return data.starts.flatMap((_, b) => cells(of(data.read(b))));
}

describe('a text table read in blocks', () => {
  it('has the rows, names and line numbers that it has when held', async () => {
    let text = 'time,name,"wide, name"\n';
    for (let r = 0; r < 40_000; r++) {
      text += `${r / 8},${r % 7 === 0 ? `"say ""${r}"",\nthen on"` : `word ${r}`},${r % 11 === 0 ? '' : -r}\r\n`;
      if (r % 1000 === 0) text += '# left out, "with a quote\n\n';
    }
    const bytes = utf8(text);
    const data = await open(bytes);
    const held = readCsv('a.csv', bytes);
    expect(data.starts.length).toBeGreaterThan(4);
    expect(data.rows).toBe(held.rows);
    expect(all(data)).toEqual(cells(held));
    expect(data.read(3).inputs).toMatchObject({ named: true, rows: data.starts[4] - data.starts[3] });
    expect(data.read(3).inputs.columns.map(({ name }) => name)).toEqual(['time', 'name', 'wide, name']);
  });

  it('reads plain rows from their bytes as it reads them from text', async () => {
    const cell = fc.oneof(
      fc.double({ noNaN: true }).map(String),
      fc.integer().map(String),
      fc.tuple(fc.nat(), fc.stringMatching(/^\d{1,17}$/)).map(([whole, rest]) => `${whole}.${rest}`),
      fc.constantFrom(
        '',
        ' 7 ',
        '-',
        '.',
        '-0',
        '1.',
        '.5',
        '0x1f',
        'run',
        'é',
        'a longer word',
        'nan',
        '1e3',
        '+4',
        '\u00a0 2'
      )
    );
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        async (own, cut, end) => {
          // A first block that says what the table is, and then the rows in question again and again.
          const text = `a${cut}b${cut}c${end}1${cut}2${cut}3${end}`;
          const stretch = own.map((row) => row.join(cut) + end).join('');
          const bytes = utf8(text + stretch.repeat(Math.ceil(300_000 / stretch.length)));
          const held = readCsv('a.csv', bytes);
          const blocks = await open(bytes);
          expect(blocks.rows).toBe(held.rows);
          expect(all(blocks)).toEqual(cells(held));
        }
      ),
      { numRuns: 25 }
    );
  });

  it('leaves out the values of columns that nobody wants', async () => {
    const bytes = utf8('1,2,word\n'.repeat(60_000));
    const { columns } = (await open(bytes)).read(1, new Set([1])).inputs;
    expect(columns.map(({ values, words }) => [values[0], words.size])).toEqual([
      [undefined, 0],
      [2, 0],
      [undefined, 0]
    ]);
  });

  it('finds the block of any row', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 40 }), (cuts) => {
        const starts = [0, ...cuts.sort((a, b) => a - b)];
        for (let row = 0; row < 520; row++) {
          const block = blockOf(starts, row);
          expect(starts[block] <= row && (starts[block + 1] ?? Number.POSITIVE_INFINITY) > row).toBe(true);
        }
      })
    );
  });

  it('says where a row is ragged, far into the file', async () => {
    const lines = Array.from({ length: 60_000 }, (_, r) => `${r},${r + 1}`);
    lines[55_554] = '1,2,3';
    const data = await open(utf8(lines.join('\n')));
    expect(data.rows).toBe(60_000);
    expect(() => all(data)).toThrow(
      'a.csv, row 55555: found 3 cells; expected 2 cells, as in the first row.'
    );
  });

  it('shows the head without reading on, and about how many rows there are', async () => {
    const file = repeated(utf8('a,b\n'), utf8('1.5,2.5\n'), 200_000_000);
    const data = await openDataBlocks('a.csv', file, choice, { headOnly: true });
    expect(file.bytesRead).toBeLessThan(4e6);
    expect(data.starts).toEqual([0]);
    expect(data.read(0).inputs.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(data.whole!.counted).toBe(false);
    expect(data.whole!.rows).toBeGreaterThan(199e6);
    expect(data.whole!.rows).toBeLessThan(201e6);
  });

  it('can be stopped while it looks for rows, and begun anew', async () => {
    const file = repeated(utf8('a,b\n'), utf8('1.5,2.5\n'), 10_000_000);
    const shares: number[] = [];
    const stopping = openDataBlocks('a.csv', file, choice, {
      progress: async (_, share) => {
        shares.push(share);
        if (share > 0.2) throw new Error('stopped');
      }
    });
    await expect(stopping).rejects.toThrow('stopped');
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(file.bytesRead).toBeLessThan(file.size / 2);
    const small = unheld(utf8('1,2\n3,4\n'));
    expect((await openDataBlocks('a.csv', small, choice)).rows).toBe(2);
  });

  it('refuses a row that never ends', async () => {
    const file = repeated(utf8('a,b\n1,"'), utf8('no end of it '), 8_000_000);
    await expect(openDataBlocks('a.csv', file, choice)).rejects.toThrow(
      /found a row of more than 67.1 MB; expected rows that end in a line feed, and quotes that close/
    );
    expect(file.most).toBeLessThan(2 ** 28);
  });

  it('says what to do with a packed one', async () => {
    await expect(open(gzipSync(utf8('1,2\n3,4\n')), 'a.csv.gz')).rejects.toThrow(/unpacked \(gunzip\)/);
  });
});

describe('arrays read in blocks', () => {
  const shape = [900, 10, 7];
  const data = Float32Array.from({ length: 900 * 70 }, (_, i) => Math.fround(Math.sin(i)));
  const labels = Int32Array.from({ length: 900 }, (_, i) => i % 3);

  const same = async (file: string, bytes: Uint8Array, arrays = choice): Promise<DataBlocks> => {
    const blocks = await open(bytes, file, arrays);
    const held = await openDataBlocks(file, bytes, arrays);
    expect(held.starts).toEqual([0]);
    expect(blocks.starts.length).toBeGreaterThan(1);
    expect([blocks.rows, blocks.rowsPerSequence]).toEqual([held.rows, held.rowsPerSequence]);
    expect(blocks.answerRows).toBe(held.answerRows);
    expect(all(blocks)).toEqual(all(held));
    if (held.answerRows !== undefined)
      expect(all(blocks, ({ answers }) => answers!)).toEqual(all(held, ({ answers }) => answers!));
    return blocks;
  };

  it('NPY has the rows it has when held', async () => {
    const blocks = await same('a.npy', writeNpy({ shape, data }));
    // A block holds whole sequences.
    expect(blocks.starts.every((start) => start % 10 === 0)).toBe(true);
    await same('a.npy', writeNpy({ shape: [9000, 7], data }));
  });

  it('HDF5 has the rows it has when held, one answer a sequence or one a row', async () => {
    const bytes = await writeHdf5({
      datasets: {
        x: { shape, data },
        y: { shape: [900], data: labels },
        z: { shape: [9000, 2], data: data.slice(0, 18_000) }
      }
    });
    await same('a.h5', bytes, { inputs: 'x', answers: 'y' });
    await same('a.h5', bytes, { inputs: 'x', answers: 'z' });
  });

  it('says what to do with a packed NPZ, and which arrays there are', async () => {
    const bytes = writeNpz({ x: { shape, data } });
    await expect(open(bytes, 'a.npz')).rejects.toThrow(/numpy.savez, not savez_compressed/);
    await expect(open(bytes, 'a.npz', { inputs: 'w', answers: '' })).rejects.toThrow(
      "found no array 'w'; expected one of the arrays x"
    );
    for (let k = 0; k < bytes.length; k += 997)
      await expect(open(bytes.subarray(0, k), 'a.npz')).rejects.toThrow(/^a.npz/);
  });

  const python = pythonWith('numpy');

  it.skipIf(!python)('NPZ as numpy.savez writes it, 64-bit fields and all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engram-'));
    const path = join(folder, 'a.npz');
    try {
      const program =
        'import numpy as n, sys; n.savez(sys.argv[1], x=n.arange(63000.).reshape(900,10,7), y=n.arange(900)%3)';
      runPython(python!, ['-c', program, path]);
      await same('a.npz', new Uint8Array(readFileSync(path)), { inputs: 'x', answers: 'y' });
      const fortran = 'import numpy as n, sys; n.save(sys.argv[1], n.asfortranarray(n.ones((900,7))))';
      runPython(python!, ['-c', fortran, path]);
      await expect(open(new Uint8Array(readFileSync(`${path}.npy`)), 'b.npy')).rejects.toThrow(
        /ascontiguousarray/
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
