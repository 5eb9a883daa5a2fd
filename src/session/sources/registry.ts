/** Every source there is. A new one is one file and one line here. */
import type { SourceDefinition } from '../source';
import { copySource } from './copy';
import { decodingSource } from './decoding';
import { delayedMatchSource } from './delayedMatch';
import { evidenceSource } from './evidence';
import { fileSource } from './file';
import { hierarchicalSource } from './hierarchical';
import { imagesSource } from './images';
import { liveSource } from './live';
import { documentsSource } from './documents/files';
import { pagesSource } from './documents/pages';
import { factChainsSource, twoHopFactsSource } from './passages/facts';
import { hashesSource } from './passages/hashes';
import { needlesSource } from './passages/needles';
import { userPassagesSource } from './passages/userPassages';
import { variableTrackingSource } from './passages/variables';
import { commonWordsSource, frequentWordsSource } from './passages/wordLists';
import { patternSource } from './pattern';
import { patternsSource } from './patterns';
import { replaySource } from './replay';
import { shapesSource } from './shapes';
import { spikesSource } from './spikes';
import { spritesSource } from './sprites';
import { storeRecallSource } from './storeRecall';
import { textSource } from './text';
import { copyTokensSource } from './tokens/copyTokens';
import { functionsSource } from './tokens/functions';
import { hashHopSource } from './tokens/hashHop';
import { inContextRecallSource } from './tokens/inContextRecall';
import { inductionSource } from './tokens/induction';
import { lettersSource } from './tokens/letters';
import { trajectorySource } from './trajectory';
import { walkSource } from './walk';

export const sources: readonly SourceDefinition[] = [
  evidenceSource,
  patternSource,
  storeRecallSource,
  delayedMatchSource,
  hierarchicalSource,
  copySource,
  shapesSource,
  spritesSource,
  imagesSource,
  fileSource,
  textSource,
  inContextRecallSource,
  inductionSource,
  copyTokensSource,
  functionsSource,
  hashHopSource,
  lettersSource,
  pagesSource,
  documentsSource,
  hashesSource,
  needlesSource,
  variableTrackingSource,
  commonWordsSource,
  frequentWordsSource,
  factChainsSource,
  twoHopFactsSource,
  userPassagesSource,
  patternsSource,
  decodingSource,
  walkSource,
  trajectorySource,
  spikesSource,
  liveSource,
  replaySource
];
