/** A run from its plan to its report, stage by stage, on this machine or on a cluster; one that was stopped goes on. */
import { rmSync } from 'node:fs';
import { reportOf, type CorpusReport } from './report';
import { type CorpusFolder, places } from './folder';
import { readJson, writeJson } from './output';
import { checkUnchanged } from './plan';
import { isDone, type Stage, stages, type Task, tasksOf } from './tasks';

export interface Engine {
  /** Makes tasks of one stage, in any order; resolves early when the signal comes. */
  make(stage: Stage, tasks: readonly Task[], ended: () => void): Promise<void>;
  stop: AbortSignal;
  tell(stage: Stage, done: number, all: number): void;
}

/** Undefined where it was stopped. Throws FormatError and UsageError; what was finished is kept. */
export async function runCorpus(folder: CorpusFolder, engine: Engine): Promise<CorpusReport | undefined> {
  const before = readJson<CorpusReport>(places.report(folder));
  if (before) return before;
  checkUnchanged(folder.plan);
  for (const stage of stages) {
    const tasks = tasksOf(folder, stage);
    const left = tasks.filter((task) => !isDone(folder, task));
    let done = tasks.length - left.length;
    engine.tell(stage, done, tasks.length);
    await engine.make(stage, left, () => engine.tell(stage, ++done, tasks.length));
    if (engine.stop.aborted) return undefined;
  }
  const report = reportOf(folder);
  writeJson(places.report(folder), report);
  dropSpill(folder);
  return report;
}

/** What only a run that goes on would need. */
function dropSpill(folder: CorpusFolder): void {
  for (const { index } of tasksOf(folder, 'pairs')) {
    rmSync(places.pairs(folder, index), { force: true });
    // Of a task that was cut off.
    rmSync(places.grouping(folder, index), { recursive: true, force: true });
  }
  for (const shard of folder.plan.shards.keys()) rmSync(places.bands(folder, shard), { force: true });
}
