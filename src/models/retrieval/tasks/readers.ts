/** Every reader: which one a question needs is told by its words, so that nothing beside the question has to say so. */
import { factChains } from './factChains';
import { hashHop } from './hashHop';
import { needle } from './needle';
import type { Reader } from './task';
import { twoHopFacts } from './twoHopFacts';
import { variableTracking } from './variableTracking';
import { commonWords, frequentWords } from './wordCounts';

const readers: readonly (readonly [question: RegExp, reader: Reader])[] = [
  [/^Find all variables that are assigned the value \d+/, variableTracking.read],
  [/^What are all the special magic numbers for /, needle.read],
  [/^What are the \d+ most common words/, commonWords.read],
  [/^What are the \d+ most frequently appeared words/, frequentWords.read],
  [/^In which town does \w+ work\?$/, twoHopFacts.read],
  [/^Where is (the )?\w+\?$/, factChains.read],
  [/^\w{16}$/, hashHop.read]
];

/** The answers that rules find in these passages, in the order of the text; none where no rule knows the question. */
export const readAnswer: Reader = (question, passages) =>
  readers.find(([form]) => form.test(question))?.[1](question, passages) ?? [];
