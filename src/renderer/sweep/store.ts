/** What sweeps of this page have given, in IndexedDB: a point that has ended once is not made again. */
import type { PageFile } from '../files/openedFiles';
import { createStore, del, get, getMany, set } from 'idb-keyval';
import {
  isFailure,
  type PointOutcome,
  type PointResult,
  type SweepPlan,
  type SweepPoint
} from '../../session/sweep/plan';
import type { OpenedData } from './messages';

/** Bytes. */
const markedEnd = 1 << 20;

/** Of the user's files: equal names may hold other data. */
export interface FileMark {
  name: string;
  sha256: string;
}

export interface LastSweep {
  plan: SweepPlan;
  files: readonly FileMark[];
}

const lastKey = 'last sweep';
let database: ReturnType<typeof createStore> | undefined;
const store = (): ReturnType<typeof createStore> => {
  database ??= createStore('engram-sweeps', 'points');
  return database;
};

/** What must be the same for a result to be that of the point. */
export function pointKey(
  { backend, experiment, preset, trials, version }: SweepPlan,
  { seed, settings }: SweepPoint,
  files: readonly FileMark[]
): string {
  // The seed and the title of the experiment are not those of the point.
  const { model, source, edits } = experiment;
  const own = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([version, preset ?? '', backend, trials, model, source, edits, own, seed, files]);
}

/** Those of the plan's points that ended before, without failures. */
export async function keptResults(
  plan: SweepPlan,
  points: readonly SweepPoint[],
  files: readonly FileMark[]
): Promise<PointResult[]> {
  const found = await getMany<PointResult | undefined>(
    points.map((point) => pointKey(plan, point, files)),
    store()
  );
  // Its place in the plan may be another by now.
  return found.flatMap((result, k) => (result ? [{ ...result, index: points[k].index }] : []));
}

export async function keep(
  plan: SweepPlan,
  outcome: PointOutcome,
  files: readonly FileMark[]
): Promise<void> {
  if (!isFailure(outcome)) await set(pointKey(plan, outcome, files), outcome, store());
}

export const lastSweep = (): Promise<LastSweep | undefined> => get(lastKey, store());
export const keepLast = (last: LastSweep): Promise<void> => set(lastKey, last, store());
export const forgetLast = (): Promise<void> => del(lastKey, store());

/** Of a file too large to hold, its size, its last change and a stretch of either end. */
async function markedBytes(file: PageFile): Promise<Uint8Array<ArrayBuffer>> {
  if (!(file instanceof Blob)) return new Uint8Array(file);
  const changed = file instanceof File ? file.lastModified : 0;
  const parts = [`${file.size} ${changed} `, file.slice(0, markedEnd), file.slice(-markedEnd)];
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export async function marksOf(files: readonly OpenedData[]): Promise<FileMark[]> {
  return Promise.all(
    files.map(async ({ bytes, name }) => {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await markedBytes(bytes)));
      return { name, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
    })
  );
}
