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
