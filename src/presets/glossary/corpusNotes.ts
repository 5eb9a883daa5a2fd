/** Equation and references of the settings and probes of a corpus that is cleaned. */
import { filters } from '../../models/corpus/cleaning/filters';
import type { Note } from './entry';

const own: Note = { references: ['engram'] };
const zyda: Note = { references: ['tokpanov2024'] };
const both: Note = { references: ['tokpanov2024', 'zyda2'] };
const bands: Note = { equation: 'S(J) = 1 − (1 − J^r)^b', references: ['indyk1998', 'tokpanov2024'] };

export const corpusNotes: Readonly<Record<string, Note>> = {
  ...Object.fromEntries(filters.map(({ id }) => [id, zyda])),
  signalWords: zyda,
  sexualWords: zyda,
  profaneWords: zyda,
  damagedWords: zyda,
  shingles: { references: ['broder1997', 'tokpanov2024', 'zyda2'] },
  shingleSize: both,
  permutations: { references: ['broder1997', 'tokpanov2024'] },
  likeness: both,
  bands,
  bandRows: bands,
  keep: both,
  ranking: both,
  capacity: own,
  labelled: { references: ['joulin2017', 'zyda2', 'engram'] },
  quality: { references: ['zyda2', 'engram'] },
  readerOrder: { references: ['witten1991', 'engram'] }
};

export const corpusProbeNotes: Readonly<Record<string, Note>> = {
  fate: zyda,
  documentWords: own,
  similarity: { references: ['broder1997'] },
  fateCounts: zyda,
  ledger: both,
  copyLosses: { references: ['zyda2', 'engram'] },
  componentSizes: { references: ['tarjan1975', 'tokpanov2024'] },
  knownPairs: own,
  foundPairs: bands,
  pairQuality: own,
  readerLoss: { references: ['witten1991', 'engram'] },
  readerCharacters: own
};
