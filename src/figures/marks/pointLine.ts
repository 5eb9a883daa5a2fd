/** A line through a few measured points, each marked; where points stand too close the line alone remains. */
import type { Mark, Symbols } from '../scene';
import type { Theme } from '../theme';

export interface PointLineOptions {
  /** Places in scene units, left to right; a NaN y leaves a gap. */
  points: readonly (readonly [x: number, y: number])[];
  colour: string;
  shape: Symbols['shape'];
  hollow: boolean;
  dash?: readonly number[];
  /** The line does not join point i to the one before. */
  breaks?: (i: number) => boolean;
}

export function pointLine(
  { breaks, colour, dash, hollow, points, shape }: PointLineOptions,
  { background, lineWidth, space }: Theme
): Mark[] {
  const path: number[] = [];
  points.forEach(([x, y], i) => {
    if (i > 0 && breaks?.(i)) path.push(Number.NaN, Number.NaN);
    path.push(x, y);
  });
  const marks: Mark[] = [
    {
      kind: 'polyline',
      points: Float32Array.from(path),
      stroke: { colour, width: lineWidth, ...(dash && { dash }) }
    }
  ];
  const radius = space * 0.65;
  const seen = points.filter(([, y]) => !Number.isNaN(y));
  const span = seen.length > 1 ? seen[seen.length - 1][0] - seen[0][0] : Number.POSITIVE_INFINITY;
  const each = span / Math.max(1, seen.length - 1);
  // Crowded: the newest alone says which line this is.
  const marked = each >= radius * 3 ? seen : seen.slice(-1);
  if (marked.length > 0)
    marks.push({
      kind: 'symbols',
      points: Float32Array.from(marked.flat()),
      shape,
      radius,
      shades: [hollow ? background : colour],
      stroke: { colour, width: lineWidth * 0.8 }
    });
  return marks;
}
