/** What the walk, TF-IDF and BM25 found in a text, scored against what is known to be right, and in words. */
import type { Passage, PassageGroup } from '../../passages';
import type { Settings } from '../../settings';
import type { Question } from '../../stream';
import { inTextOrder, type Ranked } from '../ranking';
import { answeredOf, exactOf, lastRankOf, recallOf } from '../tasks/metrics';
import { readAnswer } from '../tasks/readers';
import { methodLabels } from './probeList';
import type { Reading } from './reading';

/** A number for each method, in the order of `methodLabels`. */
export interface Verdicts {
  recall: number[];
  answered: number[];
  exact: number[];
  rank: number[];
}

export const noVerdicts = (): Verdicts => ({
  recall: methodLabels.map(() => Number.NaN),
  answered: methodLabels.map(() => Number.NaN),
  exact: methodLabels.map(() => Number.NaN),
  rank: methodLabels.map(() => Number.NaN)
});

/** Passages shown of each method. */
const mostShown = 12;

/** Pieces by each method, best first. */
function rankings(reading: Reading, top: number, { rankedBy }: Settings): Ranked[][] {
  const { question, retriever } = reading;
  return [
    reading.byWalk(top, String(rankedBy)),
    retriever.best(retriever.cosines(question), top),
    retriever.best(retriever.bm25(question), top)
  ];
}

/** Passages of pieces, each once, in the order of the pieces. */
function documentsOf(reading: Reading, found: readonly Ranked[]): number[] {
  return [...new Set(found.map(({ chunk }) => reading.pieces[chunk].document))];
}

export function verdictsOf(reading: Reading, question: Question | undefined, settings: Settings): Verdicts {
  const verdicts = noVerdicts();
  if (!question) return verdicts;
  const { answers, gold, text } = question;
  rankings(reading, reading.pieces.length, settings).forEach((ranking, method) => {
    const found = ranking.slice(0, Number(settings.returned));
    const read = readAnswer(
      text,
      inTextOrder(found).map(({ chunk }) => textOf(reading, chunk))
    );
    verdicts.recall[method] = recallOf(gold, documentsOf(reading, found));
    verdicts.answered[method] = answeredOf(answers, read);
    verdicts.exact[method] = exactOf(answers, read);
    verdicts.rank[method] = lastRankOf(gold, documentsOf(reading, ranking));
  });
  return verdicts;
}

function textOf({ documents, pieces }: Reading, piece: number): string {
  const { document, end, start } = pieces[piece];
  return documents[document].text.slice(start, end);
}

const ordinal = (place: number): string => {
  const tens = place % 100;
  const end = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${place}${end}`;
};

/** What an inspector lists: the question, then what each method found for it. */
export function passagesOf(
  reading: Reading,
  question: Question | undefined,
  settings: Settings
): PassageGroup[] {
  if (!reading.walk) return readSoFar(reading);
  const needed = new Set(question?.gold ?? []);
  const why: readonly ((score: number) => string)[] = [
    (score) =>
      `A mass of ${score.toPrecision(3)} after ${reading.walk?.iterations ?? 0} iterations with α = ${reading.alpha}.`,
    (score) => `A cosine of ${score.toPrecision(3)} with the question.`,
    (score) => `A BM25 of ${score.toPrecision(3)}.`
  ];
  const groups = rankings(reading, Math.min(mostShown, Number(settings.returned)), settings).map(
    (found, method): PassageGroup => ({
      title: methodLabels[method],
      note:
        found.length > 0
          ? `The best for "${reading.question}", of ${settings.returned} returned.`
          : `Nothing for "${reading.question}": no word of it stands in any passage.`,
      passages: found.map(({ chunk, score }, place): Passage => {
        const { document } = reading.pieces[chunk];
        return {
          title: reading.documents[document].id,
          text: textOf(reading, chunk),
          verdict: ordinal(place + 1),
          good: needed.has(document),
          reason: `${why[method](score)}${needed.has(document) ? ' An answer needs it.' : ''}`,
          weight: score / found[0].score
        };
      })
    })
  );
  return groups;
}

function readSoFar({ documents, read, retriever }: Reading): PassageGroup[] {
  if (read === 0) return [];
  const last = documents.slice(Math.max(0, read - 3), read).reverse();
  return [
    {
      title: 'Read last',
      note: `${read} of ${documents.length} passages are in the index, ${retriever.words} different words.`,
      passages: last.map(({ id, text }) => ({
        title: id,
        text,
        verdict: 'Read',
        good: false,
        reason: 'The question comes once all passages are there.'
      }))
    }
  ];
}
