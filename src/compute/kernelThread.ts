/**
 * A helper thread of the wasm backend. The host starts it (src/cli/threads.ts in Node, a worker file in the
 * page) and hands it the message below; from then on it serves calls from inside the kernels, asleep
 * between them, and never answers a message again. It ends when the host terminates it.
 */
export interface KernelThreadMessage {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Address of the control block the threads share (src/kernels/barrier.ts). */
  control: number;
  /** This thread, 1 .. threads - 1; the caller's own is 0. */
  thread: number;
  threads: number;
}

export interface KernelThreadEvents {
  /** The thread has its instance and is about to serve. */
  ready(): void;
  /** The thread could not start, or has ended although nobody stopped it. */
  lost(reason: string): void;
}

export interface KernelThread {
  stop(): void;
}

/** Starts a thread that calls `runKernelThread(message, …)`, without keeping the process alive. */
export type SpawnThread = (message: KernelThreadMessage, events: KernelThreadEvents) => KernelThread;

/**
 * The whole life of a helper thread: call it with the message, and with a function that tells the host that
 * the thread is ready. A page's worker file is
 *
 *   addEventListener('message', ({ data }) => runKernelThread(data, () => postMessage('ready')), { once: true });
 *
 * Refers to nothing outside itself, so that a host may also pass it on as text.
 */
export function runKernelThread(message: KernelThreadMessage, ready: () => void): void {
  const { module, memory, control, thread, threads } = message;
  const words = new Int32Array(memory.buffer);
  const sleep = (address: number, value: number, milliseconds: number): boolean =>
    Atomics.wait(words, address >>> 2, value, milliseconds) !== 'timed-out';
  const instance = new WebAssembly.Instance(module, { env: { memory, sleep } });
  const serve = instance.exports.serve as (
    control: number,
    thread: number,
    threads: number,
    served: number
  ) => void;
  ready();
  serve(control, thread, threads, 0);
}
