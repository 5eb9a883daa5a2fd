/**
 * What can be seen of a stack while it learns: names, symbols and units once. Tick probes show trial 0 of the batch; units are
 * counted through all layers, bottom first, and synapses by where they come from: inputs, then all units, then the bias.
 */
import type { ProbeDescription } from '../model';
import type { StreamShape } from '../stream';
import type { Stack } from '../stack/stack';

const tick = { kind: 'tick', unit: '', signed: false, ofWatchedUnit: false } as const;
const watched = { kind: 'tick', unit: '', signed: true, ofWatchedUnit: true } as const;
const image = { kind: 'image', unit: '', signed: true, ofWatchedUnit: false } as const;

/** inputs + units + 1: synapses by where they come from. */
export const channelsOf = ({ inputs, layers }: Stack): number =>
  layers.reduce((sum, { units }) => sum + units, inputs) + 1;

export function deepProbes(stack: Stack, shape: StreamShape): readonly ProbeDescription[] {
  const { inputs, outputs, layers, loss } = stack;
  const units = layers.reduce((sum, layer) => sum + layer.units, 0);
  const channels = channelsOf(stack);
  const depth = layers.length;
  const spiking = layers.filter(({ unit }) => unit.kind === 'spiking').length;
  const allSpike = spiking === depth;
  const probes: (ProbeDescription | false)[] = [
    {
      ...tick,
      name: 'input',
      label: 'Input',
      symbol: 'x',
      width: inputs,
      signed: shape.inputKind === 'analogue',
      help: 'What the stream feeds in.'
    },
    allSpike
      ? {
          ...tick,
          name: 'spikes',
          label: 'Spikes',
          symbol: 'z',
          width: units,
          help: 'Spikes of all units: 1 where v ≥ A and the unit is not refractory.'
        }
      : {
          ...tick,
          name: 'activity',
          label: 'Activity',
          symbol: 'z',
          width: units,
          signed: true,
          help: 'What each unit tells others: h of a leaky tanh unit, tanh u of a membrane, the spikes of a spiking one.'
        },
    {
      ...tick,
      name: 'potential',
      label: 'Potential',
      symbol: 'u',
      width: units,
      signed: true,
      help: 'h ← (1 − a)h + a tanh(s) of a leaky tanh unit; u ← αu + s of a membrane; v ← αv + ζs − v_th z of a spiking one.'
    },
    spiking > 0 && {
      ...tick,
      name: 'threshold',
      label: 'Threshold',
      symbol: 'A',
      width: units,
      help: 'A = v_th + βa, with the adaptation a ← ρa + z. Empty for units that do not spike.'
    },
    {
      ...tick,
      name: 'pseudoDerivative',
      label: spiking > 0 ? 'Pseudo-derivative' : 'Drive',
      symbol: spiking > 0 ? 'ψ' : 'd',
      width: units,
      help: 'How much a unit’s output follows its current now: a(1 − tanh²) of leaky tanh, 1 − z² of a membrane, the pseudo-derivative of a spiking unit.'
    },
    {
      ...tick,
      name: 'output',
      label: 'Output',
      symbol: 'y',
      width: outputs,
      signed: true,
      help:
        loss === 'classification'
          ? 'y ← κy + (1 − κ) Σ O z, the evidence for each class; softmax(y) are the probabilities.'
          : 'y ← κy + (1 − κ) Σ O z over the layers read out.'
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
      symbol: 'σ',
      width: units,
      signed: true,
      help: 'σ at the output of each unit: the error of this moment, sent down through the layers above and never through time.'
    },
    {
      ...watched,
      name: 'presynapticTrace',
      label: 'Presynaptic trace',
      symbol: 'z̄',
      width: channels,
      help: 'What each synapse of the watched unit hears, as its membrane remembers it. Inputs first, then units, then the bias; 0 where there is no synapse.'
    },
    {
      ...watched,
      name: 'eligibility',
      label: 'Eligibility trace',
      symbol: 'e',
      width: channels,
      help: 'e of each synapse of the watched unit: what it just did to it, the unit’s own memory included.'
    },
    {
      ...watched,
      name: 'filteredEligibility',
      label: 'Trace that meets the signal',
      symbol: 'ē',
      width: channels,
      help: 'Behind the filters that the rule has: those of the layers above and the readout’s for the cascade, the readout’s alone for spatial and top, no memory at all for immediate. The exact rules and deep e-prop show the cascade’s.'
    },
    {
      ...watched,
      name: 'cascade',
      label: 'Trace on its way up',
      symbol: 'f',
      width: depth * channels,
      help: 'f ← λf + the stage before: the watched unit’s traces at its own layer, behind the filter of the layer above, and so on to the top; 0 beyond.'
    },
    {
      name: 'firingRate',
      label: allSpike ? 'Firing rate' : 'Mean activity',
      symbol: allSpike ? 'f' : 'z',
      unit: allSpike ? 'Hz' : '',
      kind: 'trial',
      width: units,
      signed: !allSpike,
      ofWatchedUnit: false,
      help: 'Of each unit, over the trial that ended last, mean over the batch.'
    },
    {
      name: 'gradientNorm',
      label: 'Gradient norm',
      symbol: '‖∇‖',
      unit: '',
      kind: 'trial',
      width: depth,
      signed: false,
      ofWatchedUnit: false,
      help: 'Of all weights of each layer, under the rule in use, at the last update of the trial that ended last.'
    },
    {
      ...image,
      name: 'weights',
      label: 'Weights',
      symbol: 'W',
      width: units * channels,
      size: [units, channels],
      help: 'One row per unit: its synapses from inputs, from units of the layer below and its own, and its bias; 0 where there is none.'
    },
    {
      ...image,
      name: 'readoutWeights',
      label: 'Readout weights',
      symbol: 'O',
      width: outputs * units,
      size: [outputs, units],
      help: 'One row per output; 0 for units that are not read out.'
    },
    {
      name: 'alignment',
      label: 'Alignment with the exact gradient',
      symbol: 'cos',
      unit: '',
      kind: 'sampled',
      width: 3 * depth + 1,
      signed: true,
      ofWatchedUnit: false,
      help: 'Of a sampled trial, for each layer: cosine of the rule’s gradient to that of BPTT, ratio of their norms, and 1 where theory says they are equal; last the rule’s number.'
    }
  ];
  return probes.filter((probe) => probe !== false);
}
