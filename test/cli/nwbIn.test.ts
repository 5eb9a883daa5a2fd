import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { pythonWith, runPython } from '../python';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-nwb-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function engram(...args: string[]) {
  const io = testIo(folder);
  const code = await main(args, io);
  if (code !== 0) throw new Error(io.stderr);
  return io.stdout;
}

const network = ['--set', 'units=16', '--set', 'batch=1', '--seed', '1'];
const python = pythonWith('h5py', 'numpy');

/** Error after learning from spikes, or from where the animal was. */
async function learned(file: string, ...args: string[]) {
  const out = await engram(
    'run',
    'evidence',
    '--source',
    'spikes',
    '--set',
    `file=${file}`,
    ...network,
    ...args,
    '--json'
  );
  return JSON.parse(out);
}

describe('NWB files drive the models', () => {
  it('that this program wrote: spikes a network, position a map', async () => {
    await engram(
      'export',
      'evidence',
      '--set',
      'units=8',
      '--set',
      'batch=2',
      '--trials',
      '3',
      '--out',
      'spikes.nwb'
    );
    const run = await learned('spikes.nwb', '--set', 'binMs=1', '--set', 'steps=50', '--trials', '5');
    expect(run.metrics.loss).toBeGreaterThan(0);
    expect(run.trials).toBe(5);
    await engram('export', 'open-field', '--trials', '5', '--out', 'rat.nwb');
    const map = await engram('run', 'open-field', '--set', 'file=rat.nwb', '--trials', '3', '--json');
    expect(JSON.parse(map).trials).toBe(3);
  });

  it.skipIf(!python)('that h5py wrote: spikes and position of one file (needs h5py)', async () => {
    const script = fileURLToPath(new URL('../formats/make_nwb.py', import.meta.url));
    const counts = runPython(python ?? '', [script, join(folder, 'lab.nwb')])
      .trim()
      .split(',')
      .map(Number);
    const position = [
      '--set',
      'answer=position',
      '--set',
      'binMs=50',
      '--set',
      'steps=40',
      '--set',
      'fromSeconds=3'
    ];
    const shown = await engram(
      'run',
      'evidence',
      '--source',
      'spikes',
      '--set',
      'file=lab.nwb',
      ...network,
      ...position,
      '--trials',
      '2'
    );
    expect(shown).toContain(`4 units, ${counts.reduce((a, b) => a + b)} spikes`);
    // Place cells tell where the rat is: the readout learns it.
    const early = await learned('lab.nwb', ...position, '--trials', '3');
    const late = await learned('lab.nwb', ...position, '--trials', '150');
    expect(late.metrics.heldOutLoss).toBeLessThan(0.7 * early.metrics.heldOutLoss);
    const map = await engram('run', 'open-field', '--set', 'file=lab.nwb', '--trials', '3', '--json');
    expect(JSON.parse(map).trials).toBe(3);
  });
});
