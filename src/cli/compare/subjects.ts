/** What was named on the command line as subjects of a comparison: read where results lie there, run where an experiment does. */
import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { createSession } from '../../session/createSession';
import type { Experiment } from '../../session/experiment';
import type { Recipe } from '../../session/recipe';
import type { Subject } from '../../session/sweep/comparison';
import { type PointOutcome, type SweepPlan, sweepPoints } from '../../session/sweep/plan';
import { resultOf } from '../../session/sweep/runPoint';
import { version } from '../../session/version';
import { presets } from '../../presets/registry';
import { UsageError } from '../command';
import { nodeHost } from '../host';
import type { Io } from '../io';
import { checked, findExperiment } from '../run/experiment';
import { readSweepFolder } from '../sweep/folder';
import { makePoints } from '../sweep/pool';
import { readRunFolder } from './runFolder';

export interface Running {
  /** Of experiments that are run, from their own seed on. */
  seeds: number;
  /** Trials of those; without it a preset's own. */
  trials: number | undefined;
  stop: AbortSignal;
}

/** Trials of an experiment that is not told how many. */
const defaultTrials = 200;

/** Throws UsageError where a folder holds no results. */
export async function readSubject(name: string, io: Io, running: Running): Promise<Subject> {
  const path = resolve(io.cwd, name);
  const preset = presets.some(({ id }) => id === name);
  if (preset || !existsSync(path) || !statSync(path).isDirectory()) return runSubject(name, io, running);
  if (existsSync(join(path, 'plan.json'))) {
    const folder = await readSweepFolder(name, io.cwd);
    return { name, experiment: folder.plan.experiment, outcomes: await folder.outcomes() };
  }
  if (existsSync(join(path, 'experiment.json')) && existsSync(join(path, 'metrics.csv')))
    return readRunFolder(path, name);
  throw new UsageError(
    `'${name}' holds no results; expected a folder written by 'engram run --out' or 'engram sweep --out'.`
  );
}

async function runSubject(name: string, io: Io, { seeds, stop, trials }: Running): Promise<Subject> {
  const asked = await findExperiment(name, io.cwd);
  const experiment = checked(asked.experiment);
  if (asked.recipe && trials === undefined) return recipeSubject(name, asked.recipe, experiment, stop, io);
  const preset = presets.find(({ id }) => id === name);
  const plan: SweepPlan = {
    sweep: 1,
    version,
    ...(preset && { preset: preset.id }),
    experiment,
    axes: [],
    seeds: Array.from({ length: seeds }, (_, k) => experiment.seed + k),
    trials: trials ?? asked.trials ?? defaultTrials,
    backend: 'auto'
  };
  const outcomes: PointOutcome[] = [];
  await makePoints(sweepPoints(plan), {
    plan,
    folder: io.cwd,
    workers: availableParallelism(),
    stop,
    ended: async (outcome) => {
      outcomes.push(outcome);
    }
  });
  return { name, experiment, outcomes: outcomes.sort((a, b) => a.index - b.index) };
}

/** The very run that a figure shows, from its own seed for as many ticks. */
async function recipeSubject(
  name: string,
  { backend, ticks }: Recipe,
  experiment: Experiment,
  stop: AbortSignal,
  io: Io
): Promise<Subject> {
  const own = { ...experiment, probes: [] };
  const session = await createSession(own, nodeHost(io.cwd), { ...(backend !== 'gpu' && { backend }) });
  try {
    stop.addEventListener('abort', () => void session.pause());
    await session.step('tick', ticks);
    const point = { index: 0, settings: {}, seed: experiment.seed };
    const result = resultOf(point, session.describe(), session.recording, [], await session.stateHash());
    return { name, experiment, outcomes: [result] };
  } finally {
    session.dispose();
  }
}
