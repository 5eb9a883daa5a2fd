/**
 * The run as it was: a second, silent session goes from a keyframe to a tick by making those ticks again, and is asked for its images
 * there. It has the settings, edits and seed of the run and its own model, so that the run neither waits nor knows. Only the newest
 * question is answered in full.
 */
import type { Checkpoint } from './checkpoint';
import { restoreSession } from './createSession';
import type { SessionHost } from './host';
import type { Keyframes } from './keyframes';
import type { Requests } from './protocol';
import type { Recipe } from './recipe';
import type { Session } from './session';

/** Rows of trials that nobody reads. */
const recordingBudget = 2 ** 16;

type Ask = Requests['past']['ask'];
type Moment = Requests['past']['reply'];

export class Past {
  private readonly host: SessionHost;
  private readonly keyframes: Keyframes;
  private silent: { session: Session; edits: number } | undefined;
  /** Questions asked; all but the newest are overtaken. */
  private asked = 0;
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(host: SessionHost, keyframes: Keyframes) {
    // Measurements beside the run are the run's alone: one that never ends makes the silent session skip all others.
    this.host = { ...host, measure: () => new Promise(() => undefined) };
    this.keyframes = keyframes;
  }

  /**
   * The images of the run after `tick` ticks; with `near`, of the nearest moment that needs no replay. Rejects for a tick the run
   * has not made or no longer reaches, and for a live run, which cannot be made again.
   */
  async at(run: Session, ask: Ask): Promise<Moment> {
    const own = ++this.asked;
    // The one under way gives up; it can no longer be wanted.
    void this.silent?.session.pause();
    const turn = this.last.then(() => (own === this.asked ? this.find(run, ask, own) : overtaken));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  close(): void {
    this.closed = true;
    this.asked++;
    this.leave();
  }

  private async find(run: Session, { images, near, tick, unit }: Ask, own: number): Promise<Moment> {
    const { clock, live } = run.status();
    if (live)
      throw new Error(
        'Samples of a live run are gone once they are used; its maps and images are shown as they are now.'
      );
    const key = this.keyframes.before(tick);
    if (!key || tick > clock.tick)
      throw new Error(
        `Tick ${tick} cannot be shown; expected one from ${this.keyframes.ticks[0] ?? 0} to ${clock.tick}.`
      );
    const session = await this.sessionBefore(run, key, tick);
    const missing = tick - session.status().clock.tick;
    if (missing > 0 && !near && own === this.asked) await session.step('tick', missing);
    if (own !== this.asked || this.closed) return overtaken;
    await session.watch(unit);
    return session.still(async (image) => {
      const found: { name: string; data: Float32Array }[] = [];
      for (const name of images) {
        const data = await image(name);
        if (data.length > 0) found.push({ name, data: data.slice() });
      }
      const at = session.status().clock.tick;
      return { overtaken: false, tick: at, exact: at === tick, images: found };
    });
  }

  /** What brings the run back to where it was after `tick` ticks. Rejects as `at` does, and when another moment is asked for meanwhile. */
  async recipe(run: Session, tick: number): Promise<Recipe> {
    const { experiment } = run;
    const { overtaken } = await this.at(run, { tick, images: [], near: false, unit: undefined });
    if (overtaken || !this.silent)
      throw new Error('Another moment was asked for while the recipe of this one was made. Try again.');
    const edits = experiment.edits.filter((edit) => edit.tick <= tick);
    return { ...(await this.silent.session.recipe()), experiment: { ...experiment, edits } };
  }

  /** The state hash of the moment shown last, to be held against a run made anew. */
  async hash(): Promise<string | undefined> {
    return this.silent?.session.stateHash();
  }

  /** The silent session where it stands on the way, or restored from the keyframe where that is nearer. */
  private async sessionBefore(run: Session, key: Checkpoint, tick: number): Promise<Session> {
    const { experiment } = run;
    const at = this.silent?.session.status().clock.tick;
    if (
      this.silent &&
      at !== undefined &&
      at <= tick &&
      at >= key.clock.tick &&
      this.silent.edits === experiment.edits.length
    )
      return this.silent.session;
    this.leave();
    const session = await restoreSession({ ...key, experiment: { ...experiment, probes: [] } }, this.host, {
      backend: run.status().backend.kind,
      recordingBudget
    });
    if (this.closed) session.dispose();
    else this.silent = { session, edits: experiment.edits.length };
    return session;
  }

  private leave(): void {
    this.silent?.session.dispose();
    this.silent = undefined;
  }
}

const overtaken: Moment = { overtaken: true, tick: 0, exact: false, images: [] };
