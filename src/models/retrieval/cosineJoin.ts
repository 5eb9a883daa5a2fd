/**
 * All pairs of rows with cosine >= theta, exactly, without making the others: all-pairs similarity search by prefix filtering with
 * the Cauchy-Schwarz bound (Bayardo, Ma & Srikant 2007; Anastasiu & Karypis 2014, "L2AP").
 *
 * Words are in one order for all rows, rare before frequent, and rows earlier than x are met word by word in lists. What x and y can
 * still share from a word on is at most the product of the lengths of their rests: below theta, y is met there for the first time too
 * late. From where the rest of x alone is shorter than theta (its tail, the words of long lists) nobody is met for the first time. The
 * same bound then lets go of most of those that were met. The others are looked up in the tail's lists or multiplied out at once,
 * whichever is less work; what is left is multiplied out, in an order of its own, so that a cosine has the same bits however its
 * pair was found.
 */
import { GrowingLists, withRoom } from './growing';
import type { TermTable } from './termTable';
import type { TermWeights } from './tfidf';

/** Entries of lists that can be read in the time in which a pair is multiplied out. */
const multiplying = 40;
/** Lists hold float32: what they give may be this much off, which only lets more pairs through. */
const slack = 1e-5;

export class CosineJoin {
  readonly theta: number;
  rows = 0;
  /** Entries of lists read, and pairs multiplied out: what the work is made of. */
  met = 0;
  multiplied = 0;
  /** [rows + 1] where each row's pairs with earlier rows begin in `neighbours` (ascending within a row) and `cosines`. */
  starts = new Uint32Array(256);
  neighbours = new Uint32Array(1024);
  cosines = new Float64Array(1024);
  private readonly table: TermTable;
  private readonly weights: TermWeights;
  private readonly lists = new GrowingLists();
  /** Weights of rows, as the table's words lie. */
  private values = new Float64Array(1024);
  /** [rows] what lists gave of each pair, 0 between two rows, and the squared length of the other behind its last word met. */
  private gathered = new Float32Array(256);
  private missing = new Float32Array(256);
  private touched = new Uint32Array(256);
  /** [terms] the row that looks, 0 between two rows. */
  private spread = new Float64Array(256);

  /** theta above 0: with none every pair that shares a word would be one. */
  constructor(table: TermTable, weights: TermWeights, theta: number) {
    if (!(theta > 0)) throw new RangeError(`The least cosine is ${theta}; expected a number above 0.`);
    this.table = table;
    this.weights = weights;
    this.theta = theta;
    if (table.rows > 0) this.lists.reserve(table.rowCounts());
  }

  /** Joins the rows of the table from the first not joined yet. */
  addRows(): void {
    while (this.rows < this.table.rows) this.addRow();
  }

  private addRow(): void {
    const { table } = this;
    const row = this.rows++;
    const from = table.starts[row];
    const { terms, weights } = this.weights.row(table, row);
    const size = weights.length;
    this.values = withRoom(this.values, from + size);
    this.values.set(weights, from);
    this.missing = withRoom(this.missing, row + 1);
    this.gathered = withRoom(this.gathered, row + 1);
    this.touched = withRoom(this.touched, row + 1);
    this.starts = withRoom(this.starts, row + 2);
    if (size === 0) {
      this.starts[row + 1] = this.starts[row];
      return;
    }
    const order = this.rareFirst(terms, size);
    this.spread = withRoom(this.spread, terms[size - 1] + 1);
    for (let k = 0; k < size; k++) this.spread[terms[k]] = weights[k];
    const head = this.headOf(order, weights);
    let found = this.gather(0, head, order, terms, weights, 0);
    found = this.filter(found, squares(order, weights, head, size));
    let rest = 0;
    for (let k = head; k < size; k++) rest += this.lists.lengthOf(terms[order[k]]);
    if (rest > 0 && rest < found * multiplying) {
      found = this.gather(head, size, order, terms, weights, found);
      found = this.filter(found, 0);
    }
    this.keep(row, found);
    // In the lists only now: a row is no pair with itself.
    let left = 1 + slack;
    for (let k = 0; k < size; k++) {
      const term = terms[order[k]];
      const weight = weights[order[k]];
      this.spread[term] = 0;
      left = Math.max(0, left - weight * weight);
      this.lists.push(term, row, weight, left);
    }
  }

  /** Places of a row's words, those of few chunks first. */
  private rareFirst(terms: ArrayLike<number>, size: number): Uint32Array {
    const { weights } = this;
    const order = new Uint32Array(size);
    for (let k = 0; k < size; k++) {
      const frequency = weights.frequencyOf(terms[k]);
      let at = k;
      // Of equally rare words the one with the lower number: it stands before.
      for (; at > 0 && weights.frequencyOf(terms[order[at - 1]]) > frequency; at--) order[at] = order[at - 1];
      order[at] = k;
    }
    return order;
  }

  /** Words in the head: what follows it has a length below theta. */
  private headOf(order: Uint32Array, weights: Float64Array): number {
    const most = this.theta * this.theta * (1 - slack);
    let head = order.length;
    for (let squares = 0; head > 0; head--) {
      const weight = weights[order[head - 1]];
      squares += weight * weight;
      if (squares >= most) break;
    }
    return head;
  }

  /** Adds up, for every row met, what the lists of words [from, to) give; returns how many rows are candidates now. */
  private gather(
    from: number,
    to: number,
    order: Uint32Array,
    terms: ArrayLike<number>,
    weights: Float64Array,
    candidates: number
  ): number {
    const { gathered, lists, missing, touched } = this;
    const { afters, lengths, numbers, starts, values } = lists;
    const least = this.theta * this.theta * (1 - slack);
    let found = candidates;
    let left = squares(order, weights, from, order.length);
    for (let k = from; k < to; k++) {
      const term = terms[order[k]];
      const weight = weights[order[k]];
      // What the row of a list must have from this word on; nobody is met for the first time in the tail.
      const wanted = from === 0 ? least / left : Number.POSITIVE_INFINITY;
      left -= weight * weight;
      const length = lists.lengthOf(term);
      if (length === 0) continue;
      const start = starts[term];
      const end = start + lengths[term];
      for (let e = start; e < end; e++) {
        const other = numbers[e];
        const sum = gathered[other];
        const value = values[e];
        if (sum === 0) {
          if (afters[e] + value * value < wanted) continue;
          touched[found++] = other;
        }
        gathered[other] = sum + weight * value;
        missing[other] = afters[e];
      }
      this.met += length;
    }
    return found;
  }

  /**
   * Lets go of candidates that cannot reach theta with all they may still lack: what was not looked up of the row, `left` being the square
   * of its length, times what the other has behind the last word both were seen to have. Returns how many stay.
   */
  private filter(found: number, left: number): number {
    const { gathered, missing, touched } = this;
    const least = this.theta - slack;
    let kept = 0;
    for (let k = 0; k < found; k++) {
      const other = touched[k];
      const lacks = least - gathered[other];
      if (lacks > 0 && left * missing[other] < lacks * lacks) gathered[other] = 0;
      else touched[kept++] = other;
    }
    return kept;
  }

  /** Multiplies out the pairs that may reach theta and keeps those that do. */
  private keep(row: number, found: number): void {
    const { gathered, spread, table, theta, touched, values } = this;
    const { starts, terms } = table;
    touched.subarray(0, found).sort();
    let end = this.starts[row];
    this.neighbours = withRoom(this.neighbours, end + found);
    this.cosines = withRoom(this.cosines, end + found);
    for (let k = 0; k < found; k++) {
      const other = touched[k];
      gathered[other] = 0;
      this.multiplied++;
      let cosine = 0;
      const last = starts[other + 1];
      for (let e = starts[other]; e < last; e++) cosine += spread[terms[e]] * values[e];
      if (cosine < theta) continue;
      this.neighbours[end] = other;
      this.cosines[end] = cosine;
      end++;
    }
    this.starts[row + 1] = end;
  }
}

/** Squared length of the words from one place of the order to another, and no less. */
function squares(order: Uint32Array, weights: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += weights[order[k]] * weights[order[k]];
  return sum + slack;
}
