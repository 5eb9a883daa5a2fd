/** The probes the Learning lab's figures read, by the names models give them. */
export const probes = {
  /** Tick, [inputs]. */
  input: 'input',
  /** Tick, [units]: 0 or 1 of spiking units. */
  spikes: 'spikes',
  /** Tick, [units]: analogue activity of units that do not spike. */
  activity: 'activity',
  /** Tick, [units]. */
  potential: 'potential',
  threshold: 'threshold',
  pseudoDerivative: 'pseudoDerivative',
  learningSignal: 'learningSignal',
  /** Tick, [inputs + units], the same for every unit; of models of several layers of the watched unit, [channels]. */
  presynapticTrace: 'presynapticTrace',
  /** Tick, of the watched unit, [channels]: inputs, units, and the bias in models that have one. */
  eligibility: 'eligibility',
  filteredEligibility: 'filteredEligibility',
  /** Tick, of the watched unit, [layers, channels]: stage f(k→k+m) in row m, zeros beyond the top. */
  cascade: 'cascade',
  /** Tick, [outputs]; for classification the evidence before the softmax, and one-hot. */
  output: 'output',
  target: 'target',
  /** Images: [units, channels] and [outputs, units]. */
  weights: 'weights',
  readoutWeights: 'readoutWeights',
  /** Trial, [1]. */
  loss: 'loss',
  error: 'error',
  heldOutError: 'heldOutError',
  meanRate: 'meanRate',
  /** Trial, [units], Hz. */
  firingRate: 'firingRate',
  /** Sampled, [3 layers + 1]: cosines, norm ratios, flags of exactness, the rule. */
  alignment: 'alignment'
} as const;
