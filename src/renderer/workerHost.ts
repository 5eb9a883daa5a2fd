/** What a session needs from a Web Worker, be it the page's own or one that sweeps beside it. */
import digits from '../../examples/digits.csv.gz?url';
import tides from '../../examples/tides.txt?url';
import ratOpenField from '../../examples/rat-open-field.npz?url';
import { chooseBackend } from '../compute/chooseBackend';
import type { GpuCompute } from '../compute/gpu';
import type { SessionHost } from '../session/host';
import { openHandle } from './blobFile';
import { spawnThread } from './spawnThread';

/** Most runs need none, and gpu.js is large. */
let gpu: typeof import('../compute/gpu') | undefined;

const examples: Readonly<Record<string, string>> = {
  'example:digits.csv.gz': digits,
  'example:rat-open-field.npz': ratOpenField,
  'example:tides.txt': tides
};

/** `alone`: takes every processor but the one that draws the page; else one thread and no GPU, beside another session. */
export function workerHost({ alone }: { alone: boolean }): SessionHost {
  /** One turn of the event loop, without the milliseconds a nested timer waits. */
  const turns = new MessageChannel();
  const waiting: (() => void)[] = [];
  turns.port1.onmessage = () => waiting.shift()?.();
  return {
    createCompute: (wanted, sizes) =>
      chooseBackend<GpuCompute>({
        wanted,
        sizes,
        hosts: {
          // Threads need shared memory, which only an isolated page has.
          ...(alone && self.crossOriginIsolated && { spawnThread }),
          processors: alone ? navigator.hardwareConcurrency - 1 : 1,
          createGpu: async () => {
            gpu = await import('../compute/gpu');
            return gpu.createGpu();
          },
          isReal: ({ adapter }) => gpu?.isRealAdapter(adapter) ?? false
        }
      }),
    files: { read: readExample },
    openHandle,
    now: () => performance.now(),
    pause: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        turns.port2.postMessage(undefined);
      })
  };
}

async function readExample(name: string): Promise<Uint8Array> {
  const url = examples[name];
  if (!url) {
    throw new Error(
      `There is no file '${name}' here. Open it from the page first, or choose one of: ${Object.keys(examples).join(', ')}.`
    );
  }
  const answer = await fetch(new URL(url, self.location.href));
  if (!answer.ok)
    throw new Error(`The example '${name}' could not be read (${answer.status}). Build the page again.`);
  return new Uint8Array(await answer.arrayBuffer());
}
