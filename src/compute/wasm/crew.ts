/** Memory, kernels and the threads that run them: what the backend and the PageRank engine both stand on. */
import { ComputeError } from '../compute';
import type { KernelThread, SpawnThread } from '../kernelThread';
import { createHeap, type Heap } from './heap';
import { type Kernels, kernelsModule, loadKernels, operations } from './kernels';
import { canWait, startHelpers } from './threads';

const PAGES_AT_FIRST = 32;

export interface CrewPlan {
  maximumBytes: number;
  /** Threads wanted, this one included. */
  threads: number;
  spawnThread?: SpawnThread | undefined;
}

export interface Crew {
  readonly kernels: Kernels;
  readonly heap: Heap;
  /** Threads there are, this one included. */
  readonly threads: number;
  /** Why there are fewer than were wanted. */
  readonly note: string | undefined;
  /** Runs a kernel on `on` threads with the fields of its call class, integers and addresses first. */
  run(
    operation: keyof typeof operations,
    on: number,
    integers: readonly number[],
    floats?: readonly number[]
  ): void;
  dispose(): void;
}

/** When helper threads cannot be had there is one thread, and `note` says why. */
export async function createCrew({ maximumBytes, spawnThread, threads: wanted }: CrewPlan): Promise<Crew> {
  const why =
    wanted < 2
      ? ''
      : !spawnThread
        ? 'no way to start threads here'
        : canWait()
          ? ''
          : 'no shared memory here';
  const shared = wanted > 1 && why === '';
  const module = await kernelsModule(shared);
  const maximum = Math.floor(Math.min(maximumBytes, 2 ** 32) / 65536);
  const memory = new WebAssembly.Memory({ initial: PAGES_AT_FIRST, maximum, shared });
  const kernels = await loadKernels(module, memory);
  const heap = createHeap(memory, kernels.heapBase(), maximum * 65536);
  const control = heap.take(kernels.controlBytes(), 'control');
  const parameters = (control + kernels.parametersOffset()) / 4;
  let threads = 1;
  let note = why || undefined;
  let disposed = false;
  let helpers: KernelThread[] = [];

  function loseHelpers(reason: string): void {
    if (disposed) return;
    for (const helper of helpers) helper.stop();
    helpers = [];
    threads = 1;
    note = reason;
  }

  if (shared && spawnThread) {
    try {
      helpers = await startHelpers({ module, memory, control, threads: wanted }, spawnThread, loseHelpers);
      threads = helpers.length + 1;
    } catch (error) {
      loseHelpers(error instanceof Error ? error.message : String(error));
    }
  }

  return {
    kernels,
    heap,
    get threads() {
      return threads;
    },
    get note() {
      return note;
    },
    run(operation, on, integers, floats = []) {
      if (disposed) throw new ComputeError('This backend has been disposed of.');
      heap.integers.set(integers, parameters);
      heap.floats.set(floats, parameters + integers.length);
      if (kernels.run(operations[operation], control, on)) return;
      loseHelpers('a helper thread stopped answering');
      throw new ComputeError(
        `${operation}: a helper thread stopped answering; its results are lost. Start the run again.`
      );
    },
    dispose() {
      disposed = true;
      for (const helper of helpers) helper.stop();
      helpers = [];
    }
  };
}
