/**
 * The learning table of evidence accumulation at demonstration scale: for each seed, the trial after which the
 * mean error of ten batches first falls below 0.07, and what the error is at the end. With symmetric and with
 * random feedback, and for plain LIF units, which can at best report the last cue (error .2541).
 */
import type { Compute } from '../../compute/compute';
import type { Settings } from '../../models/settings';
import { evidenceTask, trainBatch } from './evidenceTask';

export interface EvidenceRun {
  seed: number;
  /** Trials (batches) until the mean error of the last ten was below the goal; undefined if never. */
  reached: number | undefined;
  /** Mean error of the last ten batches run, and of the last fifty: ten are noisy by about .025. */
  error: number;
  settledError: number;
  trials: number;
  milliseconds: number;
}

export interface EvidenceOptions {
  seed: number;
  /** Model settings besides the defaults. */
  settings: Settings;
  /** At most this many batches. */
  trials: number;
  /** Stop where the mean error of ten batches falls below this. */
  goal: number;
  compute: Compute;
}

/** Trains one network until the goal is reached or the trials are used up. Disposes of the model, not the backend. */
export async function trainEvidence({
  seed,
  settings,
  trials,
  goal,
  compute
}: EvidenceOptions): Promise<EvidenceRun> {
  const task = await evidenceTask(seed, settings, compute);
  const { model } = task;
  const started = performance.now();
  const errors: number[] = [];
  let reached: number | undefined;
  while (errors.length < trials && reached === undefined) {
    await trainBatch(task, await task.batch(errors.length));
    errors.push(model.score().error);
    if (errors.length >= 10 && recent(errors, 10) < goal) reached = errors.length;
  }
  model.dispose();
  return {
    seed,
    reached,
    error: recent(errors, 10),
    settledError: recent(errors, 50),
    trials: errors.length,
    milliseconds: performance.now() - started
  };
}

const recent = (errors: readonly number[], count: number): number => {
  const last = errors.slice(-count);
  return last.reduce((sum, error) => sum + error, 0) / last.length;
};

export interface EvidenceRow extends EvidenceRun {
  variant: string;
}

const variants: readonly { variant: string; settings: Settings; trials: number; seeds: number }[] = [
  { variant: 'symmetric', settings: {}, trials: 700, seeds: 5 },
  { variant: 'random', settings: { feedback: 'random' }, trials: 700, seeds: 5 },
  { variant: 'LIF only', settings: { unit: 'lif' }, trials: 500, seeds: 3 }
];

/** The whole table, row by row as it is found. */
export async function benchEvidence(
  create: () => Promise<Compute>,
  show: (row: EvidenceRow) => void
): Promise<readonly EvidenceRow[]> {
  const rows: EvidenceRow[] = [];
  for (const { variant, settings, trials, seeds } of variants) {
    for (let seed = 0; seed < seeds; seed++) {
      const compute = await create();
      const row = { variant, ...(await trainEvidence({ seed, settings, trials, goal: 0.07, compute })) };
      compute.dispose();
      show(row);
      rows.push(row);
    }
  }
  return rows;
}
