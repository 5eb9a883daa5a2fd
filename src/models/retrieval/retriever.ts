/**
 * Mixture-of-PageRanks (Alonso & Millidge 2024, arXiv 2412.06078): chunks of text as nodes, the cosine of their TF-IDF vectors as
 * edges, and the chunks a walk from the question comes back to as the answer. With alpha 0 the walk forgets the question and finds what
 * is central in the text.
 *
 * Chunks may be added at any time. They are weighed by the document frequencies of the last `refresh` (words new since then as seen
 * never), so that an addition costs its own pairs and no more; after `refresh` the index is, to the bit, the one that would have been
 * made of all chunks at once.
 */
import type { CosineJoiner } from '../../compute/cosineJoin';
import { bm25, cosines, type Matches } from './bm25';
import { CosineJoin } from './cosineJoin';
import { type Ranked, ranked } from './ranking';
import { routeAlpha, routeOf } from './routing';
import { SimilarityGraph } from './similarityGraph';
import { stopWords } from './stopWords';
import { TermTable } from './termTable';
import { TermWeights } from './tfidf';
import { ChunkWalk, iterationsFor, type WalkStart } from './walk';
import { Vocabulary } from './vocabulary';

export interface IndexOptions {
  /** Least cosine of an edge between chunks. */
  theta: number;
  /** Whether words such as "the" are left out. */
  withoutStopWords: boolean;
}

export const usualIndex: IndexOptions = { theta: 0.27, withoutStopWords: true };

export interface AskOptions {
  /** Chance to go back to the question; chosen by its words where it is not given. */
  alpha?: number;
  /** How many chunks. */
  top: number;
  /** Whether the question's own edges below theta are dropped as well. */
  thresholdQuestion?: boolean;
  /** Share of the walk's returns that go to recent chunks instead of the question, and the chunks over which that halves. */
  recency?: { share: number; halfLife: number };
  /** Largest L1 error of the scores (default 1e-6); alpha 0 makes the paper's 18 iterations. */
  tolerance?: number;
}

export interface Answer {
  alpha: number;
  /** Best first. */
  found: Ranked[];
  iterations: number;
  /** Chunks that share a word with the question, and with an edge to it. */
  sharing: number;
  linked: number;
}

/** A question in the graph, ready to be walked from. */
export interface Posed {
  walk(start: WalkStart): ChunkWalk;
  /** [rows + 1] p. */
  seeds: Float64Array;
  /** [rows + 1] sum of each node's edges: the mass over it is what a matrix normalised by rows would give. */
  degrees: Float64Array;
  /** Chunks that share a word with the question, and with an edge to it. */
  sharing: number;
  linked: number;
}

export class Retriever {
  readonly options: IndexOptions;
  readonly table = new TermTable();
  private readonly vocabulary: Vocabulary;
  private weights: TermWeights;
  private join: CosineJoin;
  private made: SimilarityGraph | undefined;
  private readonly joiner: CosineJoiner;

  /** `joiner`: the memory pairs are found in, which several indices may use in turn. */
  constructor(joiner: CosineJoiner, options: Partial<IndexOptions> = {}) {
    this.joiner = joiner;
    this.options = { ...usualIndex, ...options };
    this.vocabulary = new Vocabulary(this.options.withoutStopWords ? stopWords : new Set());
    this.weights = new TermWeights(this.table, 0);
    this.join = new CosineJoin(this.joiner, this.table, this.weights, this.options.theta);
  }

  get chunks(): number {
    return this.table.chunks;
  }

  /** Different words. */
  get words(): number {
    return this.vocabulary.size;
  }

  /** Adds text[start, end) as a chunk; returns its number. */
  add(text: string, start = 0, end = text.length): number {
    this.table.add(this.vocabulary.read(text, start, end));
    return this.table.chunks - 1;
  }

  /**
   * Weighs all words anew by all chunks there are and pairs everything again. Questions given count as if they were chunks, as in the
   * published re-implementation, which makes the question a row of the matrix: the index is then made for them.
   */
  refresh(questions: readonly string[] = []): void {
    const besides = questions.map((question) => this.vocabulary.lookUp(question).known);
    this.weights = new TermWeights(this.table, this.vocabulary.size, besides);
    this.join = new CosineJoin(this.joiner, this.table, this.weights, this.options.theta);
    this.made = undefined;
  }

  /** The graph of all chunks added so far. */
  get graph(): SimilarityGraph {
    if (this.weights.chunks === 0 && this.table.chunks > 0) this.refresh();
    if (!this.made || this.made.rows < this.table.rows || this.copiesChanged()) {
      this.join.addRows();
      this.made = new SimilarityGraph(this.join, this.table.copies);
    }
    return this.made;
  }

  /** Pairs of chunks with a cosine from theta, copies of a chunk among them; chunks without a word have none. */
  get linkedChunks(): number {
    const { copies, lengths, rows } = this.table;
    const wordless = lengths.subarray(0, rows).indexOf(0);
    const alike = wordless < 0 ? 0 : (copies[wordless] * (copies[wordless] - 1)) / 2;
    return this.graph.linkedChunks - alike;
  }

  /** BM25 of the rows that share a word with the question. */
  bm25(question: string): Matches {
    return bm25(this.table, this.vocabulary.lookUp(question).known);
  }

  /** Cosine of the rows that share a word with the question. */
  cosines(question: string): Matches {
    if (this.weights.chunks === 0) void this.graph;
    const { known, unknown } = this.vocabulary.lookUp(question);
    return cosines(this.table, this.weights, this.weights.query(known, unknown));
  }

  /** Puts the question into the graph; what was posed before is no longer there. */
  pose(question: string, { recency, thresholdQuestion = false }: Partial<AskOptions> = {}): Posed {
    const { graph } = this;
    const all = this.cosines(question);
    const kept = Array.from(all.rows, (_, k) => k).filter(
      (k) => !thresholdQuestion || all.scores[k] >= this.options.theta
    );
    const rows = kept.map((k) => all.rows[k]);
    const transitions = graph.pose(
      rows,
      kept.map((k) => all.scores[k])
    );
    const copies = graph.copies;
    const degrees = new Float64Array(graph.rows + 1);
    degrees.set(graph.degrees);
    degrees[graph.question] = 1;
    kept.forEach((k) => {
      degrees[all.rows[k]] += all.scores[k];
      degrees[graph.question] += copies[all.rows[k]] * all.scores[k];
    });
    const count = (of: Iterable<number>): number => {
      let chunks = 0;
      for (const row of of) chunks += copies[row];
      return chunks;
    };
    const seeds = this.seeds(graph, recency);
    return {
      walk: (start) => new ChunkWalk(transitions, seeds, copies, start),
      seeds,
      degrees,
      sharing: count(all.rows),
      linked: count(rows)
    };
  }

  /** The best chunks for a question. */
  ask(question: string, options: AskOptions): Answer {
    const { tolerance = 1e-6, top } = options;
    const alpha = options.alpha ?? routeAlpha[routeOf(question)];
    const posed = this.pose(question, options);
    const walk = posed.walk(alpha > 0 ? 'question' : 'uniform');
    const most = iterationsFor(alpha, tolerance);
    while (walk.iterations < most) walk.step(posed.seeds, alpha);
    const found = this.rank(walk.mass, top, alpha, options.recency);
    return { alpha, found, iterations: walk.iterations, sharing: posed.sharing, linked: posed.linked };
  }

  /** The best chunks by the mass of their rows. */
  rank(mass: Float64Array, top: number, alpha = 0, recency?: AskOptions['recency']): Ranked[] {
    const own = recency && this.recentShares(recency);
    return ranked(this.table, mass, top, own && ((chunk) => alpha * own(chunk)));
  }

  /** The best chunks by scores of rows, all copies of a row alike. */
  best({ rows, scores }: Matches, top: number): Ranked[] {
    const mass = new Float64Array(this.table.rows);
    for (let k = 0; k < rows.length; k++) mass[rows[k]] = scores[k] * this.table.copies[rows[k]];
    return ranked(this.table, mass, top);
  }

  private copiesChanged(): boolean {
    let chunks = 0;
    if (this.made) for (const count of this.made.copies) chunks += count;
    return chunks !== this.table.chunks;
  }

  private seeds(graph: SimilarityGraph, recency: AskOptions['recency']): Float64Array {
    const seeds = new Float64Array(graph.rows + 1);
    seeds[graph.question] = 1;
    if (recency && recency.share > 0) {
      const share = this.recentShares(recency);
      let given = 0;
      for (let chunk = 0; chunk < this.table.chunks; chunk++) {
        const part = share(chunk);
        seeds[this.table.rowOf[chunk]] += part;
        given += part;
      }
      seeds[graph.question] = 1 - given;
    }
    return seeds;
  }

  /** p of a chunk: halves every so many chunks back from the last. */
  private recentShares({ halfLife, share }: NonNullable<AskOptions['recency']>): (chunk: number) => number {
    const n = this.table.chunks;
    const weights = new Float64Array(n);
    let sum = 0;
    let scale = 1;
    for (let age = 0, halves = 0; age < n; age++) {
      for (; halves < Math.floor(age / halfLife); halves++) scale /= 2;
      // Straight within a half-life: as monotone as a power of 2, and the same bits everywhere.
      weights[age] = scale * (1 - (age / halfLife - halves) / 2);
      sum += weights[age];
    }
    return (chunk) => (share * weights[n - 1 - chunk]) / sum;
  }
}
