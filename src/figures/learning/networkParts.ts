/** What every picture of the network is made of: how active its nodes are, its strongest synapses, and how to say them. */
import { interpolateRgb } from 'd3';
import { type RecordingReader, rowsBetween } from '../../session/recording';
import type { FigureContext } from '../figure';
import { type Edge, nodeAt, strongest } from '../marks/networkGraph';
import { keep } from '../ranges';
import { type Mark, type Picked, segments, type Symbols } from '../scene';

import { probes } from './probes';
import { sayUnit } from './units';

/** Probes that say when: the newest tick of any of them is now. */
export const activityProbes = [probes.input, probes.spikes, probes.activity, probes.output];

/** Shades from rest to full activity. */
const shadeCount = 8;
/** A spike fades from its node over this many ticks. */
const fade = 12;
const steps = [0, 0.33, 0.66] as const;

/** Activity of `width` channels at `tick` on 0 .. 1: the size now, or recent spikes fading. */
export function activityAt(
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

export interface Edges {
  list: Edge[];
  largest: number;
}

/** Edges between nodes counted inputs, units, outputs. */
export function edgesOf(reader: RecordingReader, context: FigureContext, count: number): Edges {
  const weights = reader.image(probes.weights);
  const readout = reader.image(probes.readoutWeights);
  const { inputs, outputs } = context.shape;
  const { layers, units } = context;
  const { unit } = context.selection;
  return keep(context.memory, 'edges', [weights?.data, readout?.data, layers, unit, count], () => {
    const fanIn = (weights?.data.length ?? 0) / units;
    const block = (to: Ends, from: Ends) => (take: Take) => {
      if (weights)
        for (let i = to.from; i < to.to; i++)
          for (let j = from.from; j < from.to; j++)
            if (unit === undefined || i === unit || j === inputs + unit)
              take(j, inputs + i, weights.data[i * fanIn + j]);
    };
    const outwards = (take: Take): void => {
      if (readout)
        for (let k = 0; k < outputs; k++)
          for (let j = 0; j < units; j++)
            if (unit === undefined || j === unit)
              take(inputs + j, inputs + units + k, readout.data[k * units + j]);
    };
    const everything: Ends = { from: 0, to: inputs + units };
    // A layer whose weights are small would have none of the strongest: each block shows as many.
    const blocks =
      layers.length > 1 && unit === undefined
        ? [
            ...layers.flatMap((layer, l) => {
              const own = { from: inputs + layer.from, to: inputs + layer.to };
              const under = layers[l - 1];
              const below = under
                ? { from: inputs + under.from, to: inputs + under.to }
                : { from: 0, to: inputs };
              return [block(layer, below), block(layer, own)];
            }),
            outwards
          ]
        : [
            (take: Take): void => {
              block({ from: 0, to: units }, everything)(take);
              outwards(take);
            }
          ];
    const list = blocks
      .flatMap((offer) => strongest(Math.ceil(count / blocks.length), offer))
      .sort((x, y) => Math.abs(y.weight) - Math.abs(x.weight));
    return { list, largest: list.length > 0 ? Math.abs(list[0].weight) : 0 };
  });
}

/** A stretch of presynaptic channels or of units. */
interface Ends {
  from: number;
  to: number;
}

type Take = (from: number, to: number, weight: number) => void;

/** Nodes of one kind; `activity` [nodes] on 0 .. `full`. */
export function nodeMarks(
  places: Float32Array,
  shape: Symbols['shape'],
  radius: number,
  colour: string,
  activity: Float32Array | undefined,
  full: number,
  { theme }: Pick<FigureContext, 'theme'>
): Symbols {
  const blend = interpolateRgb(theme.background, colour);
  const shade = new Uint8Array(places.length / 2);
  for (let i = 0; activity && i < shade.length; i++)
    shade[i] = Math.min(shadeCount - 1, Math.floor((activity[i] / full) * shadeCount));
  return {
    kind: 'symbols',
    points: places,
    shape,
    radius,
    shades: Array.from({ length: shadeCount }, (_, s) => blend(s / (shadeCount - 1))),
    shade,
    stroke: { colour, width: theme.hairline }
  };
}

/** A ring around the selected node. */
export function ringMark(
  place: Float32Array,
  shape: Symbols['shape'],
  radius: number,
  { theme }: Pick<FigureContext, 'theme'>
): Mark {
  return {
    kind: 'symbols',
    points: place,
    shape,
    radius: radius + theme.lineWidth * 1.5,
    shades: ['none'],
    // Paper knows no selection: there the ring says which unit the heading means.
    stroke: { colour: theme.name === 'paper' ? theme.text : theme.accent, width: theme.lineWidth * 1.5 }
  };
}

/** What a node stands for: an input is a synapse to look at, a unit is a unit, an output is nothing to select. */
export function pickedNode(
  places: { points: Float32Array; unitRadius: number },
  x: number,
  y: number,
  { shape, theme, units }: FigureContext
): Picked | undefined {
  const node = nodeAt(places, x, y, places.unitRadius + theme.space * 2);
  if (node === undefined) return undefined;
  if (node < shape.inputs) return { synapse: node };
  const unit = node - shape.inputs;
  return unit < units ? { unit } : undefined;
}

/** Nodes are counted inputs, units, outputs. */
export function sayNode(node: number, context: FigureContext): string {
  const { inputs, outputLabels } = context.shape;
  if (node < inputs) return `input ${node}`;
  if (node < inputs + context.units) return sayUnit(node - inputs, context);
  const k = node - inputs - context.units;
  return `output ${outputLabels[k] ?? k}`;
}

/** Few marks for many edges: by sign and by three widths. */
export function edgeMarks(
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
