import { describe, expect, it } from 'vitest';
import type { LayerSpan } from '../../src/models/model';
import { channelsOnto, layerOf, sayChannel, sayUnitKind } from '../../src/renderer/lab/synapses';
import { countingShape } from '../session/countingSource';

const shape = { ...countingShape(7), inputs: 2, inputGroups: [{ label: 'cue', from: 0, to: 1 }] };
const span = (label: string, from: number, to: number, kind: LayerSpan['kind'], adaptiveFrom = to) => ({
  label,
  from,
  to,
  kind,
  adaptiveFrom
});
const stack = {
  shape,
  units: 7,
  layers: [span('Layer 1', 0, 3, 'leakyTanh'), span('Layer 2', 3, 7, 'alif', 6)]
};
const single = { shape, units: 3, layers: [span('Units', 0, 3, 'lif')] };

describe('synapses', () => {
  it('come from the layer below, the own layer and the bias, in the numbering of channels', () => {
    // Channels: inputs 0-1, units 2-8, bias 9.
    expect(channelsOnto(stack, 1, 10)).toEqual([0, 1, 2, 3, 4, 9]);
    expect(channelsOnto(stack, 3, 10)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('of a single layer come from every input and unit', () => {
    expect(channelsOnto(single, 0, 5)).toEqual([0, 1, 2, 3, 4]);
  });

  it('are named by where they come from', () => {
    expect([0, 1, 4, 5, 9].map((channel) => sayChannel(stack, channel))).toEqual([
      'input 0 (cue)',
      'input 1',
      'unit 2 (layer 1)',
      'unit 3 (layer 2)',
      'bias'
    ]);
    expect(sayChannel(single, 3)).toBe('unit 1');
  });
});

describe('units', () => {
  it('are of the kind of their layer', () => {
    expect([0, 5, 6].map((unit) => sayUnitKind(stack, unit))).toEqual([
      'leaky tanh unit, layer 1',
      'LIF, layer 2',
      'ALIF, its threshold adapts, layer 2'
    ]);
    expect(sayUnitKind(single, 1)).toBe('LIF');
    expect(layerOf(stack.layers, 3)).toBe(1);
  });
});
