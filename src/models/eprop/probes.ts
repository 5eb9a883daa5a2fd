/**
 * What can be seen of a network while it learns: names, symbols and units once. Tick probes show trial 0 of
 * the batch.
 */
import type { ProbeDescription } from '../model';
import type { StreamShape } from '../stream';
import type { NetworkConstants } from './network';

const tick = { kind: 'tick', unit: '', signed: false, ofWatchedUnit: false } as const;
const image = { kind: 'image', unit: '', signed: true, ofWatchedUnit: false } as const;

export function epropProbes(
  { inputs, units, outputs, unit, loss }: NetworkConstants,
  shape: StreamShape
): readonly ProbeDescription[] {
  const fanIn = inputs + units;
  const spiking = unit.kind === 'spiking';
  const analogue = shape.inputKind === 'analogue';
  const activity: readonly ProbeDescription[] = spiking
    ? [
        {
          ...tick,
          name: 'spikes',
          label: 'Spikes',
          symbol: 'z',
          width: units,
          help: 'Spikes of all units: 1 where v ≥ A and the unit is not refractory.'
        },
        {
          ...tick,
          name: 'potential',
          label: 'Membrane potential',
          symbol: 'v',
          width: units,
          signed: true,
          help: 'v ← αv + ζ(W_in x + W_rec z) − v_th z: loses the threshold at the step after a spike.'
        },
        {
          ...tick,
          name: 'threshold',
          label: 'Threshold',
          symbol: 'A',
          width: units,
          help: 'A = v_th + βa, with the adaptation a ← ρa + z. Flat for plain LIF units.'
        },
        {
          ...tick,
          name: 'pseudoDerivative',
          label: 'Pseudo-derivative',
          symbol: 'ψ',
          width: units,
          help: 'ψ = (γ/v_th) max(0, 1 − |v − A|/v_th), 0 while refractory: how open a unit is to learning now.'
        }
      ]
    : [
        {
          ...tick,
          name: 'activity',
          label: 'Activity',
          symbol: 'h',
          width: units,
          signed: true,
          help: 'h ← (1 − λ)h + λ tanh(W_in x + W_rec h).'
        },
        {
          ...tick,
          name: 'pseudoDerivative',
          label: 'Drive',
          symbol: 'd',
          width: units,
          help: 'd = λ(1 − tanh²): how much the activity follows the current now.'
        }
      ];
  return [
    {
      ...tick,
      name: 'input',
      label: 'Input',
      symbol: 'x',
      width: inputs,
      signed: analogue,
      help: 'What the stream feeds in.'
    },
    ...activity,
    {
      ...tick,
      name: 'output',
      label: 'Output',
      symbol: 'y',
      width: outputs,
      signed: true,
      help:
        loss === 'classification'
          ? 'y ← κy + (1 − κ) W_out z, the evidence for each class; softmax(y) are the probabilities.'
          : 'y ← κy + (1 − κ) W_out z.'
    },
    {
      ...tick,
      name: 'target',
      label: 'Target',
      symbol: 'y*',
      width: outputs,
      signed: loss === 'regression',
      help: loss === 'classification' ? 'The right class, one-hot.' : 'What the output should be.'
    },
    {
      ...tick,
      name: 'learningSignal',
      label: 'Learning signal',
      symbol: 'L',
      width: units,
      signed: true,
      help: 'L = Σ B · error over the outputs: what each unit hears of the error now. 0 where the loss does not count.'
    },
    {
      ...tick,
      name: 'presynapticTrace',
      label: 'Presynaptic trace',
      symbol: 'z̄',
      width: fanIn,
      signed: analogue || !spiking,
      help: spiking
        ? 'z̄ ← αz̄ + ζz: each input and unit as its synapses remember it; inputs first, then units.'
        : 'What each synapse hears: inputs first, then the units at the step before.'
    },
    {
      ...tick,
      name: 'eligibility',
      label: 'Eligibility trace',
      symbol: 'e',
      width: fanIn,
      signed: true,
      ofWatchedUnit: true,
      help: 'e = ψ(z̄ − βε), ε ← ρε + e (no ε without adaptation): what each synapse of the watched unit just did to it.'
    },
    {
      ...tick,
      name: 'filteredEligibility',
      label: 'Filtered eligibility trace',
      symbol: 'ē',
      width: fanIn,
      signed: true,
      ofWatchedUnit: true,
      help: 'ē ← κē + (1 − κ)e; the weight change is the learning signal times ē, summed over time.'
    },
    {
      name: 'firingRate',
      label: spiking ? 'Firing rate' : 'Mean activity',
      symbol: spiking ? 'f' : 'h',
      unit: spiking ? 'Hz' : '',
      kind: 'trial',
      width: units,
      signed: !spiking,
      ofWatchedUnit: false,
      help: 'Of each unit, over the trial that ended last, mean over the batch.'
    },
    {
      ...image,
      name: 'weights',
      label: 'Weights',
      symbol: 'W',
      width: units * fanIn,
      size: [units, fanIn],
      help: 'W = [W_in | W_rec]: one row per unit; its inputs first, then the units that feed it.'
    },
    {
      ...image,
      name: 'readoutWeights',
      label: 'Readout weights',
      symbol: 'W_out',
      width: outputs * units,
      size: [outputs, units],
      help: 'One row per output.'
    },
    {
      ...image,
      name: 'feedback',
      label: 'Feedback',
      symbol: 'B',
      width: units * outputs,
      size: [units, outputs],
      help: 'One row per unit: what it hears of each output’s error.'
    }
  ];
}
