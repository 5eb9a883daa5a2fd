/** Writes and reads runs in IndexedDB beside the page, so that neither copying nor checking a large one costs the page a frame. */
import { createStore, promisifyRequest } from 'idb-keyval';
import { FormatError } from '../../formats/formatError';
import { type KeptFile, markOf, type RunRecord, readRun } from './savedRun';
import type { StoreAnswer, StoreQuestion } from './storeClient';

const runKey = (id: string): string => `run ${id}`;
const filesKey = (id: string): string => `files ${id}`;

/** Of the files last written, so that a run that reads the same is written without them. */
const marks = new Map<string, RunRecord['files']>();

let database: ReturnType<typeof createStore> | undefined;
/** Opened when first asked for; one that could not be opened is tried anew. */
const store = (): ReturnType<typeof createStore> => {
  database ??= createStore('engram-runs', 'runs');
  return database;
};

self.onmessage = async ({
  data: { id, question }
}: MessageEvent<{ id: number; question: StoreQuestion }>) => {
  let message: StoreAnswer;
  try {
    message = { id, reply: await answer(question) };
  } catch (error) {
    database = undefined;
    message = { id, failed: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(message);
};

async function answer(question: StoreQuestion): Promise<unknown> {
  switch (question.name) {
    case 'ids': {
      const keys = await store()('readonly', (all) => promisifyRequest(all.getAllKeys()));
      return keys.flatMap((key) =>
        String(key).startsWith('run ') ? [String(key).slice('run '.length)] : []
      );
    }
    case 'put':
      return put(question);
    case 'read':
      return read(question.run);
    case 'remove':
      return store()('readwrite', (all) => {
        all.delete(runKey(question.run));
        all.delete(filesKey(question.run));
        return promisifyRequest(all.transaction);
      });
  }
}

/** In one transaction: after a crash either the run before it is there or this one, whole. */
async function put({ bytes, files, head, run }: StoreQuestion & { name: 'put' }): Promise<void> {
  const known = files ? files.map(markOf) : (marks.get(run) ?? []);
  await store()('readwrite', (all) => {
    if (files) all.put(files satisfies readonly KeptFile[], filesKey(run));
    all.put({ head, bytes, files: known } satisfies RunRecord, runKey(run));
    return promisifyRequest(all.transaction);
  });
  marks.set(run, known);
}

async function read(run: string): Promise<unknown> {
  const [record, files] = await store()('readonly', (all) =>
    Promise.all([promisifyRequest(all.get(runKey(run))), promisifyRequest(all.get(filesKey(run)))])
  );
  if (record === undefined) return {};
  try {
    return { saved: readRun(record, files) };
  } catch (error) {
    if (error instanceof FormatError) return { damaged: error.message };
    throw error;
  }
}
