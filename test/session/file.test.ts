import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { firstValueFrom, of } from 'rxjs';
import { toArray } from 'rxjs/operators';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../src/formats/npy';
import { writeNpz } from '../../src/formats/npz';
import { Random } from '../../src/models/random';
import { completeSettings, type Settings } from '../../src/models/settings';
import type { Trial } from '../../src/models/stream';
import type { Source } from '../../src/session/source';
import { fileSource } from '../../src/session/sources/file';
import { repeated, unheld } from '../formats/large/unheld';

const digits = new Uint8Array(readFileSync(new URL('../../examples/digits.csv.gz', import.meta.url)));

function open(bytes: Uint8Array | string, settings: Settings = {}, seed = 1): Promise<Source> {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  return fileSource.create({
    settings: completeSettings(fileSource.settings, {
      file: 'a.csv',
      heldOut: 0,
      normalisation: 'none',
      ...settings
    }),
    random: new Random(seed),
    files: { read: async () => content }
  });
}

const take = (source: Source, from: number, count: number): Promise<Trial[]> =>
  firstValueFrom(source.trials(from, of(count)).pipe(toArray()));

const inOrder: Settings = { order: 'file', split: 'end' };

describe('the digits read as 8 ticks of 8 pixels', () => {
  const settings = { file: 'example:digits.csv.gz', ticksPerRow: 8, heldOut: 0.2, normalisation: 'range' };

  it('holds out 360 of 1797 and declares ten classes', async () => {
    const source = await open(digits, settings);
    expect(source.shape).toMatchObject({
      inputs: 8,
      outputs: 10,
      steps: 8,
      loss: 'classification',
      inputKind: 'analogue',
      outputLabels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
    });
    expect(source.heldOut).toHaveLength(360);
    expect(source.trialsPerPass).toBe(1437);
    expect(source.note).toBe('1797 rows, 64 of 65 columns; 1437 trials to learn from, 360 held out');
  });

  it('cuts a row from left to right and counts the loss at its last tick', async () => {
    const source = await open(digits, { ...settings, ...inOrder, normalisation: 'none' });
    const [first] = await take(source, 0, 1);
    expect([...first.x.subarray(0, 16)]).toEqual([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
    expect([...first.mask]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect([...first.target.subarray(70)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const [third] = await take(source, 2, 1);
    expect(third.target.indexOf(1)).toBe(2);
  });

  it('shows every trial once a pass, in another order in the next', async () => {
    const source = await open(digits, settings);
    const key = (trial: Trial): string => trial.x.join();
    const passes = (await take(source, 0, 2874)).map(key);
    const [first, second] = [passes.slice(0, 1437), passes.slice(1437)];
    expect([...first].sort()).toEqual([...second].sort());
    expect(first).not.toEqual(second);
    const held = new Set(source.heldOut.map(key));
    expect(first.filter((trial) => held.has(trial))).toEqual([]);
  });

  it('draws trial k from the seed and k alone', async () => {
    const source = await open(digits, settings);
    const stream = await take(source, 0, 1450);
    for (const k of [1449, 3, 1437, 1436, 0]) {
      expect(await take(source, k, 1)).toEqual([stream[k]]);
      expect(await take(await open(digits, settings), k, 1)).toEqual([stream[k]]);
    }
    expect((await open(digits, settings, 2)).heldOut).not.toEqual(source.heldOut);
  });
});

describe('tables', () => {
  const series = 'time,a,b\n0,1,10\n1,2,20\n2,3,30\n3,4,40\n4,5,50\n';

  it('predicts the next row and stops before the last', async () => {
    const source = await open(series, {
      ...inOrder,
      task: 'predict',
      columns: 'a-b'.replace('-', ','),
      rowsPerTrial: 2
    });
    expect(source.trialsPerPass).toBe(2);
    const [first, second] = await take(source, 0, 2);
    expect([...first.x]).toEqual([1, 10, 2, 20]);
    expect([...first.target]).toEqual([2, 20, 3, 30]);
    expect([...second.target]).toEqual([4, 40, 5, 50]);
    expect(source.shape).toMatchObject({ loss: 'regression', steps: 2, outputLabels: ['a', 'b'] });
  });

  it('follows target columns, a row over several ticks', async () => {
    const source = await open(series, {
      ...inOrder,
      task: 'follow',
      targetColumns: 'time',
      ticksPerRow: 2,
      lossAt: 'everyTick'
    });
    const trials = await take(source, 3, 2);
    expect([...trials[0].x]).toEqual([4, 40]);
    expect([...trials[0].target]).toEqual([3, 3]);
    expect([...trials[0].mask]).toEqual([1, 1]);
    expect([...trials[1].x]).toEqual([5, 50]);
  });

  it('scales by the trials learned from alone', async () => {
    const text = '0,5,0\n4,5,1\n100,7,2\n';
    const range = await open(text, {
      ...inOrder,
      task: 'follow',
      targetColumns: '2',
      heldOut: 1,
      normalisation: 'range'
    });
    expect((await take(range, 0, 2)).map(({ x }) => [...x])).toEqual([
      [0, 0],
      [1, 0]
    ]);
    expect([...range.heldOut[0].x]).toEqual([25, 2]);
    expect([...range.heldOut[0].target]).toEqual([2]);
    const z = await open(text, {
      ...inOrder,
      task: 'follow',
      targetColumns: '2',
      heldOut: 1,
      normalisation: 'zScore'
    });
    expect((await take(z, 0, 2)).map(({ x }) => [...x])).toEqual([
      [-1, 0],
      [1, 0]
    ]);
    expect([...z.heldOut[0].x]).toEqual([49, 2]);
  });

  it('brings every column it learns from to mean 0 and deviation 1', async () => {
    const cell = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 3, maxLength: 40 }), async (values) => {
        const text = values.map((value, r) => `${value},${r % 2}\n`).join('');
        const source = await open(text, { normalisation: 'zScore' }, values.length);
        const x = (await take(source, 0, values.length)).map((trial) => trial.x[0]);
        const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
        const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
        const spread = Math.max(...values) - Math.min(...values);
        // Rounding of nearly equal large numbers is not what is tested.
        fc.pre(spread === 0 || spread > 1e-6 + 1e-3 * Math.max(...values.map(Math.abs)));
        expect(Math.abs(mean)).toBeLessThan(1e-6);
        expect(spread === 0 ? variance : Math.abs(variance - 1)).toBeLessThan(1e-6);
      })
    );
  });

  it('orders word labels by code point and leaves other columns alone', async () => {
    const source = await open('id,a,kind\nu1,1,b\nu2,2,B\nu3,0,a\n', { ...inOrder, columns: 'a' });
    expect(source.shape.outputLabels).toEqual(['B', 'a', 'b']);
    expect((await take(source, 0, 3)).map(({ target }) => target.indexOf(1))).toEqual([2, 0, 1]);
  });

  it('calls inputs of zeros and ones spikes', async () => {
    expect((await open('0,1,0\n1,1,1\n')).shape.inputKind).toBe('spikes');
  });
});

describe('arrays', () => {
  const x = { shape: [2, 3, 2], data: Float64Array.from({ length: 12 }, (_, i) => i) };

  it('takes an array of three dimensions as sequences, with one label each', async () => {
    const bytes = writeNpz({ images: x, digit: { shape: [2], data: Int32Array.of(7, 4) } });
    const source = await open(bytes, {
      ...inOrder,
      file: 'a.npz',
      inputArray: 'images',
      answerArray: 'digit'
    });
    expect(source.shape).toMatchObject({ steps: 3, inputs: 2, outputLabels: ['4', '7'] });
    const [first, second] = await take(source, 0, 2);
    expect([...first.x]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...first.target]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...second.target]).toEqual([1, 0, 1, 0, 1, 0]);
  });

  it('predicts within a sequence, never from one into the next', async () => {
    const source = await open(writeNpz({ x }), { ...inOrder, file: 'a.npz', task: 'predict' });
    const trials = await take(source, 0, 2);
    expect(trials.map(({ x: input }) => [...input])).toEqual([
      [0, 1, 2, 3],
      [6, 7, 8, 9]
    ]);
    expect(trials.map(({ target }) => [...target])).toEqual([
      [2, 3, 4, 5],
      [8, 9, 10, 11]
    ]);
  });

  it('follows a second array row by row', async () => {
    const bytes = writeNpz({
      x: { shape: [2, 1], data: Float32Array.of(1, 2) },
      y: { shape: [2], data: Float32Array.of(3, 4) }
    });
    const source = await open(bytes, { ...inOrder, file: 'a.npz', task: 'follow', answerArray: 'y' });
    expect((await take(source, 0, 2)).map(({ x: input, target }) => [...input, ...target])).toEqual([
      [1, 3],
      [2, 4]
    ]);
  });
});

describe('a bad file', () => {
  const twoArrays = writeNpz({
    x: { shape: [2], data: Float32Array.of(1, Number.NaN) },
    y: { shape: [3], data: Float32Array.of(1, 2, 3) }
  });
  const cube = writeNpz({ x: { shape: [1, 1, 1, 1], data: Float32Array.of(1) } });

  it.each<[string, string | Uint8Array, Settings, string]>([
    ['NaN', '1,2,0\n3,NaN,1\n', {}, "a.csv, row 2, column 1: found 'NaN'; expected a number."],
    [
      'a missing cell',
      'a,b,c\n1,2,0\n3,,1\n',
      {},
      'a.csv, row 3, column 1 (b): found an empty cell; expected a number.'
    ],
    ['text among numbers', '1,2,0\n3,two,1\n', {}, "a.csv, row 2, column 1: found 'two'; expected a number."],
    [
      'a ragged row',
      '1,2,0\n3,1\n',
      {},
      'a.csv, row 2: found 2 cells; expected 3 cells, as in the first row.'
    ],
    [
      'a broken label',
      '1,2,0\n3,4,1.5\n',
      {},
      "a.csv, row 2, column 2: found '1.5'; expected a class label (a whole number or a word)."
    ],
    [
      'a missing label',
      '1,2,0\n3,4,\n',
      {},
      'a.csv, row 2, column 2: found an empty cell; expected a label.'
    ],
    [
      'one class',
      '1,2,0\n3,4,0\n',
      {},
      "a.csv, column 2: found only the label '0'; expected at least two classes."
    ],
    ['an empty file', '', {}, 'a.csv: found an empty file; expected a table of numbers.'],
    ['a header alone', 'a,b\n', {}, 'a.csv: found 0 rows of data; expected at least 1 for one trial.'],
    [
      'too few rows',
      '1\n2\n3\n',
      { task: 'predict', rowsPerTrial: 3 },
      'a.csv: found 3 rows of data; expected at least 4 for one trial.'
    ],
    [
      'a column that is not there',
      '1,2,0\n',
      { columns: '0-7' },
      "a.csv: found no column '0-7'; expected positions 0 to 2."
    ],
    [
      'decimal commas',
      'a;b;y\n1;2;0\n1,5;2;1\n',
      {},
      "a.csv, row 3, column 0 (a): found '1,5'; expected a number with a decimal point, not a comma."
    ],
    ['labels alone', '0\n1\n', {}, 'a.csv: found no column left for inputs; expected at least one.'],
    [
      'a name that lies',
      'PK or not',
      { file: 'a.npy' },
      'a.npy: found bytes that do not begin like an NPY or NPZ file; expected arrays written by numpy.save or numpy.savez.'
    ],
    [
      'an array that is not there',
      twoArrays,
      { file: 'a.npz', inputArray: 'z' },
      "a.npz: found no array 'z'; expected one of the arrays x, y."
    ],
    [
      'arrays of different lengths',
      twoArrays,
      { file: 'a.npz', inputArray: 'y', answerArray: 'x', task: 'follow' },
      'a.npz: found 2 answers; expected 3, one a row.'
    ],
    [
      'NaN in an array',
      twoArrays,
      { file: 'a.npz', task: 'predict' },
      "a.npz, row 1, column 0: found 'NaN'; expected a number."
    ],
    [
      'a million columns and no row',
      writeNpy({ shape: [0, 1_000_000], data: new Float64Array(0) }),
      { file: 'a.npy' },
      'a.npy: found an array of shape (0, 1000000); expected at least one row and one column.'
    ],
    [
      'four dimensions',
      cube,
      { file: 'a.npz' },
      'a.npz: found an array of shape (1, 1, 1, 1); expected rows, rows x columns, or sequences x rows x columns.'
    ]
  ])('with %s is refused in one line', async (_, content, settings, message) => {
    await expect(open(content, settings)).rejects.toMatchObject({ name: 'FormatError', message });
  });

  it.each<[string, Settings, string]>([
    [
      'the answer among the inputs',
      { columns: '0-2' },
      "Setting 'columns' holds column 2, which is also the answer; take it out of one of the two."
    ],
    [
      'no targets',
      { task: 'follow' },
      'Setting \'targetColumns\' is empty; name the columns to follow, such as "3-4".'
    ],
    [
      'ticks that do not divide the columns',
      { ticksPerRow: 3 },
      "Setting 'ticksPerRow' is 3, which does not divide the 2 input columns; choose a divisor or other columns."
    ],
    [
      'everything held out',
      { heldOut: 2 },
      "Setting 'heldOut' is 2, but the file makes 2 trials; leave at least one to learn from."
    ]
  ])('a choice with %s is refused in one line', async (_, settings, message) => {
    await expect(open('1,2,0\n3,4,1\n', settings)).rejects.toMatchObject({ name: 'SettingError', message });
  });
});

describe('a file too large to hold', () => {
  /** What flows out of a source, bit for bit. */
  async function outcome(source: Source): Promise<unknown> {
    const { heldOut, note, shape, trialsPerPass } = source;
    const from = trialsPerPass! - 3;
    return {
      heldOut,
      note,
      shape,
      trialsPerPass,
      trials: [await take(source, 0, 40), await take(source, from, 7)]
    };
  }

  const openUnheld = (bytes: Uint8Array, settings: Settings): Promise<Source> =>
    fileSource.create({
      settings: completeSettings(fileSource.settings, { file: 'a.csv', ...settings }),
      random: new Random(3),
      files: { read: async () => unheld(bytes) }
    });

  function npyHeader(rows: number, columns: number): Uint8Array {
    const header = writeNpy({ shape: [1, 1], data: Float32Array.of(0) }).subarray(0, 128);
    const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
    header.set(new TextEncoder().encode(text.padEnd(117)), 10);
    return header;
  }

  const rows = Array.from({ length: 30_000 }, (_, r) => {
    const x = ((r * 7919) % 1000) / 7;
    return `${x},${(x * x).toFixed(3)},${(r * 31) % 2},${['sit', 'run', 'rest'][r % 3]}`;
  });
  const csv = new TextEncoder().encode(`x,y,bit,what\n${rows.join('\n')}\n`);
  const tasks: readonly Settings[] = [
    { task: 'classify', normalisation: 'zScore' },
    { task: 'classify', columns: 'bit', normalisation: 'none', heldOut: 20, split: 'end', order: 'file' },
    { task: 'predict', columns: 'x, y', rowsPerTrial: 50, normalisation: 'range', lossAt: 'everyTick' },
    { task: 'follow', columns: 'x', targetColumns: 'y', rowsPerTrial: 7, normalisation: 'zScore' }
  ];

  it.each(tasks)('gives the very trials it gives when held: %o', async (settings) => {
    const held = await open(csv, { ...settings, heldOut: settings['heldOut'] ?? 0.2 }, 3);
    const pieces = await openUnheld(csv, { ...settings, heldOut: settings['heldOut'] ?? 0.2 });
    expect(await outcome(pieces)).toEqual(await outcome(held));
  });

  it('reads arrays with one answer a sequence, whatever block they lie in', async () => {
    const npz = writeNpy({
      shape: [2000, 5, 4],
      data: Float32Array.from({ length: 40_000 }, (_, i) => (i * 13) % 101)
    });
    const settings = { file: 'a.npy', task: 'predict', normalisation: 'zScore', heldOut: 0.1 };
    expect(await outcome(await openUnheld(npz, settings))).toEqual(
      await outcome(await open(npz, settings, 3))
    );
  });

  it('flows from 1.5 GB in pieces of a few hundred kilobytes', async () => {
    const stretch = new Uint8Array(2 ** 20);
    const numbers = new Float32Array(stretch.buffer);
    for (let i = 0; i < numbers.length; i++) numbers[i] = (i % 251) / 8;
    const columns = 256;
    const count = 1500;
    const header = npyHeader((count * 2 ** 18) / columns, columns);
    const file = repeated(header, stretch, count);
    expect(file.size).toBeGreaterThan(1.5e9);
    const settings = { file: 'a.npy', task: 'predict', rowsPerTrial: 100, normalisation: 'none', heldOut: 5 };
    const heard: string[] = [];
    const source = await fileSource.create({
      settings: completeSettings(fileSource.settings, settings),
      random: new Random(1),
      files: { read: async () => file },
      progress: async (doing, share) => void heard.push(`${doing} ${Math.floor(10 * share)}`)
    });
    expect(new Set(heard)).toEqual(
      new Set(Array.from({ length: 11 }, (_, k) => `Looking through a.npy ${k}`))
    );
    expect(source.trialsPerPass).toBe(15_354);
    const [first, second] = await take(source, 0, 2);
    expect(first.x.slice(0, 3)).not.toEqual(second.x.slice(0, 3));
    expect([...first.x].every((value) => Number.isInteger(8 * value) && value < 32)).toBe(true);
    // The header is looked for in the first 64 kB; a block is 128 kB.
    expect(file.most).toBe(2 ** 17);
  });

  it('ends where the user has had enough of reading', async () => {
    const reading = fileSource.create({
      settings: completeSettings(fileSource.settings, { file: 'a.csv', task: 'predict', columns: 'x' }),
      random: new Random(1),
      files: { read: async () => unheld(csv) },
      progress: () => Promise.reject(new Error('enough'))
    });
    await expect(reading).rejects.toThrow('enough');
  });

  it('tells how many trials can be held out', async () => {
    const settings = { task: 'predict', columns: 'x', rowsPerTrial: 2, heldOut: 14_000, ticksPerRow: 1 };
    expect((await openUnheld(csv, settings)).heldOut).toHaveLength(14_000);
    const wide = repeated(npyHeader(240_000, 400), new Uint8Array(4000), 96_000);
    const many = fileSource.create({
      settings: completeSettings(fileSource.settings, {
        file: 'a.npy',
        task: 'predict',
        rowsPerTrial: 3,
        heldOut: 0.99,
        normalisation: 'none'
      }),
      random: new Random(1),
      files: { read: async () => wide }
    });
    await expect(many).rejects.toThrow(
      "Setting 'heldOut' keeps back 79200 trials, which take 1.52 GB of memory; hold out at most 27927, as a number."
    );
  });
});
