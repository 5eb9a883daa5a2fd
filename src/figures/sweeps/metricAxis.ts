/** A metric along the setting that was varied: means over seeds with their intervals; a line for each combination of the others. */
import type { SettingValue } from '../../models/settings';
import type { SweepPlan } from '../../session/sweep/plan';
import type { Group } from '../../session/sweep/summary';
import {
  bottomTicks,
  bottomTitle,
  bottomAxis,
  bottomMargin,
  leftAxis,
  leftMargin,
  linear,
  logarithmic
} from '../axes';
import { inset } from '../layout';
import { endValues } from '../marks/endValues';
import { pointLine } from '../marks/pointLine';
import { sayNumber } from '../numbers';
import { extent, roundRange } from '../ranges';
import { type Box, group, type Mark, segments } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { lookOf } from './looks';
import { area, emptyFrame, framed } from './scene';
import { groupLabel, shortValue, type SweepFigure, variedAxes } from './sweepFigure';

/** The axis drawn along: the numeric one with most values, else the one with most values. */
export function axisAlong(axes: SweepPlan['axes']): SweepPlan['axes'][number] | undefined {
  const varied = [...variedAxes(axes)].sort((a, b) => b.values.length - a.values.length);
  return varied.find(({ values }) => values.every((value) => typeof value === 'number')) ?? varied[0];
}

interface Line {
  name: string;
  points: { value: SettingValue; own: Group }[];
}

function linesOf(groups: readonly Group[], axes: SweepPlan['axes'], metric: string): Line[] {
  const along = axisAlong(axes);
  const others = axes.filter((axis) => axis !== along);
  const lines = new Map<string, Line>();
  for (const own of groups) {
    if (!own.metrics[metric]?.n) continue;
    const name = variedAxes(others).length > 0 ? groupLabel(own, others) : '';
    const line = lines.get(name) ?? { name, points: [] };
    line.points.push({ value: along ? own.settings[along.setting] : '', own });
    lines.set(name, line);
  }
  const place = (value: SettingValue): number =>
    typeof value === 'number' ? value : (along?.values.indexOf(value) ?? 0);
  for (const { points } of lines.values()) points.sort((a, b) => place(a.value) - place(b.value));
  return [...lines.values()];
}

/** Numbers above 0 of which the largest is ten times the smallest are drawn by ratio. */
function isByRatio(numbers: readonly number[]): boolean {
  return numbers.every((value) => value > 0) && Math.max(...numbers) >= 10 * Math.min(...numbers);
}

export const metricAxis: SweepFigure = {
  id: 'sweepMetric',
  title: 'Metric along a setting',
  help: 'Each point is a mean over seeds, its bar the 95 % bootstrap interval of that mean. Values over a factor of ten or more stand on a logarithmic axis.',
  emptyMessage: 'The metric along the varied setting appears here as runs end.',
  draw(groups, context) {
    const { axes, metric, theme } = context;
    const { lineWidth, space, textSize } = theme;
    const along = axisAlong(axes);
    const lines = linesOf(groups, axes, metric);
    const values = lines.flatMap(({ points }) =>
      points.flatMap(({ own }) => {
        const { interval, mean } = own.metrics[metric];
        return [mean, interval?.low ?? mean, interval?.high ?? mean];
      })
    );
    if (values.length === 0) return emptyFrame(context, this.emptyMessage);
    const outer = area(context);
    const range = roundRange(extent(values) as [number, number]);
    const scale = (top: number, bottom: number) => linear(range, bottom, top);
    const names = lines.map(({ name }) => fitText(name, textSize, outer.width * 0.35));
    const box = inset(outer, {
      left: leftMargin(scale(0, outer.height), outer.height, theme),
      right: Math.max(0, ...names.map((name) => textWidth(name, textSize))) + space * 4,
      top: textSize + space * 2.5,
      bottom: bottomMargin(theme)
    });
    const y = scale(box.y, box.y + box.height);
    const { axis: below, x } = bottomOf(box, along, context);
    const axis = leftAxis(box, y, theme, `${metric}, mean over seeds`);
    const marks: Mark[] = [];
    lines.forEach(({ points }, k) => {
      const look = lookOf(k, theme);
      // Beside each other, so that no bar hides another.
      const beside = (k - (lines.length - 1) / 2) * Math.min(space * 1.25, box.width / 40);
      const at = (value: SettingValue): number => x(value) + beside;
      const bars = points.flatMap(({ own, value }) => {
        const { interval } = own.metrics[metric];
        return interval ? [at(value), y(interval.low), at(value), y(interval.high)] : [];
      });
      marks.push(segments(bars, { colour: look.colour, width: lineWidth }));
      marks.push(
        ...pointLine(
          { points: points.map(({ own, value }) => [at(value), y(own.metrics[metric].mean)]), ...look },
          theme
        )
      );
    });
    return framed(context, [
      ...axis.grid,
      group(
        { x: box.x - space, y: box.y - space, width: box.width + 2 * space, height: box.height + 2 * space },
        marks
      ),
      ...axis.marks,
      ...below,
      ...endValues(
        lines.map(({ points }, k) => ({
          value: points[points.length - 1].own.metrics[metric].mean,
          colour: lookOf(k, theme).colour,
          content: names[k]
        })),
        { ...box, width: box.width + space },
        y,
        theme
      )
    ]);
  },
  summary(groups, { axes, metric }) {
    const said = groups.flatMap((own) => {
      const summary = own.metrics[metric];
      if (!summary?.n) return [];
      const { interval, mean, n } = summary;
      const range = interval ? ` (${sayNumber(interval.low)} to ${sayNumber(interval.high)})` : '';
      return [`${groupLabel(own, axes)}: ${sayNumber(mean)}${range}, n = ${n}`];
    });
    return said.length > 0 ? `Mean ${metric} with its 95 % interval. ${said.join('; ')}.` : this.emptyMessage;
  },
  table: (groups, { axes, metric }) => ({
    columns: [...axes.map(({ setting }) => setting), 'n', `mean ${metric}`, 'low', 'high'],
    rows: groups.flatMap((own) => {
      const summary = own.metrics[metric];
      if (!summary?.n) return [];
      const { interval, mean, n } = summary;
      const settings = axes.map(({ setting }) => {
        const value = own.settings[setting];
        return typeof value === 'boolean' ? String(value) : value;
      });
      return [[...settings, n, mean, interval?.low ?? '', interval?.high ?? '']];
    })
  })
};

/** Numbers by size or by ratio; words side by side in the order of the plan. */
function bottomOf(
  box: Box,
  along: SweepPlan['axes'][number] | undefined,
  { theme }: Parameters<SweepFigure['draw']>[1]
): { x(value: SettingValue): number; axis: Mark[] } {
  const values = along?.values ?? [''];
  const numbers = values.filter((value) => typeof value === 'number');
  const title = along?.setting ?? '';
  if (numbers.length === values.length && numbers.length > 1) {
    const [low, high] = extent(numbers);
    const room = theme.space * 4;
    const scale = (isByRatio(numbers) ? logarithmic : linear)(
      [low, high],
      box.x + room,
      box.x + box.width - room
    );
    return { x: (value) => scale(Number(value)), axis: bottomAxis(box, scale, theme, title) };
  }
  const x = (value: SettingValue): number =>
    box.x + ((values.indexOf(value) + 0.5) / values.length) * box.width;
  const room = box.width / values.length - theme.space;
  const ticks = values.map((value) => ({
    x: x(value),
    label: fitText(shortValue(value), theme.textSize, room)
  }));
  return { x, axis: [...bottomTicks(box, ticks, theme), bottomTitle(box, title, theme)] };
}
