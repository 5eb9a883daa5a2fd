/** A small plot for every combination of settings, all on the same axes. */
import type { Group } from '../../session/sweep/summary';
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear } from '../axes';
import { inset } from '../layout';
import { sayNumber, shortNumber } from '../numbers';
import { group, type Mark, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { type Band, bandOf } from './bands';
import { curveTable } from './curveTable';
import { bandMarks, rangesOf } from './curvesPlot';
import { lookOf } from './looks';
import { area, emptyFrame, framed } from './scene';
import { groupLabel, shortValue, type SweepContext, type SweepFigure, variedAxes } from './sweepFigure';

/** Smaller than this and nothing can be read; what does not fit is in the table. */
const least = { width: 13, height: 9 };

export const multiples: SweepFigure = {
  id: 'sweepMultiples',
  title: 'Each combination',
  help: 'Every seed is a faint line, their mean a strong one, its 95 % bootstrap interval the band. All plots have the same axes.',
  emptyMessage: 'The curves of each combination of settings appear here as runs end.',
  draw(groups, context) {
    const { axes, series, theme } = context;
    const { muted, space, textSize } = theme;
    // What all the plots show is said once, above them.
    const whole = area(context);
    const outer = inset(whole, { left: 0, right: 0, top: textSize * 1.6, bottom: 0 });
    const mostColumns = Math.max(1, Math.floor(outer.width / (textSize * least.width)));
    const mostRows = Math.max(1, Math.floor(outer.height / (textSize * least.height)));
    const filled = groups.filter(({ results }) => results.length > 0);
    const shown = groups.slice(0, mostColumns * mostRows);
    const bands: Band[] = shown.map((own) => bandOf(own, series));
    const ranges = rangesOf(bands, true);
    if (filled.length === 0 || !ranges) return emptyFrame(context, this.emptyMessage);
    // As square as the plots can be, in as many columns as fit.
    const columns = Math.min(
      shown.length,
      mostColumns,
      Math.max(
        Math.ceil(shown.length / mostRows),
        Math.ceil(Math.sqrt((shown.length * outer.width) / outer.height / 1.5))
      )
    );
    const rows = Math.ceil(shown.length / columns);
    const cell = { width: outer.width / columns, height: outer.height / rows };
    const caption = `${series}: seeds, their mean and its 95 % interval`;
    const marks: Mark[] = [
      text(whole.x, whole.y + textSize, fitText(caption, textSize, whole.width), {
        size: textSize,
        fill: muted
      })
    ];
    // The last tick may stand at the very edge of its plot.
    const lastTick = textWidth(shortNumber(ranges.trials[1]), textSize) / 2;
    shown.forEach((own, k) => {
      const [row, column] = [Math.floor(k / columns), k % columns];
      const place = { x: outer.x + column * cell.width, y: outer.y + row * cell.height, ...cell };
      const scale = (top: number, bottom: number) => linear(ranges.values, bottom, top);
      const box = inset(place, {
        left: leftMargin(scale(0, cell.height), cell.height, theme),
        right: Math.max(space * 2, lastTick + space),
        top: textSize + space * 2.5,
        bottom: bottomMargin(theme)
      });
      const y = scale(box.y, box.y + box.height);
      const x = linear(ranges.trials, box.x, box.x + box.width);
      const failed = own.failed > 0 ? `, ${own.failed} failed` : '';
      const count = `n = ${own.results.length}${failed}`;
      const label = titleOf(own, axes, ` · ${count}`, cell.width - (box.x - place.x), textSize);
      const axis = leftAxis(box, y, theme);
      marks.push(
        ...axis.grid,
        group(box, bandMarks(bands[k], { x, y }, { ...lookOf(0, theme) }, theme, true)),
        ...axis.marks,
        ...bottomAxis(box, x, theme, row === rows - 1 || k + columns >= shown.length ? 'Trial' : '', true),
        text(box.x, place.y + textSize, label, {
          size: textSize,
          fill: theme.text
        })
      );
    });
    const more = groups.length - shown.length;
    if (more > 0)
      marks.push(
        text(outer.x + outer.width, outer.y + outer.height - space, `${more} more in the table`, {
          size: textSize,
          fill: muted,
          anchor: 'end'
        })
      );
    return framed(context, marks);
  },
  summary(groups, { axes, series }) {
    const said = groups.flatMap((own) => {
      const { mean } = bandOf(own, series);
      const last = mean.at(-1);
      return last === undefined
        ? []
        : [`${groupLabel(own, axes)}: ${sayNumber(last)}, n = ${own.results.length}`];
    });
    return said.length > 0 ? `Mean ${series} after the last trial. ${said.join('; ')}.` : this.emptyMessage;
  },
  table: curveTable
};

/** Names and values where there is room, else values alone, cut before n is. */
function titleOf(
  own: Group,
  axes: SweepContext['axes'],
  count: string,
  width: number,
  textSize: number
): string {
  const room = width - textWidth(count, textSize);
  const full = groupLabel(own, axes);
  if (textWidth(full, textSize) <= room) return full + count;
  const values = variedAxes(axes).map(({ setting }) => shortValue(own.settings[setting]));
  return fitText(values.join(', '), textSize, room) + count;
}
