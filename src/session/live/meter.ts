/** Rates and latencies over the last second, in arrays that never grow. */

const slots = 10;
const slotMs = 100;
const most = 256;

/** Counts of things in the last second, in tenths. */
export class RateMeter {
  private readonly counts = new Float64Array(slots);
  private readonly marks = new Float64Array(slots).fill(-1);

  add(count: number, now: number): void {
    const tenth = Math.floor(now / slotMs);
    const slot = tenth % slots;
    if (this.marks[slot] !== tenth) {
      this.marks[slot] = tenth;
      this.counts[slot] = 0;
    }
    this.counts[slot] += count;
  }

  /** A second, over the last one; the tenth under way counts as it stands. */
  perSecond(now: number): number {
    const tenth = Math.floor(now / slotMs);
    let sum = 0;
    for (let s = 0; s < slots; s++)
      if (this.marks[s] > tenth - slots && this.marks[s] <= tenth) sum += this.counts[s];
    return sum;
  }
}

/** The median of what was measured in the last second, of the latest 256 at most. */
export class MedianMeter {
  private readonly values = new Float64Array(most);
  private readonly times = new Float64Array(most).fill(Number.NEGATIVE_INFINITY);
  private next = 0;

  add(value: number, now: number): void {
    this.values[this.next] = value;
    this.times[this.next] = now;
    this.next = (this.next + 1) % most;
  }

  /** 0 where nothing was measured. */
  median(now: number): number {
    const recent = this.values.filter((_, i) => this.times[i] > now - 1000).sort();
    if (recent.length === 0) return 0;
    const half = recent.length >> 1;
    return recent.length % 2 === 1 ? recent[half] : (recent[half - 1] + recent[half]) / 2;
  }
}
