/**
 * From settings to the constants of the equations: times in ms to decays per step, rates in Hz to spikes per
 * step, the share of adaptive units to a vector (the adaptive ones last).
 */
import { exp } from '../../compute/transcendentals';
import type { LayerSpan } from '../model';
import type { Settings } from '../settings';
import type { StreamShape } from '../stream';
import type { OptimiserConstants } from '../training/optimiser';
import type { NetworkConstants, UnitConstants } from './network';

/** What the learning rule reads at an update. */
export interface LearningConstants extends OptimiserConstants {
  /** Kolen-Pollack decay of readout and feedback; 0 unless feedback is adaptive. */
  weightDecay: number;
  /** c_reg, and the target in spikes per step. */
  regularisation: number;
  targetRate: number;
  form: 'chunk' | 'step';
  learnInput: boolean;
  learnRecurrent: boolean;
  learnReadout: boolean;
}

/** exp(-dt/tau), and 0 for tau = 0. */
export const decayOf = (tauMs: number, dtMs: number): number => (tauMs > 0 ? exp(-dtMs / tauMs) : 0);

/** Constants of the network under complete settings. */
export function networkConstants(settings: Settings, shape: StreamShape): NetworkConstants {
  const units = settings['units'] as number;
  return {
    inputs: shape.inputs,
    units,
    outputs: shape.outputs,
    loss: shape.loss,
    readoutDecay: decayOf(settings['tauReadout'] as number, shape.dtMs),
    unit: unitConstants(settings, shape.dtMs, units)
  };
}

export function unitConstants(settings: Settings, dtMs: number, units: number): UnitConstants {
  if (settings['unit'] === 'leakyTanh') {
    return {
      kind: 'leakyTanh',
      leak: new Float64Array(units).fill(settings['leak'] as number),
      autapses: settings['autapses'] as boolean
    };
  }
  const membraneDecay = decayOf(settings['tauMembrane'] as number, dtMs);
  const adaptive =
    settings['unit'] === 'alif' ? Math.round((settings['adaptiveFraction'] as number) * units) : 0;
  return {
    kind: 'spiking',
    membraneDecay,
    currentGain: settings['currentGain'] === 'unit' ? 1 : 1 - membraneDecay,
    threshold: settings['threshold'] as number,
    dampening: settings['dampening'] as number,
    refractory: settings['refractory'] as number,
    adaptationDecay: decayOf(settings['tauAdaptation'] as number, dtMs),
    adaptation: new Float64Array(units).fill(settings['adaptation'] as number, units - adaptive)
  };
}

/** The one layer, in the model's numbering of units. */
export function layerSpan(kind: LayerSpan['kind'], { units, unit }: NetworkConstants): LayerSpan {
  const adaptive = unit.kind === 'spiking' ? unit.adaptation.filter((beta) => beta !== 0).length : 0;
  return { label: 'Units', from: 0, to: units, kind, adaptiveFrom: units - adaptive };
}

export function learningConstants(settings: Settings, dtMs: number): LearningConstants {
  return {
    rate: settings['learningRate'] as number,
    beta1: settings['beta1'] as number,
    beta2: settings['beta2'] as number,
    epsilon: settings['epsilon'] as number,
    weightDecay: settings['feedback'] === 'adaptive' ? (settings['weightDecay'] as number) : 0,
    regularisation: settings['unit'] === 'leakyTanh' ? 0 : (settings['rateRegularisation'] as number),
    targetRate: ((settings['targetRate'] as number) * dtMs) / 1000,
    form: settings['traces'] as 'chunk' | 'step',
    learnInput: settings['learnInput'] as boolean,
    learnRecurrent: settings['learnRecurrent'] as boolean,
    learnReadout: settings['learnReadout'] as boolean
  };
}
