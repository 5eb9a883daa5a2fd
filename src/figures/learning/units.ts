/** Words and colours for the channels of a network: inputs by group, then units by layer, plain before adaptive. */
import type { LayerSpan } from '../../models/model';
import type { Span } from '../../models/stream';
import type { FigureContext } from '../figure';
import type { Symbols } from '../scene';
import type { Theme } from '../theme';

export interface ChannelGroup extends Span {
  kind: 'input' | 'plain' | 'adaptive' | 'bias';
  colour: string;
  /** What stands for the label where it has no room. */
  short?: string;
}

type Layered = Pick<FigureContext, 'layers' | 'theme'>;

const kindWords: Record<LayerSpan['kind'], string> = {
  lif: 'LIF',
  alif: 'LIF',
  leakyTanh: 'tanh',
  membrane: 'membrane'
};

/** Spans over all units: of a single layer LIF and ALIF, of several "Layer 1 LIF", "Layer 1 ALIF", "Layer 2 tanh". */
export function unitGroups({ layers, theme }: Layered): ChannelGroup[] {
  const several = layers.length > 1;
  return layers.flatMap(({ adaptiveFrom, from, kind, label, to }, l) => {
    const analogue = kind === 'leakyTanh' || kind === 'membrane';
    const name = (word: string): Pick<ChannelGroup, 'label' | 'short'> =>
      several
        ? { label: `${label} ${word}`, short: `L${l + 1} ${word}` }
        : { label: analogue ? 'Units' : word };
    const colour = (alone: string): string => (several ? layerColour(l, theme) : alone);
    const groups: ChannelGroup[] = [
      { ...name(kindWords[kind]), from, to: adaptiveFrom, kind: 'plain', colour: colour(theme.lif) },
      { ...name('ALIF'), from: adaptiveFrom, to, kind: 'adaptive', colour: colour(theme.alif) }
    ];
    return groups.filter((each) => each.to > each.from);
  });
}

/** Layer l in every figure; `layerMark` repeats it as a shape. */
export function layerColour(l: number, { categories }: Theme): string {
  return categories[l % categories.length];
}

const layerShapes = ['circle', 'square', 'triangle'] as const;

/** The symbol of layer l, hollow for every other three; where colours begin again the shapes do not. */
export function layerMark(l: number): { shape: Symbols['shape']; hollow: boolean } {
  return { shape: layerShapes[(l + Math.floor(l / 6)) % 3], hollow: Math.floor(l / 3) % 2 === 1 };
}

/** The layer a unit is in, from 0. */
export function layerOf(unit: number, { layers }: Pick<FigureContext, 'layers'>): number {
  return Math.max(
    0,
    layers.findIndex(({ from, to }) => unit >= from && unit < to)
  );
}

/** Spans over input channels. */
export function inputGroups({ shape, theme }: Pick<FigureContext, 'shape' | 'theme'>): ChannelGroup[] {
  const groups =
    shape.inputGroups.length > 0 ? shape.inputGroups : [{ label: 'Input', from: 0, to: shape.inputs }];
  return groups.map((span) => ({ ...span, kind: 'input', colour: theme.input }));
}

/** All presynaptic partners in the order of the synapses: inputs by group, units, and the bias where `width` has one. */
export function partnerGroups(context: FigureContext, width: number): ChannelGroup[] {
  const { shape, theme, units } = context;
  const fanIn = shape.inputs + units;
  const bias: ChannelGroup = { label: 'bias', from: fanIn, to: fanIn + 1, kind: 'bias', colour: theme.text };
  return [
    ...inputGroups(context),
    ...unitGroups(context).map((span) => moved(span, shape.inputs)),
    ...(width > fanIn ? [bias] : [])
  ];
}

/** The synapses one unit can have: from below, from its own layer, from the bias. `channels[row]` is their number. */
export interface Partners {
  groups: ChannelGroup[];
  channels: Int32Array;
}

export function partnersOf(unit: number, context: FigureContext, width: number): Partners {
  const { layers, shape } = context;
  const own = layerOf(unit, context);
  const below = layers[own - 1];
  const groups = partnerGroups(context, width).filter(({ kind, from }) => {
    if (kind === 'bias' || layers.length < 2) return true;
    if (kind === 'input') return own === 0;
    const l = layerOf(from - shape.inputs, context);
    return l === own || layers[l] === below;
  });
  const channels = Int32Array.from(
    groups.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))
  );
  let row = 0;
  return {
    groups: groups.map((span) => {
      const from = row;
      row += span.to - span.from;
      return { ...span, from, to: row };
    }),
    channels
  };
}

/** "input 3 (left cue)", "unit 12", of several layers "unit 12 (layer 1)", or "bias": presynaptic partners. */
export function sayPartner(synapse: number, context: FigureContext): string {
  const { inputs } = context.shape;
  if (synapse >= inputs + context.units) return 'bias';
  if (synapse >= inputs) return sayUnit(synapse - inputs, context);
  const named = context.shape.inputGroups.find(({ from, to }) => synapse >= from && synapse < to);
  return named ? `input ${synapse} (${named.label})` : `input ${synapse}`;
}

/** "unit 12", of several layers "unit 12 (layer 1)". */
export function sayUnit(unit: number, context: Pick<FigureContext, 'layers'>): string {
  return context.layers.length > 1 ? `unit ${unit} (layer ${layerOf(unit, context) + 1})` : `unit ${unit}`;
}

function moved<S extends Span>(span: S, by: number): S {
  return { ...span, from: span.from + by, to: span.to + by };
}
