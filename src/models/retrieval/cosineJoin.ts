/**
 * The pairs of rows with a cosine from theta: their weights are made here, and the pairs found on the kernel
 * (src/kernels/cosineJoin.ts has the method), whose memory several joins use in turn.
 */
import type { CosineJoiner, Join } from '../../compute/cosineJoin';
import { withRoom } from './growing';
import type { TermTable } from './termTable';
import type { TermWeights } from './tfidf';

export class CosineJoin {
  readonly theta: number;
  rows = 0;
  /** [rows + 1] where each row's pairs with earlier rows begin in `neighbours` (ascending within a row) and `cosines`. */
  starts = new Uint32Array(256);
  neighbours = new Uint32Array(1024);
  cosines = new Float64Array(1024);
  private readonly joiner: CosineJoiner;
  private readonly table: TermTable;
  private readonly weights: TermWeights;
  /** Weights of rows, as the table's words lie. */
  private values = new Float64Array(0);
  private join: Join | undefined;

  /** theta above 0: with none every pair that shares a word would be one. */
  constructor(joiner: CosineJoiner, table: TermTable, weights: TermWeights, theta: number) {
    if (!(theta > 0)) throw new RangeError(`The least cosine is ${theta}; expected a number above 0.`);
    this.joiner = joiner;
    this.table = table;
    this.weights = weights;
    this.theta = theta;
  }

  /** Joins the rows of the table from the first not joined yet. */
  addRows(): void {
    const { rows: before, table, weights } = this;
    const { rows, starts, terms } = table;
    if (rows === before) return;
    this.values = withRoom(this.values, starts[rows]);
    weights.weigh(table, before, rows, this.values);
    const { values } = this;
    if (!this.join?.held) {
      this.join = this.joiner.begin(this.theta, weights.frequencies);
      this.join.list({ rows: before, starts, terms, values });
    }
    const found = this.join.add({ rows, starts, terms, values });
    const end = this.starts[before];
    this.starts = withRoom(this.starts, rows + 1);
    this.neighbours = withRoom(this.neighbours, end + found.neighbours.length);
    this.cosines = withRoom(this.cosines, end + found.cosines.length);
    this.neighbours.set(found.neighbours, end);
    this.cosines.set(found.cosines, end);
    for (let row = before; row < rows; row++) this.starts[row + 1] = end + found.starts[row - before + 1];
    this.rows = rows;
  }

  /** Entries of lists read and pairs multiplied out: what the work is made of. */
  work(): { met: number; multiplied: number } {
    return this.join?.held ? this.join.work() : { met: 0, multiplied: 0 };
  }
}
