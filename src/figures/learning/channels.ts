/** Brackets and names of channel groups along the left or the bottom of a plot. */
import { type Box, type Mark, segments, text } from '../scene';
import { fitLabel } from '../labels';
import { textWidth } from '../textWidth';
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
  for (const { label, short, from, to, colour } of groups) {
    const top = part.y + from * rowHeight;
    const bottom = part.y + to * rowHeight;
    const middle = (top + bottom) / 2;
    const x = part.x - space;
    const air = Math.min(hairline, (bottom - top) / 4);
    marks.push(segments([x, top + air, x, bottom - air], { colour, width: hairline * 2 }));
    const step = textSize * 1.1;
    const most = Math.max(1, Math.floor((bottom - top) / step));
    const lines = fitLabel(label, textSize, room - space * 2, most, short);
    const half = (lines.length * step) / 2;
    if (lines.length === 0 || middle - half < free) continue;
    free = middle + half;
    lines.forEach((line, i) => {
      const y = middle - half + (i + 0.5) * step;
      marks.push(text(x - space, y, line, { size: textSize, fill: muted, anchor: 'end', align: 'middle' }));
    });
  }
  return marks;
}

/** Where not every input group's name fits, one name stands for all of them. */
export function bottomNames(
  groups: readonly ChannelGroup[],
  part: Box,
  columnWidth: number,
  { hairline, muted, space, textSize }: Theme
): Mark[] {
  const y = part.y + part.height + space;
  const room = ({ from, to }: ChannelGroup): number => (to - from) * columnWidth - space;
  const inputs = groups.filter(({ kind }) => kind === 'input');
  const fits = inputs.every((each) => textWidth(each.label, textSize) <= room(each));
  const named =
    fits || inputs.length === 0
      ? groups
      : [
          { ...inputs[0], label: 'inputs', to: inputs[inputs.length - 1].to },
          ...groups.filter(({ kind }) => kind !== 'input')
        ];
  return [
    ...groups.map(({ colour, from, to }) => {
      const air = Math.min(hairline, ((to - from) * columnWidth) / 4);
      const ends = [part.x + from * columnWidth + air, y, part.x + to * columnWidth - air, y];
      return segments(ends, { colour, width: hairline * 2 });
    }),
    ...named.flatMap((each) => {
      const words = { size: textSize, fill: muted, align: 'top' } as const;
      const line = y + space * 0.75;
      // A few inputs beside many units: their name hangs out to the left, where nothing else is.
      if (each.from === 0 && textWidth(each.label, textSize) > room(each))
        return [text(part.x + each.to * columnWidth, line, each.label, { ...words, anchor: 'end' })];
      const fitted = fitLabel(each.label, textSize, room(each), 1, each.short)[0] ?? '';
      const middle = part.x + ((each.from + each.to) / 2) * columnWidth;
      return fitted ? [text(middle, line, fitted, { ...words, anchor: 'middle' })] : [];
    })
  ];
}
