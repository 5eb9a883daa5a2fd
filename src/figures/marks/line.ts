/** A line over time, decimated to the pixels it has. */
import type { Rows } from '../../session/recording';
import { linePoints } from '../decimate';
import type { Polyline, Stroke } from '../scene';

export interface LineOptions {
  x(time: number): number;
  y(value: number): number;
  stroke: Stroke;
  /** Column of the rows, default 0. */
  column?: number;
  /** Sample i is not joined to the one before. */
  breaks?: (i: number) => boolean;
}

export function line(rows: Rows, { x, y, stroke, column = 0, breaks }: LineOptions): Polyline {
  const { times, data, width } = rows;
  const points = linePoints({
    length: times.length,
    x: (i) => x(times[i]),
    y: (i) => y(data[i * width + column]),
    ...(breaks && { breaks })
  });
  return { kind: 'polyline', points, stroke };
}
