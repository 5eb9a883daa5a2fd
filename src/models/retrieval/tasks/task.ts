/**
 * What is retrieved from: passages in the order of a text, a question, and what is right. A task is drawn by a rule; its reader gives the
 * answer from the passages that were retrieved, and from nothing else, by rules as well: what is measured is retrieval, and no model of
 * language stands in between.
 */
import type { Random } from '../../random';
import type { Question } from '../../stream';

export interface Passages {
  /** In the order of the text. */
  passages: string[];
  question: Question;
}

/** The answers a reader finds to a question in these passages, which stand in the order of the text. */
export type Reader = (question: string, passages: readonly string[]) => string[];

export interface RetrievalTask<Numbers extends Readonly<Record<string, number>>> {
  id: string;
  /** Draws one text: a function of its arguments alone. */
  draw(random: Random, numbers: Numbers): Passages;
  /** How many passages a text has, whatever is drawn. */
  passages(numbers: Numbers): number;
  read: Reader;
}
