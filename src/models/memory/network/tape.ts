/**
 * A chunk of a network's work as a list of calls to a backend, laid down once and run for every chunk: forwards; backwards, each call's
 * adjoint in reverse order (reverse-mode differentiation, Linnainmaa 1970); and at last what each layer remembers of the chunk. Blocks
 * come from a pool that the tapes of one use of a network share, so that nothing is allocated while it runs.
 */
import type { Block, Compute } from '../../../compute/compute';
import type { Chunk, Sequences } from '../../../compute/sequences';
import type { Remembered } from './remembered';
import type { Parameter, Weights } from './weights';

/** Activities [rows, width], and where the tape learns what the loss says of them, dE/d(activity). */
export interface Tensor {
  readonly rows: number;
  readonly width: number;
  readonly value: Block;
  readonly signal: Block | undefined;
}

type Step = () => Promise<void>;

/** Blocks in the order in which tapes ask for them. */
export class Pool {
  private readonly compute: Compute;
  private readonly blocks: Block[] = [];

  constructor(compute: Compute) {
    this.compute = compute;
  }

  /** The block at place `at`, at least `length` long; undefined where the one there is shorter. */
  take(at: number, length: number): Block | undefined {
    this.blocks[at] ??= this.compute.alloc(length, `activity ${at}`);
    return this.blocks[at].length >= length ? this.blocks[at] : undefined;
  }

  dispose(): void {
    for (const block of this.blocks) this.compute.free(block);
  }
}

export interface TapeParts {
  compute: Compute;
  weights: Weights;
  /** What is known of the sequences from before the chunk. */
  remembered: Remembered;
  values: Pool;
  signals: Pool;
}

export class Tape implements Chunk {
  readonly batch: number;
  readonly ticks: number;
  readonly rows: number;
  /** Whether there will be a way back. */
  readonly learning: boolean;
  readonly compute: Compute;
  readonly remembered: Remembered;
  private readonly parts: TapeParts;
  private readonly forwards: Step[] = [];
  private readonly adjoints: Step[] = [];
  private readonly endings: Step[] = [];
  /** Cleared before the way back. */
  private readonly signals: Block[] = [];
  /** Blocks the pools had none long enough for. */
  private readonly own: Block[] = [];
  private taken = { values: 0, signals: 0 };

  constructor(parts: TapeParts, { batch, ticks }: Chunk, learning: boolean) {
    this.parts = parts;
    this.compute = parts.compute;
    this.remembered = parts.remembered;
    this.batch = batch;
    this.ticks = ticks;
    this.rows = batch * ticks;
    this.learning = learning;
  }

  get sequences(): Sequences {
    return this.compute.sequences!;
  }

  /** Batch and ticks, for calls. */
  get chunk(): Chunk {
    return { batch: this.batch, ticks: this.ticks };
  }

  /** Ticks of the sequences before this chunk. */
  get before(): number {
    return this.remembered.ticks;
  }

  tensor(width: number, rows = this.rows): Tensor {
    const value = this.block(rows * width);
    if (!this.learning) return { rows, width, value, signal: undefined };
    const signal = this.take('signals', rows * width);
    this.signals.push(signal);
    return { rows, width, value, signal };
  }

  /** What nothing is learned of: data, constants. */
  input(width: number, rows = this.rows): Tensor {
    return { rows, width, value: this.block(rows * width), signal: undefined };
  }

  /** Floats for the forward call and its adjoint. */
  block(length: number): Block {
    return this.take('values', length);
  }

  /** Floats that only the way back needs; undefined where there is none. */
  blockForAdjoint(length: number): Block | undefined {
    return this.learning ? this.take('signals', length) : undefined;
  }

  /** Numbers that stay as they are. */
  constant(values: ArrayLike<number>): Block {
    const block = this.compute.alloc(values.length, 'constant');
    this.own.push(block);
    this.compute.write(block, values);
    return block;
  }

  at(parameter: Parameter): ReturnType<Weights['at']> {
    return this.parts.weights.at(parameter, this.learning);
  }

  /** Lays down a call and its adjoint. */
  step(forward: Step, adjoint?: Step): void {
    this.forwards.push(forward);
    if (adjoint && this.learning) this.adjoints.push(adjoint);
  }

  /** After the way back, if any, and in the order laid down: what has to be remembered of the chunk. */
  atEnd(ending: Step): void {
    this.endings.push(ending);
  }

  async forward(): Promise<void> {
    for (const step of this.forwards) await step();
  }

  /** `seed` fills the signals that the way back begins with. */
  async backward(seed: () => void | Promise<void>): Promise<void> {
    for (const signal of this.signals) this.compute.fill(signal, 0);
    await seed();
    for (let s = this.adjoints.length - 1; s >= 0; s--) await this.adjoints[s]();
  }

  async end(): Promise<void> {
    for (const step of this.endings) await step();
    this.remembered.ticks += this.ticks;
  }

  dispose(): void {
    for (const block of this.own) this.compute.free(block);
  }

  private take(pool: 'values' | 'signals', length: number): Block {
    const shared = this.parts[pool].take(this.taken[pool]++, length);
    if (shared) return shared;
    const block = this.compute.alloc(length, `activity of ${this.batch} x ${this.ticks}`);
    this.own.push(block);
    return block;
  }
}

/** The signal of a tensor on a tape that learns. */
export function signalOf({ signal }: Tensor): Block {
  if (signal) return signal;
  throw new Error('This tensor has no signal; its tape does not learn.');
}
