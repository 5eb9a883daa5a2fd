/** The engine of one machine: tasks made side by side in worker threads; run from sources, one after another in this one. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { CorpusError } from '../../models/corpus/document';
import { FormatError } from '../../formats/formatError';
import { UsageError } from '../command';
import { type CorpusFolder, readCorpusFolder } from './folder';
import { StoppedError } from './stopping';
import { runTask, type Task } from './tasks';

/** What a worker is started with. */
export interface CorpusWork {
  corpusFolder: string;
}

/** What a worker says of a task: nothing, or why it failed. */
interface Answer {
  failed?: string;
  /** Whether it is something the user can mend. */
  expected?: boolean;
}

export interface CorpusPool {
  /**
   * Makes the tasks in any order; resolves when all are done or the signal came. Throws what the first task that failed throws, once
   * those under way have ended: what they made is kept.
   */
  make(tasks: readonly Task[], ended: () => void): Promise<void>;
  close(): Promise<unknown>;
}

/** Threads live from stage to stage: starting one takes longer than a small task. */
export function corpusPool(folder: CorpusFolder, workers: number, stop: AbortSignal): CorpusPool {
  const maker = isCommandLine() ? inThreads(folder, stop) : here(folder, stop);
  return {
    close: () => maker.close(),
    async make(tasks, ended) {
      const left = [...tasks];
      let failure: unknown;
      await Promise.all(
        Array.from({ length: Math.min(workers, tasks.length) }, async (_, worker) => {
          for (let task = left.shift(); task && !stop.aborted && failure === undefined; task = left.shift()) {
            try {
              await maker.task(task, worker);
              ended();
            } catch (error) {
              if (!(error instanceof StoppedError)) failure ??= error;
            }
          }
        })
      );
      if (failure !== undefined) throw failure;
    }
  };
}

/** Threads are started from the file this program is bundled into; run from sources there is no such file. */
const isCommandLine = (): boolean => basename(fileURLToPath(import.meta.url)) === 'engram.js';

interface Maker {
  task(task: Task, worker: number): Promise<void>;
  close(): Promise<unknown>;
}

function here(folder: CorpusFolder, stop: AbortSignal): Maker {
  return {
    task: (task) => runTask(folder, task, () => stop.aborted),
    close: () => Promise.resolve()
  };
}

function inThreads(folder: CorpusFolder, stop: AbortSignal): Maker {
  const threads = new Map<number, Worker>();
  const work: CorpusWork = { corpusFolder: folder.path };
  return {
    task: (task, number) =>
      new Promise((resolve, reject) => {
        const thread = threads.get(number) ?? new Worker(new URL(import.meta.url), { workerData: work });
        threads.set(number, thread);
        const settle = (act: () => void): void => {
          stop.removeEventListener('abort', end);
          thread.off('message', answered).off('error', broken).off('exit', ended);
          act();
        };
        const lost = (why: string): void => {
          threads.delete(number);
          settle(() =>
            reject(stop.aborted ? new StoppedError('stopped') : new Error(`A thread ended: ${why}.`))
          );
        };
        const answered = ({ expected, failed }: Answer): void =>
          settle(() => {
            if (failed === undefined) resolve();
            else reject(expected ? new UsageError(failed) : new Error(failed));
          });
        const broken = (error: Error): void => lost(error.message);
        const ended = (code: number): void => lost(`code ${code}`);
        const end = (): void => void thread.terminate();
        stop.addEventListener('abort', end);
        thread.on('message', answered).on('error', broken).on('exit', ended);
        thread.postMessage(task);
      }),
    close: () => Promise.all([...threads.values()].map((thread) => thread.terminate()))
  };
}

/** Whether a worker of this program was started for a corpus. */
export function isCorpusWorker(): boolean {
  return typeof (workerData as Partial<CorpusWork> | null)?.corpusFolder === 'string';
}

/** The whole life of a worker thread of this engine. */
export function serveCorpus(): void {
  const { corpusFolder } = workerData as CorpusWork;
  const folder = readCorpusFolder(corpusFolder, '/');
  parentPort!.on('message', async (task: Task) => {
    const answer: Answer = {};
    try {
      await runTask(folder, task, () => false);
    } catch (error) {
      answer.failed = error instanceof Error ? error.message : String(error);
      answer.expected = [FormatError, UsageError, CorpusError].some((kind) => error instanceof kind);
    }
    parentPort!.postMessage(answer);
  });
}
