/**
 * A live connection as a model meets it: a bounded room, and honest counts. At any moment
 * received = used + waiting + dropped, whatever the model's speed.
 */
import type { Observable, Subscription } from 'rxjs';
import { type LiveBlock, LiveError, type LiveNews, type LiveState, type LiveStatus } from './live';
import { MedianMeter, RateMeter } from './meter';
import { Ring } from './ring';

export interface InletOptions {
  channels: number;
  /** Samples that may wait. */
  room: number;
  /** ms, on the clock of the blocks. */
  now(): number;
}

export class Inlet {
  /** Samples handed to the model. */
  used = 0;
  private readonly options: InletOptions;
  private readonly ring: Ring;
  private readonly rate = new RateMeter();
  private readonly latency = new MedianMeter();
  private state: LiveState = 'connecting';
  private detail = 'Not connected yet.';
  private received = 0;
  private dropped = 0;
  private lost = 0;
  private opened = 0;
  private delayMs = 0;
  private subscription: Subscription | undefined;

  constructor(options: InletOptions) {
    this.options = options;
    this.ring = new Ring(options.room, options.channels);
  }

  get waiting(): number {
    return this.ring.waiting;
  }

  get ended(): boolean {
    return this.state === 'ended';
  }

  /** Listens until closed; `changed` is called after every block and every change of the connection, `failed` when it is over for good. */
  connect(
    events: Observable<LiveBlock | LiveNews>,
    changed: () => void,
    failed: (error: Error) => void
  ): void {
    this.close();
    const fail = (error: unknown): void => {
      const problem = new LiveError(error instanceof Error ? error.message : String(error));
      this.follow({ kind: 'state', state: 'ended', detail: problem.message });
      this.close();
      failed(problem);
    };
    this.subscription = events.subscribe({
      next: (event) => {
        try {
          if (event.kind === 'state') this.follow(event);
          else this.take(event);
          changed();
        } catch (error) {
          fail(error);
        }
      },
      error: fail,
      complete: () => {
        this.follow({
          kind: 'state',
          state: 'ended',
          detail: this.ended ? this.detail : 'The sender has ended.'
        });
        changed();
      }
    });
    // What came at once ended before there was anything to end.
    if (this.ended) this.close();
  }

  /** Lets go of the connection; what waits may still be read. */
  close(): void {
    this.subscription?.unsubscribe();
    this.subscription = undefined;
  }

  /** The sample that waits longest, as a view for now; undefined where none waits. */
  read(): Float32Array | undefined {
    const next = this.ring.read();
    if (!next) return undefined;
    this.used++;
    const now = this.options.now();
    // One in sixteen tells the median as well, and a look at 256 of them covers more of the second.
    if (this.used % 16 === 1) this.latency.add(now - next.receivedAt + this.delayMs, now);
    return next.row;
  }

  status(): LiveStatus {
    const now = this.options.now();
    return {
      state: this.state,
      detail: this.detail,
      channels: this.options.channels,
      received: this.received,
      perSecond: this.rate.perSecond(now),
      dropped: this.dropped,
      lost: this.lost,
      waiting: this.ring.waiting,
      room: this.ring.room,
      latencyMs: this.latency.median(now),
      reconnects: Math.max(0, this.opened - 1)
    };
  }

  private follow({ state, detail }: LiveNews): void {
    if (state === 'open' && this.state !== 'open') this.opened++;
    this.state = state;
    this.detail = detail;
  }

  private take({ samples, channels, receivedAt, delayMs = 0, lost = 0 }: LiveBlock): void {
    if (channels !== this.options.channels) {
      throw new Error(
        `A sample of ${channels} values came, but setting 'channels' is ${this.options.channels}; set it to ${channels}, or send that many.`
      );
    }
    if (samples.length % channels !== 0) {
      throw new Error(
        `A block of ${samples.length} numbers came, which is no whole number of samples of ${channels}.`
      );
    }
    const rows = samples.length / channels;
    this.lost += lost;
    this.received += rows;
    this.rate.add(rows, receivedAt);
    this.delayMs = delayMs;
    this.dropped += rows - this.ring.write(samples, receivedAt);
  }
}
