/** Helper threads as Web Workers. Only a cross-origin isolated page has the shared memory they need. */
import type { SpawnThread } from '../compute/kernelThread';

export const spawnThread: SpawnThread = (message, events) => {
  const worker = new Worker(new URL('./kernelThread.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = () => events.ready();
  worker.onerror = (event) => events.lost(event.message || 'the worker failed');
  worker.postMessage(message);
  return { stop: () => worker.terminate() };
};
