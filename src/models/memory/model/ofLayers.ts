/** Which settings belong to which layers, so that others are out of sight. */
import type { SettingDescription } from '../../settings';
import type { LayerKind } from '../network/plan';

/** Of these layers alone, the network's own or one beside it. */
export const ofLayers = (...layers: readonly LayerKind[]): NonNullable<SettingDescription['when']> => ({
  name: 'layer',
  is: layers,
  orNamedIn: 'beside'
});
