/** The bounded room before the model: rows wait in order of arrival, and a row that finds no room is not taken. */

export class Ring {
  readonly room: number;
  readonly channels: number;
  private readonly data: Float32Array;
  /** ms, when each row arrived. */
  private readonly arrived: Float64Array;
  private first = 0;
  private count = 0;

  /** Allocates once, and never again: `room` rows of `channels`. */
  constructor(room: number, channels: number) {
    this.room = room;
    this.channels = channels;
    this.data = new Float32Array(room * channels);
    this.arrived = new Float64Array(room);
  }

  /** Rows that wait. */
  get waiting(): number {
    return this.count;
  }

  /** Takes as many of the rows [n, channels] as there is room for, the first ones; returns how many. */
  write(rows: Float32Array, receivedAt: number): number {
    const taken = Math.min(rows.length / this.channels, this.room - this.count);
    let at = (this.first + this.count) % this.room;
    for (let done = 0; done < taken; ) {
      const run = Math.min(taken - done, this.room - at);
      this.data.set(rows.subarray(done * this.channels, (done + run) * this.channels), at * this.channels);
      this.arrived.fill(receivedAt, at, at + run);
      done += run;
      at = (at + run) % this.room;
    }
    this.count += taken;
    return taken;
  }

  /** Hands out the row that waits longest, as a view that holds until the next write, and when it arrived. Undefined where none waits. */
  read(): { row: Float32Array; receivedAt: number } | undefined {
    if (this.count === 0) return undefined;
    const at = this.first;
    this.first = (at + 1) % this.room;
    this.count--;
    const from = at * this.channels;
    return { row: this.data.subarray(from, from + this.channels), receivedAt: this.arrived[at] };
  }
}
