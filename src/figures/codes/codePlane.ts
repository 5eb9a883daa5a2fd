/** Codes as points of a plane whose x is their rate: where they are, how they came there, and the sweep they belong to. */
import type { CoderLoss, CoderPlan } from '../../models/codes/coderList';
import type { Scale } from '../axes';
import type { FigureContext } from '../figure';
import { type Box, group, type Mark, segments, text } from '../scene';
import { textWidth } from '../textWidth';
import type { Theme } from '../theme';
import { coderMark, lossMark, lossWords } from './coders';
import { labelMarks, placeLabels, type PointLabel } from './placeLabels';

export interface CodePoint {
  plan: CoderPlan;
  rate: number;
  value: number;
  /** By the independent classifier. */
  other?: number;
  /** Oldest first. */
  path?: readonly (readonly [rate: number, value: number])[];
}

export interface CodePlane {
  box: Box;
  x: Scale;
  y: Scale;
  coders: readonly CodePoint[];
  sweep: readonly CodePoint[];
  /** Places that labels better leave free, and labels of what else is drawn. */
  avoid: readonly (readonly [number, number])[];
  labels: readonly PointLabel[];
}

export const losses: readonly CoderLoss[] = ['action', 'vanilla'];
/** Pieces of a path, each fainter than the one after. */
const pieces = 8;

export function codePlane(
  { avoid, box, coders, labels, sweep, x, y }: CodePlane,
  { theme }: FigureContext
): Mark[] {
  const { background, hairline, lineWidth, space, textSize } = theme;
  const radius = space * 1.15;
  const lines: Mark[] = [];
  const marks: Mark[] = [];
  const taken: (readonly [number, number])[] = [...avoid];
  for (const loss of losses) {
    const along = sweep
      .filter(
        ({ plan, rate, value }) => plan.loss === loss && Number.isFinite(rate) && Number.isFinite(value)
      )
      .sort((a, b) => b.plan.beta - a.plan.beta);
    if (along.length === 0) continue;
    const { colour, shape } = lossMark(loss, theme);
    const points = along.map(({ rate, value }): [number, number] => [x(rate), y(value)]);
    taken.push(...dense(points, textSize / 2));
    const flat = Float32Array.from(points.flat());
    lines.push({ kind: 'polyline', points: flat, stroke: { colour, width: lineWidth } });
    marks.push({ kind: 'symbols', points: flat, shape, radius: space * 0.6, shades: [colour] });
  }
  for (const { path, plan } of coders) {
    const { colour } = lossMark(plan.loss, theme);
    const points = (path ?? []).map(([rate, value]): [number, number] => [x(rate), y(value)]);
    taken.push(...points);
    const each = Math.max(1, Math.ceil((points.length - 1) / pieces));
    for (let from = 0, k = 1; from < points.length - 1; from += each, k++)
      lines.push({
        kind: 'polyline',
        points: Float32Array.from(points.slice(from, from + each + 1).flat()),
        stroke: { colour, width: hairline, opacity: 0.2 + (0.6 * k) / pieces }
      });
  }
  const known = coders.filter(({ rate, value }) => Number.isFinite(rate) && Number.isFinite(value));
  for (const { other, plan, rate, value } of known) {
    const { colour, shape } = lossMark(plan.loss, theme);
    const at = x(rate);
    if (other !== undefined && Number.isFinite(other)) {
      const stroke = { colour, width: lineWidth * 0.8 };
      taken.push(
        ...dense(
          [
            [at, y(value)],
            [at, y(other)]
          ],
          textSize / 2
        )
      );
      // A label over an open symbol would hide it.
      for (let k = -3; k <= 3; k++)
        taken.push([at + (k * radius) / 3, y(other)], [at, y(other) + (k * radius) / 3]);
      marks.push(segments([at, y(value), at, y(other)], { colour, width: hairline }), {
        kind: 'symbols',
        points: Float32Array.of(at, y(other)),
        shape,
        radius: radius * 0.75,
        shades: [background],
        stroke
      });
    }
    marks.push({
      kind: 'symbols',
      points: Float32Array.of(at, y(value)),
      shape,
      radius,
      shades: [colour],
      stroke: { colour: background, width: hairline }
    });
  }
  const wide = box.width > textSize * 32;
  const placed = placeLabels(
    [
      ...known.map(({ plan, rate, value }) => {
        const { colour, label, short } = coderMark(plan, theme);
        return { x: x(rate), y: y(value), radius, content: wide ? label : short, colour };
      }),
      ...labels,
      ...sweep
        .filter(({ plan }) => !named(plan, known))
        .map(({ plan, rate, value }) => ({
          x: x(rate),
          y: y(value),
          radius: space * 0.6,
          content: `β ${plan.beta}`,
          colour: lossMark(plan.loss, theme).colour,
          optional: true
        }))
    ].filter(({ x: px, y: py }) => Number.isFinite(px) && Number.isFinite(py)),
    box,
    taken,
    theme
  );
  return [
    group(box, lines),
    group(
      {
        x: box.x - radius,
        y: box.y - radius * 2,
        height: box.height + radius * 4,
        width: box.width + radius * 2
      },
      marks
    ),
    ...labelMarks(placed, theme)
  ];
}

/** A coder at work says its beta already. */
function named({ beta, loss }: CoderPlan, coders: readonly CodePoint[]): boolean {
  return coders.some(({ plan }) => plan.loss === loss && plan.beta === beta);
}

/** Which symbol is which, at the right of the head; on a line of its own where the title needs the room. */
export function planeKey(
  { x, y, width }: Box,
  shown: { losses: readonly CoderLoss[]; independent: boolean },
  taken: number,
  theme: Theme
): { marks: Mark[]; lines: number } {
  const { background, lineWidth, muted, space, textSize } = theme;
  const entriesOf = (short: boolean) => [
    ...shown.losses.map((loss) => ({
      ...lossMark(loss, theme),
      word: short ? loss : lossWords[loss],
      hollow: false
    })),
    ...(shown.independent
      ? [
          {
            colour: muted,
            shape: 'circle' as const,
            word: short ? 'independent' : 'independent classifier',
            hollow: true
          }
        ]
      : [])
  ];
  const radius = space * 0.8;
  const step = (word: string): number => radius * 2 + space + textWidth(word, textSize) + space * 3;
  const widthOf = (all: readonly { word: string }[]): number =>
    all.reduce((sum, { word }) => sum + step(word), 0) - space * 3;
  const long = entriesOf(false);
  const entries = widthOf(long) <= width ? long : entriesOf(true);
  const total = widthOf(entries);
  const beside = taken + total + space * 4 <= width;
  const middle = y + textSize * (beside ? 0.6 : 2);
  let left = beside ? x + width - total : x;
  const marks: Mark[] = [];
  for (const { colour, hollow, shape, word } of entries) {
    if (left + step(word) - space * 3 > x + width) break;
    marks.push(
      {
        kind: 'symbols',
        points: Float32Array.of(left + radius, middle),
        shape,
        radius,
        shades: [hollow ? background : colour],
        stroke: { colour, width: lineWidth * 0.8 }
      },
      text(left + radius * 2 + space, middle, word, { size: textSize, fill: muted, align: 'middle' })
    );
    left += step(word);
  }
  return { marks, lines: beside ? 1 : 2 };
}

/** Points along a line no farther apart than `step`. */
export function dense(points: readonly (readonly [number, number])[], step: number): [number, number][] {
  return points.flatMap(([ax, ay], k): [number, number][] => {
    const next = points[k + 1];
    if (!next) return [[ax, ay]];
    const count = Math.max(1, Math.ceil(Math.hypot(next[0] - ax, next[1] - ay) / step));
    return Array.from({ length: count }, (_, i): [number, number] => [
      ax + ((next[0] - ax) * i) / count,
      ay + ((next[1] - ay) * i) / count
    ]);
  });
}
