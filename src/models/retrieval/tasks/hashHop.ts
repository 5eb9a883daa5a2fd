/**
 * HashHop (Magic 2024, github.com/magicproduct/hash-hop): chains of random hashes of 16 letters, cut into lines "h = h'" that stand
 * shuffled. Asked is the end of a chain by its beginning; only the line of the first hop shares a word with the question. The last hash
 * of a chain stands in quotes, as there.
 */
import { distinctWords, lettersOfEitherCase, randomLetters } from './letters';
import type { RetrievalTask } from './task';

interface HashHopNumbers extends Readonly<Record<string, number>> {
  chains: number;
  hops: number;
}

const line = /^(\w+) = ('?)(\w+)'?$/;

export const hashHop: RetrievalTask<HashHopNumbers> = {
  id: 'hashes',
  passages: ({ chains, hops }) => chains * hops,
  draw(random, { chains, hops }) {
    const hashes = distinctWords(chains * (hops + 1), () => randomLetters(random, lettersOfEitherCase, 16));
    const order = random.permutation(chains * hops);
    const passages = new Array<string>(order.length);
    const asked = random.below(chains);
    const gold: number[] = [];
    order.forEach((place, pair) => {
      const chain = Math.floor(pair / hops);
      const from = pair + chain;
      const isLast = pair % hops === hops - 1;
      passages[place] = `${hashes[from]} = ${isLast ? `'${hashes[from + 1]}'` : hashes[from + 1]}`;
      if (chain === asked) gold.push(place);
    });
    const first = asked * (hops + 1);
    return { passages, question: { text: hashes[first], gold, answers: [hashes[first + hops]] } };
  },
  /** From the question's hash along the lines there are; only the end of a chain is an answer. */
  read(question, passages) {
    const next = new Map<string, { to: string; last: boolean }>();
    for (const passage of passages) {
      const [, from, quote, to] = line.exec(passage) ?? [];
      if (from !== undefined) next.set(from, { to, last: quote !== '' });
    }
    let at = question;
    for (let steps = 0; steps <= next.size; steps++) {
      const found = next.get(at);
      if (!found) return [];
      if (found.last) return [found.to];
      at = found.to;
    }
    return [];
  }
};
