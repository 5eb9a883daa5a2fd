/**
 * Induction: what followed last time (the task of induction heads, Olsson et al. 2022). As a sequence of different tokens that comes
 * back again and again, or as a few tokens in noise that are each followed, always, by a token drawn for this trial.
 */
import type { Random } from '../../../models/random';
import { type SettingDescription, SettingError, type Settings } from '../../../models/settings';
import type { SourceDefinition } from '../../source';
import { amount, count } from '../streamSettings';
import { distinct } from './draws';
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
  {
    name: 'kind',
    label: 'What comes back',
    kind: 'choice',
    default: 'sequence',
    options: [
      { value: 'sequence', label: 'A sequence' },
      { value: 'bigram', label: 'Single pairs of tokens' }
    ],
    group: 'Stream',
    live: false,
    help: 'A sequence of different tokens, over and over; or a few tokens in noise, whose next one is the same each time.'
  },
  lengthSetting(128),
  count({
    name: 'period',
    label: 'Period',
    symbol: 'p',
    default: 32,
    min: 2,
    max: 32768,
    unit: 'tokens',
    scale: 'log',
    live: true,
    when: { name: 'kind', is: ['sequence'] },
    help: 'Tokens of the sequence, all different; it stands in the stream again after so many.'
  }),
  count({
    name: 'triggers',
    label: 'Triggers',
    default: 8,
    min: 1,
    max: 32768,
    unit: 'tokens',
    scale: 'log',
    live: true,
    when: { name: 'kind', is: ['bigram'] },
    help: 'The first so many tokens of the vocabulary have a successor, drawn for each trial; the others are noise.'
  }),
  amount({
    name: 'every',
    label: 'Tokens of noise',
    default: 6,
    min: 0,
    max: 1000,
    unit: 'tokens',
    live: true,
    when: { name: 'kind', is: ['bigram'] },
    help: 'Between a successor and the next trigger, on average.'
  }),
  vocabularySetting('Different tokens.'),
  ...drawnSequenceSettings
];

export const inductionSource: SourceDefinition = {
  id: 'induction',
  title: 'Induction',
  summary: 'Tokens that come back; the answer is what followed last time.',
  settings: descriptions,
  async create(context) {
    const { length, vocabulary } = context.settings as Record<string, number>;
    return drawnSequences(context, {
      shape: tokenShape(
        length,
        Array.from({ length: vocabulary }, (_, i) => `t${i}`)
      ),
      descriptions,
      what: context.settings.kind === 'sequence' ? 'a sequence that comes back' : 'pairs that come back',
      check,
      draw: (trial, random, settings) =>
        settings.kind === 'sequence'
          ? drawSequence(trial, random, settings)
          : drawBigrams(trial, random, settings)
    });
  }
};

/** Throws SettingError where the tokens do not suffice, or nothing would come back. */
function check(settings: Settings): void {
  const { length, period, triggers, vocabulary } = settings as Record<string, number>;
  if (settings.kind === 'bigram') {
    if (triggers >= vocabulary)
      throw new SettingError(
        `Setting 'triggers' is ${triggers}; expected less than 'vocabulary', ${vocabulary}, so that there is noise.`
      );
    return;
  }
  if (period > vocabulary)
    throw new SettingError(
      `Setting 'period' is ${period}; expected at most 'vocabulary', ${vocabulary}, for its tokens are all different.`
    );
  if (period >= length)
    throw new SettingError(
      `Setting 'period' is ${period}; expected less than 'length', ${length}, so that it comes back.`
    );
}

function drawSequence(trial: AskingTrial, random: Random, settings: Settings): void {
  const { period, vocabulary } = settings as Record<string, number>;
  const sequence = distinct(random, vocabulary, period);
  for (let t = 0; t < trial.x.length; t++) {
    trial.x[t] = sequence[t % period];
    if (t >= period) ask(trial, t, sequence[(t + 1) % period], t + 1 - period);
  }
}

function drawBigrams(trial: AskingTrial, random: Random, settings: Settings): void {
  const { every, triggers, vocabulary } = settings as Record<string, number>;
  const noise = vocabulary - triggers;
  const successors = Float64Array.from({ length: triggers }, () => triggers + random.below(noise));
  const stood = new Float64Array(triggers).fill(-1);
  // Mean length of a run of noise that ends with chance 1 / (every + 1) before each token: `every`.
  const chance = 1 / (every + 1);
  const { x } = trial;
  for (let t = 0; t < x.length; t++) {
    if (random.uniform() >= chance) {
      x[t] = triggers + random.below(noise);
      continue;
    }
    const trigger = random.below(triggers);
    x[t] = trigger;
    if (stood[trigger] >= 0) ask(trial, t, successors[trigger], stood[trigger]);
    stood[trigger] = t + 1;
    if (t + 1 < x.length) x[++t] = successors[trigger];
  }
}
