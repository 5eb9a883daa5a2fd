/** The cascade of one unit: its eligibility traces, then the same traces behind the filter of each layer above. */
import { type RecordingReader, type Rows, rowsBetween, type Series } from '../../session/recording';
import { baseLine, leftAxis, leftMargin, linear } from '../axes';
import type { Figure, FigureContext } from '../figure';
import { plotBox } from '../joint';
import { emptyScene, inset, panel, scene, stack } from '../layout';
import { endValues } from '../marks/endValues';
import { colourBar, colourBarWidth } from '../marks/heatMap';
import { line } from '../marks/line';
import { shortNumber, widestNumber } from '../numbers';
import { extent, heldRange, type Range } from '../ranges';
import { contains, group, type Mark, text, type Picked } from '../scene';
import { textWidth } from '../textWidth';
import { breaksAt, phaseLabels, tickWindow, timeAxis, timeFrame, timeAxes } from '../timeAxis';
import { leftNames, leftNamesWidth } from './channels';
import { heatOverTime, heldSigned } from './heldHeat';
import { probes } from './probes';
import { layerColour, layerOf, type Partners, partnersOf, sayPartner, sayUnit } from './units';

const read = [probes.cascade, probes.filteredEligibility];

/** One row of the figure: columns `offset` .. `offset + channels` of a recorded probe. */
interface Stage {
  key: string;
  title: string;
  /** Short, for summaries and tables. */
  symbol: string;
  /** The layer whose filter it is behind. */
  layer: number;
  series: Series;
  offset: number;
}

function recorded(reader: RecordingReader, name: string): Series | undefined {
  const series = reader.series(name);
  return series && series.length > 0 && series.width > 0 ? series : undefined;
}

function stagesOf(reader: RecordingReader, context: FigureContext): { stages: Stage[]; channels: number } {
  const { layers, selection } = context;
  const series = recorded(reader, probes.cascade);
  if (!series || selection.unit === undefined) return { stages: [], channels: 0 };
  const channels = series.width / layers.length;
  const own = layerOf(selection.unit, context);
  const stages = layers.slice(own).map(({ decay }, m): Stage => {
    const l = own + m;
    const symbol = `f(${own + 1}→${l + 1})`;
    const filter = decay === undefined ? '' : `, ${decayName(layers[l].kind)} = ${shortNumber(decay)}`;
    const title =
      m === 0 ? `Trace in layer ${l + 1}, e = ${symbol}` : `Behind layer ${l + 1}, ${symbol}${filter}`;
    return { key: symbol, title, symbol, layer: l, series, offset: m * channels };
  });
  const filtered = recorded(reader, probes.filteredEligibility);
  if (filtered)
    stages.push({
      key: 'F',
      title: `Meets the signal, ${filtered.probe.symbol || 'F'}`,
      symbol: filtered.probe.symbol || 'F',
      layer: layers.length - 1,
      series: filtered,
      offset: 0
    });
  return { stages, channels };
}

function decayName(kind: FigureContext['layers'][number]['kind']): string {
  return kind === 'leakyTanh' ? '1 − a' : 'α';
}

function shownSynapse(context: FigureContext, channels: Int32Array): number | undefined {
  const { synapse } = context.selection;
  return synapse !== undefined && channels.includes(synapse) ? synapse : undefined;
}

export const cascade: Figure = {
  id: 'cascade',
  title: 'Traces through the layers above',
  symbol: 'f(k→l), F',
  unit: '',
  help: 'The eligibility traces of the selected unit on their way up: first the trace e in its own layer k, then behind the filter of each layer above, f(k→l)_t = λ_l f(k→l)_{t−1} + f(k→l−1)_t, last F, what meets the learning signal. λ is what is left of a unit of that layer after one tick (1 − a, or α of a membrane): the slower the layers above, the longer a synapse stays eligible. Each row of a heat map is a synapse; with a synapse selected, lines show that one. Colours are scaled to all synapses but the bias, which is always on.',
  probes: read,
  ofUnit: true,
  settings: [],
  emptyMessage:
    'The traces of one unit behind the filters of every layer above it. Click a unit in the activity or the network, then press Run.',

  draw(reader, context) {
    const { channels, stages } = stagesOf(reader, context);
    const window = stages.length > 0 ? tickWindow(reader, read, context) : undefined;
    if (!window) return emptyScene(context, this.emptyMessage);
    const { memory, selection, shape, theme } = context;
    const { lineWidth, space, textSize } = theme;
    const unit = selection.unit!;
    const partners = partnersOf(unit, context, channels);
    const synapse = shownSynapse(context, partners.channels);
    const outer = panel(context);
    const gap = textSize + space * 2.5;
    const phases = shape.phases.length > 0 ? textSize * 1.2 : 0;
    const margins = { left: 0, right: 0, top: gap + phases, bottom: textSize * 2.3 + space * 2 };
    const shares = stages.map(() => 1);
    const measure = stack(inset(outer, margins), shares, gap);
    const rows = stages.map(({ offset, series }) =>
      rowsBetween(series, window.from, window.to, synapse === undefined ? undefined : offset + synapse)
    );
    const ranges = stages.map(({ key, offset }, s): Range => {
      const name = `cascade ${unit} ${synapse} ${key}`;
      if (synapse === undefined) return heldSigned(memory, name, weighed(rows[s], offset, partners));
      const range = heldRange(memory?.ranges.get(name), withZero(extent(rows[s].data)));
      memory?.ranges.set(name, range);
      return range;
    });
    const left =
      synapse === undefined
        ? leftNamesWidth(partners.groups, theme, outer.width * 0.25)
        : Math.max(
            ...ranges.map((range, s) =>
              leftMargin(linear(range, measure[s].height, 0), measure[s].height, theme)
            )
          );
    const right =
      synapse === undefined
        ? Math.max(...ranges.map((range) => colourBarWidth(range, theme))) + space
        : textWidth(widestNumber, textSize) + space * 2;
    const box = plotBox(outer, { ...margins, left, right }, context);
    const axis = timeAxis(window, box);
    const parts = stack(box, shares, gap);
    const frame = timeFrame(axis, context, parts);
    const rowHeight = parts[0].height / partners.channels.length;
    // Behind heat maps the shading of phases would show between them alone.
    const marks: Mark[] = synapse === undefined ? [] : [...frame.under];
    stages.forEach((stage, s) => {
      const part = parts[s];
      const range = ranges[s];
      const colour = layerColour(stage.layer, theme);
      const title = text(box.x, part.y - space * 1.5, stage.title, { size: textSize, fill: theme.muted });
      if (synapse === undefined) {
        const { data, times, width } = rows[s];
        marks.push(
          ...heatOverTime(
            { times, data, width, columns: partners.channels, offset: stage.offset },
            axis,
            part,
            range,
            theme
          ),
          title,
          ...leftNames(partners.groups, part, rowHeight, left, theme),
          ...colourBar(part, range, theme.signed, theme)
        );
        return;
      }
      const y = linear(range, part.y + part.height, part.y);
      const drawn = leftAxis(part, y, theme);
      const value = rows[s].data.at(-1) ?? Number.NaN;
      const stroke = { colour, width: lineWidth };
      const breaks = breaksAt(rows[s].times, shape.steps);
      marks.push(
        ...drawn.grid,
        group({ ...part, y: part.y - lineWidth, height: part.height + 2 * lineWidth }, [
          line(rows[s], { x: (tick) => axis.x(tick + 0.5), y, stroke, breaks })
        ]),
        ...drawn.marks,
        title,
        baseLine(part, theme),
        ...endValues([{ value, colour, content: shortNumber(value) }], part, y, theme)
      );
    });
    const above = { ...axis, box: { ...box, y: box.y - gap } };
    const pick = (x: number, y: number): Picked | undefined => {
      const tick = axis.tickAt(x, y);
      if (tick === undefined) return undefined;
      const part = parts.find((each) => contains(each, x, y));
      if (!part || synapse !== undefined) return { tick };
      const row = Math.min(partners.channels.length - 1, Math.floor((y - part.y) / rowHeight));
      return { tick, synapse: partners.channels[row] };
    };
    const all = [...marks, ...frame.over, ...phaseLabels(above, shape, theme)];
    return scene(context, all, pick, timeAxes(axis));
  },

  summary(reader, context) {
    const { channels, stages } = stagesOf(reader, context);
    const window = stages.length > 0 ? tickWindow(reader, read, context) : undefined;
    if (!window) return this.emptyMessage;
    const partners = partnersOf(context.selection.unit!, context, channels);
    const synapse = shownSynapse(context, partners.channels);
    const said = stages.map(({ offset, series, symbol }) => {
      const { data, times, width } = rowsBetween(series, window.from, window.to);
      const shown = synapse === undefined ? partners.channels : [synapse];
      let largest = 0;
      for (let r = 0; r < times.length; r++)
        for (const channel of shown) {
          const value = data[r * width + offset + channel];
          if (Math.abs(value) > Math.abs(largest)) largest = value;
        }
      return `${symbol} ${shortNumber(largest)}`;
    });
    const of =
      synapse === undefined
        ? `${partners.channels.length} synapses onto ${sayUnit(context.selection.unit!, context)}`
        : `the synapse from ${sayPartner(synapse, context)} onto ${sayUnit(context.selection.unit!, context)}`;
    return `Traces of ${of} over ${window.to - window.from} ticks; largest value of each stage: ${said.join(', ')}.`;
  },

  table(reader, context) {
    const { channels, stages } = stagesOf(reader, context);
    const window = stages.length > 0 ? tickWindow(reader, read, context) : undefined;
    if (!window) return { columns: ['tick'], rows: [] };
    const partners = partnersOf(context.selection.unit!, context, channels);
    const synapse = shownSynapse(context, partners.channels);
    const shown = synapse === undefined ? [...partners.channels] : [synapse];
    return {
      columns: ['tick', 'stage', ...shown.map((channel) => sayPartner(channel, context))],
      rows: stages.flatMap(({ offset, series, symbol }) => {
        const { data, times, width } = rowsBetween(series, window.from, window.to);
        return Array.from(times, (time, r) => [
          time,
          symbol,
          ...shown.map((channel) => data[r * width + offset + channel])
        ]);
      })
    };
  }
};

/** What a stage's colours are scaled to: every synapse but the bias, whose trace would outshine them. */
function weighed({ data, times, width }: Rows, offset: number, { channels, groups }: Partners): Float32Array {
  const counted = groups.some(({ kind }) => kind === 'bias') ? channels.subarray(0, -1) : channels;
  const values = new Float32Array(times.length * counted.length);
  for (let r = 0; r < times.length; r++)
    for (let c = 0; c < counted.length; c++)
      values[r * counted.length + c] = data[r * width + offset + counted[c]];
  return values;
}

function withZero([low, high]: readonly [number, number]): Range {
  return [Math.min(0, low), Math.max(0, high)];
}
