/** The engine of one machine: tasks made side by side in worker threads; run from sources, one after another in this one. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { CorpusError } from '../../models/corpus/document';
import { FormatError } from '../../formats/formatError';
import { UsageError } from '../command';
import { type CorpusFolder, readCorpusFolder } from './folder';
import { OwnJudge } from './judge';
import { StoppedError } from './stopping';
import { runTask, type Task } from './tasks';

/** What a worker is started with. */
export interface CorpusWork {
  corpusFolder: string;
  /** Bytes that the tables of a task may take. */
  memory: number;
}

/** What a worker says of a task: nothing, or why it failed. And, on the way, which process it started for it. */
interface Answer {
  started?: number;
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
export function corpusPool(
  folder: CorpusFolder,
  { memory, stop, workers }: { workers: number; memory: number; stop: AbortSignal }
): CorpusPool {
  const maker = isCommandLine() ? inThreads(folder, memory, stop) : here(folder, memory, stop);
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

function here(folder: CorpusFolder, memory: number, stop: AbortSignal): Maker {
  const judges = new Map<number, OwnJudge>();
  const judgeFor = (worker: number): OwnJudge => {
    const there = judges.get(worker) ?? new OwnJudge(folder.plan);
    judges.set(worker, there);
    return there;
  };
  const closeAll = (): void => {
    for (const judge of judges.values()) judge.close();
  };
  return {
    task: async (task, worker) => {
      const own = judgeFor(worker);
      const end = (): void => own.close();
      stop.addEventListener('abort', end);
      try {
        await runTask(folder, task, { memory, judge: () => own.get() }, () => stop.aborted);
      } catch (error) {
        throw stop.aborted ? new StoppedError('stopped') : error;
      } finally {
        stop.removeEventListener('abort', end);
      }
    },
    close: () => Promise.resolve(closeAll())
  };
}

interface Thread {
  worker: Worker;
  /** Processes it started, which would outlive it. */
  started: Set<number>;
}

function end({ started, worker }: Thread): Promise<number> {
  for (const pid of started) {
    try {
      process.kill(pid);
    } catch {
      // It has ended by itself.
    }
  }
  return worker.terminate();
}

function inThreads(folder: CorpusFolder, memory: number, stop: AbortSignal): Maker {
  const threads = new Map<number, Thread>();
  const work: CorpusWork = { corpusFolder: folder.path, memory };
  // A collection of garbage early rather than late: memory follows what is held, not how long a run takes.
  setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);
  return {
    task: (task, number) =>
      new Promise((resolve, reject) => {
        const thread = threads.get(number) ?? {
          worker: new Worker(new URL(import.meta.url), { workerData: work }),
          started: new Set<number>()
        };
        const { started, worker } = thread;
        threads.set(number, thread);
        const settle = (act: () => void): void => {
          stop.removeEventListener('abort', stopped);
          worker.off('message', answered).off('error', broken).off('exit', ended);
          act();
        };
        const lost = (why: string): void => {
          threads.delete(number);
          void end(thread);
          settle(() =>
            reject(stop.aborted ? new StoppedError('stopped') : new Error(`A thread ended: ${why}.`))
          );
        };
        const answered = ({ expected, failed, started: pid }: Answer): void => {
          if (pid !== undefined) started.add(pid);
          else
            settle(() => {
              if (failed === undefined) resolve();
              else reject(expected ? new UsageError(failed) : new Error(failed));
            });
        };
        const broken = (error: Error): void => lost(error.message);
        const ended = (code: number): void => lost(`code ${code}`);
        const stopped = (): void => void end(thread);
        stop.addEventListener('abort', stopped);
        worker.on('message', answered).on('error', broken).on('exit', ended);
        worker.postMessage(task);
      }),
    close: () => Promise.all([...threads.values()].map(end))
  };
}

/** Per cent by which a heap may grow beyond what was held after a collection. */
const heapGrowth = 30;

/** Whether a worker of this program was started for a corpus. */
export function isCorpusWorker(): boolean {
  return typeof (workerData as Partial<CorpusWork> | null)?.corpusFolder === 'string';
}

/** The whole life of a worker thread of this engine. */
export function serveCorpus(): void {
  const { corpusFolder, memory } = workerData as CorpusWork;
  const folder = readCorpusFolder(corpusFolder, '/');
  const say = (answer: Answer): void => parentPort!.postMessage(answer);
  const own = new OwnJudge(folder.plan, (started) => say({ started }));
  parentPort!.on('message', async (task: Task) => {
    const answer: Answer = {};
    try {
      await runTask(folder, task, { memory, judge: () => own.get() }, () => false);
    } catch (error) {
      answer.failed = error instanceof Error ? error.message : String(error);
      answer.expected = [FormatError, UsageError, CorpusError].some((kind) => error instanceof kind);
    }
    say(answer);
  });
}
