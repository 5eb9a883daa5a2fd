/** A job array of Slurm: tasks are lines of a file, and a task's command is given its line. What tasks make is seen by whoever asked. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from './command';

export interface JobArray {
  /** A folder that this machine and the nodes share, by its full name. */
  folder: string;
  /** Of files in it: "job" makes job.sh, job.txt; tasks and logs lie beside. */
  title: string;
  /** Units of work, parted among at most 1000 tasks: Slurm's own default for the largest array. */
  units: readonly string[];
  /** Arguments of this program before those units, which come last, separated by commas. */
  command: readonly string[];
  processors?: number;
  /** Tasks at a time; without it as many as the cluster gives. */
  jobs?: number;
  /** Further options of sbatch, such as "--partition=short". */
  options: readonly string[];
  stop: AbortSignal;
  /** Whenever the queue was looked at, with the number of the job. */
  tell(job: string): Promise<void>;
  /** Writes a file of the folder. */
  write(name: string, text: string): Promise<void>;
}

const mostTasks = 1000;
const pollMs = 1000;
const jobFile = 'job.txt';

/**
 * Submits the units and waits until the job has left the queue. A job of an earlier call that is still in the queue is waited for
 * instead. When the signal comes the job goes on by itself. Throws UsageError without Slurm.
 */
export async function runJobArray(array: JobArray): Promise<void> {
  const before = await submittedBefore(array.folder);
  const job = before !== undefined && (await isQueued(before)) ? before : await submit(array);
  while (!array.stop.aborted) {
    await array.tell(job);
    if (!(await isQueued(job))) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function submittedBefore(folder: string): Promise<string | undefined> {
  const path = join(folder, jobFile);
  return existsSync(path) ? (await readFile(path, 'utf8')).trim() : undefined;
}

async function submit(array: JobArray): Promise<string> {
  const { folder, options, units, write } = array;
  const perTask = Math.ceil(units.length / mostTasks);
  const tasks = Array.from({ length: Math.ceil(units.length / perTask) }, (_, t) =>
    units.slice(t * perTask, (t + 1) * perTask).join(',')
  );
  await mkdir(join(folder, 'logs'), { recursive: true });
  await write('tasks.txt', `${tasks.join('\n')}\n`);
  await write('job.sh', jobScript(array, tasks.length));
  const printed = await slurm('sbatch', ['--parsable', ...options, join(folder, 'job.sh')]);
  const job = printed.trim().split(';')[0];
  await write(jobFile, `${job}\n`);
  return job;
}

/** Everything by its full name: a node may start it in another folder and with another PATH. */
function jobScript({ command, folder, jobs, processors = 1, title }: JobArray, tasks: number): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const limit = jobs === undefined ? '' : `%${jobs}`;
  const program = [process.execPath, process.argv[1] ?? '', ...command].map(quoted).join(' ');
  return `#!/bin/bash
#SBATCH --job-name=engram-${title.replaceAll(/[^\w-]/g, '_')}
#SBATCH --array=0-${tasks - 1}${limit}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=${processors}
#SBATCH --chdir=${folder}
#SBATCH --output=logs/%a.txt
units=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" tasks.txt)
exec ${program} "$units"
`;
}

/** Whether any of its tasks waits or runs. A job that is long gone is an error to squeue, and no longer queued. */
async function isQueued(job: string): Promise<boolean> {
  try {
    return (await slurm('squeue', ['--noheader', '--jobs', job, '--format', '%i'])).trim() !== '';
  } catch (error) {
    if (error instanceof UsageError && error.message.includes('Invalid job id')) return false;
    throw error;
  }
}

async function slurm(program: string, args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(program, [...args])).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT')
      throw new UsageError(
        `There is no Slurm here: '${program}' was not found. Run this where jobs are submitted, or leave --engine out.`
      );
    const said = stderr?.trim().split('\n').at(-1) ?? String(error);
    throw new UsageError(`Slurm refused: ${said}`);
  }
}
