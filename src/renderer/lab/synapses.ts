/** Layers, units and the channels that lead to them, in words. Channels: inputs, then units, then the bias. */
import type { LayerSpan } from '../../models/model';
import type { OpenedSession } from '../../session/protocol';

type Wiring = Pick<OpenedSession, 'layers' | 'shape' | 'units'>;

/** The layer a unit is in, counted from 0. */
export function layerOf(layers: readonly LayerSpan[], unit: number): number {
  return layers.findIndex(({ from, to }) => unit >= from && unit < to);
}

/** "LIF", "ALIF, its threshold adapts", ... and where there are several layers, in which. */
export function sayUnitKind({ layers }: Pick<Wiring, 'layers'>, unit: number): string {
  const span = layers[layerOf(layers, unit)];
  if (!span) return '';
  const kinds = { leakyTanh: 'leaky tanh unit', membrane: 'membrane unit', lif: 'LIF', alif: 'LIF' };
  const kind = unit >= span.adaptiveFrom ? 'ALIF, its threshold adapts' : kinds[span.kind];
  return layers.length > 1 ? `${kind}, ${span.label.toLowerCase()}` : kind;
}

/** "input 3 (left cue)", "unit 12", "unit 40 (layer 2)", "bias". */
export function sayChannel({ layers, shape, units }: Wiring, channel: number): string {
  const { inputs, inputGroups } = shape;
  if (channel < inputs) {
    const group = inputGroups.find(({ from, to }) => channel >= from && channel < to);
    return group ? `input ${channel} (${group.label})` : `input ${channel}`;
  }
  const unit = channel - inputs;
  if (unit >= units) return 'bias';
  return layers.length > 1
    ? `unit ${unit} (${layers[layerOf(layers, unit)].label.toLowerCase()})`
    : `unit ${unit}`;
}

/**
 * The channels with a synapse onto `unit`, ascending: the layer below (or the input), its own layer, and the bias where
 * `channels`, the width of a row of weights, has one.
 */
export function channelsOnto({ layers, shape, units }: Wiring, unit: number, channels: number): number[] {
  const { inputs } = shape;
  const layer = layerOf(layers, unit);
  if (layer < 0) return [];
  const own = layers[layer];
  const below = layers[layer - 1];
  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
  return [
    ...(below ? range(inputs + below.from, inputs + below.to) : range(0, inputs)),
    ...range(inputs + own.from, inputs + own.to),
    ...range(inputs + units, channels)
  ];
}
