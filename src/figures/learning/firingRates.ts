/** How active units are: over trials, or each one now. */
import { shortNumber, widestNumber } from '../numbers';
import type { RecordingReader, Rows } from '../../session/recording';
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear } from '../axes';
import { axisTitle, type Figure, type FigureContext, settingOf } from '../figure';
import { axisMarks, axisRange, plotBox } from '../joint';
import { emptyScene, inset, panel, scene } from '../layout';
import { bars } from '../marks/bars';
import { type EndValue, endValues } from '../marks/endValues';
import { line, lonePoint } from '../marks/line';
import { extent, heldRange, keep, type Range } from '../ranges';
import { contains, group, type Mark, rect, segments } from '../scene';
import { textWidth } from '../textWidth';
import { bottomNames } from './channels';
import { probes } from './probes';
import { type ChannelGroup, sayUnit, unitGroups } from './units';

const read = [probes.firingRate];

/** [trials, 3] mean, 10th and 90th percentile over channels [from, to). */
export function rateBands(rows: Rows, from: number, to: number): Rows {
  const { data, times, width } = rows;
  const bands = new Float32Array(times.length * 3);
  for (let r = 0; r < times.length; r++) {
    const sorted = data.slice(r * width + from, r * width + to).sort();
    const mean = sorted.reduce((sum, rate) => sum + rate, 0) / sorted.length;
    bands.set([mean, quantile(sorted, 0.1), quantile(sorted, 0.9)], r * 3);
  }
  return { times, data: bands, width: 3 };
}

function quantile(sorted: Float32Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** Rows beyond this many are thinned: a band needs no more points than the panel has pixels. */
const mostRows = 600;

function ratesOf(reader: RecordingReader): { rows: Rows; title: string } | undefined {
  const series = reader.series(probes.firingRate);
  if (!series || series.length === 0 || series.width === 0) return undefined;
  const all = series.latest();
  const title = axisTitle(series.probe);
  const every = Math.ceil(all.times.length / mostRows);
  if (every === 1) return { rows: all, title };
  // Keeps the newest row, whatever the step.
  const kept = Array.from(all.times.keys()).filter((r) => (all.times.length - 1 - r) % every === 0);
  const data = new Float32Array(kept.length * all.width);
  kept.forEach((r, i) => {
    data.set(all.data.subarray(r * all.width, (r + 1) * all.width), i * all.width);
  });
  return {
    rows: { times: Float64Array.from(kept, (r) => all.times[r]), data, width: all.width },
    title
  };
}

export const firingRates: Figure = {
  id: 'firingRates',
  title: 'Firing rates',
  symbol: 'f',
  unit: 'Hz',
  help: 'Mean over plain (LIF) and adaptive (ALIF, dashed) units of every layer and trial, with the band that holds the middle 80 % of units; or every unit in the last trial. The dashed line is the target rate of the regularisation.',
  probes: read,
  settings: [
    {
      name: 'view',
      label: 'Show',
      group: 'Network',
      live: true,
      kind: 'choice',
      default: 'trials',
      options: [
        { value: 'trials', label: 'Means over trials' },
        { value: 'units', label: 'Every unit, last trial' }
      ],
      help: 'How rates change as the network learns, or how they are spread over units now.'
    },
    {
      name: 'targetRate',
      label: 'Target rate',
      symbol: 'f_target',
      group: 'Learning rule',
      live: true,
      kind: 'number',
      default: 0,
      min: 0,
      max: 1000,
      unit: 'Hz',
      scale: 'linear',
      help: 'Draws a line at the rate the regularisation aims for; 0 draws none.'
    }
  ],
  emptyMessage: 'Firing rates of the units, once the first trial has ended. Press Run or step a trial.',

  draw(reader, context) {
    const rates = ratesOf(reader);
    if (!rates) return emptyScene(context, this.emptyMessage);
    const { theme } = context;
    const { hairline, space, textSize } = theme;
    const byUnit = settingOf(this, context, 'view') === 'units';
    const target = Number(settingOf(this, context, 'targetRate'));
    const groups = unitGroups(context);
    const { rows } = rates;
    const last = rows.data.subarray((rows.times.length - 1) * rows.width);
    const bands = byUnit
      ? []
      : keep(
          context.memory,
          'bands',
          [rows.data.at(-1), rows.times.length, rows.times.at(-1), context.layers],
          () => groups.map(({ from, to }) => rateBands(rows, from, to))
        );
    const extents = byUnit ? [extent(last)] : bands.map(({ data }) => extent(data));
    const low = Math.min(0, ...extents.map(([value]) => value));
    const high = Math.max(target, ...extents.map(([, value]) => value));
    const range = axisRange('y', hold(context, byUnit ? 'units' : 'rates', [low, high]), context);
    const outer = panel(context);
    const right = byUnit
      ? space * 2
      : Math.max(...groups.map((each) => textWidth(`${nameOf(each)} ${widestNumber}`, textSize))) + space * 2;
    const margins = { left: 0, right, top: textSize + space * 2.5, bottom: bottomMargin(theme) };
    const measure = inset(outer, margins);
    const left = leftMargin(linear(range, measure.height, 0), measure.height, theme);
    const box = plotBox(outer, { ...margins, left }, context);
    const y = linear(range, box.y + box.height, box.y);
    const axis = leftAxis(box, y, theme, rates.title);
    const marks: Mark[] = [...axis.grid];
    const targetLine = segments([box.x, y(target), box.x + box.width, y(target)], {
      colour: theme.muted,
      width: hairline,
      dash: [space, space / 2]
    });
    if (byUnit) {
      const width = box.width / rows.width;
      for (const { colour, from, to } of groups)
        marks.push(
          bars(last.subarray(from, to), { x: (i) => box.x + (from + i) * width, width, y, fill: colour })
        );
      const { unit } = context.selection;
      if (unit !== undefined && unit < rows.width && theme.name !== 'paper')
        marks.push(
          rect(
            { x: box.x + unit * width, y: box.y, width: Math.max(width, 2 * hairline), height: box.height },
            { stroke: { colour: theme.accent, width: hairline } }
          )
        );
      if (target > 0) marks.push(targetLine);
      marks.push(...axis.marks, ...bottomNames(groups, box, width, theme));
      return scene(context, marks, (x, at) =>
        contains(box, x, at) ? { unit: Math.min(rows.width - 1, Math.floor((x - box.x) / width)) } : undefined
      );
    }
    const first = rows.times[0];
    const newest = Math.max(first + 1, rows.times[rows.times.length - 1]);
    const own: Range = first < newest * 0.5 ? hold(context, 'trials', [0, newest], 0) : [first, newest];
    const trials = axisRange('x', own, context);
    const x = linear(trials, box.x, box.x + box.width);
    const ends: EndValue[] = [];
    const data: Mark[] = [];
    const points: Mark[] = [];
    groups.forEach((each, i) => {
      data.push({ kind: 'polygon', points: bandOutline(bands[i], x, y), fill: each.colour, opacity: 0.15 });
    });
    groups.forEach((each, i) => {
      const stroke = { colour: each.colour, width: theme.lineWidth, ...dashOf(each) };
      data.push(line(bands[i], { x, y, stroke }));
      points.push(...lonePoint(bands[i], { x, y, stroke }));
      const value = bands[i].data[bands[i].data.length - 3];
      ends.push({ value, colour: each.colour, content: `${nameOf(each)} ${shortNumber(value)}` });
    });
    if (target > 0) {
      data.push(targetLine);
      ends.push({ value: target, colour: theme.muted, content: 'target' });
    }
    marks.push(
      group(box, data),
      ...axisMarks('y', axis.marks, context),
      ...axisMarks('x', bottomAxis(box, x, theme, 'Trial', true), context),
      ...points,
      ...endValues(ends, box, y, theme)
    );
    return scene(context, marks, undefined, {
      plot: box,
      x: { quantity: 'Trial', range: trials },
      y: { quantity: rates.title, range }
    });

    function nameOf({ label, short }: ChannelGroup): string {
      return short ?? label;
    }

    /** Adaptive units are dashed: colour is never alone. */
    function dashOf({ kind }: ChannelGroup) {
      return kind === 'adaptive' ? { dash: [space * 1.5, space * 0.6] } : {};
    }
  },

  summary(reader, context) {
    const rates = ratesOf(reader);
    if (!rates) return this.emptyMessage;
    const { rows } = rates;
    const last = rows.times.length - 1;
    const said = unitGroups(context).map(({ from, label, to }) => {
      const newest: Rows = {
        ...rows,
        times: rows.times.subarray(last),
        data: rows.data.subarray(last * rows.width)
      };
      const [mean, tenth, ninetieth] = rateBands(newest, from, to).data;
      return `${label} ${shortNumber(mean)} (middle 80 % ${shortNumber(tenth)} to ${shortNumber(ninetieth)})`;
    });
    return `${rates.title} in trial ${rows.times[last]}: ${said.join('; ')}.`;
  },

  table(reader, context) {
    const rates = ratesOf(reader);
    if (!rates) return { columns: ['trial'], rows: [] };
    const { data, times, width } = rates.rows;
    return {
      columns: ['trial', ...Array.from({ length: width }, (_, i) => sayUnit(i, context))],
      rows: Array.from(times, (time, r) => [time, ...data.subarray(r * width, (r + 1) * width)])
    };
  }
};

function hold({ memory }: FigureContext, key: string, range: Range, room?: number): Range {
  const held = heldRange(memory?.ranges.get(`firingRates ${key}`), range, room);
  memory?.ranges.set(`firingRates ${key}`, held);
  return held;
}

/** Out along the upper edge, back along the lower. */
function bandOutline(
  { data, times }: Rows,
  x: (trial: number) => number,
  y: (rate: number) => number
): Float32Array {
  const n = times.length;
  const points = new Float32Array(n * 4);
  for (let r = 0; r < n; r++) {
    points.set([x(times[r]), y(data[3 * r + 2])], 2 * r);
    points.set([x(times[r]), y(data[3 * r + 1])], 2 * (2 * n - 1 - r));
  }
  return points;
}
