/** What the panels of the Learning lab show of a recurrent network. */

const ofAnyNetwork = [
  'input',
  'pseudoDerivative',
  'output',
  'target',
  'learningSignal',
  'presynapticTrace',
  'eligibility',
  'filteredEligibility',
  'weights',
  'readoutWeights'
];

export const spikingProbes: readonly string[] = ['spikes', 'potential', 'threshold', ...ofAnyNetwork];
export const leakyTanhProbes: readonly string[] = ['activity', ...ofAnyNetwork];
/** Of a stack of layers, whatever its units: see the probes of the model `deep`. */
export const deepProbes: readonly string[] = [
  'activity',
  'pseudoDerivative',
  'input',
  'output',
  'target',
  'learningSignal',
  'presynapticTrace',
  'eligibility',
  'filteredEligibility',
  'cascade',
  'weights',
  'readoutWeights'
];
/** The same where every layer spikes. */
export const deepSpikingProbes: readonly string[] = [
  'spikes',
  'potential',
  'threshold',
  ...deepProbes.filter((name) => name !== 'activity')
];
/** Of an animal in a world: series are kept by themselves, images are read when looked at. */
export const animalProbes: readonly string[] = ['state', 'position', 'reward'];
/** Of codes that learn from images: series are kept by themselves, images are read when looked at. */
export const codingProbes: readonly string[] = ['minibatchRate', 'minibatchDistortion', 'classifierLoss'];
