import { describe, expect, it } from 'vitest';
import { openDataFile } from '../../src/formats/dataFile';
import { readHdf5 } from '../../src/formats/hdf5';
import { arraysOf, type Hdf5Node, treeOf } from '../../src/formats/hdf5Tree';
import { type Hdf5Tree, writeHdf5 } from '../../src/formats/hdf5Write';
import { writeNwb } from '../../src/formats/nwbWrite';

const session = () =>
  writeNwb({
    identifier: 'test',
    description: 'test',
    startTime: '1970-01-01T00:00:00+00:00',
    script: { fileName: 'a', text: '' },
    software: '',
    acquisition: [
      {
        name: 'potential',
        description: '',
        unit: 'volts',
        data: Float32Array.from({ length: 12 }, (_, i) => i),
        shape: [6, 2],
        times: { start: 0, rate: 250 }
      },
      {
        name: 'loss',
        description: '',
        unit: 'n.a.',
        data: Float64Array.of(3, 2, 1),
        shape: [3, 1],
        times: { timestamps: Float64Array.of(0, 1, 4) }
      }
    ],
    units: { description: '', resolution: 0.001, spikeTimes: [Float64Array.of(0, 1), Float64Array.of(2)] },
    position: {
      name: 'head',
      description: '',
      unit: 'meters',
      referenceFrame: '',
      data: Float64Array.of(0, 0, 10, 20),
      times: { start: 0, rate: 50 }
    }
  });
const tree = async (bytes: Uint8Array) => readHdf5('a.nwb', bytes, treeOf);
const at = (node: Hdf5Node, path: string): Hdf5Node | undefined =>
  node.path === path ? node : node.members.map((inner) => at(inner, path)).find(Boolean);

describe('the tree of an NWB file', () => {
  it('knows time series with shape, unit and rate, units, and a position', async () => {
    const { root, leftOut } = await tree(await session());
    expect(leftOut).toBe(0);
    const data = { kind: 'array', path: 'acquisition/potential/data' };
    expect(at(root, 'acquisition/potential')).toMatchObject({
      kind: 'group',
      nwbType: 'TimeSeries',
      rate: 250,
      shape: [6, 2],
      unit: 'volts',
      choice: data
    });
    expect(at(root, 'acquisition/potential/data')).toMatchObject({
      kind: 'dataset',
      element: 'float32',
      choice: data
    });
    // Not regular, and a number without a unit.
    const loss = at(root, 'acquisition/loss');
    expect([loss?.rate, loss?.unit, loss?.shape]).toEqual([undefined, undefined, [3, 1]]);
    expect(at(root, 'units')).toMatchObject({
      nwbType: 'Units',
      shape: [2],
      choice: { kind: 'spikes', path: 'units' }
    });
    expect(at(root, 'processing/behavior/Position/head')).toMatchObject({
      nwbType: 'SpatialSeries',
      rate: 50,
      unit: 'meters'
    });
    // A single text is nothing to learn from.
    expect(at(root, 'identifier')).toMatchObject({ element: 'text', shape: [] });
    expect(at(root, 'identifier')?.choice).toBeUndefined();
    expect(arraysOf(root).map(({ path }) => path)).toContain('processing/behavior/Position/head/data');
  });

  it('says how much it leaves out', async () => {
    const datasets = Object.fromEntries(
      Array.from({ length: 2100 }, (_, i) => [`d${i}`, { data: Float64Array.of(i) }])
    );
    const wide = await tree(await writeHdf5({ datasets }));
    expect([wide.root.members.length, wide.leftOut]).toEqual([2000, 100]);
    let deep: Hdf5Tree = { datasets: { x: { data: Float64Array.of(1) } } };
    for (let k = 0; k < 14; k++) deep = { groups: { g: deep } };
    expect((await tree(await writeHdf5(deep))).leftOut).toBe(1);
  });
});

describe('a dataset of an HDF5 file', () => {
  it('becomes a table by its path, that of its time series too', async () => {
    const bytes = await session();
    for (const inputs of ['acquisition/potential/data', '/acquisition/potential']) {
      const { inputs: table } = await openDataFile('a.nwb', bytes, { inputs, answers: '' });
      expect([table.rows, table.columns.length]).toEqual([6, 2]);
      expect([...table.columns[1].values]).toEqual([1, 3, 5, 7, 9, 11]);
    }
  });

  it('comes in the unit the file says, with words as labels', async () => {
    const attributes = { conversion: { float64: 0.5 }, offset: { float64: 2 } };
    const bytes = await writeHdf5({
      datasets: { x: { data: Float64Array.of(2, 4), attributes }, y: { data: ['rest', 'go'] } }
    });
    const { inputs, answers } = await openDataFile('a.h5', bytes, { inputs: 'x', answers: 'y' });
    expect([...inputs.columns[0].values]).toEqual([3, 4]);
    expect([...answers!.columns[0].words.values()]).toEqual(['rest', 'go']);
  });

  it('must be named where there are several, and be there', async () => {
    const one = await writeHdf5({ datasets: { only: { data: Float64Array.of(1, 2) } } });
    expect((await openDataFile('a.h5', one, { inputs: '', answers: '' })).inputs.rows).toBe(2);
    const bytes = await session();
    await expect(openDataFile('a.nwb', bytes, { inputs: '', answers: '' })).rejects.toThrow(
      'expected one, named as input array, such as acquisition/'
    );
    await expect(openDataFile('a.nwb', bytes, { inputs: 'volts', answers: '' })).rejects.toThrow(
      "found no dataset 'volts'"
    );
    await expect(openDataFile('a.nwb', new Uint8Array(40), { inputs: '', answers: '' })).rejects.toThrow(
      'do not begin like an HDF5 file'
    );
  });
});
