/**
 * RULER's needles in a haystack (Hsieh et al. 2024, github.com/NVIDIA/RULER): "One of the special magic numbers for KEY is: VALUE." among
 * sentences that say nothing, with needles of other keys as distractors. All values of the asked keys are to be found.
 */
import { distinctWords, fillerSentence, name, scattered } from './letters';
import type { RetrievalTask } from './task';

interface NeedleNumbers extends Readonly<Record<string, number>> {
  passages: number;
  /** Keys with needles, how many of them are asked for, and needles of each. */
  keys: number;
  asked: number;
  values: number;
}

const needleLine = /special magic numbers for (\w+) is: (\d+)\./;
const listed = (keys: readonly string[]): string => keys.join(' and ');

export const needle: RetrievalTask<NeedleNumbers> = {
  id: 'needle',
  passages: ({ passages }) => passages,
  draw(random, { asked, keys, passages: count, values }) {
    const names = distinctWords(keys, () => name(random, 3).toLowerCase());
    const numbers = distinctWords(keys * values, () => String(1000000 + random.below(9000000)));
    const lines = numbers.map(
      (number, i) => `One of the special magic numbers for ${names[Math.floor(i / values)]} is: ${number}.`
    );
    const { passages, places } = scattered(random, count, lines, () => fillerSentence(random), false);
    const wanted = names.slice(0, asked);
    return {
      passages,
      question: {
        text: `What are all the special magic numbers for ${listed(wanted)} mentioned in the text?`,
        gold: places.slice(0, asked * values),
        answers: numbers.slice(0, asked * values)
      }
    };
  },
  read(question, passages) {
    const [, keys = ''] = /numbers for (.+) mentioned/.exec(question) ?? [];
    const wanted = new Set(keys.split(' and '));
    return passages.flatMap((passage) => {
      const [, key, value] = needleLine.exec(passage) ?? [];
      return key !== undefined && wanted.has(key) ? [value] : [];
    });
  }
};
