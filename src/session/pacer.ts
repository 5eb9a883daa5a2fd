/** How many ticks a paced run has earned and not yet made. */
export class Pacer {
  private earned = 1;
  private last: number;

  /** `now`: milliseconds. */
  constructor(now: number) {
    this.last = now;
  }

  /**
   * Whole ticks that may be made now, or the part of the next one earned so far; Infinity at pace 0. At most a tenth of a
   * second's worth is saved up.
   */
  allowed(ticksPerSecond: number, now: number): number {
    const elapsed = now - this.last;
    this.last = now;
    if (ticksPerSecond === 0) {
      this.earned = 0;
      return Number.POSITIVE_INFINITY;
    }
    this.earned = Math.min(this.earned + (elapsed * ticksPerSecond) / 1000, Math.max(1, ticksPerSecond / 10));
    return this.earned < 1 ? this.earned : Math.floor(this.earned);
  }

  spend(ticks: number): void {
    this.earned -= ticks;
  }
}
