/** What the network says against what it should say. */
import { shortNumber, widestNumber } from '../numbers';
import { type RecordingReader, type Rows, rowsBetween } from '../../session/recording';
import { baseLine, leftAxis, leftMargin, linear } from '../axes';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { plotBox } from '../joint';
import { emptyScene, inset, panel, scene, stack } from '../layout';
import { endValues } from '../marks/endValues';
import { colourBar, colourBarWidth, heatMap } from '../marks/heatMap';
import { line } from '../marks/line';
import { extent, heldRange, type Range } from '../ranges';
import { group, type Mark, rect, segments, text } from '../scene';
import { textWidth } from '../textWidth';
import { breaksAt, phaseLabels, sayTick, tickWindow, timeAxis, timeFrame, timeAxes } from '../timeAxis';
import { probes } from './probes';

const read = [probes.output, probes.target, probes.learningSignal];

/** More outputs than this are drawn as a heat map. */
const mostLines = 4;

/** Rows of the softmax of `rows`. */
export function softmaxRows({ data, times, width }: Rows): Rows {
  const shares = new Float32Array(data.length);
  for (let r = 0; r < times.length; r++) {
    const row = data.subarray(r * width, (r + 1) * width);
    const top = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const total = row.reduce((sum, value) => sum + Math.exp(value - top), 0);
    row.forEach((value, k) => {
      shares[r * width + k] = Math.exp(value - top) / total;
    });
  }
  return { times, data: shares, width };
}

interface Shown {
  output: Rows;
  target?: Rows;
  /** Stretches of ticks [from, to) in which the loss counts. */
  counted: [number, number][];
  probability: boolean;
}

function shownOf(
  reader: RecordingReader,
  context: FigureContext,
  from: number,
  to: number
): Shown | undefined {
  const series = reader.series(probes.output);
  if (!series || series.length === 0) return undefined;
  const probability =
    context.shape.loss === 'classification' && settingOf(outputVsTarget, context, 'softmax') === true;
  const raw = rowsBetween(series, from, to);
  const target = reader.series(probes.target);
  return {
    output: probability ? softmaxRows(raw) : raw,
    ...(target && target.length > 0 && { target: rowsBetween(target, from, to) }),
    counted: countedStretches(reader, from, to),
    probability
  };
}

/** The learning signal is zero exactly where the loss does not count. */
function countedStretches(reader: RecordingReader, from: number, to: number): [number, number][] {
  const series = reader.series(probes.learningSignal);
  if (!series || series.length === 0) return [];
  const { data, times, width } = rowsBetween(series, from, to);
  const found: [number, number][] = [];
  for (let r = 0; r < times.length; r++) {
    let any = false;
    for (let c = 0; c < width && !any; c++) any = data[r * width + c] !== 0;
    if (!any) continue;
    const last = found.at(-1);
    if (last && last[1] === times[r]) last[1]++;
    else found.push([times[r], times[r] + 1]);
  }
  return found;
}

export const outputVsTarget: Figure = {
  id: 'outputVsTarget',
  title: 'Output against target',
  symbol: 'y, y*',
  unit: '',
  help: 'Each output as a line and its target dashed; with many outputs a heat map, the target class outlined. The bar below marks where the loss counts. For classification the outputs are shown as probabilities, the softmax of the readout.',
  probes: read,
  settings: [
    {
      name: 'softmax',
      label: 'Show probabilities',
      group: 'Stream',
      live: true,
      kind: 'toggle',
      default: true,
      help: 'For classification: the softmax of the outputs instead of the outputs themselves.'
    }
  ],
  emptyMessage: 'Every output and its target over time. Press Run or step a tick.',

  draw(reader, context) {
    const window = tickWindow(reader, [probes.output], context);
    const shown = window && shownOf(reader, context, window.from, window.to);
    if (!window || !shown) return emptyScene(context, this.emptyMessage);
    const { memory, shape, theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const { counted, output, probability, target } = shown;
    const outer = panel(context);
    const asLines = output.width <= mostLines;
    const key = `outputVsTarget ${probability} ${output.width}`;
    const [low, high] = extent(output.data);
    const [targetLow, targetHigh] =
      target && !(shape.loss === 'classification' && !probability) ? extent(target.data) : [low, high];
    const range: Range = probability
      ? [0, 1]
      : heldRange(memory?.ranges.get(key), [Math.min(low, targetLow), Math.max(high, targetHigh)]);
    memory?.ranges.set(key, range);
    const names = Array.from({ length: output.width }, (_, k) => shape.outputLabels[k] ?? `output ${k}`);
    const quantity = probability ? 'p' : 'y';
    const top = textSize + space * 2.5 + (asLines && shape.phases.length > 0 ? textSize * 1.2 : 0);
    const bottom = textSize * 2.3 + space * 3.5;
    const plain = inset(outer, { left: 0, right: 0, top, bottom });
    const gap = textSize + space * 2.5;
    const shares = asLines ? names.map(() => 1) : [1];
    const heights = stack(plain, shares, gap);
    const nameRoom = Math.min(
      outer.width * 0.25,
      Math.max(...names.map((name) => textWidth(name, textSize))) + space * 2.5
    );
    const left = asLines
      ? leftMargin(linear(range, heights[0].height, 0), heights[0].height, theme)
      : nameRoom;
    const right = asLines
      ? textWidth(widestNumber, textSize) + space * 2
      : colourBarWidth(range, theme) + space;
    const box = plotBox(outer, { left, right, top, bottom }, context);
    const axis = timeAxis(window, { ...box, height: box.height + space * 1.5 });
    const frame = timeFrame(axis, context);
    const middle = (tick: number): number => axis.x(tick + 0.5);
    const marks: Mark[] = [...frame.under];
    if (asLines)
      stack(box, shares, gap).forEach((part, k) => {
        const y = linear(range, part.y + part.height, part.y);
        const words =
          k === 0 ? `${names[k]}: ${probability ? 'probability p' : 'output y'}, target (dashed)` : names[k];
        const drawn = leftAxis(part, y, theme, words);
        const colour = theme.categories[k % theme.categories.length];
        const options = { x: middle, y, column: k };
        const lines: Mark[] = [];
        if (target && k < target.width && (shape.loss === 'regression' || probability))
          lines.push(
            line(target, {
              ...options,
              breaks: breaksAt(target.times, shape.steps),
              stroke: { colour: theme.text, width: hairline, dash: [space, space * 0.6] }
            })
          );
        lines.push(
          line(output, {
            ...options,
            breaks: breaksAt(output.times, shape.steps),
            stroke: { colour, width: lineWidth }
          })
        );
        const value = output.data[(output.times.length - 1) * output.width + k];
        marks.push(
          ...drawn.grid,
          group({ ...part, y: part.y - lineWidth, height: part.height + 2 * lineWidth }, lines),
          ...drawn.marks,
          baseLine(part, theme),
          ...endValues([{ value, colour, content: shortNumber(value) }], part, y, theme)
        );
      });
    else marks.push(...heat(box.height / output.width));
    const bar = { y: box.y + box.height + space * 0.4, height: space * 0.7 };
    for (const [from, to] of counted)
      marks.push(rect({ ...bar, x: axis.x(from), width: axis.x(to) - axis.x(from) }, { fill: theme.text }));
    const phaseBox = asLines ? { ...axis.box, y: axis.box.y - textSize * 1.2 - space * 1.5 } : axis.box;
    return scene(
      context,
      [...marks, ...frame.over, ...phaseLabels({ ...axis, box: phaseBox }, shape, theme)],
      (x, y) => {
        const tick = axis.tickAt(x, y);
        return tick === undefined ? undefined : { tick };
      },
      timeAxes(axis)
    );

    function heat(rowHeight: number): Mark[] {
      const { data, times, width } = output;
      if (times.length === 0) return [];
      const name = range[0] < 0 ? theme.signed : theme.sequential;
      const first = axis.x(times[0]);
      const map = heatMap({
        box: { ...box, x: first, width: axis.x(times[times.length - 1] + 1) - first },
        rows: width,
        columns: times.length,
        data,
        rowStride: 1,
        columnStride: width,
        range,
        paletteName: name,
        missingColour: theme.missing
      });
      const labels = rowHeight >= textSize * 1.05 ? names : names.map((label, k) => (k % 2 ? '' : label));
      return [
        map,
        ...targetOutlines(rowHeight),
        ...labels.map((label, k) =>
          text(box.x - space * 1.5, box.y + (k + 0.5) * rowHeight, label, {
            size: textSize,
            fill: theme.muted,
            anchor: 'end',
            align: 'middle'
          })
        ),
        ...colourBar(box, range, name, theme, quantity)
      ];
    }

    /** Around each stretch in which one class is the target. */
    function targetOutlines(rowHeight: number): Mark[] {
      if (!target || shape.loss !== 'classification') return [];
      const edges: number[] = [];
      for (let k = 0; k < target.width; k++) {
        let start = -1;
        for (let r = 0; r <= target.times.length; r++) {
          const on =
            r < target.times.length &&
            target.data[r * target.width + k] > 0.5 &&
            !(start >= 0 && target.times[r] % shape.steps === 0);
          if (on && start < 0) start = r;
          if (!on && start >= 0) {
            const [x1, x2] = [axis.x(target.times[start]), axis.x(target.times[r - 1] + 1)];
            const [y1, y2] = [box.y + k * rowHeight, box.y + (k + 1) * rowHeight];
            edges.push(x1, y1, x2, y1, x2, y1, x2, y2, x2, y2, x1, y2, x1, y2, x1, y1);
            start = r < target.times.length && target.data[r * target.width + k] > 0.5 ? r : -1;
          }
        }
      }
      return [segments(edges, { colour: theme.alif, width: lineWidth })];
    }
  },

  summary(reader, context) {
    const window = tickWindow(reader, [probes.output], context);
    const shown = window && shownOf(reader, context, window.from, window.to);
    if (!window || !shown || shown.output.times.length === 0) return this.emptyMessage;
    const { output, probability, target } = shown;
    const { selection, shape } = context;
    const wanted = selection.tick === undefined ? -1 : output.times.indexOf(selection.tick);
    const r = wanted < 0 ? output.times.length - 1 : wanted;
    const said = Array.from({ length: Math.min(output.width, 12) }, (_, k) => {
      const aim =
        target && k < target.width ? ` (target ${shortNumber(target.data[r * target.width + k])})` : '';
      return `${shape.outputLabels[k] ?? `output ${k}`} ${shortNumber(output.data[r * output.width + k])}${aim}`;
    });
    return `${probability ? 'Probabilities' : 'Outputs'} at ${sayTick(output.times[r], shape)}: ${said.join(', ')}.`;
  },

  table(reader, context) {
    const window = tickWindow(reader, [probes.output], context);
    const shown = window && shownOf(reader, context, window.from, window.to);
    if (!shown) return { columns: ['tick'], rows: [] };
    const { output, target } = shown;
    const names = Array.from(
      { length: output.width },
      (_, k) => context.shape.outputLabels[k] ?? `output ${k}`
    );
    return {
      columns: ['tick', ...names, ...(target ? names.map((name) => `${name} target`) : [])],
      rows: Array.from(output.times, (time, r) => [
        time,
        ...output.data.subarray(r * output.width, (r + 1) * output.width),
        ...(target ? target.data.subarray(r * target.width, (r + 1) * target.width) : [])
      ])
    };
  }
};
