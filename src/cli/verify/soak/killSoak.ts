/**
 * Kills the program at random moments, of a sweep and of a run that saves itself: what had ended is still there, nothing half-written is
 * read, the end is the same.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../../models/random';
import { readCheckpoint } from '../../../session/checkpointFile';
import { stateHash } from '../../../session/stateHash';
import { parseOutcome } from '../../../session/sweep/planFile';
import { engramProcess } from './engramProcess';
import type { Soak, SoakOptions, SoakResult } from './soak';

const kills = { quick: 3, full: 20 };
const points = { quick: 40, full: 200 };

export const killSoak: Soak = {
  name: 'kill',
  summary:
    'SIGKILL at random moments of a sweep and of a run that saves itself, and the same again until it is done',
  async run(_io, { quick }: SoakOptions): Promise<SoakResult> {
    const folder = await mkdtemp(join(tmpdir(), 'engram-kill-'));
    try {
      const wanted = quick ? kills.quick : kills.full;
      const swept = await soakSweep(folder, wanted, quick ? points.quick : points.full);
      const saved = await soakCheckpoint(folder, wanted);
      const problem = [swept.problem, saved.problem].filter((line) => line !== undefined).join(' ');
      return {
        passed: swept.passed && saved.passed,
        done: `${swept.done}; ${saved.done}`,
        figures: { ...swept.figures, ...saved.figures },
        ...(problem !== '' && { problem })
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
};

async function soakSweep(folder: string, wanted: number, seeds: number): Promise<SoakResult> {
  const args = (out: string): string[] => [
    ...['sweep', 'two-hop-recall', '--trials', '40', '--seeds', String(seeds), '--jobs', '2'],
    ...['--out', join(folder, out), '--json']
  ];
  await ended(args('whole'));
  const whole = await readPoints(join(folder, 'whole'));
  const random = new Random('kill');
  let [killed, early, lost, torn, partial, rounds] = [0, 0, 0, 0, 0, 0];
  while (killed < wanted && early < 10 * wanted) {
    const out = `round ${rounds++}`;
    let before = new Map<string, string>();
    // A sweep that was done before its kill came begins anew in another folder.
    for (let done = false; !done && killed < wanted; ) {
      done = await endedOrKilled(args(out), 100 + random.uniform() * 1400);
      if (done) early++;
      else killed++;
      const after = await readPoints(join(folder, out));
      for (const [name, text] of before) if (after.get(name) !== text) lost++;
      for (const text of after.values()) if (!reads(text)) torn++;
      partial += await countPartial(join(folder, out, 'points'));
      before = after;
    }
    await ended(args(out));
    if (!same(await readPoints(join(folder, out)), whole)) lost++;
    await rm(join(folder, out), { recursive: true, force: true });
  }
  const passed = killed === wanted && lost === 0 && torn === 0;
  return {
    passed,
    done: `${killed} kills at random moments of a sweep of ${seeds} points, ${rounds} sweeps brought to their end`,
    figures: {
      'finished points lost or changed': lost,
      'half-written points under their name': torn,
      'files left aside by kills, never read': partial,
      'sweeps equal byte for byte to one that was not killed': rounds
    },
    ...(!passed && {
      problem: `Expected ${wanted} kills, nothing lost and nothing torn; ${killed} kills came in time.`
    })
  };
}

/** A checkpoint after every trial, so that most kills come near a writing. */
async function soakCheckpoint(folder: string, wanted: number): Promise<SoakResult> {
  const trials = 400;
  const args = (name: string): string[] => [
    ...[
      'run',
      'evidence',
      '--set',
      'units=20',
      '--set',
      'batch=4',
      '--trials',
      String(trials),
      '--threads',
      '1'
    ],
    ...['--checkpoint', join(folder, name), '--every', '1', '--json']
  ];
  await ended(args('whole.checkpoint'));
  const whole = hashOf(await readFile(join(folder, 'whole.checkpoint')));
  const random = new Random('kill a run');
  let [killed, rounds, torn, back, different] = [0, 0, 0, 0, 0];
  while (killed < wanted && rounds < 10 * wanted) {
    const name = `run ${rounds++}.checkpoint`;
    let reached = 0;
    for (let done = false; !done && killed < wanted; ) {
      done = await endedOrKilled(args(name), 250 + random.uniform() * 900);
      if (!done) killed++;
      for (const file of [name, `${name}.previous`]) {
        const bytes = await readFile(join(folder, file)).catch(() => undefined);
        if (!bytes) continue;
        const trial = trialOf(bytes);
        if (trial === undefined) torn++;
        else if (file === name) {
          if (trial < reached) back++;
          reached = trial;
        }
      }
    }
    await ended(args(name));
    if (hashOf(await readFile(join(folder, name))) !== whole) different++;
  }
  const passed = killed === wanted && torn + back + different === 0;
  return {
    passed,
    done: `${killed} kills at random moments of a run of ${trials} trials that saves itself after each`,
    figures: {
      'half-written checkpoints': torn,
      'runs thrown back behind a saved trial': back,
      'runs that ended in another state than one not killed': different,
      'runs brought to their end': rounds
    },
    ...(!passed && {
      problem: `Expected ${wanted} kills and whole checkpoints; ${killed} kills came in time.`
    })
  };
}

function trialOf(bytes: Uint8Array): number | undefined {
  try {
    return readCheckpoint('checkpoint', bytes).clock.trial;
  } catch {
    return undefined;
  }
}

function hashOf(bytes: Uint8Array): string {
  const { clock, cursor, model } = readCheckpoint('checkpoint', bytes);
  return stateHash(model, clock.tick, cursor);
}

async function ended(args: readonly string[]): Promise<void> {
  if (!(await endedOrKilled(args, Number.POSITIVE_INFINITY)))
    throw new Error('A sweep that was not killed did not come to its end.');
}

/** Whether it came to its end before it was killed after `afterMs`. Throws where it ended with an error. */
function endedOrKilled(args: readonly string[], afterMs: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const [program, ...own] = engramProcess(args);
    const child = spawn(program, own, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    const timer = Number.isFinite(afterMs) ? setTimeout(() => child.kill('SIGKILL'), afterMs) : undefined;
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') resolve(false);
      else if (code === 0) resolve(true);
      else reject(new Error(`A sweep that went on after a kill ended with code ${code}: ${said.trim()}`));
    });
  });
}

/** Points under their names, as texts. */
async function readPoints(folder: string): Promise<Map<string, string>> {
  const names = await namesIn(join(folder, 'points'));
  const own = names.filter((name) => name.endsWith('.json'));
  return new Map(
    await Promise.all(
      own.map(async (name) => [name, await readFile(join(folder, 'points', name), 'utf8')] as const)
    )
  );
}

const countPartial = async (folder: string): Promise<number> =>
  (await namesIn(folder)).filter((name) => name.endsWith('.partial')).length;

/** None of a folder that is not there yet. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}

function reads(text: string): boolean {
  try {
    parseOutcome(JSON.parse(text));
    return true;
  } catch {
    return false;
  }
}

const same = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([name, text]) => b.get(name) === text);
