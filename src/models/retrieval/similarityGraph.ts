/**
 * The graph that is walked: one node a row, edges weighed by cosine, each row linked to itself with 1, and one more node for the
 * question. A column of the paper's matrix A = S D^-1 is a row of P = D^-1 S here, S being symmetric, so that A pi = P^T pi is the
 * step of every other PageRank in this program.
 *
 * Rows that stand for several chunks are lumped exactly: a walk that is in any of m equal chunks goes to a row of m' copies with
 * m' S / sum m' S. Every row keeps a place for an edge to the question, so that a question rewrites only what it touches.
 */
import type { Transitions } from '../hippocampus/transitions';

/** Pairs of rows with earlier rows, as `CosineJoin` makes them. */
export interface Pairs {
  rows: number;
  /** [rows + 1]. */
  starts: Uint32Array;
  neighbours: Uint32Array;
  cosines: Float64Array;
}

export class SimilarityGraph {
  readonly rows: number;
  /** The number of the question's node. */
  readonly question: number;
  /** Edges between rows, each direction counted, own ones too. */
  readonly edges: number;
  /** [rows] chunks of each row. */
  readonly copies: Uint32Array;
  /** [rows] sum of the weights of each row's edges before any question: d. */
  readonly degrees: Float64Array;
  private readonly offsets: Uint32Array;
  private readonly targets: Uint32Array;
  private readonly probabilities: Float64Array;
  /** [edges] copies of the target times the cosine; 0 in the places of the question. */
  private readonly weights: Float64Array;
  private posed: ArrayLike<number> = [];

  constructor({ rows, starts, neighbours, cosines }: Pairs, copies: Uint32Array) {
    this.rows = rows;
    this.question = rows;
    this.copies = copies.slice(0, rows);
    this.edges = 2 * starts[rows] + rows;
    // Each row: its pairs in both directions, itself, and a place for the question.
    const offsets = new Uint32Array(rows + 2);
    for (let i = 0; i < rows; i++) {
      offsets[i + 1] += 2 + starts[i + 1] - starts[i];
      for (let e = starts[i]; e < starts[i + 1]; e++) offsets[neighbours[e] + 1]++;
    }
    for (let i = 0; i < rows; i++) offsets[i + 1] += offsets[i];
    this.offsets = offsets;
    const size = offsets[rows] + rows + 1;
    this.targets = new Uint32Array(size);
    this.weights = new Float64Array(size);
    this.probabilities = new Float64Array(size);
    this.degrees = new Float64Array(rows);
    const next = offsets.slice();
    const put = (i: number, j: number, weight: number): void => {
      this.targets[next[i]] = j;
      this.weights[next[i]++] = weight;
      this.degrees[i] += weight;
    };
    // By rising rows, so that each one's edges lie by rising targets: earlier rows, itself, later ones.
    for (let i = 0; i < rows; i++) {
      for (let e = starts[i]; e < starts[i + 1]; e++) {
        const j = neighbours[e];
        put(i, j, copies[j] * cosines[e]);
        put(j, i, copies[i] * cosines[e]);
      }
      put(i, i, copies[i]);
    }
    for (let i = 0; i < rows; i++) {
      put(i, this.question, 0);
      this.share(i, this.degrees[i]);
    }
  }

  /**
   * The walk with a question in it that has these cosines with these rows (each once); valid until the next question is posed.
   * Without any the question stays with itself.
   */
  pose(rows: ArrayLike<number>, cosines: ArrayLike<number>): Transitions {
    const { copies, degrees, offsets, probabilities, question, targets } = this;
    this.withdraw();
    let sum = 1;
    for (let k = 0; k < rows.length; k++) sum += copies[rows[k]] * cosines[k];
    let at = offsets[question];
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k];
      const degree = degrees[row] + cosines[k];
      this.share(row, degree);
      probabilities[offsets[row + 1] - 1] = cosines[k] / degree;
      targets[at] = row;
      probabilities[at++] = (copies[row] * cosines[k]) / sum;
    }
    targets[at] = question;
    probabilities[at++] = 1 / sum;
    offsets[question + 1] = at;
    this.posed = Uint32Array.from(rows);
    return { nodes: this.rows + 1, offsets, targets, probabilities, rule: 'restart' };
  }

  /** Rows that one row has edges with, itself among them, and their cosines. */
  edgesOf(row: number): { rows: Uint32Array; cosines: Float64Array } {
    const rows = this.targets.slice(this.offsets[row], this.offsets[row + 1] - 1);
    const from = this.offsets[row];
    return {
      rows,
      cosines: Float64Array.from(rows, (other, k) => this.weights[from + k] / this.copies[other])
    };
  }

  /** Pairs of chunks that are linked, copies of a chunk among them. */
  get linkedChunks(): number {
    const { copies, offsets, rows, targets } = this;
    let ordered = 0;
    for (let i = 0; i < rows; i++) {
      ordered -= copies[i];
      for (let e = offsets[i]; e < offsets[i + 1] - 1; e++) ordered += copies[i] * copies[targets[e]];
    }
    return ordered / 2;
  }

  /** The same numbers as before any question, whatever was asked. */
  private withdraw(): void {
    for (let k = 0; k < this.posed.length; k++) this.share(this.posed[k], this.degrees[this.posed[k]]);
  }

  private share(row: number, degree: number): void {
    const { offsets, probabilities, weights } = this;
    for (let e = offsets[row]; e < offsets[row + 1]; e++) probabilities[e] = weights[e] / degree;
  }
}
