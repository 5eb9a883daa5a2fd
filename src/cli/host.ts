/** What a session needs from Node: a backend with its threads, files on disk, a clock. */
import { availableParallelism } from 'node:os';
import { chooseBackend } from '../compute/chooseBackend';
import { createGpu, isRealAdapter } from '../compute/gpu';
import type { SessionHost } from '../session/host';
import { fileAccess } from './files';
import { nodeLive } from './live';
import { spawnNodeThread } from './threads';

/** `threads`: most that compute; default as many as there are processors. */
export function nodeHost(cwd: string, threads = Number.POSITIVE_INFINITY): SessionHost {
  return {
    createCompute: (wanted, sizes) =>
      chooseBackend({
        wanted,
        sizes,
        hosts: {
          spawnThread: spawnNodeThread,
          processors: Math.min(threads, availableParallelism()),
          // Asked for by name it must run or be refused: whoever asks wants to know.
          createGpu: () => createGpu(),
          isReal: ({ adapter }) => isRealAdapter(adapter)
        }
      }),
    files: fileAccess(cwd),
    live: nodeLive,
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve))
  };
}
