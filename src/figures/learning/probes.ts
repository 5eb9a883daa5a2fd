/** The probes the Learning lab's figures read, by the names models give them. */
export const probes = {
  /** Tick, [inputs]. */
  input: 'input',
  /** Tick, [units]: 0 or 1 of spiking units. */
  spikes: 'spikes',
  /** Tick, [units]: analogue activity of units that do not spike. */
  activity: 'activity',
  /** Tick, [units] or, following the watched unit, [1]. */
  membrane: 'membrane',
  threshold: 'threshold',
  pseudoDerivative: 'pseudoDerivative',
  learningSignal: 'learningSignal',
  /** Tick, of the watched unit, [inputs + units]. */
  presynapticTrace: 'presynapticTrace',
  eligibility: 'eligibility',
  filteredEligibility: 'filteredEligibility',
  /** Tick, [outputs]. */
  output: 'output',
  target: 'target',
  /** Tick, [1]: 1 where the loss counts. */
  mask: 'mask',
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
