/** Devices as threads of Node, started from the file this program is bundled into. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Partial } from '../../models/memory/energy/partial';
import type { SpawnDevice } from '../../models/memory/workers/crew';
import { createDevice, type DeviceQuery, type DeviceStart } from '../../models/memory/workers/device';

/** What a thread is started with; the sweep's threads are started otherwise. */
interface DeviceWork {
  device: DeviceStart;
}

interface Answered {
  stamp: number;
  whole: Partial;
}

/** Whether there is such a file: run from sources there is none. */
export const hasThreads = (): boolean => basename(fileURLToPath(import.meta.url)) === 'engram.js';

export const spawnDevice: SpawnDevice = (start, events) =>
  devicesFrom((options) => new Worker(new URL(import.meta.url), options))(start, events);

/** With threads that some program starts and that call `serveAsDevice`. */
export const devicesFrom =
  (begin: (options: { workerData: DeviceWork }) => Worker): SpawnDevice =>
  (start, { answered, lost }) => {
    const worker = begin({ workerData: { device: start } });
    let stopped = false;
    worker.on('message', ({ stamp, whole }: Answered) => answered(stamp, whole));
    worker.on('error', (error) => {
      if (!stopped) lost(error instanceof Error ? error.message : String(error));
    });
    worker.on('exit', (code) => {
      if (!stopped) lost(`its thread ended with code ${code}`);
    });
    return {
      ask: (query) => worker.postMessage(query),
      stop() {
        stopped = true;
        void worker.terminate();
      }
    };
  };

export const isDevice = (): boolean =>
  typeof workerData === 'object' && workerData !== null && 'device' in workerData;

/** The whole life of a thread that is a device. */
export function serveAsDevice(): void {
  const answer = createDevice((workerData as DeviceWork).device);
  parentPort!.on('message', (query: DeviceQuery) => {
    parentPort!.postMessage({ stamp: query.stamp, whole: answer(query) } satisfies Answered);
  });
}
