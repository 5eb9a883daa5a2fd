import { describe, expect, it } from 'vitest';
import { writeHdf5 } from '../../../src/formats/hdf5Write';
import { writeNwb } from '../../../src/formats/nwbWrite';
import { Random } from '../../../src/models/random';
import { completeSettings, type Settings } from '../../../src/models/settings';
import type { Source } from '../../../src/session/source';
import { spikesSource } from '../../../src/session/sources/spikes';
import { take } from './source';

const description = {
  identifier: 'test',
  description: 'test',
  startTime: '1970-01-01T00:00:00+00:00',
  script: { fileName: 'a', text: '' },
  software: '',
  acquisition: []
};
/** Two units; an animal that runs from corner to corner in a second. */
const recorded = () =>
  writeNwb({
    ...description,
    units: {
      description: '',
      resolution: 0.001,
      spikeTimes: [Float64Array.of(0, 0.03, 0.031, 0.079), Float64Array.of(0.02, 0.05)]
    },
    position: {
      name: 'head',
      description: '',
      unit: 'meters',
      referenceFrame: '',
      data: Float64Array.of(0, 0, 10, 20),
      times: { start: 0, rate: 1 }
    }
  });

function open(bytes: Uint8Array, settings: Settings = {}): Promise<Source> {
  return spikesSource.create({
    settings: completeSettings(spikesSource.settings, {
      file: 'a.nwb',
      steps: 3,
      heldOut: 0,
      order: 'file',
      ...settings
    }),
    random: new Random(1),
    files: { read: () => Promise.resolve(bytes) }
  });
}

describe('recorded spikes', () => {
  it('are binned into ticks, a unit that fires twice in one counting once; the answer is the next bin', async () => {
    const source = await open(await recorded());
    expect(source.shape).toMatchObject({ inputs: 2, outputs: 2, steps: 3, dtMs: 10, inputKind: 'spikes' });
    expect(source.shape.outputLabels).toEqual(['unit 0', 'unit 1']);
    expect(source.trialsPerPass).toBe(2);
    const [first, second] = await take(source, 0, 2);
    expect([...first.x, ...second.x]).toEqual([1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1]);
    expect([...first.target]).toEqual([0, 0, 0, 1, 1, 0]);
    expect([...second.target]).toEqual([0, 0, 0, 1, 0, 0]);
  });

  it('answer with the mean of the ticks ahead', async () => {
    const [trial] = await take(await open(await recorded(), { ahead: 4 }), 0, 1);
    // Unit 0 fires in ticks 0, 3, 7; unit 1 in 2, 5.
    expect([...trial.target]).toEqual([0.25, 0.25, 0.25, 0.5, 0.25, 0.25]);
  });

  it('answer with where the animal is, as shares of its box, y down', async () => {
    const [trial] = await take(await open(await recorded(), { answer: 'position' }), 0, 1);
    const expected = [0.005, 0.995, 0.015, 0.985, 0.025, 0.975];
    trial.target.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 12);
    });
    expect([...trial.mask]).toEqual([1, 1, 1]);
    // Beyond the recording there is no answer.
    const [late] = await take(
      await open(await recorded(), { answer: 'position', fromSeconds: 0.98, untilSeconds: 1.02 }),
      0,
      1
    );
    expect([...late.mask]).toEqual([1, 1, 0]);
  });

  it('are of the units asked for', async () => {
    const source = await open(await recorded(), { unitList: '1' });
    expect(source.shape.inputs).toBe(1);
    await expect(open(await recorded(), { unitList: '0, 2' })).rejects.toThrow(
      "Setting 'unitList' holds '2'; expected positions from 0 to 1"
    );
  });

  it('say what is wrong with a file', async () => {
    await expect(open(new Uint8Array(20))).rejects.toThrow('do not begin like an HDF5 file');
    await expect(open(await writeHdf5({}))).rejects.toThrow('found no units');
    const units = (ends: number[]) =>
      writeHdf5({
        groups: {
          units: {
            datasets: {
              spike_times: { data: Float64Array.of(1, 2) },
              spike_times_index: { data: Uint32Array.from(ends) }
            }
          }
        }
      });
    await expect(open(await units([1, 3]))).rejects.toThrow('found 3 as the end of unit 1');
    await expect(open(await units([2, 1]))).rejects.toThrow('expected a whole number from 2 to 2');
    await expect(open(await recorded(), { steps: 50 })).rejects.toThrow('at least 51, one trial');
    await expect(open(await recorded(), { fromSeconds: 9 })).rejects.toThrow('0 ticks of 10 ms');
  });
});
