import { gzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, writeCsv } from '../../src/formats/csv';
import { detectDelimiter } from '../../src/formats/csvRows';
import { FormatError } from '../../src/formats/formatError';
import type { Table } from '../../src/formats/table';

const read = (text: string): Table => readCsv('a.csv', new TextEncoder().encode(text));
const values = (table: Table): number[][] =>
  Array.from({ length: table.rows }, (_, r) => table.columns.map((column) => column.values[r]));
const names = (table: Table): string[] => table.columns.map((column) => column.name);

describe('reading delimited text', () => {
  it.each([
    ['commas', '1,2\n3,4\n'],
    ['semicolons', '1;2\n3;4'],
    ['tabs and carriage returns', '1\t2\r\n3\t4\r\n'],
    ['bars and old Mac line ends', '1|2\r3|4\r'],
    ['runs of blanks', '  1   2\n3 4  \n'],
    ['quotes', '"1","2"\n"3",4\n'],
    ['blank lines and comments', '# made by hand\n1,2\n\n3,4\n\n'],
    ['a byte order mark', '\ufeff1,2\n3,4\n']
  ])('understands %s', (_, text) => {
    const table = read(text);
    expect(values(table)).toEqual([
      [1, 2],
      [3, 4]
    ]);
    expect(table.named).toBe(false);
    expect(names(table)).toEqual(['0', '1']);
  });

  it('takes a first row without numbers as the header', () => {
    const table = read('time,"speed, cm/s"\n0,1.5e1\n.5,-2\n');
    expect(names(table)).toEqual(['time', 'speed, cm/s']);
    expect(values(table)).toEqual([
      [0, 15],
      [0.5, -2]
    ]);
    expect([...table.rowNumbers]).toEqual([2, 3]);
  });

  it('takes a first row that counts the columns and names the last as the header', () => {
    expect(names(read('0,1,label\n5,6,7\n'))).toEqual(['0', '1', 'label']);
  });

  it('does not take data with one word or only gaps for a header', () => {
    expect(read('5.1,3.5,setosa\n4.9,3,setosa\n').rows).toBe(2);
    expect(read('NA,\n1,2\n').rows).toBe(2);
  });

  it('keeps the words of cells that are not finite numbers', () => {
    const table = read('1,cat\n0x10,1e999\n,7\n');
    expect([...table.columns[0].words]).toEqual([
      [1, '0x10'],
      [2, '']
    ]);
    expect([...table.columns[1].words]).toEqual([
      [0, 'cat'],
      [1, '1e999']
    ]);
  });

  it('counts lines inside quotes, so that later rows are called by their line', () => {
    expect([...read('name,n\n"a\nb",1\nc,2\n').rowNumbers]).toEqual([2, 4]);
  });

  it('unpacks gzip, also of several members', () => {
    const member = (text: string): Uint8Array => gzipSync(new TextEncoder().encode(text));
    expect(values(readCsv('a.csv.gz', member('1,2\n3,4\n')))).toEqual([
      [1, 2],
      [3, 4]
    ]);
    const two = Uint8Array.from([...member('1,2\n'), ...member('3,4\n')]);
    expect(readCsv('a.csv.gz', two).rows).toBe(2);
  });

  it('reads a file longer than one piece like a short one', () => {
    const rows = 200_000;
    const text = Array.from({ length: rows }, (_, r) => `${r},"é${r}",${-r}\n`).join('');
    const table = read(text);
    expect(table.rows).toBe(rows);
    expect(table.columns[2].values[rows - 1]).toBe(1 - rows);
    expect(table.columns[1].words.get(123_456)).toBe('é123456');
    expect(table.rowNumbers[rows - 1]).toBe(rows);
  });

  it.each([
    ['a ragged row', '1,2\n3,4\n5\n', 'a.csv, row 3: found 1 cell; expected 2 cells, as in the first row.'],
    [
      'an open quote',
      '1,2\n"3,4\n',
      'a.csv, row 2: found a quote that never closes; expected a second " before the end of the file.'
    ],
    ['an empty file', '', 'a.csv: found an empty file; expected a table of numbers.'],
    ['only comments', '# nothing\n\n', 'a.csv: found an empty file; expected a table of numbers.']
  ])('refuses %s', (_, text, message) => {
    expect(() => read(text)).toThrow(FormatError);
    expect(() => read(text)).toThrow(message);
  });

  it('refuses bytes that are not text', () => {
    const message =
      'a.csv: found bytes that are not text; expected a table as UTF-8 text (CSV or TSV, gzipped or not), or a file ending in .npy or .npz.';
    expect(() => readCsv('a.csv', Uint8Array.of(0x31, 0xff, 0xfe))).toThrow(message);
    expect(() => readCsv('a.csv', Uint8Array.of(0x31, 0, 0x32))).toThrow(message);
  });

  it('refuses gzip that was cut off or changed', () => {
    const whole = gzipSync(new TextEncoder().encode('1,2\n3,4\n'.repeat(100)));
    const changed = Uint8Array.from(whole);
    changed[changed.length - 6] ^= 1;
    const two = Uint8Array.from([...changed, ...whole]);
    for (const bytes of [two, whole.subarray(0, 30), whole.subarray(0, whole.length - 3), changed]) {
      expect(() => readCsv('a.csv.gz', bytes)).toThrow(
        'a.csv.gz: found damaged or incomplete gzip data; expected a whole gzip file'
      );
    }
  });
});

describe('telling the delimiter', () => {
  it('prefers the one that cuts all lines alike', () => {
    expect(detectDelimiter('1,5;2,5\n3;4,5\n7,25;1\n')).toBe(';');
    expect(detectDelimiter('a b,c d\ne f,g h\n')).toBe(',');
    expect(detectDelimiter('1\n2\n')).toBe(',');
  });
});

describe('writing delimited text', () => {
  it('leaves gaps for what is not a number and quotes what needs it', () => {
    expect(
      writeCsv([
        { name: 'a "b"', values: [1, Number.NaN] },
        { name: 'c', values: ['x,y', undefined] }
      ])
    ).toBe('"a ""b""",c\n1,"x,y"\n,\n');
  });

  it('gives back the numbers it was given, bit by bit', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 30 }), (rows) => {
        const text = writeCsv([
          { name: 'a', values: rows.map(([a]) => a) },
          { name: 'b', values: rows.map(([, b]) => b) }
        ]);
        const table = read(text);
        expect(names(table)).toEqual(['a', 'b']);
        expect(values(table)).toEqual(rows);
      })
    );
  });

  it('gives back words with quotes, line ends and delimiters in them', () => {
    const word = fc
      .string({ unit: fc.constantFrom('a', '"', ',', '\n', ';', '\t', 'é', '|'), minLength: 1 })
      .map((text) => `w${text}w`);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), (words) => {
        const table = read(
          writeCsv([
            { name: 'id', values: words.map((_, i) => i) },
            { name: 'word', values: words }
          ])
        );
        expect(words.map((_, r) => table.columns[1].words.get(r))).toEqual(words);
      })
    );
  });
});
