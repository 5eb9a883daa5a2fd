/** Upright bars from zero. */
import type { Polygon } from '../scene';

export interface BarsOptions {
  /** Left edge and width of bar i. */
  x(i: number): number;
  width: number;
  y(value: number): number;
  fill: string;
  opacity?: number;
}

export function bars(values: ArrayLike<number>, { x, width, y, fill, opacity }: BarsOptions): Polygon {
  // One outline out and back along the base line: a single mark however many bars.
  const base = y(0);
  const air = width > 3 ? width * 0.15 : 0;
  const points = new Float32Array(values.length * 8);
  for (let i = 0; i < values.length; i++) {
    const top = Number.isNaN(values[i]) ? base : y(values[i]);
    const left = x(i) + air;
    const right = x(i) + width - air;
    points.set([left, base, left, top, right, top, right, base], i * 8);
  }
  const mark: Polygon = { kind: 'polygon', points, fill };
  return opacity === undefined ? mark : { ...mark, opacity };
}
