/** What a network is asked for by a stream. */
import type { StreamShape } from '../../stream';
import type { Vocabulary } from '../network/plan';

export const vocabularyOf = ({ inputs, outputs, tokens }: StreamShape): Vocabulary =>
  tokens ? { vocabulary: tokens.vocabulary } : { inputs, outputs };
