/** References of the sources: of the task as a whole, and of settings that come from elsewhere. */
import type { Note } from './entry';
import type { ReferenceId } from './references';

interface SourceNotes {
  references: readonly ReferenceId[];
  settings?: Readonly<Record<string, Note>>;
}

export const sourceNotes: Readonly<Record<string, SourceNotes>> = {
  evidence: { references: ['bellec2020'] },
  pattern: { references: ['bellec2020'] },
  storeRecall: { references: ['bellec2020'] },
  delayedMatch: { references: ['engram'] },
  hierarchical: { references: ['millidge2025deep', 'engram'] },
  copy: { references: ['zucchet2023'] },
  shapes: { references: ['varona2024', 'engram'] },
  sprites: { references: ['matthey2017', 'engram'] },
  images: { references: ['engram'] },
  file: { references: ['engram'] },
  text: { references: ['engram'] },
  inContextRecall: {
    references: ['alonso2026', 'engram'],
    settings: { power: { references: ['arora2023'] } }
  },
  induction: { references: ['olsson2022', 'engram'] },
  copyTokens: { references: ['engram'] },
  functions: { references: ['alonso2026', 'garg2022', 'engram'] },
  hashHop: { references: ['magic2024', 'engram'] },
  letters: {
    references: ['engram'],
    settings: {
      cleaning: { references: ['tokpanov2024', 'zyda2', 'engram'] },
      handedOver: { references: ['tokpanov2024', 'engram'] }
    }
  },
  documents: { references: ['engram'] },
  pages: { references: ['tokpanov2024', 'engram'] },
  hashes: { references: ['magic2024', 'alonso2024'] },
  needles: { references: ['hsieh2024', 'engram'] },
  variableTracking: { references: ['hsieh2024', 'engram'] },
  commonWords: { references: ['hsieh2024', 'engram'] },
  frequentWords: { references: ['hsieh2024', 'engram'] },
  factChains: { references: ['weston2015', 'engram'] },
  twoHopFacts: { references: ['engram'] },
  passages: { references: ['engram'] },
  patterns: { references: ['ramsauer2020', 'engram'] },
  decoding: { references: ['shyam2024', 'engram'] },
  walk: { references: ['engram'] },
  trajectory: { references: ['engram'], settings: { file: { references: ['sargolini2006', 'engram'] } } },
  spikes: { references: ['engram'] },
  live: {
    references: ['engram'],
    settings: { hearing: { references: ['slaney1993', 'engram'] } }
  },
  replay: { references: ['engram'] }
};
