/**
 * What is computed beside the run from samples of its trials: a measurement every so many trials, and the story of a
 * synapse when asked. A sample is read only; whether it is taken, measured or fails to be, the run is the same.
 */
import type { Model, ModelDefinition, SynapseStory, TrialSample } from '../models/model';
import { SettingError, type Settings } from '../models/settings';
import type { SessionHost } from './host';
import type { Recorder } from './recorder';

/** The setting that says how many trials lie between two measurements; 0 is none. */
const intervalSetting = 'alignEvery';

export class Sampling {
  /** Why the last measurement failed; undefined when it did not. */
  failure: string | undefined;
  private readonly model: Model;
  private readonly definition: ModelDefinition;
  private readonly host: SessionHost;
  private readonly recorder: Recorder;
  private every = 0;
  private watching = false;
  private keeping = false;
  private busy = false;

  constructor(model: Model, definition: ModelDefinition, host: SessionHost, recorder: Recorder) {
    this.model = model;
    this.definition = definition;
    this.host = host;
    this.recorder = recorder;
  }

  /** Takes up the settings as they stand now. */
  follow(settings: Settings): void {
    const every = settings[intervalSetting];
    this.every = this.definition.measure && typeof every === 'number' ? every : 0;
    this.keepWhatIsNeeded();
  }

  watch(unit: number | undefined): void {
    this.watching = unit !== undefined;
    this.keepWhatIsNeeded();
  }

  /**
   * Measures the trial that just ended when its turn has come: away from the run where the host can, else here and at once.
   * Never rejects.
   */
  async trialEnded(trial: number): Promise<void> {
    if (this.every === 0 || trial % this.every !== 0 || this.busy) return;
    let sample: TrialSample | undefined;
    try {
      sample = await this.model.sample?.();
    } catch (error) {
      this.fail(error);
    }
    if (!sample) return;
    const measuring = this.measure(trial, sample);
    if (!this.host.measure) await measuring;
  }

  /** Rejects with SettingError where the model has no stories, or has made no trial since a unit is watched. */
  async explain(unit: number, synapse: number): Promise<SynapseStory> {
    const { explain, title } = this.definition;
    if (!explain)
      throw new SettingError(`'${title}' cannot explain a synapse; open an experiment of a model that can.`);
    const sample = await this.model.sample?.();
    if (!sample)
      throw new SettingError('There is no trial to explain a synapse by; run or step one trial first.');
    return explain(sample, unit, synapse);
  }

  private async measure(trial: number, sample: TrialSample): Promise<void> {
    this.busy = true;
    try {
      const { probe, row } = this.host.measure
        ? await this.host.measure(sample)
        : this.definition.measure!(sample);
      this.recorder.recordSample(probe, trial, row);
      this.failure = undefined;
    } catch (error) {
      this.fail(error);
    } finally {
      this.busy = false;
    }
  }

  private fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.failure = `A trial could not be measured, the run goes on: ${reason}`;
  }

  /** Samples cost a copy of the weights at every trial. */
  private keepWhatIsNeeded(): void {
    const needed = this.every > 0 || (this.watching && this.definition.explain !== undefined);
    if (needed === this.keeping) return;
    this.keeping = needed;
    this.model.keepSample?.(needed);
  }
}
