/**
 * The smallest model of language that can be held out against: characters from the few before them, each length of context leaning on
 * the next shorter one (Witten & Bell 1991),
 *
 *   p_m(c | h) = (n(h c) + t(h) p_{m-1}(c | h')) / (n(h) + t(h)),
 *
 * n how often a context came, t how many different characters came after it. Trained on as many characters of each corpus, it tells
 * which corpus taught more.
 */
import { log } from '../../../compute/transcendentals';
import { CorpusError } from '../document';

interface Context {
  total: number;
  after: Map<number, number>;
}

/** Characters that are taken to exist. */
const alphabet = 1024;
/** What a document begins after. */
const start = '\u0002';
const end = '\u0003';

export class CharacterModel {
  /** Characters of context. */
  readonly order: number;
  /** Characters learned from so far. */
  learned = 0;
  private readonly contexts: Map<string, Context>[];

  /** Throws CorpusError for an order that is none. */
  constructor(order: number) {
    if (!(Number.isInteger(order) && order >= 0 && order <= 12))
      throw new CorpusError(`A model of ${order} characters of context was asked for; expected 0 to 12.`);
    this.order = order;
    this.contexts = Array.from({ length: order + 1 }, () => new Map());
  }

  /** Learns at most `most` characters of the text, and how a document ends where that leaves room; returns how many. */
  learn(text: string, most = Number.POSITIVE_INFINITY): number {
    const padded = start.repeat(this.order) + text + end;
    const count = Math.min(most, padded.length - this.order);
    for (let i = this.order; i < this.order + count; i++) {
      const code = padded.charCodeAt(i);
      for (let m = 0; m <= this.order; m++) {
        const key = padded.slice(i - m, i);
        let context = this.contexts[m].get(key);
        if (!context) {
          context = { total: 0, after: new Map() };
          this.contexts[m].set(key, context);
        }
        context.total++;
        context.after.set(code, (context.after.get(code) ?? 0) + 1);
      }
    }
    this.learned += count;
    return count;
  }

  /** What was counted, as numbers: for each context its length, its characters, how many kinds came after it, and each with its count. */
  snapshot(): Float64Array {
    const numbers: number[] = [this.learned];
    for (const contexts of this.contexts)
      for (const [key, { after }] of contexts) {
        numbers.push(key.length);
        for (let i = 0; i < key.length; i++) numbers.push(key.charCodeAt(i));
        numbers.push(after.size);
        for (const [code, count] of after) numbers.push(code, count);
      }
    return Float64Array.from(numbers);
  }

  restore(numbers: Float64Array): void {
    for (const contexts of this.contexts) contexts.clear();
    this.learned = numbers[0];
    for (let at = 1; at < numbers.length; ) {
      const length = numbers[at++];
      let key = '';
      for (let i = 0; i < length; i++) key += String.fromCharCode(numbers[at++]);
      const context: Context = { total: 0, after: new Map() };
      for (let kinds = numbers[at++]; kinds > 0; kinds--, at += 2) {
        context.after.set(numbers[at], numbers[at + 1]);
        context.total += numbers[at + 1];
      }
      this.contexts[length].set(key, context);
    }
  }

  /** p(character | context); `history` holds at least `order` characters. */
  probability(code: number, history: string): number {
    let p = 1 / alphabet;
    for (let m = 0; m <= this.order; m++) {
      const context = this.contexts[m].get(m === 0 ? '' : history.slice(-m));
      // Of a context that never came no longer one can have.
      if (!context) break;
      const kinds = context.after.size;
      p = ((context.after.get(code) ?? 0) + kinds * p) / (context.total + kinds);
    }
    return p;
  }

  /** Bits a character, ends of documents included. */
  bitsPerCharacter(texts: readonly string[]): number {
    let bits = 0;
    let count = 0;
    for (const text of texts) {
      const padded = start.repeat(this.order) + text + end;
      for (let i = this.order; i < padded.length; i++) {
        bits -= log(this.probability(padded.charCodeAt(i), padded.slice(i - this.order, i))) / Math.LN2;
        count++;
      }
    }
    return count === 0 ? Number.NaN : bits / count;
  }
}
