/** Brackets and names of channel groups along the left or the bottom of a plot. */
import { type Box, type Mark, segments, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import type { Theme } from '../theme';
import type { ChannelGroup } from './units';

/** Room the names take on the left: what they need, at most `most`. */
export function leftNamesWidth(groups: readonly ChannelGroup[], theme: Theme, most: number): number {
  const widest = Math.max(0, ...groups.map(({ label }) => textWidth(label, theme.textSize)));
  return Math.min(most, widest + theme.space * 2.5);
}

/** Names that would touch the one above are left out; the bracket stays. */
export function leftNames(
  groups: readonly ChannelGroup[],
  part: Box,
  rowHeight: number,
  room: number,
  { hairline, muted, space, textSize }: Theme
): Mark[] {
  const marks: Mark[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const { label, from, to, colour } of groups) {
    const top = part.y + from * rowHeight;
    const bottom = part.y + to * rowHeight;
    const middle = (top + bottom) / 2;
    const x = part.x - space;
    const air = Math.min(hairline, (bottom - top) / 4);
    marks.push(segments([x, top + air, x, bottom - air], { colour, width: hairline * 2 }));
    if (middle - textSize * 0.6 < free) continue;
    free = middle + textSize * 0.6;
    const fitted = fitText(label, textSize, room - space * 2);
    marks.push(
      text(x - space, middle, fitted, { size: textSize, fill: muted, anchor: 'end', align: 'middle' })
    );
  }
  return marks;
}

export function bottomNames(
  groups: readonly ChannelGroup[],
  part: Box,
  columnWidth: number,
  { hairline, muted, space, textSize }: Theme
): Mark[] {
  const y = part.y + part.height + space;
  return groups.flatMap(({ label, from, to, colour }) => {
    const left = part.x + from * columnWidth;
    const right = part.x + to * columnWidth;
    const air = Math.min(hairline, (right - left) / 4);
    const fitted = fitText(label, textSize, right - left - space / 2);
    const options = { size: textSize, fill: muted, anchor: 'middle', align: 'top' } as const;
    return [
      segments([left + air, y, right - air, y], { colour, width: hairline * 2 }),
      ...(fitted ? [text((left + right) / 2, y + space * 0.75, fitted, options)] : [])
    ];
  });
}
