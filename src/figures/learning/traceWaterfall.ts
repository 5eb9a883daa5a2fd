/** The eligibility traces of all synapses of the selected unit over time: which of them are waiting for a learning signal. */
import { shortNumber } from '../numbers';
import { type RecordingReader, rowsBetween, type Series } from '../../session/recording';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { plotBox } from '../joint';
import { emptyScene, panel, scene } from '../layout';
import { colourBar, colourBarWidth, heatMap } from '../marks/heatMap';
import { extent, signedRange } from '../ranges';
import { type Mark, rect } from '../scene';
import { phaseLabels, tickWindow, timeAxis, timeFrame, timeAxes } from '../timeAxis';
import { leftNames, leftNamesWidth } from './channels';
import { probes } from './probes';
import { partnersOf, sayPartner, sayUnit } from './units';

const read = [probes.eligibility, probes.filteredEligibility];

function chosenSeries(reader: RecordingReader, context: FigureContext): Series | undefined {
  const wanted = String(settingOf(traceWaterfall, context, 'trace'));
  const series =
    reader.series(wanted) ?? read.map((name) => reader.series(name)).find((found) => found !== undefined);
  return series && series.length > 0 && series.width > 0 ? series : undefined;
}

export const traceWaterfall: Figure = {
  id: 'traceWaterfall',
  title: 'Eligibility traces',
  symbol: 'e, ē',
  unit: '',
  help: 'Each row is a synapse onto the selected unit, inputs by group first, then units, of several layers those below and its own; colour is its eligibility trace, red positive and blue negative. A learning signal that arrives now turns these into weight changes. Click a row to select the synapse.',
  probes: read,
  ofUnit: true,
  settings: [
    {
      name: 'trace',
      label: 'Trace',
      group: 'Learning rule',
      live: true,
      kind: 'choice',
      default: probes.eligibility,
      options: [
        { value: probes.eligibility, label: 'Eligibility e' },
        { value: probes.filteredEligibility, label: 'Filtered ē' }
      ],
      help: 'The trace itself, or the trace filtered as the readout is, which the learning signal multiplies.'
    }
  ],
  emptyMessage:
    'The eligibility traces of all synapses onto one unit over time. Click a unit in the spike raster or the network, then press Run.',

  draw(reader, context) {
    const series = context.selection.unit === undefined ? undefined : chosenSeries(reader, context);
    const window = series && tickWindow(reader, [series.probe.name], context);
    if (!series || !window) return emptyScene(context, this.emptyMessage);
    const { memory, selection, shape, theme } = context;
    const { hairline, space, textSize } = theme;
    const rows = rowsBetween(series, window.from, window.to);
    const [low, high] = extent(rows.data);
    const key = `traceWaterfall ${selection.unit} ${series.probe.name}`;
    const range = signedRange(memory?.ranges.get(key), Math.max(-low, high));
    memory?.ranges.set(key, range);
    const { channels, groups } = partnersOf(selection.unit!, context, series.width);
    const outer = panel(context);
    const left = leftNamesWidth(groups, theme, outer.width * 0.25);
    const own = {
      left,
      right: colourBarWidth(range, theme) + space,
      top: textSize + space * 2,
      bottom: textSize * 2.3 + space * 2
    };
    const box = plotBox(outer, own, context);
    const axis = timeAxis(window, box);
    const frame = timeFrame(axis, context);
    const rowHeight = box.height / channels.length;
    const marks: Mark[] = [...frame.under];
    // Ticks that were never sent leave their columns empty instead of moving the others.
    const { data, times, width } = rows;
    if (times.length > 0) {
      const first = times[0];
      const columns = times[times.length - 1] - first + 1;
      const complete = columns === times.length;
      const placed = complete ? data : new Float32Array(columns * width).fill(Number.NaN);
      if (!complete)
        times.forEach((time, r) => {
          placed.set(data.subarray(r * width, (r + 1) * width), (time - first) * width);
        });
      marks.push(
        heatMap({
          box: { ...box, x: axis.x(first), width: axis.x(first + columns) - axis.x(first) },
          rows: channels.length,
          order: channels,
          columns,
          data: placed,
          rowStride: 1,
          columnStride: width,
          range,
          paletteName: theme.signed,
          missingColour: theme.missing
        })
      );
    }
    const row = selection.synapse === undefined ? -1 : channels.indexOf(selection.synapse);
    if (row >= 0 && theme.name !== 'paper')
      marks.push(
        rect(
          {
            x: box.x,
            y: box.y + row * rowHeight,
            width: box.width,
            height: Math.max(rowHeight, hairline * 2)
          },
          { stroke: { colour: theme.accent, width: hairline } }
        )
      );
    return scene(
      context,
      [
        ...marks,
        ...frame.over,
        ...phaseLabels(axis, shape, theme),
        ...leftNames(groups, box, rowHeight, left, theme),
        ...colourBar(box, range, theme.signed, theme, series.probe.symbol)
      ],
      (x, y) => {
        const tick = axis.tickAt(x, y);
        if (tick === undefined) return undefined;
        const under = Math.min(channels.length - 1, Math.floor((y - box.y) / rowHeight));
        return { tick, synapse: channels[under] };
      },
      timeAxes(axis)
    );
  },

  summary(reader, context) {
    const series = context.selection.unit === undefined ? undefined : chosenSeries(reader, context);
    const window = series && tickWindow(reader, [series.probe.name], context);
    if (!series || !window) return this.emptyMessage;
    const { data, width } = rowsBetween(series, window.from, window.to);
    const synapses = partnersOf(context.selection.unit!, context, width).channels.length;
    let at = 0;
    for (let i = 0; i < data.length; i++) if (Math.abs(data[i]) > Math.abs(data[at])) at = i;
    return `${series.probe.label} of ${synapses} synapses onto ${sayUnit(context.selection.unit!, context)} over ${window.to - window.from} ticks; the largest is ${shortNumber(data[at])}, from ${sayPartner(at % width, context)}.`;
  },

  table(reader, context) {
    const series = context.selection.unit === undefined ? undefined : chosenSeries(reader, context);
    const window = series && tickWindow(reader, [series.probe.name], context);
    if (!series || !window) return { columns: ['tick'], rows: [] };
    const { data, times, width } = rowsBetween(series, window.from, window.to);
    const { channels } = partnersOf(context.selection.unit!, context, width);
    return {
      columns: ['tick', ...Array.from(channels, (channel) => sayPartner(channel, context))],
      rows: Array.from(times, (time, r) => [time, ...Array.from(channels, (c) => data[r * width + c])])
    };
  }
};
