/** The engine of a cluster: a job array of Slurm, whose tasks write the same files the local engine writes. */
import type { SweepPoint } from '../../session/sweep/plan';
import { runJobArray } from '../slurm';
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

/** Submits `points`, waits until the job has left the queue, and leaves the outcomes in the folder; as `runJobArray`. */
export async function runOnSlurm(
  folder: SweepFolder,
  points: readonly SweepPoint[],
  { jobs, options, stop, tell }: Job
): Promise<void> {
  await runJobArray({
    folder: folder.path,
    title: folder.plan.preset ?? 'sweep',
    units: points.map(({ index }) => String(index)),
    command: ['point', folder.path, '--points'],
    ...(jobs !== undefined && { jobs }),
    options,
    stop,
    tell: async (job) => tell((await folder.outcomes()).length, job),
    write: (name, text) => folder.write(name, text)
  });
}
