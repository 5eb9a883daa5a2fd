/** All combinations in one plot: means over seeds with their intervals, named at their ends. */
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear } from '../axes';
import { inset } from '../layout';
import { endValues } from '../marks/endValues';
import { shortNumber } from '../numbers';
import { group } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { bandOf } from './bands';
import { curveTable } from './curveTable';
import { bandMarks, rangesOf } from './curvesPlot';
import { lookOf } from './looks';
import { multiples } from './multiples';
import { area, emptyFrame, framed } from './scene';
import { groupLabel, type SweepFigure } from './sweepFigure';

/** Names stand below each other at the right: more do not. */
const mostLines = 24;

export const overlay: SweepFigure = {
  id: 'sweepOverlay',
  title: 'All combinations',
  help: 'Each line is the mean over seeds of one combination of settings, its band the 95 % bootstrap interval of that mean.',
  emptyMessage: 'The means of all combinations appear here as runs end.',
  draw(groups, context) {
    const { axes, series, theme } = context;
    const { space, textSize } = theme;
    const outer = area(context);
    const shown = groups
      .map((own, k) => ({ own, look: lookOf(k, theme), band: bandOf(own, series) }))
      .filter(({ band }) => band.trials.length > 0)
      .slice(0, mostLines);
    const ranges = rangesOf(
      shown.map(({ band }) => band),
      false
    );
    if (!ranges) return emptyFrame(context, this.emptyMessage);
    const room = outer.width * 0.4;
    const labels = shown.map(({ band, own }) => {
      const value = shortNumber(band.mean[band.mean.length - 1]);
      return `${fitText(groupLabel(own, axes), textSize, room - textWidth(` ${value}`, textSize))} ${value}`;
    });
    const scale = (top: number, bottom: number) => linear(ranges.values, bottom, top);
    const box = inset(outer, {
      left: leftMargin(scale(0, outer.height), outer.height, theme),
      right: Math.max(...labels.map((label) => textWidth(label, textSize))) + space * 5,
      top: textSize + space * 2.5,
      bottom: bottomMargin(theme)
    });
    const y = scale(box.y, box.y + box.height);
    const x = linear(ranges.trials, box.x, box.x + box.width);
    const several = shown.some(({ own }) => own.results.length > 1);
    const axis = leftAxis(box, y, theme, several ? `${series}, mean over seeds` : series);
    return framed(context, [
      ...axis.grid,
      group(
        { ...box, y: box.y - space, height: box.height + 2 * space },
        shown.flatMap(({ band, look }) => bandMarks(band, { x, y }, look, theme, false))
      ),
      ...axis.marks,
      ...bottomAxis(box, x, theme, 'Trial', true),
      ...endValues(
        shown.map(({ band, look }, k) => ({
          value: band.mean[band.mean.length - 1],
          colour: look.colour,
          content: labels[k]
        })),
        { ...box, width: box.width + space },
        y,
        theme
      )
    ]);
  },
  summary(groups, context) {
    const some = groups.some((own) => bandOf(own, context.series).trials.length > 0);
    return some ? multiples.summary(groups, context) : this.emptyMessage;
  },
  table: curveTable
};
