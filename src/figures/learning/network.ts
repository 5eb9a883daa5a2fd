/** The network as a graph: activity on the nodes, the strongest synapses as edges. */
import { interpolateRgb } from 'd3';
import type { RecordingReader } from '../../session/recording';
import { shortNumber } from '../axes';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { type Edge, nodeAt, type NodePlaces, placeNodes, strongest } from '../marks/networkGraph';
import { extent, keep } from '../ranges';
import { type Mark, segments, type Symbols, text } from '../scene';
import { fitText, textWidth } from '../textWidth';
import { rowsBetween, sayTick, tickWindow } from '../timeAxis';
import { probes } from './probes';
import { inputGroups, unitGroups } from './units';

const read = [
  probes.input,
  probes.spikes,
  probes.activity,
  probes.output,
  probes.weights,
  probes.readoutWeights
];
const overTime = [probes.input, probes.spikes, probes.activity, probes.output];

/** Shades from rest to full activity. */
const shadeCount = 8;
/** A spike fades from its node over this many ticks. */
const fade = 12;
const steps = [0, 0.33, 0.66] as const;

/** Activity of `width` channels at `tick` on 0 .. 1: the size now, or recent spikes fading. */
function activityAt(
  reader: RecordingReader,
  name: string,
  tick: number,
  spiking: boolean
): Float32Array | undefined {
  const series = reader.series(name);
  if (!series || series.length === 0 || series.width === 0) return undefined;
  const { data, times, width } = rowsBetween(series, spiking ? tick - 4 * fade : tick, tick + 1);
  const level = new Float32Array(width);
  for (let r = 0; r < times.length; r++)
    for (let c = 0; c < width; c++) {
      const value = Math.abs(data[r * width + c]) * (spiking ? Math.exp((times[r] - tick) / fade) : 1);
      if (value > level[c]) level[c] = value;
    }
  return level;
}

interface Edges {
  list: Edge[];
  largest: number;
}

/** Edges between nodes counted inputs, units, outputs. */
function edgesOf(reader: RecordingReader, context: FigureContext, count: number): Edges {
  const weights = reader.image(probes.weights);
  const readout = reader.image(probes.readoutWeights);
  const { inputs, outputs } = context.shape;
  const { unit } = context.selection;
  const { units } = context;
  return keep(context.memory, 'edges', [weights?.data, readout?.data, unit, count], () => {
    const list = strongest(count, (take) => {
      if (weights) {
        const fanIn = inputs + units;
        for (let to = 0; to < units; to++)
          for (let from = 0; from < fanIn; from++)
            if (unit === undefined || to === unit || from === inputs + unit)
              take(from, inputs + to, weights.data[to * fanIn + from]);
      }
      if (readout)
        for (let k = 0; k < outputs; k++)
          for (let from = 0; from < units; from++)
            if (unit === undefined || from === unit)
              take(inputs + from, inputs + units + k, readout.data[k * units + from]);
    });
    return { list, largest: list.length > 0 ? Math.abs(list[0].weight) : 0 };
  });
}

export const networkGraph: Figure = {
  id: 'networkGraph',
  title: 'Network',
  symbol: 'x, z, y',
  unit: '',
  help: 'Inputs left, units in the middle (circles plain, squares adaptive), outputs right. Nodes fill with activity; a spike fades over some ticks. Edges are the strongest synapses, of the selected unit when there is one: solid is excitatory, dashed inhibitory, thicker is stronger. Click a node to select the unit.',
  probes: read,
  settings: [
    {
      name: 'edges',
      label: 'Synapses shown',
      group: 'Network',
      live: true,
      kind: 'number',
      default: 60,
      min: 0,
      max: 1000,
      integer: true,
      scale: 'linear',
      help: 'How many of the strongest synapses are drawn; 20 to 100 stay readable.'
    }
  ],
  emptyMessage:
    'The network with activity on its nodes and its strongest synapses. Press Run or step a tick.',

  draw(reader, context) {
    const window = tickWindow(reader, overTime, context);
    if (!window && !reader.image(probes.weights)) return emptyScene(context, this.emptyMessage);
    const { adaptive, selection, shape, theme, units } = context;
    const { hairline, lineWidth, space, textSize } = theme;
    const { inputs, outputs } = shape;
    const spiking = reader.series(probes.activity) === undefined;
    const groups = inputGroups(context);
    const outer = panel(context);
    const nameSize = { size: textSize, fill: theme.muted };
    const leftRoom = Math.min(
      outer.width * 0.25,
      Math.max(...groups.map(({ label }) => textWidth(label, textSize)))
    );
    const names = Array.from({ length: outputs }, (_, k) => shape.outputLabels[k] ?? `y${k}`);
    const rightRoom = Math.min(
      outer.width * 0.25,
      Math.max(0, ...names.map((name) => textWidth(name, textSize)))
    );
    const box = inset(outer, {
      left: leftRoom + space * 4,
      right: rightRoom + space * 5,
      top: space * 3,
      bottom: space * 3
    });
    const layout = [inputs, units, adaptive, outputs, box.x, box.y, box.width, box.height, space];
    const places = keep(context.memory, 'places', layout, () =>
      placeNodes(
        { inputs, groupStarts: groups.slice(1).map(({ from }) => from), units, adaptive, outputs },
        box,
        space * 2
      )
    );
    const { points } = places;
    const { list, largest } = edgesOf(reader, context, Number(settingOf(this, context, 'edges')));
    const tick = selection.tick ?? (window ? window.to - 1 : 0);
    const marks: Mark[] = edgeMarks(list, largest, points, context);

    const nodes = (
      first: number,
      count: number,
      shape: Symbols['shape'],
      radius: number,
      colour: string,
      activity: Float32Array | undefined,
      offset: number,
      full: number
    ): Symbols => {
      const blend = interpolateRgb(theme.background, colour);
      const shade = new Uint8Array(count);
      for (let i = 0; activity && i < count; i++)
        shade[i] = Math.min(shadeCount - 1, Math.floor((activity[offset + i] / full) * shadeCount));
      return {
        kind: 'symbols',
        points: points.subarray(2 * first, 2 * (first + count)),
        shape,
        radius,
        shades: Array.from({ length: shadeCount }, (_, s) => blend(s / (shadeCount - 1))),
        shade,
        stroke: { colour, width: hairline }
      };
    };
    const inputActivity = activityAt(reader, probes.input, tick, shape.inputKind === 'spikes');
    const unitActivity = activityAt(reader, spiking ? probes.spikes : probes.activity, tick, spiking);
    const outputActivity = activityAt(reader, probes.output, tick, false);
    const plain = units - adaptive;
    const outputColour = theme.text;
    const full = (levels: Float32Array | undefined): number => Math.max(1, ...(levels ?? []));
    marks.push(
      nodes(0, inputs, 'triangle', places.inputRadius, theme.input, inputActivity, 0, full(inputActivity)),
      nodes(inputs, plain, 'circle', places.unitRadius, theme.lif, unitActivity, 0, 1),
      nodes(inputs + plain, adaptive, 'square', places.unitRadius, theme.alif, unitActivity, plain, 1),
      nodes(
        inputs + units,
        outputs,
        'circle',
        places.outputRadius,
        outputColour,
        outputActivity,
        0,
        full(outputActivity)
      )
    );
    if (selection.unit !== undefined && selection.unit < units) marks.push(ring(inputs + selection.unit));
    let free = Number.NEGATIVE_INFINITY;
    for (const { label, from, to } of groups) {
      const y = (points[2 * from + 1] + points[2 * (to - 1) + 1]) / 2;
      if (y - textSize * 0.6 < free) continue;
      free = y + textSize * 0.6;
      marks.push(
        text(box.x - space * 2.5, y, fitText(label, textSize, leftRoom), {
          ...nameSize,
          anchor: 'end',
          align: 'middle'
        })
      );
    }
    if (outputs > 0 && box.height / outputs >= textSize * 1.1)
      names.forEach((name, k) => {
        const node = 2 * (inputs + units + k);
        const x = points[node] + places.outputRadius + space * 1.5;
        marks.push(
          text(x, points[node + 1], fitText(name, textSize, rightRoom), { ...nameSize, align: 'middle' })
        );
      });
    for (const { from, label, to } of unitGroups(context, spiking)) {
      const members = points.subarray(2 * (inputs + from), 2 * (inputs + to));
      const [left, right] = extent(members, 0, 2);
      const [top, bottom] = extent(members, 1, 2);
      // Just outside the disc, up and to the left, where a circle leaves its box empty.
      const x = (left + right) / 2 - (right - left) * 0.36 - space;
      const y = (top + bottom) / 2 - (bottom - top) * 0.36 - space;
      marks.push(text(x, y, label, { ...nameSize, anchor: 'end', align: 'baseline' }));
    }
    return scene(context, marks, (x, y) => picked(places, x, y, space * 2));

    function ring(node: number): Mark {
      return {
        kind: 'symbols',
        points: points.subarray(2 * node, 2 * node + 2),
        shape: node - inputs >= plain ? 'square' : 'circle',
        radius: places.unitRadius + lineWidth * 1.5,
        shades: ['none'],
        stroke: { colour: theme.accent, width: lineWidth * 1.5 }
      };
    }
  },

  summary(reader, context) {
    const window = tickWindow(reader, overTime, context);
    const { list } = edgesOf(reader, context, Number(settingOf(this, context, 'edges')));
    if (!window && list.length === 0) return this.emptyMessage;
    const { selection, shape, units } = context;
    const tick = selection.tick ?? (window ? window.to - 1 : 0);
    const series = reader.series(probes.spikes);
    const now = series
      ? rowsBetween(series, tick, tick + 1).data.reduce((sum, value) => sum + value, 0)
      : undefined;
    const firing = now === undefined ? '' : `, ${now} spiking at ${sayTick(tick, shape)}`;
    const edge = list[0] ? ` Strongest synapse shown: ${shortNumber(list[0].weight)}.` : '';
    return `${shape.inputs} inputs, ${units} units${firing}, ${shape.outputs} outputs.${edge}`;
  },

  table(reader, context) {
    const { inputs, outputLabels } = context.shape;
    const name = (node: number): string => {
      if (node < inputs) return `input ${node}`;
      if (node < inputs + context.units) return `unit ${node - inputs}`;
      const k = node - inputs - context.units;
      return `output ${outputLabels[k] ?? k}`;
    };
    const { list } = edgesOf(reader, context, Number(settingOf(this, context, 'edges')));
    return {
      columns: ['from', 'to', 'weight'],
      rows: list.map(({ from, to, weight }) => [name(from), name(to), weight])
    };
  }
};

function picked(places: NodePlaces, x: number, y: number, slack: number) {
  const node = nodeAt(places, x, y, places.unitRadius + slack);
  if (node === undefined) return undefined;
  if (node < places.inputs) return { synapse: node };
  const unit = node - places.inputs;
  return unit < places.units ? { unit } : undefined;
}

/** Few marks for many edges: by sign and by three widths. */
function edgeMarks(
  list: readonly Edge[],
  largest: number,
  points: Float32Array,
  { theme }: FigureContext
): Mark[] {
  return [1, -1].flatMap((sign) =>
    steps.flatMap((step, s) => {
      const upper = steps[s + 1] ?? Number.POSITIVE_INFINITY;
      const places = list
        .filter(({ weight }) => {
          const share = Math.abs(weight) / largest;
          return Math.sign(weight) === sign && share > step && share <= upper;
        })
        .flatMap(({ from, to }) => [
          points[2 * from],
          points[2 * from + 1],
          points[2 * to],
          points[2 * to + 1]
        ]);
      if (places.length === 0) return [];
      const colour = sign > 0 ? theme.positive : theme.negative;
      const dash = sign > 0 ? {} : { dash: [theme.space, theme.space * 0.6] };
      return [
        segments(places, {
          colour,
          width: theme.hairline * (0.6 + 0.6 * s),
          opacity: 0.35 + 0.2 * s,
          ...dash
        })
      ];
    })
  );
}
