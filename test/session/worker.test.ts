import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWasm } from '../../src/compute/wasm';
import { connectSession, type SessionClient } from '../../src/session/client';
import type { SessionHost } from '../../src/session/host';
import type { Port } from '../../src/session/serve';
import { createSession } from '../../src/session/createSession';
import { testHost } from './host';
import { shortEvidence } from './shortEvidence';

let worker: Worker;
let client: SessionClient;

beforeAll(async () => {
  worker = new Worker(await bundle('./workerEntry.ts'), { eval: true });
  const port: Port = {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    onmessage: null
  };
  worker.on('message', (data: unknown) => port.onmessage?.({ data } as never));
  client = connectSession(port);
});

afterAll(async () => {
  await worker.terminate();
});

/** One CommonJS script of the module and everything it imports. */
async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL(entry, import.meta.url)),
      write: false,
      rolldownOptions: { output: { format: 'cjs', codeSplitting: false } }
    }
  });
  const [result] = Array.isArray(built) ? built : [built];
  if (!('output' in result)) throw new Error('The bundler watches instead of building.');
  return result.output[0].code;
}

describe('a session in a worker thread', () => {
  it('has the state hash of the session in this process, however it is cut, watched and asked', async () => {
    await client.ask('open', { experiment: shortEvidence, backend: 'wasm' });
    await client.ask('watch', { unit: 2 });
    const run = client.ask('run', {});
    const frames = { probes: ['spikes', 'eligibility', 'weights', 'loss'], rows: 20, imagesEveryMs: 0 };
    let trial = 0;
    while (trial < 2) trial = (await client.ask('frame', frames)).status.clock.trial;
    await run;
    await client.ask('pause', {});
    await client.ask('edit', { setting: 'learningRate', value: 0.02 });
    const { clock, edits } = await client.ask('step', { level: 'tick', count: 17 });
    const { stateHash } = await client.ask('hash', {});

    const host: SessionHost = {
      ...testHost(),
      createCompute: async () => ({ compute: await createWasm(), reason: 'asked for by the test' })
    };
    const session = await createSession({ ...shortEvidence, probes: [], edits }, host);
    await session.step('tick', clock.tick);
    expect(edits.length).toBe(1);
    expect(await session.stateHash()).toBe(stateHash);
    session.dispose();
  });
});
