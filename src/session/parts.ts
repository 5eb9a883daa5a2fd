/** What a session is put together from: source, backend and model of a complete experiment. */
import type { Compute } from '../compute/compute';
import type { Model, ModelDefinition } from '../models/model';
import { Random } from '../models/random';
import { listOf, SettingError, type Settings } from '../models/settings';
import type { StreamShape } from '../models/stream';
import { type CompleteExperiment, completeExperiment, type Experiment, ExperimentError } from './experiment';
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
    files: host.files,
    ...(host.progress && { progress: host.progress }),
    ...(host.live && { live: host.live })
  });
  const { shape } = source;
  const { inputs, outputs, steps } = shape;
  checkStream(complete, shape);
  // Before any backend is asked, which would measure itself on these sizes.
  checkMemory(complete.model, settings, shape);
  const { computesItself, feedForward = false, sequences = false } = complete.model;
  const units = widestLayer(settings);
  const sizes = { inputs, outputs, steps, units, batch: numberOf(settings, 'batch'), feedForward, sequences };
  const { compute, reason } = computesItself
    ? { ...(await host.createCompute('reference', sizes)), reason: computesItself }
    : await host.createCompute(backend, sizes);
  try {
    checkMemory(complete.model, settings, shape, compute);
    const model = await complete.model.create({
      settings,
      shape,
      compute,
      random: random.fork('model'),
      heldOut: () => source.heldOut
    });
    return { host, complete, source, compute, reason, model };
  } catch (error) {
    compute.dispose();
    throw error;
  }
}

/** Throws ExperimentError where the model cannot learn from such a stream. */
function checkStream({ model, source }: CompleteExperiment, { inputKind }: StreamShape): void {
  if (model.inputKinds.includes(inputKind)) return;
  throw new ExperimentError(
    `The model '${model.id}' cannot learn from the source '${source.id}', whose inputs are ${inputKind}; it takes ${model.inputKinds.join(' or ')}.`
  );
}

function numberOf(settings: Settings, name: string): number {
  const value = settings[name];
  return typeof value === 'number' ? value : 1;
}

/** Units of the only layer, or of the largest one. */
function widestLayer(settings: Settings): number {
  const widths = settings.width ?? settings.layers ?? settings.hidden;
  return widths === undefined ? numberOf(settings, 'units') : Math.max(...listOf(widths).map(Number));
}

/** Throws SettingError when the model would need more memory than it may have; says what takes most of it. */
export function checkMemory(
  model: ModelDefinition,
  settings: Settings,
  shape: StreamShape,
  compute?: Compute
): void {
  const width = compute?.precision === 'float64' ? 8 : 4;
  const bytes = width * model.floats(settings, shape);
  if (bytes <= memoryLimit) return;
  const gigabytes = (count: number): string => `${(count / 2 ** 30).toFixed(1)} GB`;
  const [largest] = model.memory?.(settings, shape) ?? [];
  const most = largest ? ` (${largest.label}: ${gigabytes(width * largest.floats)})` : '';
  throw new SettingError(
    `This network needs ${gigabytes(bytes)}${most}; the limit is ${gigabytes(memoryLimit)}. ` +
      `Lower the units, the batch or the ticks in a trial${largest ? ', or choose a rule that needs less' : ''}.`
  );
}
