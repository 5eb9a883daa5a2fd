/** The constants of one unit's own equations, from the settings and the layer it is in. */
import { stackOf } from '../../models/deep/constants';
import { unitConstants } from '../../models/eprop/constants';
import type { Settings } from '../../models/settings';
import type { OpenedSession } from '../../session/protocol';
import { layerOf } from '../lab/synapses';

export type UnitAt =
  /** `symbol`: how the model writes the leak. */
  | { kind: 'leakyTanh'; leak: number; symbol: string; autapses: boolean }
  | { kind: 'membrane'; decay: number }
  | {
      kind: 'spiking';
      membraneDecay: number;
      threshold: number;
      dampening: number;
      adaptationDecay: number;
      /** 0 for LIF. */
      beta: number;
    };

export function unitAt(
  { layers, shape, units }: Pick<OpenedSession, 'layers' | 'shape' | 'units'>,
  settings: Settings,
  unit: number
): UnitAt {
  const layer = layerOf(layers, unit);
  const index = unit - layers[layer].from;
  const single = settings['layers'] === undefined;
  const constants = single
    ? unitConstants(settings, shape.dtMs, units)
    : stackOf(settings, shape).layers[layer].unit;
  switch (constants.kind) {
    case 'leakyTanh': {
      const { leak } = constants;
      return {
        kind: 'leakyTanh',
        leak: typeof leak === 'number' ? leak : leak[index],
        symbol: single ? 'λ' : 'a',
        autapses: settings['autapses'] === true
      };
    }
    case 'membrane':
      return constants;
    case 'spiking': {
      const { membraneDecay, threshold, dampening, adaptationDecay, adaptation } = constants;
      return {
        kind: 'spiking',
        membraneDecay,
        threshold,
        dampening,
        adaptationDecay,
        beta: adaptation[index]
      };
    }
  }
}
