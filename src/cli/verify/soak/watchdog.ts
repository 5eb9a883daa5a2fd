/** Ends a process that hangs, saying at what: from another thread, since whoever hangs hears nothing. */
import { Worker } from 'node:worker_threads';

export interface Watchdog {
  /** Says what is being done now. */
  alive(what: string): void;
  stop(): void;
}

/** `limitMs` without a word, or up to twice that, is a hang. */
export function watchdog(limitMs: number): Watchdog {
  const beats = new Int32Array(new SharedArrayBuffer(8));
  const words = new Uint8Array(new SharedArrayBuffer(256));
  const worker = new Worker(watching, { eval: true, workerData: { beats, words, limitMs } });
  worker.unref();
  return {
    alive(what) {
      const text = new TextEncoder().encode(what).subarray(0, words.length);
      words.set(text);
      beats[1] = text.length;
      Atomics.add(beats, 0, 1);
    },
    stop() {
      void worker.terminate();
    }
  };
}

const watching = `
  const { beats, words, limitMs } = require('node:worker_threads').workerData;
  let last = -1;
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    if (now === last) {
      const what = Buffer.from(words.slice(0, beats[1])).toString();
      require('node:fs').writeSync(2, '\\nengram: hangs at ' + what + '.\\n');
      process.kill(process.pid, 'SIGKILL');
    }
    last = now;
  }, limitMs);
`;
