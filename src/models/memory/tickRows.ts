/** The rows of tick probes of the trial under way, for models that make them one tick after another. */
export class TickRows {
  private readonly rows: ReadonlyMap<string, { width: number; data: Float32Array }>;

  /** `widths`: numbers in a row of each probe; `ticks` of a trial. */
  constructor(widths: Readonly<Record<string, number>>, ticks: number) {
    this.rows = new Map(
      Object.entries(widths).map(([name, width]) => [
        name,
        { width, data: new Float32Array(width * ticks).fill(Number.NaN) }
      ])
    );
  }

  /** Throws Error for a probe there is none of. */
  write(name: string, tick: number, row: ArrayLike<number>): void {
    const { data, width } = this.of(name);
    data.set(row, tick * width);
  }

  /** Rows of ticks from .. to - 1; undefined for a probe of another kind. */
  read(name: string, from: number, to: number): Float32Array | undefined {
    const found = this.rows.get(name);
    return found?.data.slice(from * found.width, to * found.width);
  }

  private of(name: string) {
    const found = this.rows.get(name);
    if (!found) throw new Error(`There are no rows of '${name}'.`);
    return found;
  }
}
