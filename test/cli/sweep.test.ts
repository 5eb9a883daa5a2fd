import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { gridPoints, readAxes } from '../../src/cli/run/grid';
import { inPool } from '../../src/cli/run/pool';
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

const small = ['--set', 'units=6', '--set', 'batch=2', '--trials', '2'];

describe('a grid', () => {
  it('is every combination, the last axis fastest, seeds within it', () => {
    const points = gridPoints(readAxes(['loss=action,vanilla', 'beta=1, 0.1']), [1, 2]);
    expect(
      points.map(({ seed, settings }) => [...settings.map(({ value }) => value), seed].join(' '))
    ).toEqual([
      'action 1 1',
      'action 1 2',
      'action 0.1 1',
      'action 0.1 2',
      'vanilla 1 1',
      'vanilla 1 2',
      'vanilla 0.1 1',
      'vanilla 0.1 2'
    ]);
  });

  it.each([
    [[], 'needs --over'],
    [['beta'], 'not name=value'],
    [['beta=1,,2'], 'not name=value'],
    [['beta=1,1'], 'has the value 1 twice'],
    [['beta=1', 'beta=2'], "names 'beta' twice"]
  ])('refuses %j', (texts, message) => {
    expect(() => readAxes(texts)).toThrow(message);
  });
});

describe('a pool', () => {
  it('keeps the order of its tasks and never does more at a time than it may', async () => {
    let running = 0;
    let most = 0;
    const results = await inPool(
      [30, 5, 20, 1],
      2,
      new AbortController().signal,
      async (ms) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, ms));
        running--;
        return ms;
      },
      () => undefined
    );
    expect(results).toEqual([30, 5, 20, 1]);
    expect(most).toBe(2);
  });

  it('begins nothing more once it is stopped', async () => {
    const stop = new AbortController();
    const results = await inPool(
      [1, 2, 3],
      1,
      stop.signal,
      async (task) => {
        if (task === 2) stop.abort();
        return task;
      },
      () => undefined
    );
    expect(results).toEqual([1, 2, undefined]);
  });
});

describe('engram sweep', () => {
  it('gives each run as `engram run` would, in the order of the grid', async () => {
    const { code, err, out } = await engram(
      'sweep',
      'evidence',
      ...small,
      '--over',
      'learningRate=0.001,0.01',
      '--seeds',
      '2',
      '--json'
    );
    expect([code, err]).toEqual([0, '']);
    const rows = JSON.parse(out);
    expect(
      rows.map(({ settings, seed }: { settings: { learningRate: string }; seed: number }) => [
        settings.learningRate,
        seed
      ])
    ).toEqual([
      ['0.001', 1],
      ['0.001', 2],
      ['0.01', 1],
      ['0.01', 2]
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
    expect(rows[3]).toMatchObject({ metrics, stateHash });
    expect(rows[1].stateHash).not.toBe(rows[3].stateHash);
  });

  it('prints a table and writes it as CSV', async () => {
    const { code, out } = await engram(
      'sweep',
      'evidence',
      ...small,
      '--over',
      'units=4,6',
      '--out',
      'points.csv'
    );
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^units +seed +loss/);
    const csv = readFileSync(join(folder, 'points.csv'), 'utf8').trimEnd().split('\n');
    expect(csv).toHaveLength(3);
    expect(csv[0].startsWith('units,seed,loss')).toBe(true);
    expect(csv[1].startsWith('4,1,')).toBe(true);
  });

  it('checks every point before the first one runs', async () => {
    const { code, err, out } = await engram('sweep', 'evidence', '--over', 'learningRate=0.01,-3');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain("'learningRate' is -3");
  });

  it('asks for what to run and over what', async () => {
    expect((await engram('sweep')).err).toContain("'engram sweep' needs a preset");
    expect((await engram('sweep', 'evidence')).err).toContain('needs --over');
  });
});
