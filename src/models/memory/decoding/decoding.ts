/** Attention over devices as it is listed: see `memory/energy/devices.ts` for what is computed. */
import type { ModelDefinition } from '../../model';
import { completeSettings } from '../../settings';
import { DecodingModel } from './decodingModel';
import { decodingSettings } from './settings';

export const decodingDefinition: ModelDefinition = {
  id: 'devices',
  lab: 'memory',
  inputKinds: ['analogue'],
  title: 'Attention over devices',
  summary: 'Answers queries from keys on many devices by a tree, round by round, beside a ring.',
  computesItself: 'Parts of attention are joined in float64, without a backend.',
  scores: {
    loss: {
      label: 'Difference to softmax, tree',
      symbol: '|o − o*|',
      unit: '',
      help: 'Greatest over the numbers of the answer, against softmax over all keys in float64.'
    },
    error: {
      label: 'Difference to softmax, ring',
      symbol: '|o − o*|',
      unit: '',
      help: 'The same of the ring.'
    }
  },
  settings: decodingSettings,
  floats(given, { inputs, outputs, steps }) {
    const { devices, room } = completeSettings(decodingSettings, given);
    // float64 keys and values, parts, and the rows of the tick probes.
    return Number(room) * (inputs + outputs) + Number(devices) * (2 * outputs + 5 * steps);
  },
  async create(context) {
    return new DecodingModel(context);
  }
};
