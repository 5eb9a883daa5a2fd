/** A session in a worker thread, served through its port, on wasm. Bundled and started by worker.test.ts. */
import { parentPort } from 'node:worker_threads';
import { createWasm } from '../../src/compute/wasm';
import { type Port, serveSession } from '../../src/session/serve';

serveSession(parentPort as unknown as Port, {
  createCompute: async () => ({ compute: await createWasm(), reason: 'asked for by the test' }),
  files: { read: (name) => Promise.reject(new Error(`There is no file '${name}'.`)) },
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setImmediate(resolve))
});
