/** Kept runs in IndexedDB, an entry each, so that they outlive the page and two windows never overwrite each other's. */
import { createStore, delMany, entries, set } from 'idb-keyval';
import { parseExperiment } from '../../session/experiment';
import type { Subject } from '../../session/sweep/comparison';

export interface KeptRun extends Subject {
  key: string;
  /** Milliseconds since 1970. */
  keptAt: number;
}

/** A table of more is no comparison any more; the oldest go first. */
const most = 50;

let database: ReturnType<typeof createStore> | undefined;
const store = (): ReturnType<typeof createStore> => {
  database ??= createStore('engram-kept-runs', 'runs');
  return database;
};

/** Oldest first; what does not read, of another version, is left out. */
export async function keptRunsThere(): Promise<KeptRun[]> {
  const found = (await entries<string, KeptRun>(store())).map(([, run]) => run);
  return found.filter(reads).sort((a, b) => a.keptAt - b.keptAt);
}

export async function storeRun(run: KeptRun, all: readonly KeptRun[]): Promise<void> {
  await set(run.key, run, store());
  const old = all.slice(0, Math.max(0, all.length - most)).map(({ key }) => key);
  if (old.length > 0) await delMany(old, store());
}

export const forgetRun = (key: string): Promise<void> => delMany([key], store());

function reads({ experiment, name, outcomes }: KeptRun): boolean {
  try {
    parseExperiment(experiment);
    return typeof name === 'string' && Array.isArray(outcomes);
  } catch {
    return false;
  }
}
