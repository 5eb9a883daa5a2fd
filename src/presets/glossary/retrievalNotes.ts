/** Equation and references of the settings and probes of retrieval by a walk. */
import type { Note } from './entry';

const own: Note = { references: ['engram'] };
const mixpr = (equation?: string): Note => ({
  ...(equation !== undefined && { equation }),
  references: ['alonso2024']
});
const walk = 'π = (1 − α) A π′ + α p';

export const retrievalNotes: Readonly<Record<string, Note>> = {
  chunking: mixpr(),
  chunkWords: own,
  leaveStopWords: own,
  questionCounted: { references: ['alonso2024', 'engram'] },
  leastCosine: mixpr(),
  thresholdQuestion: { references: ['alonso2024', 'engram'] },
  routing: { references: ['alonso2024', 'engram'] },
  teleport: mixpr(walk),
  walkStart: mixpr(walk),
  rankedBy: mixpr('A = S D^−1'),
  recencyShare: { equation: walk, references: ['alonso2024', 'engram'] },
  recencyHalfLife: own,
  returned: { references: ['alonso2024', 'robertson2009'] }
};

const scored: Note = { references: ['alonso2024', 'robertson2009', 'engram'] };

export const retrievalProbeNotes: Readonly<Record<string, Note>> = {
  walkMass: mixpr(walk),
  walkChange: mixpr(walk),
  methodRecall: scored,
  methodAnswered: { references: ['hsieh2024', 'robertson2009', 'engram'] },
  methodExact: scored,
  neededRank: scored,
  massMap: mixpr(walk),
  passageGraph: mixpr()
};
