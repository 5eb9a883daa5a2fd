/** Starting the helper threads of the wasm backend, all or none. */
import type { KernelThread, KernelThreadMessage, SpawnThread } from '../kernelThread';

/** Milliseconds in which a thread must be ready. */
const START_PATIENCE = 5000;

/** Whether this thread may sleep on shared memory: not so on a page's main thread, nor where it is not isolated. */
export function canWait(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Threads 1 .. threads - 1, ready to serve. Rejects, with none left running, when one cannot start; calls
 * `lost` when one ends later although nobody stopped it.
 */
export async function startHelpers(
  crew: Omit<KernelThreadMessage, 'thread'>,
  spawnThread: SpawnThread,
  lost: (reason: string) => void
): Promise<KernelThread[]> {
  const helpers: KernelThread[] = [];
  const start = (thread: number) =>
    new Promise<void>((resolve, reject) => {
      const fail = (reason: string): void => {
        clearTimeout(late);
        const message = `a helper thread was lost: ${reason}`;
        reject(new Error(message));
        lost(message);
      };
      const late = setTimeout(() => fail('it did not start in time'), START_PATIENCE);
      const ready = (): void => {
        clearTimeout(late);
        resolve();
      };
      helpers.push(spawnThread({ ...crew, thread }, { ready, lost: fail }));
    });
  try {
    await Promise.all(Array.from({ length: crew.threads - 1 }, (_, index) => start(index + 1)));
    return helpers;
  } catch (error) {
    for (const helper of helpers) helper.stop();
    throw error;
  }
}
