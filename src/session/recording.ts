/**
 * Recordings: what probes saw. Rings of rows with a budget in bytes; panels, figures and exports read these and
 * nothing else.
 */
import type { ProbeDescription } from '../models/model';

/** Rows of one probe over time, oldest first. */
export interface Rows {
  /** [length] tick (tick probes) or trial (trial probes) of each row, ascending. */
  times: Float64Array;
  /** [length, width]. */
  data: Float32Array;
  width: number;
}

export class Series {
  readonly probe: ProbeDescription;
  readonly capacity: number;
  /** Rows ever appended; rows older than `appended - capacity` are gone. */
  appended = 0;
  private readonly times: Float64Array;
  private readonly data: Float32Array;

  constructor(probe: ProbeDescription, capacity: number) {
    this.probe = probe;
    this.capacity = Math.max(1, Math.floor(capacity));
    this.times = new Float64Array(this.capacity);
    this.data = new Float32Array(this.capacity * probe.width);
  }

  get width(): number {
    return this.probe.width;
  }

  get length(): number {
    return Math.min(this.appended, this.capacity);
  }

  /** Rows that had to go because there was no room for all. */
  get lost(): number {
    return this.appended - this.length;
  }

  /** Bytes of the rows kept so far; the ring's memory is set aside from the start. */
  get bytes(): number {
    return this.length * (Float64Array.BYTES_PER_ELEMENT + this.width * Float32Array.BYTES_PER_ELEMENT);
  }

  /** Time of the oldest row kept, and of the newest; NaN while there is none. */
  get oldest(): number {
    return this.appended > this.capacity ? this.times[this.appended % this.capacity] : this.timeOf(0);
  }

  get newest(): number {
    return this.timeOf((this.appended - 1) % this.capacity);
  }

  /** Rows kept of times before `time`; times must have been appended in ascending order. */
  countBefore(time: number): number {
    const { appended, capacity, length } = this;
    let low = 0;
    let high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[(appended - length + middle) % capacity] < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private timeOf(slot: number): number {
    return this.appended === 0 ? Number.NaN : this.times[slot];
  }

  /** Appends one row. */
  append(time: number, row: ArrayLike<number>): void {
    const slot = this.appended % this.capacity;
    this.times[slot] = time;
    this.data.set(row, slot * this.width);
    this.appended++;
  }

  /** Appends rows whose times are firstTime, firstTime + 1, ... */
  appendRun(firstTime: number, rows: Float32Array): void {
    const count = this.width === 0 ? 0 : Math.floor(rows.length / this.width);
    this.appendRows({ times: Float64Array.from({ length: count }, (_, r) => firstTime + r), data: rows });
  }

  /** Appends rows as `latest` gives them. */
  appendRows({ times, data }: Pick<Rows, 'times' | 'data'>): void {
    const { width, capacity } = this;
    for (let done = 0; done < times.length; ) {
      const slot = this.appended % capacity;
      const fits = Math.min(times.length - done, capacity - slot);
      this.times.set(times.subarray(done, done + fits), slot);
      this.data.set(data.subarray(done * width, (done + fits) * width), slot * width);
      this.appended += fits;
      done += fits;
    }
  }

  /** The `count` newest rows (default all kept), leaving out the `skip` newest. A copy, safe to transfer. */
  latest(count = this.length, skip = 0): Rows {
    const { width, capacity } = this;
    const end = this.appended - Math.min(skip, this.length);
    const start = Math.max(this.appended - this.length, end - count, 0);
    const length = Math.max(0, end - start);
    const rows: Rows = { times: new Float64Array(length), data: new Float32Array(length * width), width };
    for (let done = 0; done < length; ) {
      const slot = (start + done) % capacity;
      const fits = Math.min(length - done, capacity - slot);
      rows.times.set(this.times.subarray(slot, slot + fits), done);
      rows.data.set(this.data.subarray(slot * width, (slot + fits) * width), done * width);
      done += fits;
    }
    return rows;
  }

  /** As `latest`, one column only: a panel of one unit must not copy all of them. */
  latestColumn(column: number, count = this.length, skip = 0): Rows {
    const end = this.appended - Math.min(skip, this.length);
    const start = Math.max(this.appended - this.length, end - count, 0);
    const length = Math.max(0, end - start);
    const rows: Rows = { times: new Float64Array(length), data: new Float32Array(length), width: 1 };
    for (let r = 0; r < length; r++) {
      const slot = (start + r) % this.capacity;
      rows.times[r] = this.times[slot];
      rows.data[r] = this.data[slot * this.width + column];
    }
    return rows;
  }

  clear(): void {
    this.appended = 0;
  }
}

/** Copies of the rows of times in [from, to), of all columns or of one. */
export function rowsBetween(series: Series, from: number, to: number, column?: number): Rows {
  const [first, end] = [series.countBefore(from), series.countBefore(to)];
  const [count, skip] = [Math.max(0, end - first), series.length - end];
  return column === undefined ? series.latest(count, skip) : series.latestColumn(column, count, skip);
}

/** What a panel needs of a recording, in the worker, the page or a file alike. */
export interface RecordingReader {
  series(name: string): Series | undefined;
  /** Latest value of an image probe. */
  image(name: string): { probe: ProbeDescription; data: Float32Array } | undefined;
}

export class Recording implements RecordingReader {
  private readonly rings = new Map<string, Series>();
  private readonly images = new Map<string, { probe: ProbeDescription; data: Float32Array }>();

  series(name: string): Series | undefined {
    return this.rings.get(name);
  }

  image(name: string): { probe: ProbeDescription; data: Float32Array } | undefined {
    return this.images.get(name);
  }

  /** Begins (or begins anew) a ring of `capacity` rows. */
  open(probe: ProbeDescription, capacity: number): Series {
    const ring = new Series(probe, capacity);
    this.rings.set(probe.name, ring);
    return ring;
  }

  setImage(probe: ProbeDescription, data: Float32Array): void {
    this.images.set(probe.name, { probe, data });
  }

  get all(): readonly Series[] {
    return [...this.rings.values()];
  }

  get allImages(): readonly { probe: ProbeDescription; data: Float32Array }[] {
    return [...this.images.values()];
  }

  get bytes(): number {
    let total = 0;
    for (const ring of this.rings.values()) total += ring.bytes;
    for (const image of this.images.values()) total += image.data.byteLength;
    return total;
  }
}
