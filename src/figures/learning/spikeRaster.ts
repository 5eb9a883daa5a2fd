/** Spikes of inputs and units over time; analogue channels as a heat map. */
import { shortNumber } from '../numbers';
import { type RecordingReader, type Rows, rowsBetween } from '../../session/recording';
import type { Figure, FigureContext } from '../figure';
import { plotBox } from '../joint';
import { emptyScene, panel, scene } from '../layout';
import { colourBar, colourBarWidth, heatMap } from '../marks/heatMap';
import { raster } from '../marks/raster';
import { extent, heldRange, type Range, signedRange } from '../ranges';
import { type Box, contains, type Mark, type Picked, rect, segments } from '../scene';
import { phaseLabels, tickWindow, timeAxes, timeAxis, timeFrame } from '../timeAxis';
import { leftNames, leftNamesWidth } from './channels';
import { probes } from './probes';
import { type ChannelGroup, inputGroups, unitGroups } from './units';

const read = [probes.input, probes.spikes, probes.activity];

/** One block of rows: the inputs, or the units. */
interface Part {
  rows: Rows;
  groups: ChannelGroup[];
  channels: number;
  analogue: boolean;
  isUnits: boolean;
}

function parts(reader: RecordingReader, context: FigureContext, from: number, to: number): Part[] {
  const found: Part[] = [];
  const input = reader.series(probes.input);
  if (input && input.width > 0)
    found.push({
      rows: rowsBetween(input, from, to),
      groups: inputGroups(context),
      channels: input.width,
      analogue: context.shape.inputKind === 'analogue',
      isUnits: false
    });
  const spikes = reader.series(probes.spikes);
  const units = spikes ?? reader.series(probes.activity);
  if (units && units.width > 0)
    found.push({
      rows: rowsBetween(units, from, to),
      groups: unitGroups(context),
      channels: units.width,
      analogue: spikes === undefined,
      isUnits: true
    });
  return found;
}

/** Inputs get at most this share of the height: the units are the point. */
const largestInputShare = 0.45;

export const spikeRaster: Figure = {
  id: 'spikeRaster',
  title: 'Activity',
  symbol: 'x, z',
  unit: '',
  help: 'Each row is a channel, each tick a spike: inputs by group on top, then the units by layer, plain (LIF) before adaptive (ALIF). Units that do not spike are shown as a heat map of their activity. Click a row to select the unit.',
  probes: read,
  settings: [],
  emptyMessage: 'Spikes of every input and unit over time. Press Run or step a tick.',

  draw(reader, context) {
    const window = tickWindow(reader, read, context);
    if (!window) return emptyScene(context, this.emptyMessage);
    const { selection, shape, theme } = context;
    const { hairline, space, textSize } = theme;
    const blocks = parts(reader, context, window.from, window.to);
    const groups = blocks.flatMap((block) => block.groups);
    const outer = panel(context);
    const left = leftNamesWidth(groups, theme, outer.width * 0.25);
    const ranges = blocks.map((block): Range | undefined => {
      if (!block.analogue) return undefined;
      const [low, high] = extent(block.rows.data);
      const key = `spikeRaster ${block.isUnits}`;
      const before = context.memory?.ranges.get(key);
      const range = low < 0 ? signedRange(before, Math.max(-low, high)) : heldRange(before, [0, high]);
      context.memory?.ranges.set(key, range);
      return range;
    });
    const barRoom = Math.max(0, ...ranges.map((range) => (range ? colourBarWidth(range, theme) : 0)));
    const own = {
      left,
      right: Math.max(barRoom, space * 3) + space,
      top: shape.phases.length > 0 ? textSize + space * 2 : space * 1.5,
      bottom: textSize * 2.3 + space * 2
    };
    const box = plotBox(outer, own, context);
    const axis = timeAxis(window, box);
    const boxes = shareHeight(blocks, box, space * 2);
    const rowAt = (block: Part, part: Box) => (channel: number) =>
      part.y + (channel * part.height) / block.channels;
    const middle = (tick: number): number => axis.x(tick + 0.5);

    const frame = timeFrame(axis, context);
    const under: Mark[] = frame.under;
    const over: Mark[] = [];
    blocks.forEach((block, b) => {
      const part = boxes[b];
      const y = rowAt(block, part);
      const rowHeight = part.height / block.channels;
      const range = ranges[b];
      const chosen = block.isUnits ? selection.unit : undefined;
      // On paper nothing tells what a mark of selection means.
      if (chosen !== undefined && chosen < block.channels && theme.name !== 'paper') {
        const height = Math.max(rowHeight, 2 * hairline);
        const top = y(chosen) + (rowHeight - height) / 2;
        under.push(
          rect({ x: box.x, y: top, width: box.width, height }, { fill: theme.accent, opacity: 0.25 })
        );
        over.push({
          kind: 'symbols',
          points: Float32Array.of(box.x + box.width + space * 1.5, top + height / 2),
          shape: 'circle',
          radius: space * 0.75,
          shades: [theme.accent]
        });
      }
      if (range) {
        const name = range[0] < 0 ? theme.signed : theme.sequential;
        const { times, data, width } = block.rows;
        if (times.length > 0) {
          const first = axis.x(times[0]);
          const last = axis.x(times[times.length - 1] + 1);
          under.push(
            heatMap({
              box: { x: first, y: part.y, width: last - first, height: part.height },
              rows: block.channels,
              columns: times.length,
              data,
              rowStride: 1,
              columnStride: width,
              range,
              paletteName: name,
              missingColour: theme.missing
            })
          );
          over.push(...colourBar({ ...part, width: part.width + space }, range, name, theme));
        }
      } else
        for (const { from, to, colour } of block.groups)
          under.push(
            raster(block.rows, {
              from,
              to: Math.min(to, block.channels),
              x: middle,
              y,
              rowHeight,
              stroke: {
                colour,
                width: Math.min(theme.lineWidth, Math.max(hairline, (axis.x(1) - axis.x(0)) * 0.8))
              }
            })
          );
      if (block.isUnits)
        over.push(
          segments(
            context.layers.slice(1).flatMap(({ from }) => [box.x, y(from), box.x + box.width, y(from)]),
            { colour: theme.axis, width: hairline }
          )
        );
      over.push(...leftNames(block.groups, part, rowHeight, left, theme));
    });
    const pick = (x: number, y: number): Picked | undefined => {
      const tick = axis.tickAt(x, y);
      if (tick === undefined) return undefined;
      const b = blocks.findIndex((block, i) => block.isUnits && contains(boxes[i], x, y));
      if (b < 0) return { tick };
      const unit = Math.floor(((y - boxes[b].y) / boxes[b].height) * blocks[b].channels);
      return { tick, unit: Math.min(blocks[b].channels - 1, unit) };
    };
    const marks = [...under, ...frame.over, ...phaseLabels(axis, shape, theme), ...over];
    return scene(context, marks, pick, timeAxes(axis));
  },

  summary(reader, context) {
    const window = tickWindow(reader, read, context);
    if (!window) return this.emptyMessage;
    const said = parts(reader, context, window.from, window.to).map((block) => {
      const { data, times } = block.rows;
      const name = block.isUnits ? 'units' : 'inputs';
      if (block.analogue) {
        const [low, high] = extent(data);
        return `${block.channels} ${name} between ${shortNumber(low)} and ${shortNumber(high)}`;
      }
      const rate = (count(data) / (block.channels * times.length * context.shape.dtMs)) * 1000;
      return `${block.channels} ${name} at ${shortNumber(rate)} Hz on average`;
    });
    return `Over the last ${window.to - window.from} ticks: ${said.join('; ')}.`;
  },

  table(reader, context) {
    const window = tickWindow(reader, read, context);
    const rows: (string | number)[][] = [];
    if (window)
      for (const block of parts(reader, context, window.from, window.to)) {
        const { data, times, width } = block.rows;
        for (let r = 0; r < times.length; r++)
          for (let channel = 0; channel < width; channel++) {
            const value = data[r * width + channel];
            if (block.analogue || value > 0)
              rows.push([times[r], block.isUnits ? 'unit' : 'input', channel, value]);
          }
      }
    return { columns: ['tick', 'layer', 'channel', 'value'], rows };
  }
};

/** Heights by channels, within limits: few inputs beside many units can still be seen. */
function shareHeight(blocks: readonly Part[], box: Box, gap: number): Box[] {
  if (blocks.length < 2) return [box];
  const all = blocks.reduce((sum, { channels }) => sum + channels, 0);
  const least = Math.min(largestInputShare, blocks[0].channels * 0.025);
  const share = Math.min(largestInputShare, Math.max(least, blocks[0].channels / all));
  const room = Math.max(1, box.height - gap);
  return [
    { ...box, height: room * share },
    { ...box, y: box.y + room * share + gap, height: room * (1 - share) }
  ];
}

function count(data: Float32Array): number {
  let spikes = 0;
  for (const value of data) if (value > 0) spikes++;
  return spikes;
}
