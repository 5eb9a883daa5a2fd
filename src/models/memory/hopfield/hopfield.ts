/** A modern Hopfield network as it is listed: see `memory/energy/hopfield.ts` for its equations. */
import type { ModelDefinition } from '../../model';
import { completeSettings } from '../../settings';
import { HopfieldModel } from './hopfieldModel';
import { hopfieldSettings } from './settings';

export const hopfieldDefinition: ModelDefinition = {
  id: 'hopfield',
  lab: 'memory',
  inputKinds: ['analogue'],
  title: 'Modern Hopfield network',
  summary: 'Stores patterns and falls from a corrupted one down an energy, of which every step is attention.',
  computesItself: 'The descent is computed in float64, without a backend.',
  scores: {
    loss: {
      label: 'Squared distance to the pattern',
      symbol: '|ξ − x|²',
      unit: '',
      help: 'Of the state at the end of a trial to the pattern that its cue was made of.'
    },
    error: {
      label: 'Not recalled',
      symbol: 'ε',
      unit: '',
      help: '1 where the state did not come to rest at the pattern asked for, else 0.'
    }
  },
  settings: hopfieldSettings,
  floats(given, { outputs, steps }) {
    const capacity = Number(completeSettings(hopfieldSettings, given).capacity);
    // float64 slots and state, and the rows of the tick probes.
    return 2 * (capacity + 1) * outputs + steps * (capacity + 4);
  },
  async create(context) {
    return new HopfieldModel(context);
  }
};
