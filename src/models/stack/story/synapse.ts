/**
 * Synapses as the whole network numbers them: input channels first, then the units of all layers from the bottom up, then one
 * channel for the bias. A unit hears the layer below (the inputs, in the first), its own layer and its bias, nothing else.
 */
import { SettingError } from '../../settings';
import { fanIn, type Stack, widthBelow } from '../stack';

export interface Synapse {
  /** Layer k, the unit within it and the column of W^k. */
  layer: number;
  unit: number;
  column: number;
  /** "input 3 to unit 12 (layer 1)"; layers are counted from 1 in words. */
  label: string;
}

/** Throws SettingError where there is no such unit, or it has no such synapse, saying which there are. */
export function findSynapse(stack: Stack, unit: number, synapse: number): Synapse {
  const { inputs, layers } = stack;
  const starts = layers.map((_, l) => layers.slice(0, l).reduce((sum, { units }) => sum + units, 0));
  const units = starts[layers.length - 1] + layers[layers.length - 1].units;
  const layer = Number.isInteger(unit)
    ? layers.findIndex((_, l) => unit >= starts[l] && unit < starts[l] + layers[l].units)
    : -1;
  if (layer < 0)
    throw new SettingError(`There is no unit ${unit}; expected a whole number from 0 to ${units - 1}.`);

  const below = widthBelow(stack, layer);
  const { autapses = true, unit: kind } = layers[layer];
  const alone = !autapses || kind.kind === 'spiking';
  const belowFrom = layer === 0 ? 0 : inputs + starts[layer - 1];
  const ownFrom = inputs + starts[layer];
  const bias = inputs + units;
  const to = `unit ${unit} (layer ${layer + 1})`;
  const found = { layer, unit: unit - starts[layer] };
  const whole = Number.isInteger(synapse);
  if (whole && synapse >= belowFrom && synapse < belowFrom + below) {
    const from = layer === 0 ? `input ${synapse}` : `unit ${synapse - inputs} (layer ${layer})`;
    return { ...found, column: synapse - belowFrom, label: `${from} to ${to}` };
  }
  const itself = synapse === inputs + unit;
  if (whole && synapse >= ownFrom && synapse < ownFrom + layers[layer].units && !(itself && alone)) {
    const label = itself ? `${to} to itself` : `unit ${synapse - inputs} to ${to}`;
    return { ...found, column: below + synapse - ownFrom, label };
  }
  if (synapse === bias) return { ...found, column: fanIn(stack, layer) - 1, label: `bias of ${to}` };

  const span = (what: string, from: number, width: number, first: number): string =>
    `${from} to ${from + width - 1} (${what} ${first} to ${first + width - 1})`;
  const heard = [
    layer === 0 ? span('inputs', 0, below, 0) : span('units', belowFrom, below, starts[layer - 1]),
    span('units', ownFrom, layers[layer].units, starts[layer]) + (alone ? ' but for itself' : '')
  ];
  throw new SettingError(
    `${to[0].toUpperCase()}${to.slice(1)} has no synapse ${synapse}; it has ${heard.join(', ')} and ${bias} (bias).`
  );
}
