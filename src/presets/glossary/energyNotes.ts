/** Equation and references of attention as an energy and over devices. */
import type { Note } from './entry';

const own: Note = { references: ['engram'] };
const hopfield = (equation?: string): Note => ({
  ...(equation !== undefined && { equation }),
  references: ['ramsauer2020']
});
const tree: Note = { references: ['shyam2024'] };
const link: Note = { references: ['shyam2024', 'engram'] };
const update = 'ξ = softmax(β ξ′ · x) x';
const energy = 'E = −lse(β, X ξ) + ½ ξ · ξ';

export const hopfieldNotes: Readonly<Record<string, Note>> = {
  capacity: own,
  inverseTemperature: hopfield(update)
};

export const deviceNotes: Readonly<Record<string, Note>> = {
  devices: tree,
  fanIn: link,
  placement: own,
  room: own,
  clusterTokens: tree,
  clusterGrows: own,
  clusterWidth: tree,
  clusterHeads: tree,
  clusterBatch: tree,
  reductions: link,
  overlap: link,
  perNode: tree,
  latencyWithin: own,
  latencyBetween: own,
  bandwidthWithin: tree,
  bandwidthBetween: tree
};

export const energyProbeNotes: Readonly<Record<string, Note>> = {
  energy: { equation: energy, references: ['ramsauer2020', 'shyam2024'] },
  energyRise: hopfield(energy),
  patternDistance: own,
  patternWeights: hopfield(update),
  greatestRise: hopfield(energy),
  recalled: own,
  cueAndEnd: own,
  patternsHeld: { references: ['ramsauer2020', 'engram'] },
  deviceMaximum: tree,
  deviceSum: { equation: 's = s_a exp(m_a − m) + s_b exp(m_b − m)', references: ['shyam2024'] },
  deviceKeys: own,
  sendsTo: tree,
  hearsFrom: tree,
  sentSoFar: tree,
  decodeError: own,
  decodeTraffic: tree,
  treeTimes: link,
  ringTimes: link,
  speedUps: link,
  lastDoubling: link
};
