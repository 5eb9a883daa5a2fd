/** Labels beside their points: none over another, none over a point, clear of lines where it can be, joined by a thin line if far. */
import { type Box, type Mark, rect, segments, text } from '../scene';
import { textWidth } from '../textWidth';
import type { Theme } from '../theme';

export interface PointLabel {
  x: number;
  y: number;
  /** Half the width of what is drawn there. */
  radius: number;
  content: string;
  colour: string;
  /** Other places it may stand at, as of a curve. */
  elsewhere?: readonly (readonly [x: number, y: number])[];
  /** Left out rather than put far away. */
  optional?: boolean;
}

export interface PlacedLabel {
  label: PointLabel;
  box: Box;
  /** Stands over something that was better left free. */
  crossed: boolean;
}

/** Right first: that is where a label is looked for. */
const directions: readonly (readonly [number, number])[] = [
  [1, 0],
  [0.8, -0.8],
  [0.8, 0.8],
  [-1, 0],
  [-0.8, -0.8],
  [-0.8, 0.8],
  [0, -1],
  [0, 1]
];
/** In sizes of the text. */
const distances = [0, 0.8, 1.7, 2.7, 4, 6, 8.5];

/** `points` are places [x, y] that are better left free. */
export function placeLabels(
  labels: readonly PointLabel[],
  within: Box,
  points: readonly (readonly [number, number])[],
  { space, textSize }: Theme
): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const height = textSize * 1.05;
  for (const label of labels) {
    const width = textWidth(label.content, textSize);
    let best: PlacedLabel | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const [ax, ay] of [[label.x, label.y] as const, ...(label.elsewhere ?? [])])
      for (const [d, distance] of distances.entries()) {
        if (label.optional && d > 1) break;
        for (const [order, [dx, dy]] of directions.entries()) {
          const reach = label.radius + space * 0.75 + distance * textSize;
          const x = ax + dx * reach - (dx > 0 ? 0 : dx < 0 ? width : width / 2);
          const y = ay + dy * reach - (dy > 0 ? 0 : dy < 0 ? height : height / 2);
          const box = { x, y, width, height };
          if (!inside(box, within) || placed.some((other) => overlap(grown(other.box, 1), box))) continue;
          const covered = labels.filter((other) => other.radius > 0 && overlap(around(other), box)).length;
          const crossed = points.filter(([px, py]) => holds(box, px, py)).length;
          if (label.optional && (covered > 0 || crossed > 1)) continue;
          const cost = distance * 2 + order * 0.1 + covered * 20 + Math.min(crossed, 10);
          if (cost < least) {
            least = cost;
            best = { label: { ...label, x: ax, y: ay }, box, crossed: crossed > 0 };
          }
        }
      }
    if (best) placed.push(best);
  }
  return placed;
}

/** On a ground of its own where there was no way around a line. */
export function labelMarks(
  placed: readonly PlacedLabel[],
  { background, hairline, space, textSize }: Theme
): Mark[] {
  return placed.flatMap(({ box, crossed, label }): Mark[] => {
    const x = Math.min(Math.max(label.x, box.x), box.x + box.width);
    const y = Math.min(Math.max(label.y, box.y), box.y + box.height);
    const gap = Math.hypot(x - label.x, y - label.y);
    const far = gap > label.radius + space * 2;
    const from = (label.radius + space * 0.25) / gap;
    return [
      ...(far
        ? [
            segments([label.x + (x - label.x) * from, label.y + (y - label.y) * from, x, y], {
              colour: label.colour,
              width: hairline * 0.75,
              opacity: 0.6
            })
          ]
        : []),
      ...(crossed ? [rect(box, { fill: background, opacity: 0.8 })] : []),
      text(box.x, box.y + box.height / 2, label.content, {
        size: textSize,
        fill: label.colour,
        align: 'middle'
      })
    ];
  });
}

function inside(box: Box, outer: Box): boolean {
  return (
    box.x >= outer.x &&
    box.y >= outer.y &&
    box.x + box.width <= outer.x + outer.width &&
    box.y + box.height <= outer.y + outer.height
  );
}

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function holds({ height, width, x, y }: Box, px: number, py: number): boolean {
  return px >= x && px <= x + width && py >= y && py <= y + height;
}

function around({ radius, x, y }: PointLabel): Box {
  return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
}

function grown({ height, width, x, y }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}
