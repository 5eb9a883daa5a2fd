/** What a session needs from Node: a backend, files on disk, a clock. */
import { createGpu } from '../compute/gpu';
import { createReference } from '../compute/reference';
import { createWasm } from '../compute/wasm';
import type { SessionHost } from '../session/host';
import { fileAccess } from './files';

export function nodeHost(cwd: string): SessionHost {
  return {
    async createCompute(wish) {
      if (wish === 'reference') return { compute: createReference(), reason: 'asked for' };
      if (wish === 'gpu') return { compute: await createGpu(), reason: 'asked for' };
      return { compute: await createWasm(), reason: wish === 'wasm' ? 'asked for' : 'the default' };
    },
    files: fileAccess(cwd),
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve))
  };
}
