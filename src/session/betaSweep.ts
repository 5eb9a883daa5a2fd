/**
 * A sweep over beta: what each of several coders makes of one stream, each alone in a run of its own. The experiments it takes, and
 * what is read from a run that has ended.
 */
import type { CoderPlan } from '../models/codes/coderList';
import { codeProbes } from '../models/codes/probes';
import { readQueries } from '../models/codes/queries';
import type { Settings, SettingValue } from '../models/settings';
import type { Factor } from '../models/stream';
import type { Experiment } from './experiment';
import type { RecordingReader } from './recording';

/** One coder of a finished sweep over beta, on held-out images. */
export interface SweepPoint {
  plan: CoderPlan;
  /** Bits. */
  rate: number;
  /** Of the first query: by the classifier asked, and by the independent one. */
  accuracy: number;
  accuracyOther: number;
  /** Per pixel. */
  meanSquaredError: number;
  /** Nats. */
  divergence: number;
  pixelLoss: number;
}

/** From silent to nearly lossless, for images of a hundred or so pixels; the ends of the curves come first, then what lies between. */
export const usualPlans: readonly CoderPlan[] = [
  { loss: 'action', beta: 0.1 },
  { loss: 'vanilla', beta: 1 },
  { loss: 'action', beta: 0.5 },
  { loss: 'vanilla', beta: 0.3 },
  { loss: 'action', beta: 0.01 },
  { loss: 'vanilla', beta: 2 },
  { loss: 'action', beta: 0.2 },
  { loss: 'vanilla', beta: 0.1 },
  { loss: 'action', beta: 0.03 },
  { loss: 'vanilla', beta: 5 },
  { loss: 'action', beta: 1 },
  { loss: 'action', beta: 0.003 }
];

/** The experiment with one coder, as the edits so far have left its other settings. */
export function sweepExperiment(experiment: Experiment, { beta, loss }: CoderPlan): Experiment {
  const edited: Record<string, SettingValue> = {};
  for (const { setting, value } of experiment.edits) edited[setting] = value;
  return {
    ...experiment,
    title: `${experiment.title} (${loss}, beta = ${beta})`,
    model: {
      ...experiment.model,
      settings: { ...experiment.model.settings, ...edited, loss, beta, beside: '' }
    },
    // Trial probes are recorded by themselves, and nothing else is read.
    probes: [],
    edits: []
  };
}

/** Equal for experiments whose sweeps find the same. */
export function sweepKey(experiment: Experiment): string {
  const { model, seed, source } = sweepExperiment(experiment, { loss: 'action', beta: 1 });
  return JSON.stringify({ model, seed, source });
}

/** From the newest rows of a run that has ended; NaN where nothing was measured. */
export function readSweepPoint(
  plan: CoderPlan,
  reader: RecordingReader,
  { factors = [], settings }: { factors?: readonly Factor[] | undefined; settings: Settings }
): SweepPoint {
  const first = (probe: string, column = 0): number =>
    reader.series(probe)?.latest(1).data[column] ?? Number.NaN;
  const labelled = factors.some(({ classes }) => classes !== undefined);
  const asked = labelled ? readQueries(String(settings.query ?? ''), factors)[0].factor : 0;
  return {
    plan,
    rate: first(codeProbes.rate),
    accuracy: first(codeProbes.accuracy, asked),
    accuracyOther: first(codeProbes.accuracyOther, asked),
    meanSquaredError: first(codeProbes.meanSquaredError),
    divergence: first(codeProbes.divergence),
    pixelLoss: first(codeProbes.pixelLoss)
  };
}
