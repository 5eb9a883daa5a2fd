/**
 * Checkpoints of a run at trial ends, evenly spread over all of it, within a budget of bytes. When they fill it, every other one
 * goes and the next are taken half as often: a run of any length costs the budget, and no more than a few dozen copies each time
 * it doubles. What lies between two of them is found by replay, so the way to a moment is at most one stretch between them.
 */
import type { ModelSnapshot } from '../models/model';
import type { Checkpoint } from './checkpoint';

export class Keyframes {
  private readonly budget: number;
  private kept: { checkpoint: Checkpoint; bytes: number }[] = [];
  private stride = 1;

  /** `budget` in bytes. The first keyframe and the newest are kept whatever they take. */
  constructor(budget: number) {
    this.budget = budget;
  }

  get bytes(): number {
    return this.kept.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Ticks at which there is one, ascending. */
  get ticks(): number[] {
    return this.kept.map(({ checkpoint }) => checkpoint.clock.tick);
  }

  /** Whether one is wanted after `trials` trials. */
  isDue(trials: number): boolean {
    return trials % this.stride === 0;
  }

  /** Takes in a checkpoint later than all before. */
  add(checkpoint: Checkpoint): void {
    this.kept.push({ checkpoint, bytes: bytesOf(checkpoint.model) });
    while (this.bytes > this.budget && this.kept.length > 2) {
      this.stride *= 2;
      // The first is where the recording begins, wherever in its trial that is.
      this.kept = this.kept.filter(
        ({ checkpoint: { clock } }, k) => k === 0 || clock.trial % this.stride === 0
      );
    }
  }

  /** The last at or before a tick; undefined before the first. */
  before(tick: number): Checkpoint | undefined {
    return this.kept.filter(({ checkpoint }) => checkpoint.clock.tick <= tick).at(-1)?.checkpoint;
  }
}

function bytesOf({ arrays, numbers }: ModelSnapshot): number {
  const held = Object.values(arrays).reduce((sum, { byteLength }) => sum + byteLength, 0);
  return held + 8 * Object.keys(numbers).length;
}
