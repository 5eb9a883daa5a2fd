/** Equation and references of the settings and probes of sequence memories. */
import type { Note } from './entry';

const own: Note = { references: ['engram'] };
const adam: Note = { equation: 'w = w′ − η g', references: ['kingma2015'] };
const ovq = (equation?: string): Note => ({
  ...(equation !== undefined && { equation }),
  references: ['alonso2026']
});
const cca: Note = { references: ['figliolia2025'] };
const zamba: Note = { references: ['glorioso2024'] };
const decay = 'h = a h′ + b x B';

export const memoryNotes: Readonly<Record<string, Note>> = {
  layer: {
    references: [
      'vaswani2017',
      'ainslie2023',
      'deepseek2024',
      'figliolia2025',
      'katharopoulos2020',
      'dao2024',
      'lingle2023',
      'alonso2026',
      'glorioso2024'
    ]
  },
  beside: own,
  layers: { references: ['vaswani2017'] },
  width: { references: ['vaswani2017'] },
  heads: { references: ['vaswani2017'] },
  keyHeads: { references: ['ainslie2023'] },
  mlp: { references: ['shazeer2020'] },
  windowEvery: { references: ['alonso2026'] },
  window: { references: ['alonso2026', 'engram'] },
  positions: { references: ['su2021'] },
  tied: own,
  rows: ovq(),
  block: ovq(),
  growth: ovq('n = {t N}/{t + N}'),
  growthEnd: own,
  opening: ovq(),
  openingSeed: own,
  assignment: { references: ['alonso2026', 'lingle2023'] },
  rate: ovq('μ = μ′ + η_w (k − μ′)'),
  countBias: ovq(),
  normCorrection: { references: ['alonso2026', 'engram'] },
  codeRate: { equation: 'C_s = {m_s}/{N_s}', references: ['lingle2023'] },
  state: { equation: decay, references: ['dao2024'] },
  groups: { references: ['dao2024'] },
  rank: { references: ['deepseek2024'] },
  turned: { references: ['deepseek2024', 'su2021'] },
  queryFactor: cca,
  keyFactor: cca,
  convolutions: cca,
  qkMean: cca,
  valueShift: cca,
  qkNorm: cca,
  sharedBlocks: zamba,
  sharedEvery: zamba,
  adapterRank: zamba,
  adaptQueries: zamba,
  batch: own,
  chunk: own,
  learningRate: adam,
  warmUp: own,
  weightDecay: { references: ['loshchilov2019'] },
  clip: own,
  examineEvery: own,
  lookNetwork: own,
  lookLayer: own,
  lookHead: own,
  generate: own,
  temperature: own
};

export const memoryProbeNotes: Readonly<Record<string, Note>> = {
  surprise: { references: ['shannon1959', 'engram'] },
  tickLoss: own,
  hit: own,
  keptBytes: own,
  written: ovq(),
  networkLoss: own,
  networkAccuracy: own,
  distanceAccuracy: own,
  networkGradient: own,
  stateBytes: own,
  examinedLoss: own,
  examinedAccuracy: own,
  examinedDistance: own,
  examinedLength: own,
  examinedBytes: own,
  generated: own,
  attentionMap: { references: ['vaswani2017'] },
  rowReads: ovq(),
  rowCounts: ovq(),
  rowKeys: ovq('μ = μ′ + {1}/{c} (k − μ′)'),
  stateMap: { equation: decay, references: ['dao2024', 'katharopoulos2020'] }
};
