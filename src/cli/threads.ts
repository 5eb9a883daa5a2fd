/** Helper threads of the wasm backend in Node. */
import { Worker } from 'node:worker_threads';
import { runKernelThread, type SpawnThread } from '../compute/kernelThread';

/** The thread gets its code as text, so that no bundler has to know of another file. */
const source = `
const { parentPort, workerData } = require('node:worker_threads');
(${runKernelThread.toString()})(workerData, () => parentPort.postMessage('ready'));
`;

export const spawnNodeThread: SpawnThread = (message, { ready, lost }) => {
  const worker = new Worker(source, { eval: true, workerData: message });
  let stopped = false;
  const end = (reason: string): void => {
    if (!stopped) lost(reason);
    stopped = true;
  };
  worker.once('message', () => {
    worker.unref();
    ready();
  });
  worker.once('error', (error) => end(error instanceof Error ? error.message : String(error)));
  worker.once('exit', (code) => end(`it ended with code ${code}`));
  return {
    stop() {
      stopped = true;
      void worker.terminate();
    }
  };
};
