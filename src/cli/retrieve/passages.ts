/** An index over documents, and the chunks it answers with. */
import { availableParallelism } from 'node:os';
import { type CosineJoiner, createCosineJoiner } from '../../compute/cosineJoin';
import { type Chunking, cutText } from '../../models/retrieval/chunks';
import { inTextOrder, type Ranked } from '../../models/retrieval/ranking';
import { type AskOptions, type IndexOptions, Retriever } from '../../models/retrieval/retriever';
import { spawnNodeThread } from '../threads';
import type { NamedText } from './documents';

/** A chunk as it is printed. */
export interface Found {
  document: string;
  /** In UTF-16 code units of the document: text.slice(start, end) is the chunk. */
  start: number;
  end: number;
  score: number;
  text: string;
}

export const methods = ['mixpr', 'tfidf', 'bm25'] as const;
export type Method = (typeof methods)[number];

/** What an answer was made with. */
export interface Answered {
  found: Found[];
  alpha?: number;
  /** Chunks that share a word with the question. */
  sharing: number;
}

/** Shorter texts are linked before another thread has started. */
const lettersForHelp = 1_000_000;
const mostThreads = 4;

/** Where pairs of passages are found, for texts of so many letters in all. */
export function joinerFor(letters: number): Promise<CosineJoiner> {
  const threads = letters < lettersForHelp ? 1 : Math.min(mostThreads, availableParallelism());
  return createCosineJoiner({ threads, spawnThread: spawnNodeThread });
}

export class DocumentIndex {
  readonly retriever: Retriever;
  private readonly documents: NamedText[] = [];
  /** Document, start and end of each chunk. */
  private readonly places: number[] = [];

  private constructor(joiner: CosineJoiner, options: Partial<IndexOptions>) {
    this.retriever = new Retriever(joiner, options);
  }

  /** Documents, cut into passages. */
  static async create(
    documents: readonly NamedText[],
    chunking: Chunking,
    options: Partial<IndexOptions>
  ): Promise<DocumentIndex> {
    const letters = documents.reduce((sum, { text }) => sum + text.length, 0);
    const index = new DocumentIndex(await joinerFor(letters), options);
    for (const document of documents) index.add(document, chunking);
    return index;
  }

  private add(document: NamedText, chunking: Chunking): void {
    const number = this.documents.push(document) - 1;
    for (const { end, start } of cutText(document.text, chunking)) {
      this.retriever.add(document.text, start, end);
      this.places.push(number, start, end);
    }
  }

  ask(question: string, method: Method, options: AskOptions, order: 'text' | 'score'): Answered {
    const { retriever } = this;
    const told = (found: readonly Ranked[]): Found[] =>
      (order === 'text' ? inTextOrder(found) : found).map((one) => this.found(one));
    if (method === 'mixpr') {
      const { alpha, found, sharing } = retriever.ask(question, options);
      return { found: told(found), alpha, sharing };
    }
    const matches = method === 'bm25' ? retriever.bm25(question) : retriever.cosines(question);
    return { found: told(retriever.best(matches, options.top)), sharing: matches.rows.length };
  }

  private found({ chunk, score }: Ranked): Found {
    const [document, start, end] = this.places.slice(3 * chunk, 3 * chunk + 3);
    const { name, text } = this.documents[document];
    return { document: name, start, end, score, text: text.slice(start, end) };
  }
}
