/** Keys and values of all tokens so far, bounded, and where the shards of each device end. */
import type { Random } from '../../random';
import { evenSplit } from '../energy/devices';
import { type Rows, zeroRows } from '../rows';

export const placements = ['even', 'blocks', 'drawn'] as const;
export type Placement = (typeof placements)[number];

export class KeyCache {
  /** Tokens that are kept. */
  kept = 0;
  private readonly keys: Rows;
  private readonly values: Rows;

  constructor(capacity: number, keyWidth: number, valueWidth: number) {
    this.keys = zeroRows(capacity, keyWidth);
    this.values = zeroRows(capacity, valueWidth);
  }

  get capacity(): number {
    return this.keys.rows;
  }

  /** [kept, d], oldest first; a view. */
  get k(): Rows {
    return firstRows(this.keys, this.kept);
  }

  /** [kept, dv]; a view. */
  get v(): Rows {
    return firstRows(this.values, this.kept);
  }

  /** The oldest token gives way where there is no room. */
  add(key: ArrayLike<number>, value: ArrayLike<number>): void {
    if (this.kept === this.capacity) {
      for (const { columns, data } of [this.keys, this.values]) data.copyWithin(0, columns);
      this.kept--;
    }
    this.keys.data.set(key, this.kept * this.keys.columns);
    this.values.data.set(value, this.kept * this.values.columns);
    this.kept++;
  }

  /** Puts back what `k` and `v` gave. */
  refill(kept: number, keys: Float64Array, values: Float64Array): void {
    this.kept = kept;
    this.keys.data.set(keys);
    this.values.data.set(values);
  }

  /** All rows, kept or not, for a snapshot. */
  contents(): { keys: Float64Array; values: Float64Array } {
    return { keys: this.keys.data.slice(), values: this.values.data.slice() };
  }

  /**
   * Where each shard ends. `even`: as many on every device; `blocks`: device i holds the i-th stretch of the room for all, so that the
   * last devices stay empty until it is filled; `drawn`: cut at places drawn anew, some shards empty.
   */
  ends(devices: number, placement: Placement, random: Random): number[] {
    const { capacity, kept } = this;
    if (placement === 'even') return evenSplit(kept, devices);
    if (placement === 'blocks') return evenSplit(capacity, devices).map((end) => Math.min(end, kept));
    const cuts = Array.from({ length: devices - 1 }, () => random.below(kept + 1)).sort((a, b) => a - b);
    return [...cuts, kept];
  }
}

const firstRows = ({ columns, data }: Rows, rows: number): Rows => ({
  rows,
  columns,
  data: data.subarray(0, rows * columns)
});
