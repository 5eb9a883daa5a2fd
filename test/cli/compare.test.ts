import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { writeFileSync } from 'node:fs';
import { presets } from '../../src/presets/registry';
import { withSetting } from '../../src/session/experiment';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-compare-'));
  const { experiment } = presets.find(({ id }) => id === 'evidence')!;
  const small = withSetting(withSetting(experiment, 'batch', 2), 'units', 6);
  writeFileSync(join(folder, 'slow.json'), JSON.stringify(small));
  writeFileSync(join(folder, 'fast.json'), JSON.stringify(withSetting(small, 'learningRate', 0.02)));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function engram(...args: string[]) {
  const io = testIo(folder);
  const code = await main(args, io);
  return { code, out: io.stdout, err: io.stderr };
}

describe('engram compare', () => {
  it.each([
    ['both.svg', '<svg'],
    ['both.pdf', '%PDF-'],
    ['both.png', '\u0089PNG']
  ])('draws %s by its ending', async (name, begins) => {
    const { code, err } = await engram('compare', 'slow.json', 'fast.json', '--trials', '2', '--out', name);
    expect([code, err]).toEqual([0, '']);
    expect(readFileSync(join(folder, name)).toString('latin1').startsWith(begins)).toBe(true);
  });

  it('says which endings there are', async () => {
    const { code, err } = await engram('compare', 'slow.json', '--out', 'both.jpg');
    expect([code, err]).toEqual([2, expect.stringContaining('expected a file ending in .svg, .pdf or .png')]);
  });

  it('runs experiments on the same seeds and tells their paired differences', async () => {
    const { code, err, out } = await engram(
      ...['compare', 'slow.json', 'fast.json', '--seeds', '3', '--trials', '2', '--json'],
      ...['--out', 'both.svg', '--csv', 'both.csv']
    );
    expect([code, err]).toEqual([0, '']);
    const { differences, groups } = JSON.parse(out);
    expect(groups.map(({ settings }: { settings: object }) => settings)).toEqual([
      { of: 'slow.json', learningRate: expect.any(Number) },
      { of: 'fast.json', learningRate: 0.02 }
    ]);
    const loss = differences.find(({ metric }: { metric: string }) => metric === 'loss');
    expect(loss.effect.n).toBe(3);
    expect(loss.effect.difference).toBeCloseTo(groups[1].metrics.loss.mean - groups[0].metrics.loss.mean, 10);
    const svg = readFileSync(join(folder, 'both.svg'), 'utf8');
    expect(svg).toContain('learningRate = 0.02');
    expect(svg).toContain('&quot;comparison&quot;:1');
    expect(readFileSync(join(folder, 'both.csv'), 'utf8')).toMatch(/^of,learningRate,n,failed,loss,/);
  }, 60_000);

  it('makes the run of a figure again, as long as it was', async () => {
    const ended = JSON.parse(
      (await engram('run', 'slow.json', '--trials', '3', '--seed', '4', '--out', 'a', '--json')).out
    );
    const { out } = await engram('compare', 'a', 'a/figures/spikeRaster.svg', '--json', '--out', 'both.svg');
    const { groups } = JSON.parse(out);
    expect(groups.map(({ seeds }: { seeds: number[] }) => seeds)).toEqual([[4], [4]]);
    expect(groups[1].metrics.loss.mean).toBe(ended.metrics.loss);
    // Both say which state they came to, the folder as well as the figure.
    const hashes = readFileSync(join(folder, 'both.svg'), 'utf8').split(ended.stateHash).length - 1;
    expect(hashes).toBe(2);
  }, 60_000);

  it('reads folders of runs with the metrics the run ended with', async () => {
    const ended = await engram('run', 'slow.json', '--trials', '12', '--out', 'a', '--json');
    await engram('run', 'fast.json', '--trials', '12', '--out', 'b');
    const { metrics } = JSON.parse(ended.out);
    const { groups } = JSON.parse((await engram('compare', 'a', 'b', '--json')).out);
    expect(groups[0].metrics.loss.mean).toBeCloseTo(metrics.loss, 4);
    expect(groups[0].metrics.error.mean).toBeCloseTo(metrics.error, 4);
    const { out } = await engram('compare', 'a', 'b', '--metrics', 'loss');
    expect(out).toMatch(/^of +learningRate +n +loss\n/);
    expect(out).toContain('n = 1');
  }, 60_000);

  it.each([
    [['compare'], 'needs folders of results'],
    [['compare', 'slow.json', 'slow.json'], 'named twice'],
    [['compare', 'slow.json', '--out', 'x.gif'], 'ending in .svg'],
    [['compare', '.'], 'holds no results'],
    [['compare', 'slow.json', '--trials', '1', '--metrics', 'speed'], "no metric 'speed'"]
  ])('says what is wrong with %j', async (args, message) => {
    const { code, err } = await engram(...args);
    expect(code).not.toBe(0);
    expect(err).toContain(message);
  });
});
