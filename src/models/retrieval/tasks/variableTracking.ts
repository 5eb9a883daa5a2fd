/**
 * RULER's variable tracking: "VAR A = 12345." then "VAR B = VAR A." and so on, in this order, among five sentences that come again and
 * again. All variables that hold the value are to be found. The question is a sentence in plain English: without stop words removed it is
 * like the noise, and only its number stands in a line of the chain.
 */
import { distinctWords, randomLetters, rulerNoise, scattered } from './letters';
import type { RetrievalTask } from './task';

interface VariableNumbers extends Readonly<Record<string, number>> {
  passages: number;
  hops: number;
  /** Chains of other values. */
  others: number;
}

const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export const variableTracking: RetrievalTask<VariableNumbers> = {
  id: 'variableTracking',
  passages: ({ passages }) => passages,
  draw(random, { hops, others, passages: count }) {
    const length = hops + 1;
    const names = distinctWords((others + 1) * length, () => randomLetters(random, capitals, 5));
    const values = distinctWords(others + 1, () => String(10000 + random.below(90000)));
    // Chains are told side by side, each in its order.
    const turns = random.permutation((others + 1) * length);
    const told = new Array<number>(others + 1).fill(0);
    const mine: number[] = [];
    const lines = Array.from(turns, (turn, at) => {
      const chain = turn % (others + 1);
      const k = told[chain]++;
      if (chain === 0) mine.push(at);
      const name = names[chain * length + k];
      return k === 0
        ? `VAR ${name} = ${values[chain]}.`
        : `VAR ${name} = VAR ${names[chain * length + k - 1]}.`;
    });
    const { passages, places } = scattered(
      random,
      count,
      lines,
      (i) => rulerNoise[i % rulerNoise.length],
      true
    );
    return {
      passages,
      question: {
        text: `Find all variables that are assigned the value ${values[0]} in the text above.`,
        gold: mine.map((at) => places[at]),
        answers: names.slice(0, length)
      }
    };
  },
  /** Variables that hold the value as far as the lines tell, in whatever order they stand. */
  read(question, passages) {
    const [, value = ''] = /value (\d+)/.exec(question) ?? [];
    const statements = passages.flatMap((passage) => {
      const [, to, from] = /^VAR (\w+) = (?:VAR )?(\w+)\.$/.exec(passage) ?? [];
      return to !== undefined ? [{ to, from }] : [];
    });
    const holds = new Set([value]);
    for (let before = 0; before < holds.size; ) {
      before = holds.size;
      for (const { from, to } of statements) if (holds.has(from)) holds.add(to);
    }
    holds.delete(value);
    return [...holds];
  }
};
