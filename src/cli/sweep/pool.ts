/** The engine of one machine: points made side by side in worker threads, each with one thread of kernels. */
import { fileURLToPath } from 'node:url';
import { basename } from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { presets } from '../../presets/registry';
import type { PointOutcome, SweepPlan, SweepPoint } from '../../session/sweep/plan';
import { runPoint } from '../../session/sweep/runPoint';
import { nodeHost } from '../host';

/** What a worker is started with. */
interface Work {
  plan: SweepPlan;
  /** Names of data files lead from it. */
  folder: string;
}

export interface Pool {
  plan: SweepPlan;
  folder: string;
  workers: number;
  stop: AbortSignal;
  /** Called with each outcome as it comes; points that were stopped have none. */
  ended(outcome: PointOutcome): Promise<void>;
}

/** Makes `points` in the order given; resolves when all have ended or the signal came. */
export async function makePoints(points: readonly SweepPoint[], pool: Pool): Promise<void> {
  const left = [...points];
  const maker = isCommandLine() ? threadMaker : hereMaker;
  await Promise.all(
    Array.from({ length: Math.min(pool.workers, points.length) }, async () => {
      const make = maker(pool);
      for (let point = left.shift(); point && !pool.stop.aborted; point = left.shift()) {
        const outcome = await make.point(point);
        if (outcome) await pool.ended(outcome);
      }
      await make.close();
    })
  );
}

interface Maker {
  /** Undefined when it was stopped. */
  point(point: SweepPoint): Promise<PointOutcome | undefined>;
  close(): Promise<unknown>;
}

/** Threads are started from the file this program is bundled into; run from sources there is no such file. */
function isCommandLine(): boolean {
  return basename(fileURLToPath(import.meta.url)) === 'engram.js';
}

function threadMaker({ folder, plan, stop }: Pool): Maker {
  let worker: Worker | undefined;
  const start = (): Worker => {
    const work: Work = { plan, folder };
    return new Worker(new URL(import.meta.url), { workerData: work });
  };
  stop.addEventListener('abort', () => void worker?.terminate());
  return {
    point: (point) =>
      new Promise((resolve) => {
        if (stop.aborted) return resolve(undefined);
        worker ??= start();
        const thread = worker;
        const settle = (outcome: PointOutcome | undefined): void => {
          // One by one: the thread has listeners of its own.
          thread.off('message', settle).off('error', broken).off('exit', ended);
          resolve(outcome);
        };
        // A thread that is lost (out of memory, say) takes its point with it, not the sweep.
        const lost = (why: string): void => {
          worker = undefined;
          settle(stop.aborted ? undefined : { ...point, failed: `Its thread ended: ${why}.` });
        };
        const broken = (error: Error): void => lost(error.message);
        const ended = (code: number): void => lost(`code ${code}`);
        thread.on('message', settle).on('error', broken).on('exit', ended);
        thread.postMessage(point);
      }),
    close: () => Promise.resolve(worker?.terminate())
  };
}

function hereMaker({ folder, plan, stop }: Pool): Maker {
  return {
    point: (point) => makeHere(plan, point, folder, () => stop.aborted),
    close: () => Promise.resolve()
  };
}

/** One point in this thread; a run that fails is an outcome too. Undefined when it was stopped. */
export async function makeHere(
  plan: SweepPlan,
  point: SweepPoint,
  folder: string,
  stopped: () => boolean = () => false
): Promise<PointOutcome | undefined> {
  const goals = presets.find(({ id }) => id === plan.preset)?.goals ?? [];
  try {
    return await runPoint(plan, point, nodeHost(folder, 1), goals, { stopped });
  } catch (error) {
    if (stopped()) return undefined;
    return {
      ...point,
      failed: error instanceof Error ? error.message.replaceAll(/\s*\n\s*/g, ' ') : String(error)
    };
  }
}

/** The whole life of a worker thread of this engine. */
export function serveAsWorker(): void {
  const { folder, plan } = workerData as Work;
  parentPort!.on('message', async (point: SweepPoint) => {
    parentPort!.postMessage(await makeHere(plan, point, folder));
  });
}
