/**
 * Networks that learn a stream of sequences side by side, each with a memory of its own kind: from the same trials and the same first
 * numbers, none knowing of the others. A trial is a sequence and a tick one token of it; what is asked for stands in the target.
 *
 * A chunk is worked on when its first tick is asked for, and weights move when its last one passes, so that a run is the same however it is cut.
 */
import type { Compute } from '../../../compute/compute';
import type { Model, ModelContext, ModelSnapshot, ProbeDescription, Score } from '../../model';
import { completeSettings, SettingError, type Settings, type SettingValue, withLive } from '../../settings';
import type { StreamShape, Trial } from '../../stream';
import { diverged } from '../../training/divergence';
import { liveNumbers, liveSettings, numberIn } from '../../training/snapshots';
import { Learner } from './learner';
import { mapTicks } from './probes';
import { Readings } from './readings';
import { type Sequences, sequencesOf } from './sequenceData';
import { memorySettings, networkList } from './settings';
import { Tally } from './tally';
import { vocabularyOf } from './vocabulary';

/** Live settings that decide how the run goes on: what is looked at does not. */
const looking = ['examineEvery', 'lookNetwork', 'lookLayer', 'lookHead', 'temperature'];
const deciding = memorySettings.filter(({ name }) => !looking.includes(name));

/** Tokens of a batch whose activities are kept for the gradient where no chunk is asked for: about 80 kB each in the networks of the presets. */
const mostTokens = 16384;

/** Ticks of a chunk: as asked for, or the whole trial where that is no more than can be kept. */
export function chunkTicks(settings: Settings, { steps }: StreamShape): number {
  const { batch, chunk } = settings as Record<string, number>;
  return Math.min(steps, chunk > 0 ? chunk : Math.max(1, Math.floor(mostTokens / batch)));
}

export class MemoryModel implements Model {
  readonly batch: number;
  readonly units: number;
  readonly layers = [];
  readonly probes: readonly ProbeDescription[];
  private readonly shape: StreamShape;
  private readonly chunk: number;
  private readonly learners: readonly Learner[];
  private readonly readings: Readings;
  private settings: Settings;
  private sequences: Sequences | undefined;
  private trials: readonly Trial[] = [];
  private now: number;
  /** The chunk that is open ends here; `now` where none is. */
  private end: number;
  /** Of the open chunk, rows where something is asked. */
  private asked = 0;
  private ended = 0;
  private latest: Score = { loss: Number.NaN, error: Number.NaN };

  constructor({ compute, heldOut = () => [], random, settings: given, shape }: ModelContext) {
    const settings = completeSettings(memorySettings, given);
    checkBackend(compute);
    const plans = networkList(settings);
    this.settings = settings;
    this.shape = shape;
    this.batch = Number(settings.batch);
    this.chunk = chunkTicks(settings, shape);
    this.units = plans[0].sizes.width;
    this.now = shape.steps;
    this.end = shape.steps;
    const sizes = { batch: this.batch, steps: shape.steps, chunk: this.chunk, asked: vocabularyOf(shape) };
    this.learners = plans.map((plan) => new Learner(compute, plan, sizes, random.fork('network')));
    this.readings = new Readings(compute, this.learners, {
      shape,
      ticks: Math.min(mapTicks, this.chunk),
      generated: Number(settings.generate),
      random: random.fork('generated')
    });
    this.heldOut = heldOut;
    this.probes = this.readings.list;
  }

  private readonly heldOut: () => readonly Trial[];

  get tick(): number {
    return this.now;
  }

  begin(trials: readonly Trial[]): void {
    if (trials.length !== this.batch)
      throw new Error(`${trials.length} trials were given; this model reads ${this.batch} at once.`);
    this.trials = trials;
    this.sequences = sequencesOf(trials, this.shape);
    this.now = 0;
    this.end = 0;
    for (const learner of this.learners) learner.begin();
  }

  async advance(ticks: number): Promise<number> {
    const from = this.now;
    if (from === this.end) await this.open();
    this.now = Math.min(this.end, from + ticks);
    if (this.now === this.end) await this.close();
    return this.now - from;
  }

  set(name: string, value: SettingValue): void {
    this.settings = withLive(memorySettings, this.settings, name, value);
  }

  async watch(): Promise<void> {
    // What is looked at is a setting.
  }

  probe(name: string, from: number, to: number): Promise<Float32Array> {
    const { end, ended, sequences, settings } = this;
    // A chunk is read whole when its first tick is asked for.
    const moment = { ended, heldOut: this.heldOut, read: end, sequences, settings, batch: this.batch };
    return this.readings.read(name, from, to, moment);
  }

  score(): Score {
    return this.latest;
  }

  async evaluate(trials: readonly Trial[]): Promise<Score> {
    const tally = await this.readings.examine(this.learners[0], trials, this.batch);
    return tally.score(this.shape.tokens !== undefined);
  }

  async snapshot(): Promise<ModelSnapshot> {
    const { asked, end, ended, latest, now, settings, underWay } = this;
    const snapshot: ModelSnapshot = {
      numbers: {
        tick: now,
        chunkEnd: end,
        asked,
        ended,
        loss: latest.loss,
        error: latest.error,
        ...liveNumbers(deciding, settings)
      },
      arrays: {}
    };
    for (const [n, learner] of this.learners.entries())
      await learner.snapshot(snapshot, `network${n}`, underWay, now < end);
    return snapshot;
  }

  /** In mid-trial only with the trials begun that were under way. */
  restore(snapshot: ModelSnapshot): void {
    const { numbers } = snapshot;
    this.settings = { ...this.settings, ...liveSettings(deciding, numbers) };
    this.now = numberIn(numbers, 'tick');
    this.end = numberIn(numbers, 'chunkEnd');
    this.asked = numberIn(numbers, 'asked');
    this.ended = numberIn(numbers, 'ended');
    this.latest = { loss: numberIn(numbers, 'loss'), error: numberIn(numbers, 'error') };
    for (const [n, learner] of this.learners.entries())
      learner.restore(snapshot, `network${n}`, this.underWay, this.now < this.end);
    this.readings.forget();
  }

  dispose(): void {
    for (const learner of this.learners) learner.dispose();
  }

  private get underWay(): boolean {
    return this.now < this.shape.steps;
  }

  /** Reads the next chunk, with its gradient. */
  private async open(): Promise<void> {
    const { chunk, learners, now, shape } = this;
    const sequences = this.sequences!;
    this.end = Math.min(shape.steps, now + chunk);
    this.asked = 0;
    for (let b = 0; b < sequences.batch; b++)
      for (let t = now; t < this.end; t++) this.asked += sequences.mask[b * sequences.steps + t];
    for (const learner of learners) {
      await learner.read(sequences, now, this.end, this.asked);
      this.check(learner);
    }
  }

  /** Moves the weights, if anything was asked; at the trial's end says how it went. */
  private async close(): Promise<void> {
    const { learners, settings } = this;
    const warmUp = Number(settings.warmUp);
    for (const learner of learners) {
      if (this.asked === 0) break;
      const risen = warmUp > 0 ? Math.min(1, (learner.network.weights.step + 1) / warmUp) : 1;
      await learner.learn({
        rate: risen * Number(settings.learningRate),
        weightDecay: Number(settings.weightDecay),
        clip: Number(settings.clip)
      });
    }
    this.readings.forget();
    if (this.underWay) return;
    this.ended++;
    const tally = new Tally();
    tally.add(this.sequences!, learners[0].outcome);
    this.latest = tally.score(this.shape.tokens !== undefined);
  }

  private check({ outcome, planned }: Learner): void {
    const { steps } = this.shape;
    for (let t = this.now; t < this.end; t++)
      for (let b = 0; b < this.batch; b++) {
        const loss = outcome.loss[b * steps + t];
        if (!Number.isFinite(loss))
          throw diverged(`loss of the network '${planned.label}'`, loss, t, this.trials[b]?.index);
      }
  }
}

function checkBackend({ kind, sequences }: Compute): void {
  if (sequences) return;
  throw new SettingError(
    `The backend '${kind}' has no layers over sequences; choose 'wasm' or 'reference' for this model.`
  );
}
