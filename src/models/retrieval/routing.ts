/**
 * Which alpha a question is answered with. The paper classifies the question and takes 0.6 for local ones, which ask for something that
 * stands somewhere, and 0 for global ones, which ask about all of the text; its classifier was not published. This rule looks for words
 * that ask about the whole.
 */
import { wordsOf } from './words';

export type Route = 'local' | 'global';

export const routeAlpha: Readonly<Record<Route, number>> = { local: 0.6, global: 0 };

const global = new Set(
  'summarise summarize summary summaries overview gist themes overall outline abstract synopsis recap'.split(
    ' '
  )
);
/** Two words that ask for all together, neither of which does alone. */
const together: readonly (readonly [string, string])[] = [
  ['most', 'common'],
  ['most', 'frequent'],
  ['most', 'frequently'],
  ['most', 'often'],
  ['main', 'idea'],
  ['main', 'ideas'],
  ['main', 'theme'],
  ['main', 'topic'],
  ['main', 'topics'],
  ['main', 'points'],
  ['whole', 'text'],
  ['entire', 'text'],
  ['in', 'general']
];

/** The route of a question by the words it is made of. */
export function routeOf(question: string): Route {
  const words = wordsOf(question);
  if (words.some((word) => global.has(word))) return 'global';
  const follows = (first: string, second: string): boolean =>
    words.some((word, i) => word === first && words[i + 1] === second);
  return together.some(([first, second]) => follows(first, second)) ? 'global' : 'local';
}
