/** Equation and references of every setting of every model, by the model's id and the setting's name. */
import type { Note } from './entry';
import { corpusNotes } from './corpusNotes';
import { deviceNotes, hopfieldNotes } from './energyNotes';
import { memoryNotes } from './memoryNotes';
import { retrievalNotes } from './retrievalNotes';

const bellec = (equation?: string): Note => ({
  ...(equation !== undefined && { equation }),
  references: ['bellec2020']
});
const own = (equation?: string): Note => ({
  ...(equation !== undefined && { equation }),
  references: ['engram']
});
const membrane = 'v = α v′ + ζ I − v_th z′';
const threshold = 'A = v_th + β a';
const pseudoDerivative = 'ψ = {γ}/{v_th} max(0, 1 − {|v − A|}/{v_th})';
const step = 'w = w′ − η g';

/** What the single layer and the stack have in common. */
const network: Readonly<Record<string, Note>> = {
  adaptiveFraction: bellec(threshold),
  tauMembrane: bellec(membrane),
  tauAdaptation: bellec('a = ρ a′ + z′'),
  tauReadout: bellec('y = κ y′ + (1 − κ) W_out z'),
  threshold: bellec(membrane),
  adaptation: bellec(threshold),
  refractory: bellec(),
  currentGain: bellec(membrane),
  autapses: { equation: 'e = (1 − a + d R) e′ + d z̄', references: ['bellec2020', 'engram'] },
  inputScale: own(),
  recurrentScale: own(),
  readoutScale: own(),
  dampening: bellec(pseudoDerivative),
  optimiser: { equation: step, references: ['kingma2015'] },
  learningRate: { equation: step, references: ['kingma2015', 'bellec2020'] },
  beta1: { references: ['kingma2015'] },
  beta2: { references: ['kingma2015'] },
  epsilon: { references: ['kingma2015'] },
  weightDecay: { references: ['kolen1994', 'bellec2020'] },
  rateRegularisation: bellec('g = g′ + {c_reg}/{T} (f − f_target) e'),
  targetRate: bellec('g = g′ + {c_reg}/{T} (f − f_target) e'),
  updateEvery: own(),
  traces: { references: ['bellec2020', 'engram'] },
  learnInput: own(),
  learnRecurrent: own(),
  learnReadout: own(),
  batch: own()
};

const eprop: Readonly<Record<string, Note>> = {
  ...network,
  units: bellec(),
  unit: bellec(membrane),
  leak: { equation: 'h = (1 − λ) h′ + λ tanh(s)', references: ['engram'] },
  feedback: { equation: 'L = B (y − y_target)', references: ['bellec2020', 'lillicrap2016', 'kolen1994'] },
  feedbackScale: bellec()
};

const deep: Readonly<Record<string, Note>> = {
  ...network,
  layers: { references: ['millidge2025deep'] },
  unitTypes: { references: ['bellec2020', 'millidge2025deep'] },
  leaks: { equation: 'h = (1 − a) h′ + a tanh(s)', references: ['millidge2025deep', 'engram'] },
  tauMembrane: { equation: 'u = α u′ + I', references: ['bellec2020', 'millidge2025deep'] },
  readoutFrom: { references: ['bellec2020', 'engram'] },
  forwardScale: own(),
  recurrentScale: { references: ['girko1985', 'engram'] },
  biasScale: own(),
  rule: {
    equation: 'f = λ f′ + e',
    references: ['millidge2025deep', 'bellec2020', 'werbos1990', 'williams1989', 'zucchet2023']
  },
  feedback: { references: ['bellec2020', 'lillicrap2016', 'kolen1994'] },
  feedbackScale: { references: ['lillicrap2016', 'engram'] },
  traces: { references: ['millidge2025deep', 'engram'] },
  alignEvery: { references: ['werbos1990', 'engram'] }
};

const successor = 'M = (I − γ P)⁻¹';
const tdError = 'M_s = M_s + η (e_s + γ M_n − M_s)';

const maps: Readonly<Record<string, Note>> = {
  world: { references: ['stachenfeld2017', 'engram'] },
  dangling: { references: ['haveliwala2002', 'sutton2018'] },
  policy: { references: ['sutton2018', 'stachenfeld2017'] },
  exploration: { references: ['sutton2018'] },
  dwell: own(),
  gamma: { equation: successor, references: ['dayan1993', 'millidge2025walk'] },
  learners: { references: ['russek2017', 'momennejad2017', 'dayan1993'] },
  eta: { equation: tdError, references: ['dayan1993', 'sutton2018'] },
  etaDecay: { references: ['sutton2018'] },
  lambda: { equation: 'z = γ λ z′ + e_s', references: ['sutton2018'] },
  etaReward: { equation: 'V = M r', references: ['dayan1993', 'russek2017'] },
  replays: { references: ['russek2017'] },
  mix: { references: ['momennejad2017', 'russek2017'] },
  startM: { references: ['russek2017', 'engram'] },
  recallCues: {
    equation: 'π = (1 − γ) sᵀ M',
    references: ['haveliwala2002', 'millidge2025walk', 'gutierrez2024']
  },
  pushEpsilon: { references: ['andersen2006'] },
  walks: { references: ['haveliwala2002', 'engram'] }
};

const loss = 'L = D + β R';

const vae: Readonly<Record<string, Note>> = {
  loss: { equation: loss, references: ['varona2024'] },
  beta: { equation: loss, references: ['varona2024', 'alemi2018'] },
  beside: { references: ['varona2024', 'engram'] },
  latents: { references: ['kingma2014', 'varona2024'] },
  coder: { references: ['varona2024', 'engram'] },
  hidden: own(),
  pixelLoss: { references: ['kingma2014'] },
  capacity: { equation: 'L = D + γ |R − C|', references: ['burgess2018'] },
  capacityWeight: { equation: 'L = D + γ |R − C|', references: ['burgess2018'] },
  capacitySteps: { references: ['burgess2018'] },
  query: { equation: 'D = Σ p_i D_i', references: ['varona2024'] },
  divergence: { equation: 'D = Div(Q(x), Q(r))', references: ['varona2024'] },
  classifier: { references: ['varona2024', 'ioffe2015'] },
  classifierUnits: { references: ['varona2024', 'engram'] },
  classifierSteps: own(),
  learningRate: { equation: step, references: ['kingma2015'] },
  batch: own(),
  reservoir: { references: ['vitter1985'] },
  replay: { references: ['vitter1985', 'engram'] }
};

export const modelNotes: Readonly<Record<string, Readonly<Record<string, Note>>>> = {
  eprop,
  deep,
  maps,
  vae,
  memory: memoryNotes,
  corpus: corpusNotes,
  mixpr: retrievalNotes,
  hopfield: hopfieldNotes,
  devices: deviceNotes
};
