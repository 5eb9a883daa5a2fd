import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { readAxes } from '../../src/cli/sweep/plan';
import { presets } from '../../src/presets/registry';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-sweep-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function engram(...args: string[]) {
  const io = testIo(folder);
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}
const file = (name: string): string => readFileSync(join(folder, name), 'utf8');

const small = ['--set', 'units=6', '--set', 'batch=2', '--trials', '2'];
const grid = ['sweep', 'evidence', ...small, '--over', 'learningRate=0.001,0.01', '--seeds', '2'];

describe('axes', () => {
  const { experiment } = presets.find(({ id }) => id === 'deep-hierarchy')!;
  it('are values of the kind their setting has', () => {
    expect(readAxes(['batch=1, 2', 'rule=bptt,deep', 'layers=8,8;16,16'], experiment)).toEqual([
      { setting: 'batch', values: [1, 2] },
      { setting: 'rule', values: ['bptt', 'deep'] },
      { setting: 'layers', values: ['8, 8', '16, 16'] }
    ]);
  });

  it.each([
    [['batch'], 'not name=value'],
    [['batch=1,,2'], 'not name=value'],
    [['batch=1,1.0'], 'has the value 1 twice'],
    [['batch=1', 'batch=2'], "names 'batch' twice"],
    [['batches=1'], "Unknown setting 'batches'. "],
    [['seed=1,2'], 'write --seeds'],
    [['batch=many'], "'batch'"]
  ])('refuse %j', (texts, message) => {
    expect(() => readAxes(texts, experiment)).toThrow(message);
  });
});

describe('engram sweep', () => {
  it('gives each run as `engram run` would, in the order of the grid', async () => {
    const { code, err, out } = await engram(...grid, '--json');
    expect([code, err]).toEqual([0, '']);
    const { groups, points, verdict } = JSON.parse(out);
    expect(
      points.map(({ settings, seed }: { settings: { learningRate: number }; seed: number }) => [
        settings.learningRate,
        seed
      ])
    ).toEqual([
      [0.001, 1],
      [0.001, 2],
      [0.01, 1],
      [0.01, 2]
    ]);
    const one = await engram(
      'run',
      'evidence',
      ...small,
      '--set',
      'learningRate=0.01',
      '--seed',
      '2',
      '--json'
    );
    const { metrics, stateHash } = JSON.parse(one.out);
    expect(points[3]).toMatchObject({ metrics, stateHash });
    expect(points[1].stateHash).not.toBe(points[3].stateHash);
    expect(groups.map(({ n }: { n: number }) => n)).toEqual([2, 2]);
    // None of these has the settings of the preset.
    expect(verdict).toBeUndefined();
  });

  it('keeps what has ended in a folder, and makes only what is missing there', async () => {
    const { code, out } = await engram(...grid, '--out', 'kept');
    expect(code).toBe(0);
    expect(out).toMatch(/^learningRate +n +loss/);
    const points = readdirSync(join(folder, 'kept', 'points')).sort();
    expect(points).toEqual([
      'learningRate=0.001,seed=1.json',
      'learningRate=0.001,seed=2.json',
      'learningRate=0.01,seed=1.json',
      'learningRate=0.01,seed=2.json'
    ]);
    expect(file('kept/points.csv').split('\n')[0]).toMatch(/^learningRate,seed,loss/);
    expect(file('kept/summary.tex')).toContain('\\toprule');
    // One is lost, one was half written, one is not to be made again: it is given a mark.
    const [lost, half, marked] = points.map((name) => `kept/points/${name}`);
    const before = [lost, half].map(file);
    rmSync(join(folder, lost));
    writeFileSync(join(folder, half), file(half).slice(0, 100));
    writeFileSync(join(folder, marked), file(marked).replace(/"stateHash":"\w+"/, '"stateHash":"marked"'));
    const again = await engram(...grid, '--out', 'kept', '--json');
    expect([lost, half].map(file)).toEqual(before);
    expect(JSON.parse(again.out).points[2].stateHash).toBe('marked');
  });

  it('grows by seeds and values, and refuses a folder of another sweep', async () => {
    await engram(...grid, '--out', 'kept');
    const more = ['sweep', 'evidence', ...small, '--over', 'learningRate=0.001,0.01,0.1', '--seeds', '3'];
    const grown = JSON.parse((await engram(...more, '--out', 'kept', '--json')).out);
    expect(grown.points.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const other = await engram(...more, '--set', 'units=7', '--out', 'kept');
    expect([other.code, other.err]).toEqual([
      2,
      expect.stringContaining('holds the results of another sweep')
    ]);
    writeFileSync(join(folder, 'note.txt'), 'mine');
    const foreign = await engram(...grid, '--out', '.');
    expect([foreign.code, foreign.err]).toEqual([2, expect.stringContaining('holds something else')]);
  });

  it('draws combinations, each once and the same every time', async () => {
    const drawn = async () => {
      const { out } = await engram(
        ...['sweep', 'evidence', '--set', 'units=4', '--trials', '1', '--seeds', '1', '--random', '3'],
        ...['--over', 'batch=1,2,3', '--over', 'learningRate=0.001,0.01', '--json']
      );
      return JSON.parse(out).points.map(({ settings }: { settings: unknown }) => JSON.stringify(settings));
    };
    const once = await drawn();
    expect(new Set(once).size).toBe(3);
    expect(await drawn()).toEqual(once);
  });

  it('takes seeds from the one it is told, so that a prediction can be tried on fresh ones', async () => {
    const few = ['sweep', 'evidence', '--set', 'units=4', '--trials', '1', '--seeds', '2', '--seed', '101'];
    const { out } = await engram(...few, '--json');
    const { plan, points } = JSON.parse(out);
    expect(plan.seeds).toEqual([101, 102]);
    const alone = await engram(
      'run',
      'evidence',
      '--set',
      'units=4',
      '--trials',
      '1',
      '--seed',
      '102',
      '--json'
    );
    expect(points[1].stateHash).toBe(JSON.parse(alone.out).stateHash);
  });

  it('gives the verdict on a preset as it stands', async () => {
    const { code, out } = await engram('sweep', 'two-hop-recall', '--out', 'kept');
    expect(code).toBe(0);
    expect(out).toContain('two-hop-recall: supported, n = 5');
    expect(out).toMatch(/Rank by the walk < Rank by cosine +[\d.]+ \[.*: supported/);
    expect(JSON.parse(file('kept/verdict.json'))).toMatchObject({ answer: 'supported', goals: { held: 5 } });
  });

  it('names the runs that failed and gives the others', async () => {
    const { code, err, out } = await engram(
      ...['sweep', 'digits', '--over', 'file=example:digits.csv.gz,none.csv'],
      ...['--set', 'units=4', '--seeds', '1', '--trials', '1', '--json']
    );
    const { points } = JSON.parse(out);
    expect(code).toBe(1);
    expect(points[0].stateHash).toMatch(/^[0-9a-f]{16}$/);
    expect(points[1].failed).toContain('no such file');
    expect(err).toContain('file = none.csv, seed 1: ');
  });

  it('prints LaTeX', async () => {
    const { out } = await engram(...grid, '--latex', '--metrics', 'loss');
    expect(out).toContain('\\begin{tabular}{lrl}');
  });

  it('checks every point before the first one runs', async () => {
    const { code, err, out } = await engram(
      'sweep',
      'evidence',
      '--over',
      'learningRate=0.01,-3',
      '--out',
      'kept'
    );
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain("'learningRate' is -3");
    expect(existsSync(join(folder, 'kept'))).toBe(false);
  });

  it('asks for what to run, and for a folder a cluster shares', async () => {
    expect((await engram('sweep')).err).toContain("'engram sweep' needs a preset");
    expect((await engram(...grid, '--engine', 'slurm')).err).toContain('needs --out');
    expect((await engram('sweep', 'all', '--over', 'units=1,2')).err).toContain('name one preset');
    expect((await engram('point', '.')).err).toContain('no folder of a sweep');
  });
});

describe('engram point', () => {
  it('makes the points it is told, as the sweep would have', async () => {
    await engram(...grid, '--out', 'kept');
    const names = readdirSync(join(folder, 'kept', 'points')).sort();
    const before = names.map((name) => file(`kept/points/${name}`));
    for (const name of names.slice(1)) rmSync(join(folder, 'kept', 'points', name));
    expect((await engram('point', 'kept', '--points', '3,1')).code).toBe(0);
    expect(readdirSync(join(folder, 'kept', 'points'))).toHaveLength(3);
    expect((await engram('point', 'kept')).code).toBe(0);
    expect(names.map((name) => file(`kept/points/${name}`))).toEqual(before);
    expect((await engram('point', 'kept', '--points', '9')).err).toContain('from 0 to 3');
  });
});
