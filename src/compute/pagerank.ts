/**
 * Personalised PageRank on large graphs, on the kernels: pi = alpha s + (1 - alpha) P^T pi, the whole of it by power iteration or
 * what matters near the seeds by push, in float64. A graph of 10^6 nodes and 10^7 edges takes about 0.2 GB beside the caller's own
 * copy. Equal questions give equal bits, however many threads answer.
 */
import type { SpawnThread } from './kernelThread';
import { Layout } from './pagerank/layout';
import {
  checkAlpha,
  checkRows,
  checkTolerance,
  type PowerCall,
  type PowerResult,
  type PushCall,
  type PushResult,
  startAt
} from './pagerank/questions';
import { push } from './pagerank/settle';
import { solve } from './pagerank/solve';
import type { SparseRows } from './sparseRows';
import { createCrew } from './wasm/crew';

export type {
  Dangling,
  PowerCall,
  PowerResult,
  PushCall,
  PushResult,
  Seeds
} from './pagerank/questions';

export interface PagerankEngine {
  /** Threads there are, the caller's own included. */
  readonly threads: number;
  /** Bytes of the kernels' memory. */
  readonly bytes: number;
  /**
   * pi to an L1 error of `tolerance`, as far as float64 goes: `residual` says how far. Throws ComputeError for alpha outside (0, 1),
   * for seeds that are none, and when cancelled. Questions are answered one after another.
   */
  power(call: PowerCall): Promise<PowerResult>;
  /** Throws as `power` does. */
  push(call: PushCall): Promise<PushResult>;
  /** Releases memory and threads; the engine is unusable afterwards. */
  dispose(): void;
}

export interface PagerankOptions {
  /** Threads wanted, this one included. More than one needs `spawnThread` and SharedArrayBuffer. */
  threads?: number;
  spawnThread?: SpawnThread;
}

const mostMemory = 2 ** 32;

/** Throws ComputeError for a graph without nodes, for arrays that make no graph, and where memory does not suffice. */
export async function createPagerank(
  graph: SparseRows,
  options: PagerankOptions = {}
): Promise<PagerankEngine> {
  checkRows(graph);
  const { spawnThread, threads = 1 } = options;
  const crew = await createCrew({ maximumBytes: mostMemory, threads, spawnThread });
  const layout = new Layout(crew, graph);
  let last: Promise<unknown> = Promise.resolve();

  /** Answers share one memory: each waits for the one before, which whoever no longer wants it cancels. */
  function inTurn<Answer>(answer: () => Promise<Answer>): Promise<Answer> {
    const result = last.then(answer);
    last = result.catch(() => undefined);
    return result;
  }

  return {
    get threads() {
      return crew.threads;
    },
    get bytes() {
      return layout.buffer.byteLength;
    },
    power: (call) =>
      inTurn(async () => {
        checkAlpha(call.alpha);
        checkTolerance('power iteration', call.tolerance);
        return solve(layout, startAt(call.seeds, layout.rank), call);
      }),
    push: (call) =>
      inTurn(async () => {
        checkAlpha(call.alpha);
        checkTolerance('push', call.epsilon);
        return push(layout, startAt(call.seeds, layout.rank), call);
      }),
    dispose: () => crew.dispose()
  };
}
