import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

function installed(): boolean {
  try {
    for (const program of ['sbatch', 'slurmctld', 'slurmd', 'munged'])
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** Every file under a folder with its text, save what belongs to the job itself. */
function results(folder: string): Record<string, string> {
  const names = ['plan.json', 'points.csv', 'summary.csv', 'summary.tex', 'verdict.json'];
  const points = readdirSync(join(folder, 'points')).map((name) => `points/${name}`);
  return Object.fromEntries(
    [...names, ...points].map((name) => [name, readFileSync(join(folder, name), 'utf8')])
  );
}

describe.skipIf(!installed())('a sweep on Slurm (needs slurm-wlm, munge and root)', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  const cluster = 'scripts/slurm-one-node.sh';
  const engram = async (...args: string[]) =>
    promisify(execFile)(process.execPath, ['bin/engram.mjs', ...args], { env, maxBuffer: 2 ** 26 });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'engram-slurm-'));
    execFileSync('bash', [cluster, 'start', join(folder, 'slurm')], {
      stdio: ['ignore', 'ignore', 'inherit']
    });
    env = { ...process.env, SLURM_CONF: join(folder, 'slurm', 'slurm.conf') };
  }, 60_000);
  afterAll(() => {
    execFileSync('bash', [cluster, 'stop', join(folder, 'slurm')]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }, 90_000);

  it('leaves the files a sweep of this machine leaves, byte for byte', { timeout: 180_000 }, async () => {
    const swept = [
      'sweep',
      'two-hop-recall',
      '--trials',
      '5',
      '--over',
      'gamma=0.5,0.6',
      '--seeds',
      '3',
      '--out'
    ];
    await engram(...swept, join(folder, 'local'));
    const { stderr } = await engram(...swept, join(folder, 'cluster'), '--engine', 'slurm', '--jobs', '2');
    expect(stderr).toMatch(/Job \d+ of Slurm/);
    const [here, there] = ['local', 'cluster'].map((name) => results(join(folder, name)));
    expect(Object.keys(here)).toHaveLength(11);
    expect(there).toEqual(here);
    // A lost point is made again, and only that.
    const [first] = readdirSync(join(folder, 'cluster', 'points')).sort();
    rmSync(join(folder, 'cluster', 'points', first));
    await engram(...swept, join(folder, 'cluster'), '--engine', 'slurm');
    expect(readFileSync(join(folder, 'cluster', 'tasks.txt'), 'utf8')).toBe('0\n');
    expect(results(join(folder, 'cluster'))).toEqual(here);
  });
});

describe('a sweep where Slurm is not', () => {
  it('says so in one line', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engram-slurm-'));
    const args = ['bin/engram.mjs', 'sweep', 'two-hop-recall', '--engine', 'slurm', '--out', folder];
    const failed = await promisify(execFile)(process.execPath, args, { env: { PATH: '/nowhere' } }).catch(
      (error: { code: number; stderr: string }) => error
    );
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining("'sbatch' was not found") });
    rmSync(folder, { recursive: true, force: true });
  });
});
