/** Owns the session of the page: the same session code as everywhere, with a browser beneath it. */
import digits from '../../examples/digits.csv.gz?url';
import { createWasm } from '../compute/wasm';
import type { SessionHost } from '../session/host';
import { type Port, serveSession } from '../session/serve';
import { spawnThread } from './spawnThread';

const examples: Readonly<Record<string, string>> = { 'example:digits.csv.gz': digits };

/** One turn of the event loop, without the milliseconds a nested timer waits. */
const turns = new MessageChannel();
const waiting: (() => void)[] = [];
turns.port1.onmessage = () => waiting.shift()?.();

const host: SessionHost = {
  async createCompute() {
    return {
      compute: await createWasm({ threads: 1, spawnThread }),
      reason: 'default'
    };
  },
  files: { read: readExample },
  now: () => performance.now(),
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
