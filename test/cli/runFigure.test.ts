import { mkdtempSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { readNpz } from '../../src/formats/npz';
import { recipeOf } from '../../src/figures/recipeIn';
import { testIo } from './io';

let folder: string;
let made: { stateHash: string };

async function engram(...args: string[]) {
  const io = testIo(folder);
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}
const inside = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
const figure = (ending: string): string => `made/figures/spikeRaster.${ending}`;

describe('engram run of a figure', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'engram-figure-'));
    const set = ['--set', 'units=8', '--set', 'batch=2'];
    const { out } = await engram(
      'run',
      'evidence',
      ...set,
      '--trials',
      '3',
      '--seed',
      '5',
      '--out',
      'made',
      '--json'
    );
    made = JSON.parse(out);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['svg', 'pdf', 'png'])('brings back the run from its %s', async (ending) => {
    const { recipe } = recipeOf('', inside(figure(ending)));
    expect(recipe).toMatchObject({ backend: 'wasm', stateHash: made.stateHash });
    expect(recipe!.figures).toMatchObject([{ id: 'spikeRaster', until: recipe!.ticks }]);
    const { code, out, err } = await engram('run', figure(ending), '--json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ stateHash: made.stateHash, matches: true, trials: 3, seed: 5 });
  });

  it('writes the same figure again', async () => {
    expect((await engram('run', figure('pdf'), '--out', 'again')).out).toContain('Same state after ');
    for (const ending of ['svg', 'pdf', 'png'])
      expect(inside(`again/figures/spikeRaster.${ending}`)).toEqual(inside(figure(ending)));
  });

  it('brings back the run of a results folder, and exports no more of it than there was', async () => {
    const { out } = await engram('run', 'made', '--json');
    expect(JSON.parse(out)).toMatchObject({ stateHash: made.stateHash, matches: true, trials: 3, seed: 5 });
    const exported = await engram('export', 'made', '--format', 'npz', '--record', 'spikes', '--json');
    expect(JSON.parse(exported.out)).toMatchObject({ file: 'made.npz', stateHash: made.stateHash });
    expect(readNpz('made.npz', inside('made.npz')).get('spikes')?.shape).toEqual([3 * 230, 8]);
    // Other settings, or another length, are another run.
    const longer = JSON.parse((await engram('run', 'made', '--trials', '4', '--json')).out);
    expect([longer.trials, longer.matches]).toEqual([4, undefined]);
  });

  it('repeats a run that stopped within a trial, with the edits made until then', async () => {
    const { recipe } = recipeOf('', inside(figure('svg')));
    const edits = [{ tick: 20, setting: 'learningRate', value: 0.01 }];
    const asked = { ...recipe!, ticks: 33, experiment: { ...recipe!.experiment, edits } };
    writeFileSync(join(folder, 'part.json'), JSON.stringify(asked));
    const { code, out } = await engram('run', 'part.json', '--json');
    expect(code).toBe(1);
    const { matches, reproduction, stateHash } = JSON.parse(out);
    expect(matches).toBe(false);
    expect(reproduction).toContain('Different state after 33 ticks');
    writeFileSync(join(folder, 'part.json'), JSON.stringify({ ...asked, stateHash }));
    expect((await engram('run', 'part.json')).code).toBe(0);
  });

  it('says what may be the cause of another state', async () => {
    const { recipe } = recipeOf('', inside(figure('svg')));
    const other = { ...recipe!, version: '9.9.9', stateHash: '0123456789abcdef' };
    writeFileSync(join(folder, 'other.json'), JSON.stringify(other));
    const { code, out } = await engram('run', 'other.json', '--backend', 'reference');
    expect(code).toBe(1);
    expect(out).toContain('it was made on wasm, this ran on reference and');
    expect(out).toContain('made by version 9.9.9');
  });

  it('runs on from the experiment when told how far', async () => {
    const { code, out } = await engram('run', figure('png'), '--trials', '1', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).not.toHaveProperty('matches');
  });

  it('looks for data beside the figure and says what is missing', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 2},${i % 3},${i % 2 ? 'a' : 'b'}`);
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/rows.csv'), ['x,y,kind', ...rows].join('\n'));
    const set = [
      'file=data/rows.csv',
      'units=4',
      'batch=2',
      'columns=x, y',
      'labelColumn=kind',
      'ticksPerRow=1'
    ].flatMap((each) => ['--set', each]);
    const { code, err } = await engram(
      'run',
      'digits',
      ...set,
      '--set',
      'heldOut=0.25',
      '--trials',
      '2',
      '--out',
      'own'
    );
    expect([code, err]).toEqual([0, '']);
    const again = await engram('run', 'own/figures/learningCurves.svg', '--json');
    expect(JSON.parse(again.out).matches).toBe(true);
    renameSync(join(folder, 'data/rows.csv'), join(folder, 'data/gone.csv'));
    const missing = await engram('run', 'own/figures/learningCurves.svg');
    expect(missing.code).toBe(2);
    expect(missing.err).toMatch(/data\/rows\.csv: found no such file/);
  });

  it('refuses a picture without a recipe', async () => {
    writeFileSync(join(folder, 'plain.svg'), '<svg xmlns="http://www.w3.org/2000/svg"></svg>');
    expect(await engram('run', 'plain.svg')).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'plain.svg: found no recipe inside; expected an SVG, PDF or PNG that Engram'
      )
    });
  });
});
