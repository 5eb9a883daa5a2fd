/**
 * What can be seen of a corpus that is cleaned as it flows in, by name. S sources in the order of the stream; fates as in `fates.ts`.
 * NaN where there is nothing to say.
 */
export const corpusProbes = {
  // Every document.
  /** [1] number of what became of it when it came; NaN for a tick without a document. */
  fate: 'fate',
  /** [1] words in it. */
  documentWords: 'documentWords',
  /** [1] Jaccard similarity, estimated from the signatures, to the document that it was found like; NaN where there was none. */
  similarity: 'similarity',
  // Every trial, all since the beginning.
  /** [fates] documents. */
  fateCounts: 'fateCounts',
  /** [S, stages] words that came, that passed the filters, that stayed after deduplication, that are kept: as it stands now. */
  ledger: 'ledger',
  /** [S] share of the words that passed the filters which deduplication took, as it stands now. */
  copyLosses: 'copyLosses',
  /** [octaves] components of the index now, by size: 1, 2-3, 4-7, ... */
  componentSizes: 'componentSizes',
  /** [bins] pairs of known near copies by their true Jaccard similarity, and how many of them were candidates. */
  knownPairs: 'knownPairs',
  foundPairs: 'foundPairs',
  /** [3] of known pairs: share found of those at or above the threshold, share at or above it of those found, pairs at or above it. */
  pairQuality: 'pairQuality',
  /** [readers] bits a character on held-out text of models that have read equally much of what each is given. */
  readerLoss: 'readerLoss',
  /** [readers] characters each has read. */
  readerCharacters: 'readerCharacters'
} as const;

/** Bins of similarity from 0 to 1; the last holds 1 itself. */
export const similarityBins = 20;
/** Octaves of component sizes. */
export const sizeOctaves = 16;
/** Stages of the ledger. */
export const stages = ['came', 'filtered', 'single', 'kept'] as const;

export const similarityBin = (jaccard: number): number =>
  Math.min(similarityBins - 1, Math.max(0, Math.floor(jaccard * similarityBins)));

export const sizeOctave = (size: number): number =>
  Math.min(sizeOctaves - 1, 31 - Math.clz32(Math.max(1, size)));
