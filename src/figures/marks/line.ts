/** A line over time, decimated to the pixels it has. */
import type { Rows } from '../../session/recording';
import { linePoints } from '../decimate';
import type { Polyline, Stroke, Symbols } from '../scene';

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

/** A single sample makes no line, and it is what a reader waits for: it is drawn as a point. None otherwise. */
export function lonePoint({ times, data }: Rows, { x, y, stroke, column = 0 }: LineOptions): Symbols[] {
  if (times.length !== 1) return [];
  return [
    {
      kind: 'symbols',
      points: Float32Array.of(x(times[0]), y(data[column])),
      shape: 'circle',
      radius: stroke.width * 1.5,
      shades: [stroke.colour]
    }
  ];
}
