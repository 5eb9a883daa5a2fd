/**
 * The trials never learned from: scored after each pass over finite data, or as often as the source says, and when a run
 * ends. When depends on the stream's index alone, so that every way of cutting a run scores at the same trials.
 */
import type { Model, Score } from '../models/model';
import type { Recorder } from './recorder';
import type { Source } from './source';

export class HeldOut {
  /** What they scored last. */
  latest: Score | undefined;
  private readonly source: Source;
  private readonly model: Model;
  private readonly recorder: Recorder;
  private roundsScored = 0;
  private scoredAfter = -1;

  constructor(source: Source, model: Model, recorder: Recorder) {
    this.source = source;
    this.model = model;
    this.recorder = recorder;
  }

  /** Trial `trial` of the run has ended; `cursor` is the index of the stream's next one. */
  async trialEnded(trial: number, cursor: number): Promise<void> {
    const rounds = this.rounds(cursor);
    if (rounds === this.roundsScored) return;
    this.roundsScored = rounds;
    await this.score(trial);
  }

  /** Scores after trial `trial` of the run, once at most; not before the first. */
  async score(trial: number): Promise<void> {
    const { heldOut } = this.source;
    if (heldOut.length === 0 || trial < 0 || trial === this.scoredAfter) return;
    this.scoredAfter = trial;
    this.latest = await this.model.evaluate(heldOut);
    this.recorder.recordHeldOut(trial, this.latest);
  }

  /** Goes on from where the stream's next trial, or the one under way, is `cursor`. */
  resume(latest: Score | undefined, cursor: number): void {
    this.latest = latest;
    this.roundsScored = this.rounds(cursor);
  }

  private rounds(cursor: number): number {
    const { scoreEvery, trialsPerPass } = this.source;
    return Math.floor(cursor / (scoreEvery ?? trialsPerPass ?? Number.POSITIVE_INFINITY));
  }
}
