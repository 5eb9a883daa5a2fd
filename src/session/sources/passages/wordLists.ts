/** RULER's tasks of counting words, which ask about all of a text (models/retrieval/tasks/wordCounts.ts). */
import { commonWords, frequentWords } from '../../../models/retrieval/tasks/wordCounts';
import { SettingError } from '../../../models/settings';
import { amount, count } from '../streamSettings';
import { taskSource } from './passageStream';

const perPassage = count({
  name: 'passageWords',
  label: 'Words in a passage',
  default: 10,
  min: 1,
  max: 1000,
  scale: 'log',
  unit: 'words',
  help: 'The list is cut after so many.'
});

const differentWords = (words: number) =>
  count({
    name: 'listWords',
    label: 'Different words',
    default: words,
    min: 12,
    max: 20000,
    scale: 'log',
    unit: 'words',
    help: 'How many there are in the text.'
  });

export const commonWordsSource = taskSource({
  id: 'commonWords',
  title: 'Common words',
  summary: 'A list in which ten words stand thirty times each and the others three times; which are the ten?',
  task: commonWords,
  settings: [
    differentWords(300),
    count({
      name: 'common',
      label: 'Common words',
      default: 10,
      min: 1,
      max: 100,
      unit: 'words',
      help: 'Those that are asked for.'
    }),
    count({
      name: 'often',
      label: 'Times each stands',
      default: 30,
      min: 1,
      max: 1000,
      help: 'Of the words that are common.'
    }),
    count({
      name: 'seldom',
      label: 'Times each other stands',
      default: 3,
      min: 1,
      max: 1000,
      help: 'Of the words that are not common.'
    }),
    perPassage
  ],
  numbers({ common, listWords, often, passageWords, seldom }) {
    if (common >= listWords || seldom >= often)
      throw new SettingError(
        `${common} of ${listWords} words stand ${often} times and the others ${seldom} times; expected fewer common words than words, and more of each.`
      );
    return { words: listWords, common, often, seldom, perPassage: passageWords };
  }
});

export const frequentWordsSource = taskSource({
  id: 'frequentWords',
  title: 'Frequent words',
  summary: 'Made-up words by a power law, the first of them written as dots; which are the next three?',
  task: frequentWords,
  settings: [
    count({
      name: 'textWords',
      label: 'Words',
      default: 1000,
      min: 50,
      max: 1000000,
      scale: 'log',
      unit: 'words',
      help: 'In the text, repeated ones counted.'
    }),
    differentWords(200),
    amount({
      name: 'exponent',
      label: 'Exponent',
      symbol: 'ζ',
      default: 2,
      min: 0.5,
      max: 4,
      help: 'The word of rank r has a chance in proportion to r^−ζ.'
    }),
    perPassage
  ],
  numbers: ({ exponent, listWords, passageWords, textWords }) => ({
    length: textWords,
    words: listWords,
    power: exponent,
    perPassage: passageWords
  })
});
