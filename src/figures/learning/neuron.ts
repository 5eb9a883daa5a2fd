/** Everything that decides how the selected unit learns, on one time axis. */
import { shortNumber, widestNumber } from '../numbers';
import { type RecordingReader, rowsBetween, type Series } from '../../session/recording';
import { baseLine, leftAxis, leftMargin, linear } from '../axes';
import { axisTitle, type Figure, type FigureContext } from '../figure';
import { plotBox } from '../joint';
import { emptyScene, inset, panel, scene, stack } from '../layout';
import { type EndValue, endValues } from '../marks/endValues';
import { line } from '../marks/line';
import { raster } from '../marks/raster';
import { extent, heldRange, keep, signedRange } from '../ranges';
import { group, type Mark, type Picked } from '../scene';
import { textWidth } from '../textWidth';
import { breaksAt, rowAt, sayTick, tickWindow, timeAxis, timeFrame, timeAxes } from '../timeAxis';
import { probes } from './probes';
import { sayPartner, sayUnit, unitGroups } from './units';

const read = [
  probes.potential,
  probes.threshold,
  probes.activity,
  probes.pseudoDerivative,
  probes.presynapticTrace,
  probes.eligibility,
  probes.filteredEligibility,
  probes.learningSignal
];

/** One line of a track: a column of a recorded probe. */
interface Trace {
  series: Series;
  column: number;
  dashed?: boolean;
}

interface Track {
  title: string;
  traces: Trace[];
  /** Shows the unit's spikes along its top. */
  spikes?: Series;
}

/** Ticks for which the choice of a synapse holds. */
const choiceTicks = 200;

/** The synapse shown: the selected one, else the one with the largest trace in view. */
function synapseOf(
  reader: RecordingReader,
  context: FigureContext,
  from: number,
  to: number
): number | undefined {
  if (context.selection.synapse !== undefined) return context.selection.synapse;
  const series = reader.series(probes.eligibility) ?? reader.series(probes.filteredEligibility);
  if (!series || series.length === 0 || series.width === 0) return undefined;
  // Chosen anew now and then only: it costs a look at every synapse, and a track that changes each frame cannot be read.
  const origin = [series, context.selection.unit, Math.floor(to / choiceTicks)];
  return keep(context.memory, 'synapse', origin, () => {
    const { data, width } = rowsBetween(series, from, to);
    let at = 0;
    for (let i = 1; i < data.length; i++) if (Math.abs(data[i]) > Math.abs(data[at])) at = i;
    return at % width;
  });
}

function tracks(reader: RecordingReader, context: FigureContext, from: number, to: number): Track[] {
  const { unit } = context.selection;
  if (unit === undefined) return [];
  const found: Track[] = [];
  const recorded = (name: string): Series | undefined => {
    const series = reader.series(name);
    return series && series.length > 0 && series.width > 0 ? series : undefined;
  };
  const ofUnit = (name: string): Trace | undefined => {
    const series = recorded(name);
    if (!series) return undefined;
    const column = series.width === 1 ? 0 : unit;
    return column < series.width ? { series, column } : undefined;
  };
  const add = (titles: readonly string[], traces: readonly (Trace | undefined)[], spikes?: Series): void => {
    const there = traces.filter((trace) => trace !== undefined);
    if (there.length === 0) return;
    const named = titles.length > 0 ? titles : there.map(({ series }) => axisTitle(series.probe));
    const title = named
      .map((words, i) => (i === 0 ? words : words[0].toLowerCase() + words.slice(1)))
      .join(', ');
    found.push({ title, traces: there, ...(spikes && { spikes }) });
  };
  const threshold = ofUnit(probes.threshold);
  const potential = ofUnit(probes.potential);
  const words = [potential, threshold]
    .filter((trace) => trace !== undefined)
    .map(({ series }) => axisTitle(series.probe));
  if (threshold) words[words.length - 1] += ' (dashed)';
  const spikes = recorded(probes.spikes);
  add(
    words,
    [potential, threshold && { ...threshold, dashed: true }],
    spikes && unit < spikes.width ? spikes : undefined
  );
  add([], [ofUnit(probes.activity)]);
  add([], [ofUnit(probes.pseudoDerivative)]);
  const synapse = synapseOf(reader, context, from, to);
  if (synapse !== undefined) {
    const ofSynapse = (name: string): Trace | undefined => {
      const series = recorded(name);
      return series && synapse < series.width ? { series, column: synapse } : undefined;
    };
    const partner = `from ${sayPartner(synapse, context)}`;
    const pre = ofSynapse(probes.presynapticTrace);
    const eligibility = ofSynapse(probes.eligibility);
    const filtered = ofSynapse(probes.filteredEligibility);
    add(pre ? [`${axisTitle(pre.series.probe)} ${partner}`] : [], [pre]);
    if (eligibility && filtered)
      add(
        [`${axisTitle(eligibility.series.probe)}, filtered ${filtered.series.probe.symbol} (dashed)`],
        [eligibility, { ...filtered, dashed: true }]
      );
    else add([], [eligibility, filtered]);
  }
  add([], [ofUnit(probes.learningSignal)]);
  return found;
}

export const neuron: Figure = {
  id: 'neuron',
  title: 'Selected unit',
  symbol: 'v, A, ψ, z̄, e, L',
  unit: '',
  help: 'The selected unit from input to weight change: membrane and threshold with its spikes, pseudo-derivative (how open it is to learning), the presynaptic and eligibility trace of one synapse (the selected one, else the one with the largest trace), and the learning signal. The weight changes by learning signal times eligibility.',
  probes: read,
  ofUnit: true,
  settings: [],
  emptyMessage:
    'Membrane, pseudo-derivative, traces and learning signal of one unit. Click a unit in the spike raster or the network, then press Run.',

  draw(reader, context) {
    const window = context.selection.unit === undefined ? undefined : tickWindow(reader, read, context);
    const shown = window ? tracks(reader, context, window.from, window.to) : [];
    if (!window || shown.length === 0) return emptyScene(context, this.emptyMessage);
    const { memory, selection, shape, theme } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const unit = selection.unit!;
    const rows = shown.map(({ traces }) =>
      traces.map(({ column, series }) => rowsBetween(series, window.from, window.to, column))
    );
    const ranges = shown.map(({ traces }, t) => {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      rows[t].forEach(({ data }) => {
        const [a, b] = extent(data);
        low = Math.min(low, a);
        high = Math.max(high, b);
      });
      const key = `neuron ${unit} ${traces[0].series.probe.name}`;
      const before = memory?.ranges.get(key);
      const symmetric = traces[0].series.probe.signed && low < 0 && high > 0 && shown[t].traces.length === 1;
      const range = symmetric ? signedRange(before, Math.max(-low, high)) : heldRange(before, [low, high]);
      memory?.ranges.set(key, range);
      return range;
    });
    const outer = panel(context);
    const gap = textSize + space * 2.5;
    const right = textWidth(widestNumber, textSize) + space * 2;
    const measure = inset(outer, { left: 0, right, top: gap, bottom: textSize * 2.3 + space * 2 });
    const heights = stack(
      measure,
      shown.map(() => 1),
      gap
    );
    const left = Math.max(
      ...ranges.map((range, i) => leftMargin(linear(range, heights[i].height, 0), heights[i].height, theme))
    );
    const own = { left, right, top: gap, bottom: textSize * 2.3 + space * 2 };
    const box = plotBox(outer, own, context);
    const axis = timeAxis(window, box);
    const frame = timeFrame(axis, context);
    const middle = (tick: number): number => axis.x(tick + 0.5);
    const unitColour =
      unitGroups(context).find(({ from, to }) => unit >= from && unit < to)?.colour ?? theme.lif;
    const marks: Mark[] = [...frame.under];
    stack(
      box,
      shown.map(() => 1),
      gap
    ).forEach((part, t) => {
      const { spikes, title, traces } = shown[t];
      const y = linear(ranges[t], part.y + part.height, part.y);
      const drawn = leftAxis(part, y, theme, title);
      const lines: Mark[] = [];
      const ends: EndValue[] = [];
      traces.forEach(({ dashed }, i) => {
        const colour = dashed ? theme.muted : t === 0 ? unitColour : theme.text;
        const stroke = {
          colour,
          width: dashed ? hairline : lineWidth,
          ...(dashed && { dash: [space, space * 0.6] })
        };
        const breaks = breaksAt(rows[t][i].times, shape.steps);
        lines.push(line(rows[t][i], { x: middle, y, stroke, breaks }));
        const value = rows[t][i].data.at(-1);
        if (value !== undefined && !dashed) ends.push({ value, colour, content: shortNumber(value) });
      });
      marks.push(
        ...drawn.grid,
        group({ ...part, y: part.y - lineWidth, height: part.height + 2 * lineWidth }, lines)
      );
      if (spikes)
        marks.push(
          raster(rowsBetween(spikes, window.from, window.to, unit), {
            from: 0,
            to: 1,
            x: middle,
            y: () => part.y - space * 0.5,
            rowHeight: space * 1.5,
            stroke: { colour: unitColour, width: lineWidth }
          })
        );
      marks.push(...drawn.marks, baseLine(part, theme), ...endValues(ends, part, y, theme));
    });
    const pick = (x: number, y: number): Picked | undefined => {
      const tick = axis.tickAt(x, y);
      return tick === undefined ? undefined : { tick };
    };
    return scene(context, [...marks, ...frame.over], pick, timeAxes(axis));
  },

  summary(reader, context) {
    const { selection, shape } = context;
    const window = selection.unit === undefined ? undefined : tickWindow(reader, read, context);
    if (!window) return this.emptyMessage;
    const tick = selection.tick ?? window.to - 1;
    const said = tracks(reader, context, window.from, window.to).flatMap(({ traces }) =>
      traces.flatMap(({ column, series }) => {
        const row = rowAt(series, selection.tick);
        return row ? [`${series.probe.label.toLowerCase()} ${shortNumber(row[column])}`] : [];
      })
    );
    return `${capitalised(sayUnit(selection.unit!, context))} at ${sayTick(tick, shape)}: ${said.join(', ')}.`;
  },

  table(reader, context) {
    const window = context.selection.unit === undefined ? undefined : tickWindow(reader, read, context);
    if (!window) return { columns: ['tick'], rows: [] };
    const traces = tracks(reader, context, window.from, window.to).flatMap((track) => track.traces);
    const byTick = new Map<number, (string | number)[]>();
    traces.forEach(({ column, series }, i) => {
      const { data, times } = rowsBetween(series, window.from, window.to, column);
      for (const [r, time] of times.entries()) {
        const row = byTick.get(time) ?? [time, ...traces.map(() => '')];
        row[i + 1] = data[r];
        byTick.set(time, row);
      }
    });
    return {
      columns: ['tick', ...traces.map(({ series }) => series.probe.name)],
      rows: [...byTick.values()].sort((a, b) => Number(a[0]) - Number(b[0]))
    };
  }
};

function capitalised(words: string): string {
  return words[0].toUpperCase() + words.slice(1);
}
