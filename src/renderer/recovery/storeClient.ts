/** The page's side of the store of runs: a promise for every question. */
import type { KeptFile, RunHead, SavedRun } from './savedRun';

export type StoreQuestion =
  | { name: 'ids' }
  | { name: 'put'; run: string; head: RunHead; bytes: Uint8Array; files?: readonly KeptFile[] }
  | { name: 'read'; run: string }
  | { name: 'remove'; run: string };

export type StoreAnswer = { id: number; reply: unknown } | { id: number; failed: string };

/** `damaged`: why what is there cannot be used. Neither: there is no such run. */
export interface FoundRun {
  saved?: SavedRun;
  damaged?: string;
}

/** Every promise rejects where storage is missing, forbidden, full or silent. */
export interface RunStore {
  /** Of every run that is kept, whosever it is. */
  ids(): Promise<readonly string[]>;
  /** Takes the place of what was kept under `run`; without `files`, its files stay. `bytes` is handed over. */
  put(
    run: string,
    saved: { head: RunHead; bytes: Uint8Array<ArrayBuffer>; files?: readonly KeptFile[] }
  ): Promise<void>;
  read(run: string): Promise<FoundRun>;
  remove(run: string): Promise<void>;
}

/** Longer than the slowest disk takes for the largest run. */
const patienceMs = 30_000;

export function connectStore(worker: Worker): RunStore {
  const waiting = new Map<number, { resolve(reply: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  let broken: Error | undefined;

  worker.onmessage = ({ data }: MessageEvent<StoreAnswer>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ('failed' in data) asked?.reject(new Error(data.failed));
    else asked?.resolve(data.reply);
  };
  worker.onerror = (event) => {
    // Told where it is asked; not a second time in the console.
    event.preventDefault();
    broken = new Error(event.message || 'the worker that writes them could not be started');
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  };

  const ask = <Reply>(question: StoreQuestion, transfer: ArrayBuffer[] = []): Promise<Reply> =>
    new Promise((resolve, reject) => {
      if (broken) return reject(broken);
      const id = ++lastId;
      const late = setTimeout(() => {
        waiting.delete(id);
        reject(new Error('storage did not answer'));
      }, patienceMs);
      const settle =
        <Value>(settled: (value: Value) => void) =>
        (value: Value): void => {
          clearTimeout(late);
          settled(value);
        };
      waiting.set(id, { resolve: settle(resolve as (reply: unknown) => void), reject: settle(reject) });
      worker.postMessage({ id, question }, transfer);
    });

  return {
    ids: () => ask({ name: 'ids' }),
    put: (run, { bytes, files, head }) =>
      ask({ name: 'put', run, head, bytes, ...(files && { files }) }, [bytes.buffer]),
    read: (run) => ask({ name: 'read', run }),
    remove: (run) => ask({ name: 'remove', run })
  };
}
