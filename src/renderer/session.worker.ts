/** Owns the session of the page: the same session code as everywhere, with a browser beneath it. */
import digits from '../../examples/digits.csv.gz?url';
import ratOpenField from '../../examples/rat-open-field.npz?url';
import { chooseBackend } from '../compute/chooseBackend';
import type { GpuCompute } from '../compute/gpu';
import type { SessionHost } from '../session/host';
import { type Port, serveSession } from '../session/serve';
import { measureElsewhere } from './measureElsewhere';
import { spawnThread } from './spawnThread';

/** Most runs need none, and gpu.js is large. */
let gpu: typeof import('../compute/gpu') | undefined;

const examples: Readonly<Record<string, string>> = {
  'example:digits.csv.gz': digits,
  'example:rat-open-field.npz': ratOpenField
};

/** One turn of the event loop, without the milliseconds a nested timer waits. */
const turns = new MessageChannel();
const waiting: (() => void)[] = [];
turns.port1.onmessage = () => waiting.shift()?.();

const host: SessionHost = {
  createCompute: (wanted, sizes) =>
    chooseBackend<GpuCompute>({
      wanted,
      sizes,
      hosts: {
        // Threads need shared memory, which only an isolated page has; one processor is left to draw the page.
        ...(self.crossOriginIsolated && { spawnThread }),
        processors: navigator.hardwareConcurrency - 1,
        createGpu: async () => {
          gpu = await import('../compute/gpu');
          return gpu.createGpu();
        },
        isReal: ({ adapter }) => gpu?.isRealAdapter(adapter) ?? false
      }
    }),
  files: { read: readExample },
  now: () => performance.now(),
  measure: measureElsewhere(),
  pause: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      turns.port2.postMessage(undefined);
    })
};

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

serveSession(self as unknown as Port, host);
