/** Writes what the probes of a model see into a recording of bounded size. Never changes the run. */
import type { Model, ModelDefinition, ProbeDescription, Score } from '../models/model';
import { ExperimentError } from './experiment';
import { Recording } from './recording';
import { heldOutErrorSeries, heldOutLossSeries, meanRateSeries, scoreSeries } from './scoreSeries';

const maxTrialRows = 100_000;
const maxTickRows = 1_000_000;

export class Recorder {
  readonly recording = new Recording();
  /** Probes of the model and, after them, the series of scores. */
  readonly probes: readonly ProbeDescription[];
  private readonly model: Model;

  /**
   * Records the tick probes among `names` every tick, every trial probe once a trial, and every sampled one when it was
   * measured, in `budget` bytes. Throws ExperimentError for names that are no probes.
   */
  constructor(
    model: Model,
    names: readonly string[],
    hasHeldOut: boolean,
    budget: number,
    words?: ModelDefinition['scores']
  ) {
    this.model = model;
    const rate = model.probes.find((probe) => probe.name === 'firingRate');
    const scores = [
      ...scoreSeries(words),
      ...(rate ? [meanRateSeries(rate)] : []),
      ...(hasHeldOut ? [heldOutLossSeries, heldOutErrorSeries] : [])
    ];
    this.probes = [...model.probes, ...scores];
    const asked = names.map((name) => this.find(name));
    const perTrial = model.probes.filter(({ kind }) => kind === 'trial' || kind === 'sampled');
    this.open([...scores, ...perTrial], budget / 4, maxTrialRows);
    this.open(
      asked.filter(({ kind }) => kind === 'tick'),
      (3 * budget) / 4,
      maxTickRows
    );
  }

  /** The model's probe called `name`. Throws ExperimentError listing those there are. */
  find(name: string): ProbeDescription {
    const probe = this.model.probes.find((candidate) => candidate.name === name);
    if (probe) return probe;
    const known = this.model.probes.map((candidate) => candidate.name).join(', ');
    throw new ExperimentError(`Unknown probe '${name}'. This model has: ${known}.`);
  }

  /** The `count` ticks just made: from `fromInTrial` on in their trial, from `tick` on in the run. */
  async recordTicks(tick: number, fromInTrial: number, count: number): Promise<void> {
    for (const series of this.recording.all) {
      if (series.probe.kind !== 'tick') continue;
      series.appendRun(tick, await this.model.probe(series.probe.name, fromInTrial, fromInTrial + count));
    }
  }

  /** The trial that just ended. */
  async recordTrial(trial: number, { loss, error }: Score): Promise<void> {
    this.recording.series('loss')?.append(trial, [loss]);
    this.recording.series('error')?.append(trial, [error]);
    for (const { name, kind } of this.model.probes) {
      if (kind !== 'trial') continue;
      const row = await this.model.probe(name, 0, 0);
      if (row.length === 0) continue;
      this.recording.series(name)?.append(trial, row);
      if (name === 'firingRate') this.recording.series('meanRate')?.append(trial, [mean(row)]);
    }
  }

  recordHeldOut(trial: number, { loss, error }: Score): void {
    this.recording.series('heldOutLoss')?.append(trial, [loss]);
    this.recording.series('heldOutError')?.append(trial, [error]);
  }

  /** What was measured of an earlier trial. Throws where it does not fit the probe. */
  recordSample(name: string, trial: number, row: Float32Array): void {
    const series = this.recording.series(name);
    if (!series || row.length !== series.width) {
      const expected = series ? `'${name}' takes ${series.width}` : `there is no probe '${name}'`;
      throw new Error(`The measurement gave ${row.length} numbers for '${name}'; ${expected}.`);
    }
    series.append(trial, row);
  }

  /** The latest value of an image probe; also kept in the recording. */
  async recordImage(probe: ProbeDescription): Promise<Float32Array> {
    const data = await this.model.probe(probe.name, 0, 0);
    if (data.length > 0) this.recording.setImage(probe, data);
    return data;
  }

  /** Begins the series of the watched unit anew. */
  forgetWatched(): void {
    for (const { probe, capacity } of this.recording.all) {
      if (probe.ofWatchedUnit) this.recording.open(probe, capacity);
    }
  }

  /** Shares `bytes` so that all of `probes` keep equally many rows. */
  private open(probes: readonly ProbeDescription[], bytes: number, most: number): void {
    const rowBytes = probes.reduce((sum, { width }) => sum + 8 + 4 * width, 0);
    for (const probe of probes) this.recording.open(probe, Math.min(most, bytes / rowBytes));
  }
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
