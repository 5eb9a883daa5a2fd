/**
 * Where the stream meets the clock: holds trials until the model is ready for them. A source that can wait is asked
 * for what is missing; a live one fills the buffer to its bound, and what finds no room is dropped and counted.
 */
import { Subject, type Subscription } from 'rxjs';
import type { Trial } from '../models/stream';
import { LiveError } from './live/live';
import type { Source } from './source';

export class Feed {
  /** Trials that found no room. */
  dropped = 0;
  private readonly source: Source;
  private readonly capacity: number;
  private readonly buffer: Trial[] = [];
  private readonly demand$ = new Subject<number>();
  private subscription: Subscription;
  /** Trials asked for that have not come yet. */
  private expected = 0;
  private ended: Error | undefined;
  private changed: () => void = () => undefined;

  /** Listens to `source` from trial `from` on, keeping at most `capacity` trials (at least those of one batch). */
  constructor(source: Source, from: number, capacity: number) {
    this.source = source;
    this.capacity = capacity;
    this.subscription = this.listen(from);
  }

  /** Forgets the trials that wait and asks for them again, from trial `from` on: what the source gives has changed. */
  restart(from: number): void {
    if (this.ended) return;
    this.subscription.unsubscribe();
    const wanted = this.buffer.length + this.expected;
    this.buffer.length = 0;
    this.expected = wanted;
    this.subscription = this.listen(from);
    if (wanted > 0) this.demand$.next(wanted);
  }

  /** The next `count` trials, or undefined while they have not all come. Throws when they never will. */
  take(count: number): Trial[] | undefined {
    const missing = count - this.buffer.length - this.expected;
    if (missing > 0) {
      this.expected += missing;
      this.demand$.next(missing);
    }
    if (this.buffer.length >= count) return this.buffer.splice(0, count);
    if (this.ended) throw this.ended;
    return undefined;
  }

  /** Resolves once `count` trials are there, once they never will be, or on `wake`. */
  async ready(count: number): Promise<void> {
    if (this.buffer.length >= count || this.ended) return;
    await new Promise<void>((resolve) => {
      this.changed = () => {
        if (this.buffer.length >= count || this.ended) resolve();
      };
      this.wake = resolve;
    });
  }

  /** Ends a wait in `ready` before its trials came. */
  wake: () => void = () => undefined;

  /** Stops listening; whoever waits for trials is told. */
  close(): void {
    this.subscription.unsubscribe();
    this.end(new Error('The session was closed.'));
  }

  private listen(from: number): Subscription {
    return this.source.trials(from, this.demand$).subscribe({
      next: (trial) => {
        this.expected = Math.max(0, this.expected - 1);
        if (this.buffer.length < this.capacity) this.buffer.push(trial);
        else this.dropped++;
        this.changed();
      },
      error: (error: unknown) => this.end(error instanceof Error ? error : new Error(String(error))),
      complete: () => this.end(new LiveError('The source has ended: it has no further trials.'))
    });
  }

  private end(reason: Error): void {
    this.ended ??= reason;
    this.changed();
  }
}
