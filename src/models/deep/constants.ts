/**
 * From settings to the constants of the equations: entries per layer to layers, times in ms to decays per step, rates in Hz
 * to spikes per step.
 */
import { decayOf } from '../eprop/constants';
import type { LayerSpan } from '../model';
import { listOf, SettingError, type Settings } from '../settings';
import type { StreamShape } from '../stream';
import type { OptimiserConstants } from '../training/optimiser';
import type { Rule, Stack, StackLayer, StackUnit } from '../stack/stack';

export type FeedbackKind = 'symmetric' | 'random' | 'broadcast' | 'adaptive';

/** What the learning rule reads at an update. */
export interface LearningConstants extends OptimiserConstants {
  /** Kolen-Pollack decay; 0 unless feedback is adaptive. */
  weightDecay: number;
  /** c_reg, and the target in spikes per step. */
  regularisation: number;
  targetRate: number;
  rule: Rule;
  form: 'chunk' | 'step';
  feedback: FeedbackKind;
  learnInput: boolean;
  learnRecurrent: boolean;
  learnReadout: boolean;
}

/** The stack that complete settings describe. Throws SettingError for lists that do not fit the number of layers. */
export function stackOf(settings: Settings, shape: StreamShape): Stack {
  const widths = listOf(settings['layers']).map(Number);
  const perLayer = (name: string): string[] => entries(settings, name, widths.length);
  const types = perLayer('unitTypes');
  const leaks = perLayer('leaks');
  const taus = perLayer('tauMembrane');
  const layers = widths.map(
    (units, l): StackLayer => ({
      units,
      unit: unitOf(
        types[l],
        Number(leaks[l]),
        decayOf(Number(taus[l]), shape.dtMs),
        units,
        settings,
        shape.dtMs
      ),
      autapses: settings['autapses'] === true && (types[l] === 'leakyTanh' || types[l] === 'membrane')
    })
  );
  return {
    inputs: shape.inputs,
    outputs: shape.outputs,
    layers,
    readout: settings['readoutFrom'] as 'top' | 'all',
    readoutDecay: decayOf(settings['tauReadout'] as number, shape.dtMs),
    loss: shape.loss
  };
}

/** As many entries as layers: one given entry holds for all. */
function entries(settings: Settings, name: string, layers: number): string[] {
  const given = listOf(settings[name]);
  if (given.length === layers) return given;
  if (given.length === 1) return Array<string>(layers).fill(given[0]);
  throw new SettingError(
    `Setting '${name}' has ${given.length} entries for ${layers} ${layers === 1 ? 'layer' : 'layers'}; give one for all layers, or one for each.`
  );
}

function unitOf(
  type: string,
  leak: number,
  membraneDecay: number,
  units: number,
  settings: Settings,
  dtMs: number
): StackUnit {
  if (type === 'leakyTanh') return { kind: 'leakyTanh', leak };
  if (type === 'membrane') return { kind: 'membrane', decay: membraneDecay };
  const adaptive = type === 'alif' ? Math.round((settings['adaptiveFraction'] as number) * units) : 0;
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

/** Units of each layer in the model's numbering. */
export function layerSpans(settings: Settings, { layers }: Stack): LayerSpan[] {
  const types = entries(settings, 'unitTypes', layers.length);
  let to = 0;
  return layers.map(({ units, unit }, l) => {
    const from = to;
    to += units;
    const adaptive = unit.kind === 'spiking' ? unit.adaptation.filter((beta) => beta !== 0).length : 0;
    return {
      label: layers.length === 1 ? 'Units' : `Layer ${l + 1}`,
      from,
      to,
      kind: types[l] as LayerSpan['kind'],
      adaptiveFrom: to - adaptive,
      decay:
        unit.kind === 'leakyTanh' ? 1 - unit.leak : unit.kind === 'membrane' ? unit.decay : unit.membraneDecay
    };
  });
}

export function learningConstants(settings: Settings, dtMs: number): LearningConstants {
  return {
    rate: settings['learningRate'] as number,
    beta1: settings['beta1'] as number,
    beta2: settings['beta2'] as number,
    epsilon: settings['epsilon'] as number,
    weightDecay: settings['feedback'] === 'adaptive' ? (settings['weightDecay'] as number) : 0,
    regularisation: settings['rateRegularisation'] as number,
    targetRate: ((settings['targetRate'] as number) * dtMs) / 1000,
    rule: settings['rule'] as Rule,
    form: settings['traces'] as 'chunk' | 'step',
    feedback: settings['feedback'] as FeedbackKind,
    learnInput: settings['learnInput'] as boolean,
    learnRecurrent: settings['learnRecurrent'] as boolean,
    learnReadout: settings['learnReadout'] as boolean
  };
}

/** Ticks between updates. */
export function chunkTicks(settings: Settings, { steps }: StreamShape): number {
  const every = settings['updateEvery'] as number;
  return every > 0 ? Math.min(every, steps) : steps;
}
