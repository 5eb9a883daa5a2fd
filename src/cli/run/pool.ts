/** Runs made side by side, each a command line of its own in another process, so that a sweep uses every core. */
import { spawn } from 'node:child_process';
import type { Io } from '../io';

/** What a run printed, or why it failed, in one line. */
export type Outcome = { json: unknown } | { failed: string };

/** Runs `engram <args>` and reads the JSON it ends with. */
export type RunOnce = (args: readonly string[], stop: AbortSignal) => Promise<Outcome>;

/**
 * Does `tasks` at most `workers` at a time and tells of each as it ends; stopped by the signal, what has not begun is left out. The
 * outcomes are in the order of the tasks.
 */
export async function inPool<Task, Result>(
  tasks: readonly Task[],
  workers: number,
  stop: AbortSignal,
  perform: (task: Task) => Promise<Result>,
  ended: (done: number) => void
): Promise<(Result | undefined)[]> {
  const results: (Result | undefined)[] = tasks.map(() => undefined);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < tasks.length && !stop.aborted) {
      const own = next++;
      results[own] = await perform(tasks[own]);
      ended(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, work));
  return results;
}

/** In a process of its own, from the same entry as this one. */
export function inProcess(entry: string, cwd: string): RunOnce {
  return (args, signal) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [entry, ...args], {
        cwd,
        signal,
        stdio: ['ignore', 'pipe', 'pipe']
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (text: Buffer) => {
        out += text.toString();
      });
      child.stderr.on('data', (text: Buffer) => {
        err += text.toString();
      });
      child.on('error', (error) => resolve({ failed: signal.aborted ? 'It was stopped.' : error.message }));
      child.on('close', () => resolve(outcomeOf(out, err)));
    });
}

/** In this process, one after another whatever the pool: for hosts that are not the command line itself. */
export function inThisProcess(engram: (args: readonly string[], io: Io) => Promise<number>, io: Io): RunOnce {
  return async (args) => {
    let [out, err] = ['', ''];
    try {
      await engram(args, {
        cwd: io.cwd,
        columns: undefined,
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        onInterrupt: () => () => undefined
      });
    } catch (error) {
      return { failed: error instanceof Error ? error.message : String(error) };
    }
    return outcomeOf(out, err);
  };
}

function outcomeOf(out: string, err: string): Outcome {
  const said =
    err
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^engram: /, '') ?? '';
  try {
    const json: unknown = JSON.parse(out);
    // A run that diverged prints what it reached and says why it stopped.
    return said.startsWith('The run diverged') ? { failed: said } : { json };
  } catch {
    return { failed: said || 'It printed no result.' };
  }
}
