/**
 * Fewer points, the same picture: a line drawn from the first, lowest, highest and last sample of each pixel column is
 * pixel for pixel the line through all of them (M4, Jugel et al. 2014). No spike can vanish.
 */

/** `length` samples: sample i lies at x(i), ascending, with value y(i); NaN or a broken time leaves a gap. */
export interface Samples {
  length: number;
  x(i: number): number;
  y(i: number): number;
  /** True where the line must not join sample i - 1 and sample i. */
  breaks?(i: number): boolean;
}

/** Points [x, y, ...] for a line, in x order; NaN pairs mark gaps. */
export function linePoints({ length, x, y, breaks }: Samples): Float32Array {
  const points = new PointList(Math.min(length * 2 + 16, 8192));
  let i = 0;
  while (i < length) {
    if (i > 0 && breaks?.(i)) points.gap();
    const column = Math.floor(x(i));
    const first = i;
    let lowest = i;
    let highest = i;
    let last = i;
    for (i++; i < length && Math.floor(x(i)) === column && !breaks?.(i) && !Number.isNaN(y(i)); i++) {
      if (!(y(i) >= y(lowest))) lowest = i;
      if (!(y(i) <= y(highest))) highest = i;
      last = i;
    }
    if (Number.isNaN(y(first))) points.gap();
    else {
      points.add(x(first), y(first));
      const [a, b] = lowest < highest ? [lowest, highest] : [highest, lowest];
      if (a !== first && a !== last) points.add(x(a), y(a));
      if (b !== a && b !== first && b !== last) points.add(x(b), y(b));
      if (last !== first) points.add(x(last), y(last));
    }
  }
  return points.take();
}

/** Grows as it fills; a gap is written only between points. */
class PointList {
  private data: Float32Array;
  private used = 0;

  constructor(room: number) {
    this.data = new Float32Array(Math.max(4, room));
  }

  add(x: number, y: number): void {
    if (this.used + 2 > this.data.length) {
      const larger = new Float32Array(this.data.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.used++] = x;
    this.data[this.used++] = y;
  }

  gap(): void {
    if (this.used > 0 && !Number.isNaN(this.data[this.used - 1])) this.add(Number.NaN, Number.NaN);
  }

  take(): Float32Array {
    return this.data.slice(0, this.used);
  }
}

/** The value farthest from zero among `count` values spaced `stride` apart: what a heat map shows of cells it must merge. */
export function extreme(data: ArrayLike<number>, start: number, stride: number, count: number): number {
  let kept = Number.NaN;
  for (let i = 0, at = start; i < count; i++, at += stride) {
    const value = data[at];
    if (!(Math.abs(value) <= Math.abs(kept))) kept = Number.isNaN(value) ? kept : value;
  }
  return kept;
}
