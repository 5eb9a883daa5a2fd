/** The tasks a run is made of. One that has left its file is done; a run that was stopped makes those that are missing. */
import { existsSync } from 'node:fs';
import { joinPairs } from './components';
import type { Judge } from './judging';
import { type CorpusFolder, places, signedShards } from './folder';
import { pairBand, partsOf } from './pairs';
import { signShard } from './sign';
import type { Stopped } from './stopping';
import { writeShard } from './write';

/** In the order in which they must be done: all of one before any of the next. */
export const stages = ['sign', 'pairs', 'join', 'write'] as const;
export type Stage = (typeof stages)[number];

export interface Task {
  stage: Stage;
  index: number;
}

/** All tasks of a stage; those after signing can be told once all is signed. */
export function tasksOf(folder: CorpusFolder, stage: Stage): Task[] {
  return Array.from({ length: countOf(folder, stage) }, (_, index) => ({ stage, index }));
}

function countOf(folder: CorpusFolder, stage: Stage): number {
  if (stage === 'sign' || stage === 'write') return folder.plan.shards.length;
  if (stage === 'join') return 1;
  const { shards } = signedShards(folder);
  return folder.plan.policy.bands * partsOf(shards.reduce((sum, { indexed }) => sum + indexed, 0));
}

export function isDone(folder: CorpusFolder, { index, stage }: Task): boolean {
  const place = {
    sign: () => places.signed(folder, index),
    pairs: () => places.pairs(folder, index),
    join: () => places.components(folder),
    write: () => places.written(folder, index)
  };
  return existsSync(place[stage]());
}

/** What whoever makes tasks has for them. */
export interface Means {
  /** Bytes that the tables of a task may take. */
  memory: number;
  /** Of this maker alone; started when it is first asked for. */
  judge: () => Judge | undefined;
}

/** Throws what reading, writing and judging throws, and StoppedError. */
export async function runTask(
  folder: CorpusFolder,
  { index, stage }: Task,
  { judge, memory }: Means,
  stopped: Stopped
): Promise<void> {
  if (stage === 'sign') return signShard(folder, index, stopped);
  if (stage === 'pairs') return pairBand(folder, { memory, task: index }, stopped);
  if (stage === 'join') return joinPairs(folder, { memory, pairTasks: countOf(folder, 'pairs') }, stopped);
  return writeShard(folder, index, judge(), stopped);
}
