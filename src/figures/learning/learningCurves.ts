/** Loss and error over trials: is it learning. */
import { shortNumber, widestNumber } from '../numbers';
import type { RecordingReader, Rows } from '../../session/recording';
import {
  baseLine,
  bottomAxis,
  bottomMargin,
  leftAxis,
  leftMargin,
  linear,
  logarithmic,
  type Scale
} from '../axes';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { axisMarks, axisRange, plotBox } from '../joint';
import { emptyScene, panel, scene, stack } from '../layout';
import { type EndValue, endValues } from '../marks/endValues';
import { line, lonePoint } from '../marks/line';
import { extent, heldRange, type Range } from '../ranges';
import { type Box, group, type Mark, segments } from '../scene';
import { textWidth } from '../textWidth';
import { probes } from './probes';

const read = [probes.loss, probes.error, probes.heldOutError];

/** Trials in the running mean. */
const meanOver = 10;

/** The mean of the last `over` rows at each row. Only the first column counts. */
export function runningMean(rows: Rows, over: number): Rows {
  const { times, data, width } = rows;
  const means = new Float32Array(times.length);
  for (let i = 0; i < times.length; i++) {
    let sum = 0;
    const first = Math.max(0, i - over + 1);
    for (let j = first; j <= i; j++) sum += data[j * width];
    means[i] = sum / (i - first + 1);
  }
  return { times, data: means, width: 1 };
}

/** The error of guessing; undefined where none is defined. */
function chance({ shape }: FigureContext): number | undefined {
  return shape.loss === 'classification' && shape.outputs > 1 ? 1 - 1 / shape.outputs : undefined;
}

function rowsOf(reader: RecordingReader, name: string): Rows | undefined {
  const series = reader.series(name);
  return series && series.length > 0 ? series.latest() : undefined;
}

interface Curve {
  key: string;
  title: string;
  rows: Rows;
  heldOut?: Rows;
  chance?: number;
}

function curves(reader: RecordingReader, context: FigureContext): Curve[] {
  const found: Curve[] = [];
  const loss = rowsOf(reader, probes.loss);
  if (loss) found.push({ key: 'loss', title: 'Loss E', rows: loss });
  const error = rowsOf(reader, probes.error);
  const heldOut = rowsOf(reader, probes.heldOutError);
  const guessing = chance(context);
  if (error)
    found.push({
      key: 'error',
      title:
        context.shape.loss === 'classification'
          ? 'Error ε (share wrong)'
          : 'Error ε (normalised mean square)',
      rows: error,
      ...(heldOut && { heldOut }),
      ...(guessing !== undefined && { chance: guessing })
    });
  return found;
}

export const learningCurves: Figure = {
  id: 'learningCurves',
  title: 'Learning',
  symbol: 'E, ε',
  unit: '',
  help: 'Loss and error of every trial, faint, with the mean of the last 10 trials, strong. Triangles are the error of held-out trials; the dashed line is the error of guessing.',
  probes: read,
  settings: [
    {
      name: 'logLoss',
      label: 'Logarithmic loss',
      group: 'Run',
      live: true,
      kind: 'toggle',
      default: false,
      help: 'Draws the loss on a logarithmic axis: a constant factor is a constant distance.'
    }
  ],
  emptyMessage: 'Loss and error of every trial, once the first trial has ended. Press Run or step a trial.',

  draw(reader, context) {
    const shown = curves(reader, context);
    if (shown.length === 0) return emptyScene(context, this.emptyMessage);
    const { memory, theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const hold = (key: string, range: Range, room?: number): Range => {
      const held = heldRange(memory?.ranges.get(`learningCurves ${key}`), range, room);
      memory?.ranges.set(`learningCurves ${key}`, held);
      return held;
    };
    const times = shown.map(({ rows }) => [rows.times[0], rows.times[rows.times.length - 1]] as const);
    const first = Math.min(...times.map(([from]) => from));
    const last = Math.max(first + 1, ...times.map(([, to]) => to));
    const trials = axisRange('x', first < last * 0.5 ? hold('trials', [0, last], 0) : [first, last], context);
    const logLoss = settingOf(this, context, 'logLoss') === true;
    const scales = (box: Box) =>
      shown
        .map(({ key, rows, heldOut, chance }): ((box: Box) => Scale) => {
          const [low, high] = extent(rows.data);
          const [heldLow, heldHigh] = heldOut ? extent(heldOut.data) : [low, high];
          if (key === 'loss' && logLoss && high > 0) {
            const floor = Math.max(low, high * 1e-6);
            return ({ y, height }) => logarithmic(logRange(floor, high), y + height, y);
          }
          const top = Math.max(high, heldHigh, chance ?? 0);
          const range = hold(key, [Math.min(0, low, heldLow), top]);
          return ({ y, height }) => linear(range, y + height, y);
        })
        .map((make) => make(box));
    const outer = panel(context);
    const probe = { ...outer, height: outer.height / shown.length };
    const left = Math.max(...scales(probe).map((scale) => leftMargin(scale, probe.height, theme)));
    const endRoom = textWidth(`▴ ${widestNumber}`, textSize) + space;
    const own = { left, right: endRoom, top: textSize + space * 2.5, bottom: bottomMargin(theme) };
    const plot = plotBox(outer, own, context);
    const boxes = stack(
      plot,
      shown.map(() => 1),
      textSize + space * 4
    );
    const marks: Mark[] = [];
    shown.forEach(({ title, rows, heldOut, chance }, i) => {
      const box = boxes[i];
      const x = linear(trials, box.x, box.x + box.width);
      const y = scales(box)[i];
      const colour = theme.categories[i];
      const axis = leftAxis(box, y, theme, title);
      const mean = runningMean(rows, meanOver);
      const data: Mark[] = [
        line(rows, { x, y, stroke: { colour, width: hairline, opacity: 0.35 } }),
        line(mean, { x, y, stroke: { colour, width: lineWidth } })
      ];
      const ends: EndValue[] = [
        {
          value: mean.data[mean.data.length - 1],
          colour,
          content: shortNumber(mean.data[mean.data.length - 1])
        }
      ];
      if (heldOut) {
        const green = theme.categories[2];
        const points = Float32Array.from(
          [...heldOut.times].flatMap((time, j) => [x(time), y(heldOut.data[j])])
        );
        const lastHeld = heldOut.data[heldOut.data.length - 1];
        data.push(
          line(heldOut, { x, y, stroke: { colour: green, width: lineWidth, dash: [space, space * 0.75] } }),
          { kind: 'symbols', points, shape: 'triangle', radius: space * 0.6, shades: [green] }
        );
        ends.push({ value: lastHeld, colour: green, content: `▴ ${shortNumber(lastHeld)}` });
      }
      if (chance !== undefined) {
        data.push(
          segments([box.x, y(chance), box.x + box.width, y(chance)], {
            colour: theme.muted,
            width: hairline,
            dash: [space, space / 2]
          })
        );
        ends.push({ value: chance, colour: theme.muted, content: 'chance' });
      }
      marks.push(
        ...axis.grid,
        group({ ...box, y: box.y - lineWidth, height: box.height + lineWidth * 2 }, data),
        ...axis.marks,
        // Over the axis on which it lies.
        ...lonePoint(rows, { x, y, stroke: { colour, width: lineWidth } }),
        ...endValues(ends, box, y, theme)
      );
      if (i === shown.length - 1)
        marks.push(...axisMarks('x', bottomAxis(box, x, theme, 'Trial', true), context));
      else marks.push(baseLine(box, theme));
    });
    return scene(context, marks, undefined, { plot, x: { quantity: 'Trial', range: trials } });
  },

  summary(reader, context) {
    const shown = curves(reader, context);
    if (shown.length === 0) return this.emptyMessage;
    const said = shown.map(({ key, rows, heldOut, chance }) => {
      const mean = runningMean(rows, meanOver).data;
      const held = heldOut ? `, held-out ${shortNumber(heldOut.data[heldOut.data.length - 1])}` : '';
      const guess = chance === undefined ? '' : `, chance ${shortNumber(chance)}`;
      return `${key} ${shortNumber(mean[mean.length - 1])} (first trials ${shortNumber(mean[Math.min(mean.length, meanOver) - 1])}${held}${guess})`;
    });
    const trial = shown[0].rows.times.at(-1)!;
    return `After trial ${trial}, mean of the last ${meanOver}: ${said.join('; ')}.`;
  },

  table(reader, context) {
    const shown = curves(reader, context);
    const byTrial = new Map<number, (string | number)[]>();
    const columns = ['trial', ...shown.map(({ key }) => key), 'heldOutError'];
    shown.forEach(({ rows, heldOut }, i) => {
      const put = (time: number, column: number, value: number) => {
        const row = byTrial.get(time) ?? [time, ...columns.slice(1).map(() => '')];
        row[column] = value;
        byTrial.set(time, row);
      };
      for (const [j, time] of rows.times.entries()) put(time, i + 1, rows.data[j * rows.width]);
      if (heldOut)
        for (const [j, time] of heldOut.times.entries()) put(time, columns.length - 1, heldOut.data[j]);
    });
    return { columns, rows: [...byTrial.values()].sort((a, b) => Number(a[0]) - Number(b[0])) };
  }
};

function logRange(low: number, high: number): Range {
  const from = 10 ** Math.floor(Math.log10(low) + 1e-9);
  const to = 10 ** Math.ceil(Math.log10(high) - 1e-9);
  return from < to ? [from, to] : [from, from * 10];
}
