/** The engine of a cluster: a job array of Slurm, whose tasks write the same files the local engine writes. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SweepPoint } from '../../session/sweep/plan';
import { UsageError } from '../command';
import type { SweepFolder } from './folder';

export interface Job {
  /** Tasks at a time; without it as many as the cluster gives. */
  jobs?: number;
  /** Further options of sbatch, such as "--partition=short". */
  options: readonly string[];
  stop: AbortSignal;
  /** Points that have ended so far, and the number of the job. */
  tell(done: number, job: string): void;
}

/** Slurm's own default for the largest array; with more points a task makes several. */
const mostTasks = 1000;
const pollMs = 1000;
const jobFile = 'job.txt';

/**
 * Submits `points`, waits until the job has left the queue, and leaves the outcomes in the folder. A job of an earlier call that is
 * still in the queue is waited for instead. When the signal comes the job goes on by itself. Throws UsageError without Slurm.
 */
export async function runOnSlurm(
  folder: SweepFolder,
  points: readonly SweepPoint[],
  { jobs, options, stop, tell }: Job
): Promise<void> {
  const before = await submittedBefore(folder);
  const job =
    before !== undefined && (await isQueued(before)) ? before : await submit(folder, points, jobs, options);
  while (!stop.aborted) {
    tell((await folder.outcomes()).length, job);
    if (!(await isQueued(job))) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function submittedBefore(folder: SweepFolder): Promise<string | undefined> {
  const path = join(folder.path, jobFile);
  return existsSync(path) ? (await readFile(path, 'utf8')).trim() : undefined;
}

async function submit(
  folder: SweepFolder,
  points: readonly SweepPoint[],
  jobs: number | undefined,
  options: readonly string[]
): Promise<string> {
  const perTask = Math.ceil(points.length / mostTasks);
  const tasks = Array.from({ length: Math.ceil(points.length / perTask) }, (_, t) =>
    points
      .slice(t * perTask, (t + 1) * perTask)
      .map(({ index }) => index)
      .join(',')
  );
  await mkdir(join(folder.path, 'logs'), { recursive: true });
  await folder.write('tasks.txt', `${tasks.join('\n')}\n`);
  await folder.write('job.sh', jobScript(folder, tasks.length, jobs));
  const printed = await slurm('sbatch', ['--parsable', ...options, join(folder.path, 'job.sh')]);
  const job = printed.trim().split(';')[0];
  await folder.write(jobFile, `${job}\n`);
  return job;
}

/** Everything by its full name: a node may start it in another folder and with another PATH. */
function jobScript(folder: SweepFolder, tasks: number, jobs: number | undefined): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const limit = jobs === undefined ? '' : `%${jobs}`;
  const title = (folder.plan.preset ?? 'sweep').replaceAll(/[^\w-]/g, '_');
  return `#!/bin/bash
#SBATCH --job-name=engram-${title}
#SBATCH --array=0-${tasks - 1}${limit}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --chdir=${folder.path}
#SBATCH --output=logs/%a.txt
points=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" tasks.txt)
exec ${quoted(process.execPath)} ${quoted(process.argv[1] ?? '')} point ${quoted(folder.path)} --points "$points"
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
