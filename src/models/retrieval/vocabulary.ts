/** Numbers of words, in the order in which they were first seen: a hash table over their letters, so that no word is cut out to be looked up. */
import { withRoom } from './growing';
import { endOfWord, nextWord, normalWord, wordsOf } from './words';

/** Plain letters, digits and underscores as they are compared; 0 for anything else. */
const plain = new Uint8Array(128);
for (const letter of '0123456789_abcdefghijklmnopqrstuvwxyz') {
  plain[letter.charCodeAt(0)] = letter.charCodeAt(0);
  plain[letter.toUpperCase().charCodeAt(0)] = letter.charCodeAt(0);
}

const seed = 0x811c9dc5 | 0;
const leftOut = -1;

export class Vocabulary {
  /** Words with a number. */
  size = 0;
  /** [slots, a power of 2] an entry and 1, or 0; searched from a hash on. */
  private slots = new Uint32Array(1024);
  private entries = 0;
  /** [entries] hash, number, and where its code units begin in `units`. */
  private hashes = new Uint32Array(256);
  private numbers = new Int32Array(256);
  private starts = new Uint32Array(256);
  private units = new Uint16Array(4096);
  /** The word that is looked up. */
  private letters = new Uint16Array(256);

  /** Words of `left` have no number. */
  constructor(left: ReadonlySet<string> = new Set()) {
    for (const word of left) this.numbers[this.enter(word)] = leftOut;
    this.size = 0;
  }

  /** Numbers of the words of text[from, to), in order, those left out left out; words not seen before get one. */
  read(text: string, from: number, to: number): number[] {
    this.letters = withRoom(this.letters, to - from);
    const { letters } = this;
    const read: number[] = [];
    for (let start = nextWord(text, from, to); start < to; ) {
      let end = start;
      let hash = seed;
      let code = 0;
      for (; end < to; end++) {
        code = text.charCodeAt(end);
        const unit = code < 128 ? plain[code] : 0;
        if (unit === 0) break;
        letters[end - start] = unit;
        hash = mixed(hash, unit);
      }
      const isPlain = end === to || code < 128 || endOfWord(text, end, to) === end;
      if (!isPlain) end = endOfWord(text, end, to);
      const entry = isPlain ? this.entry(end - start, hash) : this.enter(normalWord(text.slice(start, end)));
      const number = this.numbers[entry];
      if (number !== leftOut) read.push(number);
      start = nextWord(text, end, to);
    }
    return read;
  }

  /**
   * Numbers of the words of a text that have one, and how often each of the others stands there, those left out left out. Nothing is
   * learned from it, so that later words have the numbers they would have had.
   */
  lookUp(text: string): { known: number[]; unknown: number[] } {
    const known: number[] = [];
    const others = new Map<string, number>();
    for (const word of wordsOf(text)) {
      const entry = this.find(word.length, this.spell(word));
      if (entry < 0) others.set(word, (others.get(word) ?? 0) + 1);
      else if (this.numbers[entry] !== leftOut) known.push(this.numbers[entry]);
    }
    return { known, unknown: [...others.values()] };
  }

  /** The entry of a word as it is compared, made if there is none. */
  private enter(word: string): number {
    return this.entry(word.length, this.spell(word));
  }

  /** The entry of the word that is looked up. */
  private entry(length: number, hash: number): number {
    const known = this.find(length, hash);
    return known < 0 ? this.append(length, hash) : known;
  }

  /** Puts a word where it is looked up from; returns its hash. */
  private spell(word: string): number {
    this.letters = withRoom(this.letters, word.length);
    let hash = seed;
    for (let k = 0; k < word.length; k++) {
      const unit = word.charCodeAt(k);
      this.letters[k] = unit;
      hash = mixed(hash, unit);
    }
    return hash;
  }

  /** The entry of the word that is looked up; -1 if there is none. */
  private find(length: number, hash: number): number {
    const { hashes, slots, starts } = this;
    const last = slots.length - 1;
    for (let slot = scattered(hash) & last; slots[slot] !== 0; slot = (slot + 1) & last) {
      const entry = slots[slot] - 1;
      if (hashes[entry] === hash >>> 0 && starts[entry + 1] - starts[entry] === length && this.spells(entry))
        return entry;
    }
    return -1;
  }

  private spells(entry: number): boolean {
    const { letters, starts, units } = this;
    const [start, end] = [starts[entry], starts[entry + 1]];
    for (let at = start; at < end; at++) if (units[at] !== letters[at - start]) return false;
    return true;
  }

  private append(length: number, hash: number): number {
    const entry = this.entries++;
    if (2 * this.entries > this.slots.length) this.enlarge();
    this.hashes = withRoom(this.hashes, entry + 1);
    this.starts = withRoom(this.starts, entry + 2);
    this.numbers = withRoom(this.numbers, entry + 1);
    const start = this.starts[entry];
    this.units = withRoom(this.units, start + length);
    this.units.set(this.letters.subarray(0, length), start);
    this.starts[entry + 1] = start + length;
    this.hashes[entry] = hash;
    this.numbers[entry] = this.size++;
    this.place(entry);
    return entry;
  }

  private place(entry: number): void {
    const last = this.slots.length - 1;
    let slot = scattered(this.hashes[entry]) & last;
    while (this.slots[slot] !== 0) slot = (slot + 1) & last;
    this.slots[slot] = entry + 1;
  }

  private enlarge(): void {
    this.slots = new Uint32Array(2 * this.slots.length);
    for (let entry = 0; entry < this.entries - 1; entry++) this.place(entry);
  }
}

function mixed(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** The upper bits, which depend on all letters, brought down. */
function scattered(hash: number): number {
  return hash ^ (hash >>> 15);
}
