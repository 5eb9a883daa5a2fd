/** A raster: one row per channel, a short vertical tick per spike. */
import type { Rows } from '../../session/recording';
import { type Segments, segments, type Stroke } from '../scene';

export interface RasterOptions {
  /** Channels [from, to) of the rows. */
  from: number;
  to: number;
  /** Middle of a tick of the run. */
  x(tick: number): number;
  /** Top of a channel's row. */
  y(channel: number): number;
  /** Height of a row; a spike leaves a little air and is never thinner than half a unit. */
  rowHeight: number;
  stroke: Stroke;
}

export function raster(rows: Rows, { from, to, x, y, rowHeight, stroke }: RasterOptions): Segments {
  const { times, data, width } = rows;
  const half = Math.max(0.25, (rowHeight * (rowHeight > 3 ? 0.8 : 1)) / 2);
  // Two spikes of one channel in the same half pixel are one tick on paper and screen.
  const drawn = new Int32Array(width).fill(-1);
  let points = new Float32Array(4096);
  let used = 0;
  for (let r = 0; r < times.length; r++) {
    const place = x(times[r]);
    const slot = Math.floor(place * 2);
    for (let channel = from; channel < to; channel++) {
      if (!(data[r * width + channel] > 0) || drawn[channel] === slot) continue;
      drawn[channel] = slot;
      const middle = y(channel) + rowHeight / 2;
      if (used + 4 > points.length) {
        const larger = new Float32Array(points.length * 2);
        larger.set(points);
        points = larger;
      }
      points[used++] = place;
      points[used++] = middle - half;
      points[used++] = place;
      points[used++] = middle + half;
    }
  }
  return segments(points.slice(0, used), stroke);
}
