/** A disk that fills up, and a folder that may not be written: a message, and the numbers all the same. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { engramProcess } from './engramProcess';
import type { Soak, SoakResult } from './soak';

interface Tried {
  what: string;
  /** Empty when all is right. */
  wrong: readonly string[];
  said: string;
}

export const diskSoak: Soak = {
  name: 'disk',
  summary: 'A sweep and a run onto a full disk, and into a folder that may not be written',
  async run(): Promise<SoakResult> {
    const folder = await mkdtemp(join(tmpdir(), 'engram-disk-'));
    const tried: Tried[] = [];
    const skipped: string[] = [];
    try {
      const small = join(folder, 'small');
      await mkdir(small);
      if (await mounted(small)) {
        try {
          tried.push(await sweepOnto(small), await runOnto(small));
        } finally {
          await promisify(execFile)('umount', [small]);
        }
      } else skipped.push('a full disk: only root can mount a small one');
      const readOnly = join(folder, 'locked');
      await mkdir(readOnly);
      await chmod(readOnly, 0o555);
      // Root writes where it likes; a file in the way of the folder stops everybody.
      const target = process.getuid?.() === 0 ? '/proc/engram' : join(readOnly, 'out');
      tried.push(await refusedAt(target));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    const wrong = tried.flatMap((one) => one.wrong.map((line) => `${one.what}: ${line}`));
    return {
      passed: wrong.length === 0,
      done: tried.map(({ what }) => what).join('; '),
      figures: {
        ...Object.fromEntries(tried.map(({ said, what }) => [what, said])),
        ...(skipped.length > 0 && { 'not tried': skipped.join('; ') })
      },
      ...(wrong.length > 0 && { problem: wrong.join(' ') })
    };
  }
};

/** More points than the small disk holds. */
const seeds = 60;

/** A disk of 256 kB in memory. */
async function mounted(folder: string): Promise<boolean> {
  try {
    await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
    return true;
  } catch {
    return false;
  }
}

async function sweepOnto(disk: string): Promise<Tried> {
  const args = ['sweep', 'two-hop-recall', '--seeds', String(seeds), '--out', join(disk, 'sweep'), '--json'];
  const { code, err, out } = await engram(args);
  const points = (parsed(out) as { points?: readonly { metrics?: unknown }[] } | undefined)?.points ?? [];
  const whole = points.filter(({ metrics }) => metrics !== undefined).length;
  return {
    what: 'sweep onto a disk that fills up',
    wrong: [
      ...(whole === seeds ? [] : [`${whole} of ${seeds} points were printed.`]),
      ...(err.includes('ENOSPC') ? [] : ['The full disk was not told of.']),
      ...(code === 1 ? [] : [`The exit code was ${code}; expected 1.`])
    ],
    said: `${whole} of ${seeds} points printed, ${err.split('ENOSPC').length - 1} messages, exit code ${code}`
  };
}

async function runOnto(disk: string): Promise<Tried> {
  const { code, err, out } = await engram([
    ...['run', 'two-hop-recall', '--trials', '40', '--out', join(disk, 'run'), '--json']
  ]);
  const metrics = (parsed(out) as { metrics?: unknown } | undefined)?.metrics;
  return {
    what: 'run whose results find the disk full',
    wrong: [
      ...(metrics === undefined ? ['The metrics were not printed.'] : []),
      ...(err.includes('ENOSPC') ? [] : ['The full disk was not told of.'])
    ],
    said: `metrics ${metrics === undefined ? 'lost' : 'printed'}, exit code ${code}`
  };
}

async function refusedAt(target: string): Promise<Tried> {
  const { code, err } = await engram(['run', 'two-hop-recall', '--trials', '1', '--out', target]);
  const lines = err.trim().split('\n').length;
  return {
    what: 'folder that may not be written',
    wrong: code === 2 && lines === 1 && err.includes('cannot be written') ? [] : [`It said: ${err.trim()}`],
    said: `refused before the run began, in one line, exit code ${code}`
  };
}

interface Ended {
  code: number;
  out: string;
  err: string;
}

function engram(args: readonly string[]): Promise<Ended> {
  const [program, ...own] = engramProcess(args);
  return new Promise((resolve) => {
    const child = execFile(program, own, { maxBuffer: 2 ** 26 }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err })
    );
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
