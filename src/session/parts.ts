/** What a session is put together from: source, backend and model of a complete experiment. */
import type { Compute } from '../compute/compute';
import type { Model } from '../models/model';
import { Random } from '../models/random';
import { SettingError, type Settings } from '../models/settings';
import { type CompleteExperiment, completeExperiment, type Experiment } from './experiment';
import type { SessionHost } from './host';
import type { BackendWish } from './protocol';
import type { Source } from './source';

/** Bytes beyond which a network is refused rather than allocated. */
const memoryLimit = 2 ** 31;

export interface Parts {
  host: SessionHost;
  complete: CompleteExperiment;
  source: Source;
  compute: Compute;
  /** Why this backend was chosen. */
  reason: string;
  model: Model;
}

/** Throws ExperimentError, SettingError, or what the source throws; nothing is left behind then. */
export async function assemble(
  experiment: Experiment,
  host: SessionHost,
  backend: BackendWish
): Promise<Parts> {
  const complete = completeExperiment(experiment, host.definitions);
  const random = new Random(experiment.seed);
  const { modelSettings: settings, sourceSettings } = complete;
  const source = await complete.source.create({
    settings: sourceSettings,
    random: random.fork('source'),
    files: host.files
  });
  const { shape } = source;
  const { inputs, outputs, steps } = shape;
  const floats = complete.model.floats(settings, shape);
  // Before any backend is asked, which would measure itself on these sizes.
  checkMemory(4 * floats);
  const { compute, reason } = await host.createCompute(backend, {
    inputs,
    outputs,
    steps,
    units: numberOf(settings, 'units'),
    batch: numberOf(settings, 'batch')
  });
  try {
    if (compute.precision === 'float64') checkMemory(8 * floats);
    const model = await complete.model.create({ settings, shape, compute, random: random.fork('model') });
    return { host, complete, source, compute, reason, model };
  } catch (error) {
    compute.dispose();
    throw error;
  }
}

function numberOf(settings: Settings, name: string): number {
  const value = settings[name];
  return typeof value === 'number' ? value : 1;
}

function checkMemory(bytes: number): void {
  if (bytes <= memoryLimit) return;
  const gigabytes = (count: number): string => (count / 2 ** 30).toFixed(1);
  throw new SettingError(
    `This network needs ${gigabytes(bytes)} GB; the limit is ${gigabytes(memoryLimit)} GB. ` +
      'Lower the units, the batch or the ticks in a trial.'
  );
}
