/** Patterns kept in slots, the oldest giving way to a new one. */
import { type Hopfield, hopfieldStep } from '../energy/hopfield';
import { type Rows, rowAt, zeroRows } from '../rows';

/** Updates after which a pattern that is let go must still be where it was. */
const patience = 4;

export const distanceOf = (left: ArrayLike<number>, right: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < left.length; i++) {
    const gap = left[i] - right[i];
    sum += gap * gap;
  }
  return Math.sqrt(sum);
};

export class PatternStore {
  /** Stored so far, those given up included. */
  stored = 0;
  /** [capacity, d]; slots that were never written are zero. */
  readonly slots: Rows;

  constructor(capacity: number, width: number) {
    this.slots = zeroRows(capacity, width);
  }

  /** Patterns that are kept. */
  get kept(): number {
    return Math.min(this.stored, this.slots.rows);
  }

  store(pattern: ArrayLike<number>): void {
    rowAt(this.slots, this.stored % this.slots.rows).set(pattern);
    this.stored++;
  }

  /** The kept patterns as a network; a view. */
  network(beta: number): Hopfield {
    const { columns, data } = this.slots;
    const rows = this.kept;
    return { patterns: { rows, columns, data: data.subarray(0, rows * columns) }, beta };
  }

  /** [capacity] distance of `state` to each slot; NaN where nothing was stored yet. */
  distances(state: Float64Array): Float64Array {
    return Float64Array.from({ length: this.slots.rows }, (_, a) =>
      a < this.kept ? distanceOf(rowAt(this.slots, a), state) : Number.NaN
    );
  }

  /**
   * Whether `state` lies within half the distance that separates `pattern` from the nearest pattern kept besides it: then it is nearer
   * to it than to any other. Where no other is kept, within half its length.
   */
  reached(pattern: Float64Array, state: Float64Array): boolean {
    let apart = Number.POSITIVE_INFINITY;
    for (let a = 0; a < this.kept; a++) {
      const distance = distanceOf(rowAt(this.slots, a), pattern);
      if (distance > 0) apart = Math.min(apart, distance);
    }
    if (apart === Number.POSITIVE_INFINITY) apart = distanceOf(pattern, new Float64Array(pattern.length));
    return distanceOf(pattern, state) < apart / 2;
  }

  /** How many of the kept patterns stay where they are when the network is let go from them. */
  holding(beta: number): number {
    const network = this.network(beta);
    let count = 0;
    for (let a = 0; a < this.kept; a++) {
      let state: Float64Array = rowAt(this.slots, a).slice();
      for (let step = 0; step < patience; step++) state = hopfieldStep(network, state);
      if (this.reached(rowAt(this.slots, a), state)) count++;
    }
    return count;
  }
}
