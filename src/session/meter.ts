/** Measured speed over the last second of running. */
export class Meter {
  private spans: { start: number; end: number; busy: number; ticks: number }[] = [];

  /** Milliseconds from `start` to `end` made `ticks` ticks and kept the model busy for `busy` of them. */
  add(start: number, end: number, busy: number, ticks: number): void {
    this.spans.push({ start, end, busy, ticks });
    const keep = this.spans.findIndex((span) => span.end > end - 1000);
    if (keep > 0) this.spans.splice(0, keep);
  }

  get microsecondsPerTick(): number {
    const ticks = this.ticks;
    return ticks === 0 ? 0 : (1000 * this.spans.reduce((sum, span) => sum + span.busy, 0)) / ticks;
  }

  get ticksPerSecond(): number {
    const wall = this.spans.length === 0 ? 0 : this.spans[this.spans.length - 1].end - this.spans[0].start;
    return wall > 0 ? (1000 * this.ticks) / wall : 0;
  }

  private get ticks(): number {
    return this.spans.reduce((sum, span) => sum + span.ticks, 0);
  }
}
