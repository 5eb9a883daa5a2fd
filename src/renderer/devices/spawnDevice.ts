/** Devices as Web Workers. Only a cross-origin isolated page has the shared memory they need. */
import type { Partial } from '../../models/memory/energy/partial';
import type { SpawnDevice } from '../../models/memory/workers/crew';

export const spawnDevice: SpawnDevice = (start, { answered, lost }) => {
  const worker = new Worker(new URL('./device.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<{ stamp: number; whole: Partial }>) =>
    answered(data.stamp, data.whole);
  worker.onerror = (event) => lost(event.message || 'the worker failed');
  worker.postMessage(start);
  return { ask: (query) => worker.postMessage(query), stop: () => worker.terminate() };
};
