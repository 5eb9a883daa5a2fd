/**
 * A sequence of random tokens, a delimiter, and the same sequence again: from the delimiter on, the next token is asked for. All of
 * it lies equally far back, so it shows how far a memory reaches and nothing else.
 */
import type { Random } from '../../../models/random';
import type { SettingDescription } from '../../../models/settings';
import type { SourceDefinition } from '../../source';
import {
  type AskingTrial,
  ask,
  drawnSequenceSettings,
  drawnSequences,
  lengthSetting,
  tokenShape,
  vocabularySetting
} from './tokenStream';

const descriptions: readonly SettingDescription[] = [
  lengthSetting(128),
  vocabularySetting('Different tokens of the sequence; the delimiter is one more.'),
  ...drawnSequenceSettings
];

export const copyTokensSource: SourceDefinition = {
  id: 'copyTokens',
  title: 'Copy of tokens',
  summary: 'A sequence of tokens and a delimiter, then the same tokens in order.',
  settings: descriptions,
  async create(context) {
    const { length, vocabulary } = context.settings as Record<string, number>;
    const shown = Math.floor(length / 2);
    const labels = [...Array.from({ length: vocabulary }, (_, i) => `t${i}`), 'delimiter'];
    const shape = tokenShape(length, labels);
    return drawnSequences(context, {
      shape: {
        ...shape,
        phases: [
          { label: 'Sequence', from: 0, to: shown },
          { label: 'Recall', from: shown, to: length }
        ]
      },
      descriptions,
      what: `${shown} tokens to copy, chance 1 in ${vocabulary}`,
      draw: (trial, random) => drawTrial(trial, random, vocabulary)
    });
  }
};

/** The last token is asked for and, in an even length, no longer shown. */
function drawTrial(trial: AskingTrial, random: Random, vocabulary: number): void {
  const { x } = trial;
  const shown = Math.floor(x.length / 2);
  for (let i = 0; i < shown; i++) x[i] = random.below(vocabulary);
  x[shown] = vocabulary;
  for (let i = 0; i < shown; i++) {
    const t = shown + i;
    ask(trial, t, x[i], i);
    if (t + 1 < x.length) x[t + 1] = x[i];
  }
}
