/**
 * Runs and steps, one after the other. Each is cut into slices; between two slices the event loop turns, so that others
 * are heard. An open-ended run makes way for whatever is asked next; counted ones are finished first.
 */
import type { SessionHost } from './host';
import { Pacer } from './pacer';

export interface Drive {
  readonly kind: 'run' | 'step';
  /** The tick where it ends, given the tick where it starts; Infinity is open-ended. */
  target(tick: number): number;
  stopped: boolean;
}

/** What is driven. */
export interface Driven {
  readonly tick: number;
  /** Advances for a few milliseconds, not beyond `target`, until `drive` is stopped. False when it lacks trials. */
  slice(drive: Drive, target: number): Promise<boolean>;
  /** Resolves once there may be trials, or on `wake`. */
  trials(): Promise<void>;
  wake(): void;
  /** A run has reached its target. */
  finished(): Promise<void>;
}

export class Drives {
  /** Ticks per second of runs; 0 is as fast as it goes. */
  pace = 0;
  /** What stopped the last drive, when it was an error. */
  failure: string | undefined;
  private readonly driven: Driven;
  private readonly host: SessionHost;
  private queue: { drive: Drive; openEnded: boolean }[] = [];
  private last: Promise<unknown> = Promise.resolve();

  constructor(driven: Driven, host: SessionHost) {
    this.driven = driven;
    this.host = host;
  }

  get running(): boolean {
    return this.queue.some(({ drive }) => drive.kind === 'run' && !drive.stopped);
  }

  /** Resolves when the drive has ended, rejects with what ended it badly. */
  add(kind: Drive['kind'], target: Drive['target'], openEnded = false): Promise<void> {
    for (const earlier of this.queue) if (earlier.openEnded) earlier.drive.stopped = true;
    this.driven.wake();
    const drive: Drive = { kind, target, stopped: false };
    this.queue.push({ drive, openEnded });
    const done = this.last.then(() => this.follow(drive));
    this.last = done.catch(() => undefined);
    return done;
  }

  /** Ends all drives, those that wait included; resolves at standstill. */
  async stop(): Promise<void> {
    for (const { drive } of this.queue) drive.stopped = true;
    this.driven.wake();
    await this.last;
  }

  private async follow(drive: Drive): Promise<void> {
    const { driven, host } = this;
    try {
      this.failure = undefined;
      const target = drive.target(driven.tick);
      const pacer = new Pacer(host.now());
      while (!drive.stopped && driven.tick < target) {
        const pace = drive.kind === 'run' ? this.pace : 0;
        const allowed = pacer.allowed(pace, host.now());
        if (allowed < 1) {
          await sleep(Math.min(50, (1000 * (1 - allowed)) / pace));
          continue;
        }
        const before = driven.tick;
        const fed = await driven.slice(drive, Math.min(target, before + allowed));
        if (pace > 0) pacer.spend(driven.tick - before);
        if (!fed && !drive.stopped) await driven.trials();
        else await host.pause();
      }
      if (drive.kind === 'run' && driven.tick === target) await driven.finished();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.queue = this.queue.filter((waiting) => waiting.drive !== drive);
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
