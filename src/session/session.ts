/**
 * One model fed by one source under a clock. Runs are cut into slices of a few milliseconds; whatever else is asked
 * (an edit, a frame, a checkpoint) takes its turn between two slices, so nothing ever sees a half-done tick and
 * cutting differently gives the same run.
 */
import type { Model, ProbeDescription, SynapseStory } from '../models/model';
import type { PassageGroup } from '../models/passages';
import { SettingError, type SettingValue } from '../models/settings';
import type { Trial } from '../models/stream';
import type { Checkpoint } from './checkpoint';
import { checkCount, clockAt, tickAfter } from './clock';
import { type Drive, type Driven, Drives } from './drives';
import { Editing } from './editing';
import type { Edit, Experiment } from './experiment';
import { Feed } from './feed';
import { HeldOut } from './heldOut';
import type { Keyframes } from './keyframes';
import { Meter } from './meter';
import type { Parts } from './parts';
import type { OpenedSession, Requests, SessionStatus } from './protocol';
import { RecentScores } from './recentScores';
import { Recorder } from './recorder';
import type { Recipe } from './recipe';
import type { Recording } from './recording';
import { Sampling } from './sampling';
import { stateHash } from './stateHash';
import { Turns } from './turns';
import { version } from './version';

/** Milliseconds of running between two looks at the messages. */
const sliceMs = 8;
/** Ticks of the first advance, before the model's speed is known. */
const firstTicks = 16;

/** One model fed by one source; made by `createSession` or `restoreSession`. */
export class Session {
  private readonly parts: Parts;
  private readonly model: Model;
  private readonly recorder: Recorder;
  private readonly editing: Editing;
  private readonly feed: Feed;
  private readonly meter = new Meter();
  private readonly turns = new Turns();
  private readonly drives: Drives;
  private readonly sampling: Sampling;
  private readonly heldOut: HeldOut;
  private readonly recordingBudget: number;
  private tick = 0;
  /** Index of the next trial of the stream. */
  private cursor: number;
  /** Index of the first trial of the batch under way. */
  private currentTrial: number | undefined;
  private readonly scores = new RecentScores();
  /** What the model threw: its state is then anything, and it is not asked again. */
  private broken: Error | undefined;
  private keyframes: Keyframes | undefined;

  /** Use `createSession` or `restoreSession`. `cursor`: index of the first trial to ask the source for. */
  constructor(parts: Parts, recordingBudget: number, cursor: number) {
    const { model, complete, source } = parts;
    this.parts = parts;
    this.recordingBudget = recordingBudget;
    this.model = model;
    this.cursor = cursor;
    this.recorder = new Recorder(
      model,
      complete.experiment.probes,
      source.heldOut.length > 0,
      recordingBudget,
      complete.model.scores
    );
    this.sampling = new Sampling(model, complete.model, parts.host, this.recorder);
    this.sampling.follow(complete.modelSettings);
    this.heldOut = new HeldOut(source, model, this.recorder);
    this.feed = new Feed(source, cursor, Math.max(16, 4 * model.batch));
    this.drives = new Drives(this.driven(), parts.host);
    this.editing = new Editing(parts, {
      model: (settings) => this.sampling.follow(settings),
      source: () => this.feed.restart(this.cursor)
    });
    this.editing.replay(-1, 0);
  }

  get recording(): Recording {
    return this.recorder.recording;
  }

  /** With every edit made so far. */
  get experiment(): Experiment {
    return { ...this.parts.complete.experiment, edits: this.editing.journal.all };
  }

  describe(): OpenedSession {
    const { source } = this.parts;
    return {
      experiment: this.experiment,
      modelSettings: this.editing.modelSettings,
      sourceSettings: this.editing.sourceSettings,
      shape: source.shape,
      units: this.model.units,
      layers: this.model.layers,
      batch: this.model.batch,
      probes: this.recorder.probes,
      sourceNote: source.note,
      status: this.status()
    };
  }

  status(): SessionStatus {
    const { compute, reason, source } = this.parts;
    const { kind, description, precision, bytes } = compute;
    const speed = this.meter.ticksPerSecond;
    return {
      clock: clockAt(this.tick, this.steps),
      running: this.drives.running,
      backend: { kind, description, reason, precision },
      microsecondsPerTick: this.meter.microsecondsPerTick,
      ticksPerSecond: speed,
      trialsPerSecond: speed / this.steps,
      dropped: this.feed.dropped,
      ...(source.live && { live: source.live.status() }),
      modelBytes: bytes,
      recordedBytes: this.recording.bytes,
      recordingBudget: this.recordingBudget,
      ...this.scores.status,
      ...(this.heldOut.latest && { heldOut: this.heldOut.latest }),
      ...(source.trialsPerPass !== undefined && { pass: Math.floor(this.position / source.trialsPerPass) }),
      ...(this.drives.failure !== undefined && { failure: this.drives.failure }),
      ...(this.sampling.failure !== undefined && { sampleFailure: this.sampling.failure }),
      edits: this.editing.journal.all
    };
  }

  /** Runs until paused, or for `trials` more trials (one under way counts). Rejects with what stopped it, as the status says. */
  run({ trials }: { trials?: number } = {}): Promise<void> {
    if (trials === undefined) return this.drives.add('run', () => Number.POSITIVE_INFINITY, true);
    return this.drives.add('run', (tick) => tickAfter(tick, 'trial', checkCount(trials), this.steps));
  }

  /** `count` ticks, or to the `count`th trial end. An open-ended run stops for it; steps asked before come first. */
  step(level: 'tick' | 'trial', count = 1): Promise<void> {
    return this.drives.add('step', (tick) => tickAfter(tick, level, checkCount(count), this.steps));
  }

  /** Stops runs and steps; resolves once the session stands still. */
  pause(): Promise<void> {
    return this.drives.stop();
  }

  /** Ticks per second of a run; 0 is as fast as it goes. */
  pace(ticksPerSecond: number): void {
    if (!(ticksPerSecond >= 0 && Number.isFinite(ticksPerSecond))) {
      throw new SettingError(
        `The pace is ${ticksPerSecond}; expected ticks per second from 0 (as fast as it goes).`
      );
    }
    this.drives.pace = ticksPerSecond;
  }

  /**
   * Changes a live setting from the next tick on, one of the source from the next trial on, and writes it to the journal. Rejects
   * with SettingError.
   */
  edit(setting: string, value: SettingValue): Promise<void> {
    return this.turns.take(() => this.editing.make(this.tick, setting, value));
  }

  /** Adds an edit to those that wait for their tick, or takes one away. Rejects with SettingError. */
  plan(edit: Edit, planned: boolean): Promise<void> {
    return this.turns.take(() => this.editing.plan(this.tick, edit, planned));
  }

  /** Follows the synapses of `unit`; rows of the unit watched before are let go. */
  watch(unit: number | undefined): Promise<void> {
    return this.turns.take(async () => {
      if (unit !== undefined && !(Number.isInteger(unit) && unit >= 0 && unit < this.model.units)) {
        throw new SettingError(
          `There is no unit ${unit}; expected a whole number from 0 to ${this.model.units - 1}.`
        );
      }
      await this.model.watch(unit);
      this.sampling.watch(unit);
      this.recorder.forgetWatched();
    });
  }

  /** Why the weight of one synapse changes, over the trial under way or ended last. Rejects with SettingError. */
  explain(unit: number, synapse: number): Promise<SynapseStory> {
    return this.turns.take(() => this.sampling.explain(unit, synapse));
  }

  /** What a model of text says of single passages now; nothing for others. */
  passages(): Promise<readonly PassageGroup[]> {
    return this.turns.take(async () => this.model.passages?.() ?? []);
  }

  /** The model's probe called `name`. Throws ExperimentError listing those there are. */
  probe(name: string): ProbeDescription {
    return this.recorder.find(name);
  }

  /**
   * Runs `read` between two slices, where recordings agree with each other and with the clock. `image` reads the latest
   * value of an image probe, also kept in the recording.
   */
  still<Result>(
    read: (image: (name: string) => Promise<Float32Array>) => Promise<Result> | Result
  ): Promise<Result> {
    return this.turns.take(() => read((name) => this.recorder.recordImage(this.recorder.find(name))));
  }

  checkpoint(): Promise<Checkpoint> {
    return this.turns.take(() => this.state());
  }

  /** From now on leaves its states there, beginning with this one. */
  keep(keyframes: Keyframes): Promise<void> {
    return this.turns.take(async () => {
      keyframes.add(await this.state());
      this.keyframes = keyframes;
    });
  }

  /** 64 bits in hexadecimal of everything that decides how the run goes on. */
  stateHash(): Promise<string> {
    return this.turns.take(async () => stateHash(await this.model.snapshot(), this.tick, this.cursor));
  }

  /** What a figure of this moment carries to bring the run back. */
  recipe(): Promise<Recipe> {
    return this.turns.take(async () => ({
      recipe: 1,
      experiment: this.experiment,
      version,
      backend: this.parts.compute.kind,
      ticks: this.tick,
      stateHash: stateHash(await this.model.snapshot(), this.tick, this.cursor)
    }));
  }

  /** Copies of all recordings and of every image as it is now. */
  collect(): Promise<Requests['collect']['reply']> {
    return this.turns.take(async () => {
      for (const probe of this.model.probes) {
        if (probe.kind === 'image') await this.recorder.recordImage(probe);
      }
      return {
        experiment: this.experiment,
        series: this.recording.all.map((series) => ({
          probe: series.probe,
          rows: series.latest(),
          lost: series.lost
        })),
        images: this.recording.allImages.map(({ probe, data }) => ({ probe, data: data.slice() })),
        ...(this.parts.source.live && { tape: this.parts.source.live.tape() })
      };
    });
  }

  /** Takes up a checkpoint; only for `restoreSession`, on a fresh session fed from the checkpoint's trial. */
  async resume({ clock, cursor, currentTrial, model, scores, heldOut }: Checkpoint): Promise<void> {
    // The trials under way were drawn before any edit made since they began.
    const began = currentTrial === undefined ? clock.tick : clock.tick - (clock.tick % this.steps);
    this.editing.replay(0, began);
    if (currentTrial !== undefined) {
      let trials = this.feed.take(this.model.batch);
      while (!trials) {
        await this.feed.ready(this.model.batch);
        trials = this.feed.take(this.model.batch);
      }
      this.begin(trials);
      this.editing.replay(began, clock.tick);
    }
    this.model.restore(model);
    this.tick = clock.tick;
    this.cursor = cursor;
    this.scores.all = scores;
    this.heldOut.resume(heldOut, this.position);
  }

  /** Stops everything and releases memory. */
  dispose(): void {
    void this.drives.stop();
    this.feed.close();
    void this.turns.take(() => {
      this.model.dispose();
      this.parts.compute.dispose();
    });
  }

  private get steps(): number {
    return this.parts.source.shape.steps;
  }

  /** Index of the first trial of the stream that has not ended. */
  private get position(): number {
    return this.currentTrial ?? this.cursor;
  }

  private async state(): Promise<Checkpoint> {
    return {
      format: 1,
      experiment: this.experiment,
      clock: clockAt(this.tick, this.steps),
      cursor: this.cursor,
      ...(this.currentTrial !== undefined && { currentTrial: this.currentTrial }),
      model: await this.model.snapshot(),
      scores: this.scores.all,
      ...(this.heldOut.latest && { heldOut: this.heldOut.latest })
    };
  }

  private driven(): Driven {
    const session = this;
    return {
      get tick() {
        return session.tick;
      },
      slice: (drive, target) => this.turns.take(() => this.slice(drive, target)),
      trials: () => this.feed.ready(this.model.batch),
      wake: () => this.feed.wake(),
      finished: () => this.turns.take(() => this.heldOut.score(this.tick / this.steps - 1))
    };
  }

  /** Advances for about `sliceMs`, not beyond `target`. False when it stopped for want of trials. */
  private async slice(drive: Drive, target: number): Promise<boolean> {
    const { now } = this.parts.host;
    const start = now();
    let end = start;
    while (!drive.stopped && this.tick < target && end - start < sliceMs) {
      if (this.currentTrial === undefined) {
        const trials = this.feed.take(this.model.batch);
        if (!trials) return false;
        this.begin(trials);
      }
      const perTick = this.meter.microsecondsPerTick;
      const ticks = Math.min(
        perTick > 0 ? Math.max(1, Math.floor((1000 * sliceMs) / perTick)) : firstTicks,
        Math.min(target, this.editing.journal.nextAfter(this.tick)) - this.tick,
        this.steps - (this.tick % this.steps)
      );
      const from = this.tick % this.steps;
      const began = now();
      const done = await this.advance(ticks, from);
      const busy = now() - began;
      await this.recorder.recordTicks(this.tick, from, done);
      const previous = this.tick;
      this.tick += done;
      if (this.tick % this.steps === 0) await this.finishTrial();
      this.editing.replay(previous, this.tick);
      if (this.tick % this.steps === 0 && this.keyframes?.isDue(this.tick / this.steps))
        this.keyframes.add(await this.state());
      end = now();
      this.meter.add(began, end, busy, done);
    }
    return true;
  }

  /** A model that throws is at its end; the ticks it had made until then are recorded like any others. */
  private async advance(ticks: number, from: number): Promise<number> {
    if (this.broken) throw this.broken;
    try {
      const done = await this.model.advance(ticks);
      if (done < 1) throw new Error('The model did not advance; the run cannot go on.');
      return done;
    } catch (error) {
      this.broken = error instanceof Error ? error : new Error(String(error));
      const made = this.model.tick - from;
      if (made > 0) await this.recorder.recordTicks(this.tick, from, made);
      this.tick += Math.max(0, made);
      throw this.broken;
    }
  }

  private begin(trials: readonly Trial[]): void {
    this.model.begin(trials);
    this.currentTrial = trials[0].index;
    this.cursor = trials[trials.length - 1].index + 1;
  }

  private async finishTrial(): Promise<void> {
    const trial = this.tick / this.steps - 1;
    const score = this.model.score();
    this.currentTrial = undefined;
    this.scores.add(score);
    await this.recorder.recordTrial(trial, score);
    await this.sampling.trialEnded(trial);
    await this.heldOut.trialEnded(trial, this.cursor);
  }
}
