import { readFileSync } from 'node:fs';
import h5wasm from 'h5wasm';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../../src/formats/npy';
import { writeNpz } from '../../../src/formats/npz';
import { Random } from '../../../src/models/random';
import { completeSettings, isInUse, type Settings } from '../../../src/models/settings';
import type { Source } from '../../../src/session/source';
import { trajectorySource } from '../../../src/session/sources/trajectory';
import { take } from './source';

function open(file: string, content: string | Uint8Array, settings: Settings = {}): Promise<Source> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return trajectorySource.create({
    settings: completeSettings(trajectorySource.settings, { file, steps: 2, ...settings }),
    random: new Random(1),
    files: { read: () => Promise.resolve(bytes) }
  });
}

/** Ticks of one pass: x, y (down), mask. */
async function pass(source: Source): Promise<number[][]> {
  const trials = await take(source, 0, source.trialsPerPass ?? 0);
  return trials.flatMap(({ x, mask }) => Array.from(mask, (m, t) => [x[2 * t], x[2 * t + 1], m]));
}

/** An NWB file of one series; `put` adds its time. */
async function nwb(
  put: (series: InstanceType<typeof h5wasm.Group>) => void,
  data: number[] = [0, 0, 50, 100, 100, 0, Number.NaN, 0],
  module = 'behavior'
): Promise<Uint8Array> {
  const { FS } = await h5wasm.ready;
  const file = new h5wasm.File('test.nwb', 'w');
  const position = file.create_group('processing').create_group(module).create_group('Position');
  const series = position.create_group('SpatialSeries');
  series.create_attribute('neurodata_type', 'SpatialSeries');
  series.create_dataset({ name: 'data', data: Float64Array.from(data), shape: [data.length / 2, 2] });
  (series.get('data') as InstanceType<typeof h5wasm.Dataset>).create_attribute('conversion', 0.01);
  put(series);
  file.flush();
  file.close();
  const bytes = FS.readFile('test.nwb');
  FS.unlink('test.nwb');
  return bytes;
}

describe('a recorded path', () => {
  it('is interpolated to the ticks, as shares of the box it fills, y down', async () => {
    const source = await open('p.csv', 'time,y,x\n0,10,0\n0.2,20,4\n0.3,10,4\n0.55,10,2\n');
    expect(source.shape).toMatchObject({
      inputs: 2,
      outputs: 0,
      dtMs: 100,
      inputKind: 'positions',
      steps: 2
    });
    const ticks = await pass(source);
    const expected = [
      [0, 1, 0],
      [0.5, 0.5, 1],
      [1, 0, 1],
      [1, 1, 1],
      [0.8, 1, 1],
      [0.6, 1, 1]
    ];
    expect(source.trialsPerPass).toBe(3);
    ticks.forEach((tick, t) => {
      for (const [i, value] of tick.entries()) expect(value, `tick ${t}`).toBeCloseTo(expected[t][i], 12);
    });
    expect(source.note).toContain('4 rows, 1 s in 1 stretch; 3 trials a pass; box 0 10 4 20');
  });

  it('begins again when it ends', async () => {
    const source = await open('p.csv', 't,x,y\n0,0,0\n0.3,1,1\n');
    const [first, , again] = await take(source, 0, 3);
    expect(again.x).toEqual(first.x);
    expect([again.index, again.mask[0]]).toEqual([2, 0]);
  });

  it('counts lost rows and bridges short losses; a gap of more than a second begins a stretch', async () => {
    const text = 't\tx\ty\n0\t0\t0\n0.1\tnan\t1\n0.2\t2\t0\n0.3\t\t\n5\t4\t4\n5.1\t3\t4\n9\t1\t1';
    const source = await open('p.tsv', text);
    expect(await pass(source)).toEqual([
      [0, 1, 0],
      [0.25, 1, 1],
      [0.5, 1, 1],
      [1, 0, 0]
    ]);
    expect(source.note).toContain('7 rows, 9 s in 2 stretches');
    expect(source.note).toContain('2 rows without a position left out');
  });

  it('takes a box given by its corners, and columns by name or position', async () => {
    const text = 'stamp,u,v\n1000,0,0\n1100,10,5\n';
    const columns = { timeColumn: 'stamp', xColumn: '1', yColumn: 'v', timeUnit: 'ms' };
    const source = await open('p.csv', text, { ...columns, box: '0 -5 5 5' });
    expect(await pass(source)).toEqual([
      [0, 0.5, 0],
      [1, 0, 1]
    ]);
    expect(source.note).toContain('1 ticks outside the box moved to its wall');
  });

  it('reads arrays of NPZ and NPY, and a track without width', async () => {
    const [t, pos] = [Float64Array.of(0, 0.1, 0.2, 0.3), Float64Array.of(1, 7, 2, 7, 3, 7, 5, 7)];
    const ticks = [
      [0, 0.5, 0],
      [0.25, 0.5, 1],
      [0.5, 0.5, 1],
      [1, 0.5, 1]
    ];
    const round = async (source: Source) =>
      (await pass(source)).map((tick) => tick.map((value) => Number(value.toFixed(12))));
    const npz = writeNpz({ t: { shape: [4], data: t }, pos: { shape: [4, 2], data: pos } });
    expect(await round(await open('p.npz', npz))).toEqual(ticks);
    const named = writeNpz({ a: { shape: [4], data: t }, b: { shape: [4, 2], data: pos } });
    expect(await round(await open('p.npz', named, { timeArray: 'a', positionArray: 'b' }))).toEqual(ticks);
    const rows = Float64Array.from({ length: 12 }, (_, i) =>
      i % 3 ? pos[2 * Math.floor(i / 3) + (i % 3) - 1] : t[i / 3]
    );
    expect(await round(await open('p.npy', writeNpy({ shape: [4, 3], data: rows })))).toEqual(ticks);
  });

  it('reads NWB with timestamps and with a rate, in metres', async () => {
    const stamped = await nwb((series) =>
      series.create_dataset({ name: 'timestamps', data: Float64Array.of(2, 2.1, 2.2, 2.3) })
    );
    const ticks = [
      [0, 1, 0],
      [0.5, 0, 1]
    ];
    const source = await open('p.nwb', stamped);
    expect(await pass(source)).toEqual(ticks);
    expect(source.note).toContain('box 0 0 1 1');
    const rated = await nwb((series) => {
      series.create_dataset({ name: 'starting_time', data: Float64Array.of(3), shape: [] });
      const start = series.get('starting_time') as InstanceType<typeof h5wasm.Dataset>;
      start.create_attribute('rate', 10);
    });
    expect(await pass(await open('p.nwb', rated, { positionArray: 'SpatialSeries' }))).toEqual(ticks);
    await expect(open('p.nwb', rated, { positionArray: 'Nowhere' })).rejects.toThrow(
      "found no SpatialSeries called 'Nowhere'; expected one; name it: processing/behavior/Position/SpatialSeries"
    );
    const without = await nwb(() => undefined);
    await expect(open('p.nwb', without)).rejects.toThrow(
      'neither timestamps nor a starting_time with its rate'
    );
    await expect(open('p.nwb', without.slice(0, 600))).rejects.toThrow('damaged or incomplete HDF5');
    await expect(open('p.nwb', 'hello')).rejects.toThrow('bytes that do not begin like an HDF5 file');
  });

  it.each([
    [
      't,x,y\n0,0,0\n0.2,1,1\n0.1,2,2',
      'row 4, column 0 (t): found 0.1 after 0.2; expected a time that does not run backwards'
    ],
    ['t,x,y\n0,0,0\n', 'found 1 row with a position at a time of its own; expected at least 2'],
    ['t,x,y\n0,1,2\n1,1,2\n2,1,2', 'found the position 1, 2 in every row; expected an animal that moves'],
    ['t,x,y\n0,0,0\n1,abc,1', "row 3, column 1 (x): found 'abc'; expected a number"],
    ['t,x,y\n0,0,0\n,1,1', 'row 3, column 0 (t): found an empty cell; expected a number'],
    ['when,x,y\n0,0,0\n1,1,1', "found no column 't'; expected positions 0 to 2 or the names when, x, y"],
    ['t,x,y\n0,0,0\n0.05,1,1', 'expected at least 2, one trial']
  ])('refuses %j', async (text, problem) => {
    await expect(open('p.csv', text)).rejects.toThrow(problem);
  });

  it('refuses arrays that do not belong together and boxes that are none', async () => {
    const arrays = {
      t: { shape: [2], data: Float64Array.of(0, 1) },
      pos: { shape: [3, 2], data: new Float64Array(6) }
    };
    await expect(open('p.npz', writeNpz(arrays))).rejects.toThrow(
      "array 'pos': found shape (3, 2); expected (2, 2)"
    );
    await expect(open('p.npz', writeNpz({ t: arrays.t }))).rejects.toThrow(
      "found no array 'pos'; expected one of t"
    );
    for (const box of ['1 2 3', '0 0 0 1', 'a b c d'])
      await expect(open('p.csv', 't,x,y\n0,0,0\n1,1,1', { box })).rejects.toThrow(
        `Setting 'box' is '${box}'`
      );
  });

  it('asks for columns and arrays only where the file can have them', () => {
    const shown = (file: string): string[] =>
      trajectorySource.settings.filter((one) => isInUse(one, { file })).map(({ name }) => name);
    expect(shown('a.csv')).toEqual([
      'file',
      'timeColumn',
      'xColumn',
      'yColumn',
      'timeUnit',
      'sampleMs',
      'steps',
      'box'
    ]);
    expect(shown('a.npz')).toEqual([
      'file',
      'timeArray',
      'positionArray',
      'timeUnit',
      'sampleMs',
      'steps',
      'box'
    ]);
    expect(shown('a.nwb')).toEqual(['file', 'positionArray', 'timeUnit', 'sampleMs', 'steps', 'box']);
  });

  it('replays the rat of the examples: ten minutes that fill the box', async () => {
    const bytes = readFileSync(new URL('../../../examples/rat-open-field.npz', import.meta.url));
    const source = await open('example:rat-open-field.npz', new Uint8Array(bytes), { steps: 100 });
    expect(source.trialsPerPass).toBe(59);
    const ticks = await pass(source);
    const visited = new Set(ticks.map(([x, y]) => `${Math.floor(x * 9.999)} ${Math.floor(y * 9.999)}`));
    expect(visited.size).toBeGreaterThan(90);
    expect(ticks.filter(([, , mask]) => mask === 0)).toHaveLength(1);
  });
});
