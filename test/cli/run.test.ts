import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { recipeOfPdf } from '../../src/figures/pdfRecipe';
import { readCsv } from '../../src/formats/csv';
import { readNpz } from '../../src/formats/npz';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function engram(...args: string[]) {
  const io = testIo(folder);
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}

const small = ['--set', 'units=8', '--set', 'batch=2', '--trials', '3'];

describe('engram run', () => {
  it('ends with one line of JSON that names what ran', async () => {
    const { code, out, err } = await engram('run', 'evidence', ...small, '--seed', '7', '--json');
    expect([code, err]).toEqual([0, '']);
    const result = JSON.parse(out);
    expect(out).toBe(`${JSON.stringify(result)}\n`);
    expect(Object.keys(result)).toEqual(['preset', 'seed', 'trials', 'metrics', 'stateHash', 'backend']);
    expect(result).toMatchObject({ preset: 'evidence', seed: 7, trials: 3, backend: 'wasm' });
    expect(result.stateHash).toMatch(/^[0-9a-f]{16}$/);
    expect(result.metrics.loss).toBeGreaterThan(0);
    expect(result.metrics.meanRate).toBeGreaterThanOrEqual(0);
  });

  it('is the same run for the same seed, whatever is recorded, and another for another', async () => {
    const hash = async (...args: string[]): Promise<string> =>
      JSON.parse((await engram('run', 'evidence', ...small, '--json', ...args)).out).stateHash;
    const first = await hash('--seed', '3');
    expect(await hash('--seed', '3', '--out', 'a')).toBe(first);
    expect(await hash('--seed', '4')).not.toBe(first);
  });

  it('writes the experiment, the metrics, the recordings and the figures, and nothing else', async () => {
    const { code } = await engram(
      'run',
      'digits',
      '--set',
      'units=8',
      '--trials',
      '4',
      '--out',
      'out/digits'
    );
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'out'))).toEqual(['digits']);
    const out = join(folder, 'out/digits');
    expect(readdirSync(out).sort()).toEqual([
      'experiment.json',
      'figures',
      'metrics.csv',
      'recipe.json',
      'recordings.npz'
    ]);

    const table = readCsv('metrics.csv', new Uint8Array(readFileSync(join(out, 'metrics.csv'))));
    expect(table.rows).toBe(4);
    expect(table.columns.map(({ name }) => name)).toEqual([
      'trial',
      'loss',
      'error',
      'meanRate',
      'heldOutLoss',
      'heldOutError'
    ]);
    expect(table.columns[5].words.get(0)).toBe('');
    expect(table.columns[5].values[3]).toBeGreaterThan(0.5);

    const arrays = readNpz('recordings.npz', new Uint8Array(readFileSync(join(out, 'recordings.npz'))));
    expect(arrays.get('activity')?.shape).toEqual([32, 8]);
    expect([...(arrays.get('activity_times')?.data ?? [])]).toEqual(Array.from({ length: 32 }, (_, t) => t));
    expect(arrays.get('weights')?.shape).toEqual([8, 16]);

    const figures = readdirSync(join(out, 'figures')).sort();
    expect(figures).toContain('learningCurves.svg');
    for (const figure of figures.filter((name) => name.endsWith('.svg'))) {
      const svg = readFileSync(join(out, 'figures', figure), 'utf8');
      expect(svg).toContain('<metadata>');
      const png = readFileSync(join(out, 'figures', figure.replace('.svg', '.png')));
      expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
      expect(png.readUInt32BE(16)).toBe(2161);
      const pdf = readFileSync(join(out, 'figures', figure.replace('.svg', '.pdf')));
      const experiment = JSON.parse(readFileSync(join(out, 'experiment.json'), 'utf8'));
      const recipe = JSON.parse(recipeOfPdf(pdf)!);
      expect(recipe.experiment).toEqual(experiment);
      expect(recipe).toMatchObject({ recipe: 1, ticks: 32, figures: [{ id: figure.slice(0, -4) }] });
      expect(png.includes('pHYs')).toBe(true);
    }
  });

  it('runs the experiment it wrote and gets the same run', async () => {
    const first = await engram('run', 'evidence', ...small, '--seed', '5', '--json', '--out', 'a');
    const again = await engram('run', 'a/experiment.json', '--trials', '3', '--json');
    expect(JSON.parse(again.out)).toEqual({ ...JSON.parse(first.out), preset: 'a/experiment.json' });
  });

  it('writes into a folder that is there and leaves other files alone', async () => {
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a/notes.txt'), 'mine');
    expect((await engram('run', 'evidence', ...small, '--out', 'a')).code).toBe(0);
    expect(readFileSync(join(folder, 'a/notes.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'a/metrics.csv'))).toBe(true);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('reads a file relative to where it was called', async () => {
    const rows = Array.from({ length: 40 }, (_, r) => `${r % 2},${(r * 7) % 5},${r % 2 ? 'odd' : 'even'}`);
    writeFileSync(join(folder, 'mine.csv'), `a,b,kind\n${rows.join('\n')}\n`);
    const settings = ['file=mine.csv', 'ticksPerRow=1', 'heldOut=0.25', 'units=8'].flatMap((text) => [
      '--set',
      text
    ]);
    const { code, out } = await engram('run', 'digits', ...settings, '--trials', '2', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).metrics.heldOutAccuracy).toBeGreaterThanOrEqual(0);
  });

  it('looks for the data of an experiment beside it, and writes an experiment that finds it too', async () => {
    const rows = Array.from({ length: 12 }, (_, r) => `${(r * 7) % 5},${r % 2}`);
    mkdirSync(join(folder, 'study'));
    writeFileSync(join(folder, 'study/data.csv'), rows.join('\n'));
    const experiment = {
      format: 1,
      model: { id: 'eprop', settings: { units: 4, unit: 'leakyTanh', batch: 2 } },
      source: { id: 'file', settings: { file: 'data.csv' } }
    };
    writeFileSync(join(folder, 'study/experiment.json'), JSON.stringify(experiment));
    const trials = ['--trials', '2', '--json'];
    const first = await engram('run', 'study/experiment.json', ...trials, '--out', 'results/a');
    expect([first.code, first.err]).toEqual([0, '']);
    const written = JSON.parse(readFileSync(join(folder, 'results/a/experiment.json'), 'utf8'));
    expect(written.source.settings.file).toBe('../../study/data.csv');
    const again = await engram('run', 'results/a/experiment.json', ...trials);
    expect(JSON.parse(again.out).stateHash).toBe(JSON.parse(first.out).stateHash);
    const other = await engram('run', 'study/experiment.json', ...trials, '--set', 'file=data.csv');
    expect([other.code, other.err]).toEqual([
      2,
      'engram: data.csv: found no such file; expected a file that can be read.\n'
    ]);
  });

  it('fails where the run diverges, says what broke and when, and keeps what was recorded', async () => {
    writeFileSync(join(folder, 'huge.csv'), '1,0\n1e300,1\n2,0\n3,1\n');
    const settings = [
      'file=huge.csv',
      'ticksPerRow=1',
      'heldOut=0',
      'normalisation=none',
      'batch=4',
      'units=4'
    ];
    const args = settings.flatMap((text) => ['--set', text]);
    const { code, out, err } = await engram('run', 'digits', ...args, '--trials', '2', '--out', 'a');
    expect(code).toBe(1);
    expect(err).toMatch(/^engram: .*\n$/);
    expect(err).toMatch(/The run diverged: a weight into unit \d+ .* of trial \d+\. Lower the learning rate/);
    expect(out).toContain('written to');
    expect(readdirSync(join(folder, 'a')).sort()).toEqual([
      'experiment.json',
      'figures',
      'metrics.csv',
      'recipe.json',
      'recordings.npz'
    ]);
  });

  it('stops where the model finds a number that is none, names it, and keeps what was recorded', async () => {
    writeFileSync(join(folder, 'huge.csv'), '1,0\n2,1\n3,0\n1e300,1\n');
    const experiment = {
      format: 1,
      model: { id: 'deep', settings: { layers: '4, 4', batch: 1 } },
      source: { id: 'file', settings: { file: 'huge.csv', heldOut: 0, normalisation: 'none', order: 'file' } }
    };
    writeFileSync(join(folder, 'e.json'), JSON.stringify(experiment));
    const { code, err } = await engram('run', 'e.json', '--trials', '9', '--out', 'a');
    expect(code).toBe(1);
    expect(err).toMatch(/^engram: The run diverged: .* at tick \d+ of trial 3\. .*\n$/);
    const table = readCsv('metrics.csv', new Uint8Array(readFileSync(join(folder, 'a/metrics.csv'))));
    expect(table.rows).toBe(3);
  });

  it('tells in words how it went', async () => {
    const { out } = await engram('run', 'evidence', ...small);
    expect(out).toMatch(/^Evidence accumulation\n {2}trials {6}3\n/);
    expect(out).toMatch(/state hash {2}[0-9a-f]{16}\n/);
  });

  it('finishes the trial when interrupted and writes what there is', async () => {
    const io = testIo(folder);
    const running = main(
      [
        'run',
        'evidence',
        '--set',
        'units=8',
        '--set',
        'batch=2',
        '--trials',
        '100000',
        '--json',
        '--out',
        'a'
      ],
      io
    );
    const poke = setInterval(() => io.interrupt(), 20);
    const code = await running;
    clearInterval(poke);
    const { trials } = JSON.parse(io.stdout);
    expect(code).toBe(130);
    expect(trials).toBeLessThan(100000);
    const table = readCsv('metrics.csv', new Uint8Array(readFileSync(join(folder, 'a/metrics.csv'))));
    expect(table.rows).toBe(trials);
  });

  it('shows a line of progress on a terminal only', async () => {
    const io = testIo(folder, 60);
    await main(['run', 'evidence', ...small], io);
    expect(io.stderr.startsWith('\r\u001b[Ktrial 0 of 3')).toBe(true);
    expect(io.stderr.endsWith('\r\u001b[K')).toBe(true);
    for (const line of io.stderr.split('\r\u001b[K')) expect(line.length).toBeLessThan(60);
  });
});

describe('what cannot be run', () => {
  it.each<[string[], string]>([
    [
      ['run'],
      "'engram run' needs a preset, an experiment file, a figure or a results folder. Presets: evidence,"
    ],
    [['run', 'digit'], "Unknown preset 'digit'. Did you mean 'digits'? Presets: evidence,"],
    [['run', 'none.json'], 'none.json: found no such file; expected a file that can be read.'],
    [
      ['run', 'evidence', 'pattern'],
      "'engram run' takes one <preset|experiment.json|figure|results folder>; found also 'pattern'."
    ],
    [
      ['run', 'evidence', '--set', 'unit=lof'],
      'Setting \'unit\' is "lof"; expected one of lif, alif, leakyTanh.'
    ],
    [
      ['run', 'evidence', '--set', 'bacth=2'],
      "Unknown setting 'bacth'. Did you mean 'batch'? Settings here: units,"
    ],
    [['run', 'evidence', '--set', 'zebra=2'], "Unknown setting 'zebra'. Settings here: units,"],
    [['run', 'evidence', '--set', 'seed=3'], "'seed' is no setting; write --seed 3."],
    [['run', 'evidence', '--set', 'batch'], "--set 'batch' is not name=value, such as units=64."],
    [
      ['run', 'evidence', '--set', 'batch=1.5'],
      "Setting 'batch' is 1.5; expected a whole number from 1 to 4096."
    ],
    [
      ['run', 'evidence', '--set', 'batch=many'],
      "Setting 'batch' is 'many'; expected a whole number from 1 to 4096."
    ],
    [['run', 'evidence', '--trials', '0'], "--trials is '0'; expected a whole number from 1."],
    [['run', 'evidence', '--seed', 'x'], "--seed is 'x'; expected a whole number from 0."],
    [
      ['run', 'evidence', '--backend', 'cuda'],
      "--backend is 'cuda'; expected one of auto, wasm, gpu, reference."
    ],
    [
      ['run', 'evidence', '--trails', '3'],
      "Unknown option '--trails'. Did you mean '--trials'? See 'engram run --help'."
    ],
    [['run', 'evidence', '--seed'], "Option '--seed' needs a value. See 'engram run --help'."],
    [
      ['run', 'digits', '--set', 'file=none.csv'],
      'none.csv: found no such file; expected a file that can be read.'
    ],
    [
      ['run', 'digits', '--set', 'file=example:none'],
      'example:none: found no such example; expected example:digits.csv.gz or example:rat-open-field.npz or example:tides.txt.'
    ],
    [
      ['run', 'digits', '--set', 'file=broken.csv'],
      "broken.csv, row 2, column 1: found 'NaN'; expected a number."
    ],
    [
      ['run', 'digits', '--set', 'labelColumn=99'],
      "example:digits.csv.gz: found no column '99'; expected positions 0 to 64."
    ],
    [['run', 'broken.json'], 'broken.json is not JSON:'],
    [['run', 'newer.json'], 'newer.json: This experiment has format 9, newer than this version reads (1).'],
    [['run', 'odd.json'], "odd.json: Unknown model 'brain'. Expected one of: eprop"],
    [
      ['run', 'far.json'],
      "far.json: Setting 'steps' is 1; expected a whole number from 10 to 100000 (steps)."
    ],
    [['run', 'digits', '--set', 'file='], "Setting 'file' is empty; name a CSV, TSV, NPY, NPZ or HDF5 file."],
    [['run', 'pattern', '--set', 'units=4096', '--set', 'batch=4096'], 'This network needs'],
    [['run', 'evidence', '--out', ''], "Option '--out' needs a value. See 'engram run --help'."],
    [['run', 'evidence', '--trials='], "Option '--trials' needs a value. See 'engram run --help'."]
  ])('%j is refused in one line with code 2, and nothing is written', async (args, message) => {
    const files = {
      'broken.csv': '1,2,0\n3,NaN,1\n',
      'broken.json': '{',
      'newer.json': '{"format":9}',
      'odd.json': JSON.stringify({ format: 1, model: { id: 'brain' }, source: { id: 'file' } }),
      'far.json': JSON.stringify({
        format: 1,
        model: { id: 'eprop' },
        source: { id: 'pattern', settings: { steps: 1 } }
      })
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const elsewhere = args.length > 1 && !args.includes('--out') ? ['--out', 'never'] : [];
    const { code, out, err } = await engram(...args, ...elsewhere);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`engram: ${message}`);
    expect(err.match(/\n/g)).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
  });

  it('a probe that is none is refused, whether it would be written or not', async () => {
    const experiment = { format: 1, model: { id: 'eprop' }, source: { id: 'evidence' }, probes: ['spieks'] };
    writeFileSync(join(folder, 'e.json'), JSON.stringify(experiment));
    for (const more of [[], ['--out', 'never']]) {
      const { code, err } = await engram('run', 'e.json', ...small, ...more);
      expect(code).toBe(2);
      expect(err).toMatch(/^engram: Unknown probe 'spieks'\. This model has: input, .*\n$/);
      expect(readdirSync(folder)).toEqual(['e.json']);
    }
  });

  it('a folder that is a file is refused before the run', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, err } = await engram('run', 'evidence', ...small, '--out', 'file');
    expect([code, err]).toEqual([2, "engram: --out 'file' is a file; expected a folder to write to.\n"]);
  });
});
