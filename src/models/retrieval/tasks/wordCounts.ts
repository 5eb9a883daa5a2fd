/**
 * RULER's two tasks of counting, which ask about all of a text. Common words: ten words stand in a list thirty times each, the others
 * three times. Frequent words: made-up words drawn by a power law, of which those of ranks 2 to 4 are asked for, the first being
 * written as dots. A reader counts the words of the passages it was given.
 */
import { exp, log } from '../../../compute/transcendentals';
import type { Random } from '../../random';
import { wordsOf } from '../words';
import { distinctWords, name, randomLetters } from './letters';
import type { Passages, RetrievalTask } from './task';

interface CommonNumbers extends Readonly<Record<string, number>> {
  /** Words that are different, those that are common, and how often each of either kind stands. */
  words: number;
  common: number;
  often: number;
  seldom: number;
  perPassage: number;
}

export const commonWords: RetrievalTask<CommonNumbers> = {
  id: 'commonWords',
  passages: ({ common, often, perPassage, seldom, words }) =>
    Math.ceil((common * often + (words - common) * seldom) / perPassage),
  draw(random, { common, often, perPassage, seldom, words }) {
    const names = distinctWords(words, () => name(random, 3).toLowerCase());
    const list = names.flatMap((word, i) => new Array<string>(i < common ? often : seldom).fill(word));
    const shuffled = Array.from(random.permutation(list.length), (i) => list[i]);
    return asked(
      shuffled,
      perPassage,
      `What are the ${common} most common words in the above list?`,
      names.slice(0, common)
    );
  },
  read: (question, passages) => mostCommon(passages, Number(/the (\d+) most/.exec(question)?.[1] ?? 0))
};

interface FrequentNumbers extends Readonly<Record<string, number>> {
  /** Words in the text, and how many are different. */
  length: number;
  words: number;
  /** Exponent of the power law. */
  power: number;
  perPassage: number;
}

/** Words asked for. */
const frequent = 3;

export const frequentWords: RetrievalTask<FrequentNumbers> = {
  id: 'frequentWords',
  passages: ({ length, perPassage }) => Math.ceil(length / perPassage),
  draw(random, { length, perPassage, power, words }) {
    const names = distinctWords(words, () => randomLetters(random, 'abcdefghijklmnopqrstuvwxyz', 6));
    const weights = Float64Array.from({ length: words }, (_, rank) => exp(-power * log(rank + 1)));
    const text = drawn(random, weights, length).map((rank) => (rank === 0 ? '...' : names[rank]));
    return asked(
      text,
      perPassage,
      `What are the ${frequent} most frequently appeared words in the above coded text?`,
      names.slice(1, 1 + frequent)
    );
  },
  read: (question, passages) => mostCommon(passages, Number(/the (\d+) most/.exec(question)?.[1] ?? 0))
};

/** `length` numbers, i with a chance in proportion to weights[i]. */
function drawn(random: Random, weights: Float64Array, length: number): number[] {
  const sums = weights.slice();
  for (let i = 1; i < sums.length; i++) sums[i] += sums[i - 1];
  const all = sums[sums.length - 1];
  return Array.from({ length }, () => {
    const at = random.uniform() * all;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > at) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

/** No single passage is needed: any that hold the common words often enough will do. */
function asked(words: readonly string[], perPassage: number, text: string, answers: string[]): Passages {
  const passages = Array.from({ length: Math.ceil(words.length / perPassage) }, (_, i) =>
    words.slice(i * perPassage, (i + 1) * perPassage).join(' ')
  );
  return { passages, question: { text, gold: [], answers } };
}

/** Of equally common words those met first. */
function mostCommon(passages: readonly string[], count: number): string[] {
  const counts = new Map<string, number>();
  for (const word of passages.flatMap(wordsOf)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([word]) => word);
}
