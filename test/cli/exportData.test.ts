import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { readCsv } from '../../src/formats/csv';
import { readNpz } from '../../src/formats/npz';
import { pythonWith, runPython } from '../python';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-export-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function engram(...args: string[]) {
  const io = testIo(folder);
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}

const small = ['--set', 'units=8', '--set', 'batch=2', '--trials', '3'];
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
const python = pythonWith('h5py', 'numpy');

describe('engram export of data', () => {
  it.skipIf(!python)('writes NWB that h5py opens as the core schema wants it (needs h5py)', async () => {
    const { code, out, err } = await engram('export', 'evidence', ...small, '--out', 'run.nwb', '--json');
    expect([code, err]).toEqual([0, '']);
    const result = JSON.parse(out);
    const script = fileURLToPath(new URL('../formats/nwb.py', import.meta.url));
    const found = JSON.parse(runPython(python ?? '', [script, join(folder, 'run.nwb')]));
    expect(found.recipe).toMatchObject({ recipe: 1, stateHash: result.stateHash });
    const { ticks } = found.recipe;
    expect(found.identifier).toContain(result.stateHash);
    expect(found.session_start_time).toBe('1970-01-01T00:00:00+00:00');
    expect(found.units.counts).toHaveLength(8);
    expect(found.units.columns).toEqual(['spike_times', 'layer']);
    // The same recordings as NumPy arrays.
    await engram('export', 'evidence', ...small, '--out', 'run.npz');
    const arrays = readNpz('run.npz', bytesOf('run.npz'));
    const dt = (arrays.get('dt_ms')?.data[0] as number) / 1000;
    expect([...arrays.keys()]).toEqual(expect.arrayContaining(Object.keys(found.acquisition)));
    for (const name of ['spikes', 'potential', 'eligibility', 'loss', 'weights']) {
      const array = arrays.get(name);
      const values = Array.from(array?.data as ArrayLike<number>).filter((value) => !Number.isNaN(value));
      const total = values.reduce((sum, value) => sum + value, 0);
      expect(Math.abs(found.acquisition[name].sum - total)).toBeLessThanOrEqual(1e-6 * Math.abs(total));
      expect(found.acquisition[name].shape.slice(-array!.shape.length)).toEqual(array!.shape);
    }
    expect(found.acquisition.spikes.last).toBeCloseTo((ticks - 1) * dt, 4);
    expect(found.acquisition.loss.last).toBeCloseTo(ticks * dt, 6);
    // The snippet beside it runs.
    expect(runPython(python ?? '', ['run.nwb.py'], folder)).toContain('8 units');
  });

  it.skipIf(!python)('writes where an animal was as a Position (needs h5py)', async () => {
    await engram('export', 'open-field', '--trials', '2', '--record', 'position', '--out', 'rat.nwb');
    const script = fileURLToPath(new URL('../formats/nwb.py', import.meta.url));
    const found = JSON.parse(runPython(python ?? '', [script, join(folder, 'rat.nwb')]));
    expect(found.position.position.shape[1]).toBe(2);
    expect(found.position.position.shape).toEqual(found.acquisition.position.shape);
    expect(runPython(python ?? '', ['rat.nwb.py'], folder)).toContain('position');
  });

  it('gives equal files for equal runs, whenever they are written', async () => {
    await engram('export', 'evidence', ...small, '--out', 'a.nwb');
    // The stamps of HDF5 count seconds.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await engram('export', 'evidence', ...small, '--out', 'b.nwb');
    expect(bytesOf('a.nwb')).toEqual(bytesOf('b.nwb'));
    await engram('export', 'evidence', ...small, '--seed', '9', '--out', 'c.nwb');
    expect(bytesOf('c.nwb')).not.toEqual(bytesOf('a.nwb'));
  });

  it('writes the same numbers as a tidy table and as arrays', async () => {
    const some = ['--record', 'spikes,output,weights', '--from', '100', '--until', '110'];
    await engram('export', 'evidence', ...small, ...some, '--out', 'run.csv');
    await engram('export', 'evidence', ...small, ...some, '--out', 'run.npz');
    await engram('export', 'evidence', ...small, ...some, '--out', 'run.parquet');
    const table = readCsv('run.csv', bytesOf('run.csv'));
    expect(table.columns.map(({ name }) => name)).toEqual([
      'variable',
      'clock',
      'at',
      'time_s',
      'channel',
      'value'
    ]);
    const arrays = readNpz('run.npz', bytesOf('run.npz'));
    expect(arrays.get('spikes')?.shape).toEqual([10, 8]);
    expect([...(arrays.get('spikes_times')?.data ?? [])]).toEqual(
      Array.from({ length: 10 }, (_, k) => 100 + k)
    );
    const [variable, , at, seconds, channel, value] = table.columns;
    const rows = Array.from({ length: table.rows }, (_, r) => r).filter(
      (r) => variable.words.get(r) === 'output'
    );
    const output = arrays.get('output');
    expect(rows.map((r) => Math.fround(value.values[r]))).toEqual([...(output?.data ?? [])]);
    expect(rows.map((r) => at.values[r])).toEqual(rows.map((_, i) => 100 + Math.floor(i / output!.shape[1])));
    expect(seconds.values[rows[0]]).toBeCloseTo(0.1, 12);
    expect(channel.values[rows[0]]).toBe(0);
    const parquet = bytesOf('run.parquet');
    const objects = await parquetReadObjects({ file: parquet.slice().buffer as ArrayBuffer });
    expect(objects).toHaveLength(table.rows);
    expect(objects[rows[1]]).toMatchObject({ variable: 'output', clock: 'tick', value: output!.data[1] });
  });

  it.each([
    [['--out', 'run.doc'], "--format is 'doc'"],
    [[], '--format is missing'],
    [['--out', 'run.csv', '--record', 'spike'], "Unknown probe 'spike'"],
    [['--out', 'no/where/run.csv'], "'no/where/run.csv' cannot be written"],
    [['--out', 'run.nwb', '--record', 'spikes', '--from', '1000000'], 'Nothing was recorded']
  ])('says in one line what is wrong with %j and leaves nothing', async (args, message) => {
    const { code, err } = await engram('export', 'evidence', ...small, ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(join(folder, 'run.csv'))).toBe(false);
  });
});
