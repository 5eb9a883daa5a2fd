/** Measurements in a worker of their own, begun with the first of them, so that the run never waits. */
import type { Measure, Measured } from './workerMessages';

export function measureElsewhere(): Measure {
  let worker: Worker | undefined;
  // More than one only when a session is replaced while its last sample is measured.
  let waiting: { resolve(measured: Awaited<ReturnType<Measure>>): void; reject(reason: Error): void }[] = [];

  const start = (): Worker => {
    const started = new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<Measured>) => {
      const asked = waiting.shift();
      if ('failed' in data) asked?.reject(new Error(data.failed));
      else asked?.resolve(data);
    };
    started.onerror = (event) => {
      started.terminate();
      worker = undefined;
      const reason = new Error(`the worker that measures failed (${event.message || 'no reason given'})`);
      for (const { reject } of waiting) reject(reason);
      waiting = [];
    };
    return started;
  };

  return (sample) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      waiting.push({ resolve, reject });
      worker.postMessage(sample);
    });
}
