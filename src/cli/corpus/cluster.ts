/** The engine of a cluster: one job array of Slurm for each stage, whose tasks leave the same files the threads of one machine leave. */
import { writeWhole } from '../files';
import { runJobArray } from '../slurm';
import { UsageError } from '../command';
import type { Engine } from './engine';
import type { CorpusFolder } from './folder';
import { OwnJudge } from './judge';
import { StoppedError } from './stopping';
import { isDone, type Means, runTask, type Stage, stages, type Task, tasksOf } from './tasks';

export interface Cluster {
  jobs?: number;
  /** Bytes that the tables of a task may take. */
  memory: number;
  /** Further options of sbatch. */
  options: readonly string[];
  stop: AbortSignal;
}

/** How tasks are named on a task's command line. */
const nameOf = ({ index, stage }: Task): string => `${stage}:${index}`;

/** Throws UsageError without Slurm, and where a task left nothing. */
export function onSlurm(folder: CorpusFolder, { jobs, memory, options, stop }: Cluster): Engine['make'] {
  return async (stage, tasks, ended) => {
    if (tasks.length === 0) return;
    const told = new Set<number>();
    await runJobArray({
      folder: folder.path,
      title: `corpus-${stage}`,
      units: tasks.map(nameOf),
      command: ['corpus', '--out', folder.path, '--memory', String(memory / 2 ** 20), '--tasks'],
      ...(jobs !== undefined && { jobs }),
      options,
      stop,
      async tell() {
        for (const task of tasks)
          if (!told.has(task.index) && isDone(folder, task)) {
            told.add(task.index);
            ended();
          }
      },
      write: (name, text) => writeWhole(name, folder.path, new TextEncoder().encode(text))
    });
    const lost = tasks.filter((task) => !isDone(folder, task));
    if (lost.length > 0 && !stop.aborted)
      throw new UsageError(
        `${lost.length} of ${tasks.length} tasks left nothing (${lost.slice(0, 5).map(nameOf).join(', ')}); see ${folder.path}/logs, and give the same command again.`
      );
  };
}

/** Tasks such as "sign:3,sign:4", one after another in this process. Throws UsageError for others, and what tasks throw. */
export async function makeNamedTasks(
  folder: CorpusFolder,
  names: string,
  { memory, stop }: Pick<Cluster, 'memory' | 'stop'>
): Promise<void> {
  const own = new OwnJudge(folder.plan);
  const end = (): void => own.close();
  stop.addEventListener('abort', end);
  try {
    await makeAll(folder, names, { memory, judge: () => own.get() }, stop);
  } finally {
    stop.removeEventListener('abort', end);
    own.close();
  }
}

async function makeAll(folder: CorpusFolder, names: string, means: Means, stop: AbortSignal): Promise<void> {
  for (const name of names.split(',')) {
    const [, of, number] = /^(\w+):(\d+)$/.exec(name.trim()) ?? [];
    const stage: Stage | undefined = stages.find((known) => known === of);
    const task = stage && tasksOf(folder, stage)[Number(number)];
    if (!task)
      throw new UsageError(
        `--tasks names '${name}'; expected such as sign:0, of the stages ${stages.join(', ')}.`
      );
    if (isDone(folder, task)) continue;
    try {
      await runTask(folder, task, means, () => stop.aborted);
    } catch (error) {
      if (error instanceof StoppedError || stop.aborted) return;
      throw error;
    }
  }
}
