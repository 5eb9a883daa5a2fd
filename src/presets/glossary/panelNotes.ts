/** Equation and references of every panel, by its figure's id. */
import type { Note } from './entry';

export const panelNotes: Readonly<Record<string, Note>> = {
  spikeRaster: { references: ['bellec2020'] },
  outputVsTarget: { equation: 'y = κ y′ + (1 − κ) W_out z', references: ['bellec2020'] },
  learningCurves: { references: ['bellec2020', 'engram'] },
  alignment: { references: ['werbos1990', 'millidge2025deep'] },
  networkGraph: { references: ['engram'] },
  neuron: { equation: 'v = α v′ + ζ I − v_th z′', references: ['bellec2020'] },
  traceWaterfall: { equation: 'e = ψ (z̄ − β ε)', references: ['bellec2020'] },
  cascade: { equation: 'f = λ f′ + e', references: ['millidge2025deep', 'engram'] },
  synapseStory: { equation: 'g = g′ + σ F', references: ['bellec2020', 'millidge2025deep'] },
  weightMatrix: { equation: 'w = w′ − η g', references: ['bellec2020'] },
  firingRates: { references: ['bellec2020'] },
  alignmentSweep: { references: ['millidge2025deep', 'engram'] },

  worldMap: { references: ['stachenfeld2017', 'engram'] },
  successorMatrix: { equation: 'M = (I − γ P)⁻¹', references: ['dayan1993', 'millidge2025walk'] },
  placeField: { equation: 'M = I + γ P M', references: ['stachenfeld2017'] },
  prediction: { equation: 'M = I + γ P M', references: ['dayan1993', 'stachenfeld2017'] },
  recall: {
    equation: 'π = (1 − γ) sᵀ M',
    references: ['haveliwala2002', 'millidge2025walk', 'gutierrez2024']
  },
  residuals: { equation: 'π = (1 − γ) sᵀ M', references: ['millidge2025walk', 'andersen2006'] },
  valueLandscape: { equation: 'V = M r', references: ['dayan1993', 'russek2017'] },
  mapLearning: { references: ['dayan1993', 'sutton2018'] },
  behaviour: { references: ['tolman1948', 'russek2017'] },
  preference: { equation: 'V = M r', references: ['momennejad2017', 'russek2017'] },
  fieldProfile: { references: ['stachenfeld2017'] },
  communities: { references: ['schapiro2013', 'stachenfeld2017'] },
  gammaBank: { equation: 'M = (I − γ P)⁻¹', references: ['stachenfeld2017'] },
  spread: { references: ['andersen2006'] },
  eigenmaps: { equation: 'P u = λ u', references: ['stachenfeld2017'] },

  rateAccuracy: { equation: 'L = D + β R', references: ['varona2024', 'shannon1959'] },
  pairs: { references: ['varona2024'] },
  codeLearning: { references: ['varona2024'] },
  invariance: { references: ['varona2024', 'engram'] },
  latentMap: { references: ['varona2024'] },
  plane: { references: ['kingma2014', 'engram'] },
  latentRate: { references: ['kingma2014', 'alemi2018'] },
  traversals: { references: ['burgess2018'] },
  ratePlane: { equation: 'F = D + R', references: ['alemi2018'] },
  classifiers: { references: ['varona2024'] },
  itemOrQuery: { references: ['varona2024', 'blahut1972'] },
  exactCurve: { references: ['shannon1959', 'blahut1972', 'varona2024'] },
  identification: { references: ['sims2016', 'blahut1972'] },

  energyLandscape: { equation: 'F = log Σ exp(ζ · k + J · v)', references: ['shyam2024'] },
  clusterTimes: { references: ['shyam2024'] }
};
