/** Curves over trials in a box: seeds faint, the mean, and its interval as a band. */
import type { Scale } from '../axes';
import { extent, type Range, roundRange } from '../ranges';
import type { Mark } from '../scene';
import type { Theme } from '../theme';
import type { Band } from './bands';
import type { Look } from './looks';

export interface Scales {
  x: Scale;
  y: Scale;
}

/** Everything a set of bands draws, from 0 trials on. */
export function rangesOf(
  bands: readonly Band[],
  seeds: boolean
): { trials: Range; values: Range } | undefined {
  const values = bands.flatMap(({ curves, high, low, mean }) => [
    ...mean,
    ...low,
    ...high,
    ...(seeds ? curves.flatMap((curve) => curve.values) : [])
  ]);
  const [least, most] = extent(values.filter(Number.isFinite));
  const last = Math.max(
    1,
    ...bands.flatMap(({ curves }) => curves.map(({ trials }) => trials[trials.length - 1] + 1))
  );
  return most >= least
    ? { trials: [0, last], values: roundRange([Math.min(0, least), Math.max(0, most)]) }
    : undefined;
}

export function bandMarks(
  { curves, high, low, mean, trials }: Band,
  { x, y }: Scales,
  { colour, dash }: Look,
  { hairline, lineWidth }: Theme,
  seeds: boolean
): Mark[] {
  const at = (r: number): number => x(trials[r] + 1);
  const marks: Mark[] = [];
  const known = trials.flatMap((_, r) => (Number.isFinite(low[r]) ? [r] : []));
  if (known.length > 1)
    marks.push({
      kind: 'polygon',
      points: Float32Array.from([
        ...known.flatMap((r) => [at(r), y(high[r])]),
        ...[...known].reverse().flatMap((r) => [at(r), y(low[r])])
      ]),
      fill: colour,
      opacity: 0.22
    });
  if (seeds)
    for (const curve of curves)
      marks.push({
        kind: 'polyline',
        points: Float32Array.from(curve.trials.flatMap((trial, r) => [x(trial + 1), y(curve.values[r])])),
        stroke: { colour, width: hairline, opacity: 0.35 }
      });
  const points = Float32Array.from(trials.flatMap((_, r) => [at(r), y(mean[r])]));
  if (trials.length === 1)
    marks.push({ kind: 'symbols', points, shape: 'circle', radius: lineWidth * 1.5, shades: [colour] });
  else marks.push({ kind: 'polyline', points, stroke: { colour, width: lineWidth, ...(dash && { dash }) } });
  return marks;
}
