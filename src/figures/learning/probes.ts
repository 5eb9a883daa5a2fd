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
  /** Tick, [inputs + units], the same for every unit. */
  presynapticTrace: 'presynapticTrace',
  /** Tick, of the watched unit, [inputs + units]. */
  eligibility: 'eligibility',
  filteredEligibility: 'filteredEligibility',
  /** Tick, [outputs]; for classification the evidence before the softmax, and one-hot. */
  output: 'output',
  target: 'target',
  /** Images: [units, inputs + units] and [outputs, units]. */
  weights: 'weights',
  readoutWeights: 'readoutWeights',
  /** Trial, [1]. */
  loss: 'loss',
  error: 'error',
  heldOutError: 'heldOutError',
  meanRate: 'meanRate',
  /** Trial, [units], Hz. */
  firingRate: 'firingRate'
} as const;
