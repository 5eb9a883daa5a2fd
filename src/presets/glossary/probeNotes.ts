/** Equation and references of everything that can be recorded, by the probe's name. */
import type { Note } from './entry';
import { corpusProbeNotes } from './corpusNotes';
import { energyProbeNotes } from './energyNotes';
import { memoryProbeNotes } from './memoryNotes';
import { retrievalProbeNotes } from './retrievalNotes';

const bellec = (equation?: string): Note => ({
  ...(equation !== undefined && { equation }),
  references: ['bellec2020']
});
const own: Note = { references: ['engram'] };

export const probeNotes: Readonly<Record<string, Note>> = {
  loss: own,
  error: own,
  meanRate: bellec(),
  firingRate: bellec(),
  heldOutLoss: own,
  heldOutError: own,
  spikes: bellec('v = α v′ + ζ I − v_th z′'),
  potential: bellec('v = α v′ + ζ I − v_th z′'),
  threshold: bellec('A = v_th + β a'),
  activity: { equation: 'h = (1 − a) h′ + a tanh(s)', references: ['millidge2025deep', 'engram'] },
  input: own,
  output: bellec('y = κ y′ + (1 − κ) W_out z'),
  target: own,
  pseudoDerivative: bellec('ψ = {γ}/{v_th} max(0, 1 − {|v − A|}/{v_th})'),
  learningSignal: bellec('L = B (y − y_target)'),
  feedback: { references: ['bellec2020', 'lillicrap2016'] },
  presynapticTrace: bellec('z̄ = α z̄′ + ζ z'),
  eligibility: bellec('e = ψ (z̄ − β ε)'),
  filteredEligibility: bellec('ē = κ ē′ + (1 − κ) e'),
  cascade: { equation: 'f = λ f′ + e', references: ['millidge2025deep', 'engram'] },
  weights: bellec('w = w′ − η g'),
  readoutWeights: bellec('w = w′ − η g'),
  gradientNorm: own,
  alignment: { references: ['werbos1990', 'millidge2025deep'] },

  state: own,
  position: own,
  reward: { references: ['sutton2018'] },
  mapError: { references: ['dayan1993', 'engram'] },
  greedySteps: { references: ['tolman1948', 'russek2017'] },
  preference: { references: ['momennejad2017'] },
  revaluation: { references: ['momennejad2017'] },
  relearning: { references: ['tolman1948', 'engram'] },
  identity: { equation: 'π = (1 − γ) sᵀ M', references: ['millidge2025walk'] },
  wallFields: { references: ['stachenfeld2017', 'engram'] },
  episodeSteps: { references: ['sutton2018'] },
  fieldShift: { references: ['stachenfeld2017'] },
  communities: { references: ['schapiro2013', 'stachenfeld2017'] },
  bridgeRank: { references: ['gutierrez2024', 'engram'] },
  successor: { equation: 'M = I + γ P M', references: ['dayan1993'] },
  exactSuccessor: { equation: 'M = (I − γ P)⁻¹', references: ['dayan1993'] },
  transitions: { references: ['sutton2018'] },
  values: { equation: 'V = M r', references: ['dayan1993'] },
  exactValues: { equation: 'V = M r', references: ['dayan1993'] },
  visits: own,
  gammaBank: { references: ['stachenfeld2017'] },
  eigenmaps: { equation: 'P u = λ u', references: ['stachenfeld2017'] },
  eigenvalues: { equation: 'P u = λ u', references: ['stachenfeld2017'] },
  recall: { equation: 'π = (1 − γ) sᵀ M', references: ['haveliwala2002', 'millidge2025walk'] },
  residuals: { references: ['millidge2025walk', 'andersen2006'] },

  minibatchRate: { references: ['alemi2018', 'varona2024'] },
  minibatchDistortion: { references: ['varona2024'] },
  classifierLoss: { references: ['varona2024'] },
  rate: { references: ['alemi2018', 'varona2024'] },
  divergence: { equation: 'D = Div(Q(x), Q(r))', references: ['varona2024'] },
  pixelLoss: { references: ['kingma2014'] },
  accuracy: { references: ['varona2024'] },
  accuracyOther: { references: ['varona2024', 'engram'] },
  classifierAccuracy: { references: ['varona2024'] },
  meanSquaredError: own,
  latentRate: { references: ['kingma2014', 'alemi2018'] },
  factorR2: own,
  neighbours: own,
  pairs: { references: ['varona2024'] },
  latentMap: { references: ['varona2024'] },
  traversals: { references: ['burgess2018'] },
  plane: { references: ['kingma2014', 'engram'] },
  planeSpan: own,

  ...memoryProbeNotes,
  ...corpusProbeNotes,
  ...retrievalProbeNotes,
  ...energyProbeNotes
};
