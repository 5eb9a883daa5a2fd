/**
 * Two facts that only together answer: who works for a firm, and where the firm is. The second shares no name with the question, only
 * its plain words, which stand in all facts of its kind and in others besides: what knows only the question's words must guess.
 */
import { distinctWords, fillerSentence, name, scattered } from './letters';
import type { RetrievalTask } from './task';

interface TwoHopNumbers extends Readonly<Record<string, number>> {
  passages: number;
  /** People, each with a firm of their own in a town of its own. */
  people: number;
}

const works = /^(\w+) works for the firm (\w+)\.$/;
const lies = /^The firm (\w+) lies in the town of (\w+)\.$/;

export const twoHopFacts: RetrievalTask<TwoHopNumbers> = {
  id: 'twoHopFacts',
  passages: ({ passages }) => passages,
  draw(random, { passages: count, people }) {
    const names = distinctWords(3 * people, () => name(random, 3));
    const [who, firms, towns] = [0, 1, 2].map((kind) => names.slice(kind * people, (kind + 1) * people));
    const lines = who.flatMap((person, i) => [
      `${person} works for the firm ${firms[i]}.`,
      `The firm ${firms[i]} lies in the town of ${towns[i]}.`
    ]);
    const { passages, places } = scattered(random, count, lines, () => fillerSentence(random), false);
    return {
      passages,
      question: {
        text: `In which town does ${who[0]} work?`,
        gold: [places[0], places[1]],
        answers: [towns[0]]
      }
    };
  },
  read(question, passages) {
    const [, person = ''] = /does (\w+) work\?/.exec(question) ?? [];
    const firms = new Map<string, string>();
    const towns = new Map<string, string>();
    for (const passage of passages) {
      const [, who, firm] = works.exec(passage) ?? [];
      if (who !== undefined) firms.set(who, firm);
      const [, at, town] = lies.exec(passage) ?? [];
      if (at !== undefined) towns.set(at, town);
    }
    const town = towns.get(firms.get(person) ?? '');
    return town === undefined ? [] : [town];
  }
};
