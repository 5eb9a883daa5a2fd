/**
 * Numbers names in first-seen order straight from their bytes: an open-addressing hash table over one arena of bytes. Whole
 * numbers below 2^24 in their plain spelling, which ids mostly are, index an array instead and take no room in the arena.
 * No string is made before the end.
 */

/** Numbers that have a place of their own. */
const direct = 1 << 24;
const mostBytes = 0x7fffffff;

export class ByteNames {
  /** Names so far. */
  count = 0;
  /** [names] where the name begins in the arena, or -1 - the number it spells. */
  private starts = new Int32Array(1024);
  private lengths = new Uint32Array(1024);
  private arena = new Uint8Array(1 << 14);
  private used = 0;
  /** Name + 1 by the number it spells; 0 for none. */
  private numbers = new Int32Array(1024);
  /**
   * [slots, 4] by hash: name + 1 (0 for none), hash, where it begins in the arena, its length. Side by side, because what costs
   * is each place of memory that is reached for. The number of slots is a power of 2.
   */
  private slots = new Int32Array(4 * 2048);
  private hashed = 0;

  /**
   * The number of the name that stands in `bytes` from `from` to `to`. Returns -1 for a new name for which there is no room
   * (2 GiB of names).
   */
  indexOf(bytes: Uint8Array, from: number, to: number): number {
    const number = plainNumber(bytes, from, to);
    return number >= 0 ? this.numbered(number) : this.spelled(bytes, from, to);
  }

  private numbered(number: number): number {
    if (number >= this.numbers.length) {
      let size = this.numbers.length;
      while (size <= number) size *= 2;
      const wider = new Int32Array(Math.min(size, direct));
      wider.set(this.numbers);
      this.numbers = wider;
    }
    const known = this.numbers[number];
    if (known !== 0) return known - 1;
    const name = this.room();
    this.starts[name] = -1 - number;
    this.numbers[number] = ++this.count;
    return this.count - 1;
  }

  private spelled(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    // FNV-1a leaves the low bits of short names close together.
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 13;
    const { slots, arena } = this;
    const mask = slots.length / 4 - 1;
    const length = to - from;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = slots[4 * slot] - 1;
      if (known < 0) return this.add(bytes, from, length, hash, slot);
      if (slots[4 * slot + 1] !== hash || slots[4 * slot + 3] !== length) continue;
      const start = slots[4 * slot + 2] - from;
      let at = from;
      while (at < to && arena[start + at] === bytes[at]) at++;
      if (at === to) return known;
    }
  }

  private add(bytes: Uint8Array, from: number, length: number, hash: number, slot: number): number {
    if (this.used + length > mostBytes) return -1;
    while (this.used + length > this.arena.length) {
      const wider = new Uint8Array(Math.min(2 * this.arena.length, mostBytes));
      wider.set(this.arena);
      this.arena = wider;
    }
    this.arena.set(bytes.subarray(from, from + length), this.used);
    const name = this.room();
    this.starts[name] = this.used;
    this.lengths[name] = length;
    this.slots.set([++this.count, hash, this.used, length], 4 * slot);
    this.used += length;
    if (++this.hashed * 8 > this.slots.length) this.rehash();
    return name;
  }

  /** The place of the next name. */
  private room(): number {
    if (this.count === this.starts.length) {
      const wider = <Kind extends Int32Array | Uint32Array>(from: Kind, to: Kind): Kind => {
        to.set(from);
        return to;
      };
      const size = 2 * this.count;
      this.starts = wider(this.starts, new Int32Array(size));
      this.lengths = wider(this.lengths, new Uint32Array(size));
    }
    return this.count;
  }

  private rehash(): void {
    const old = this.slots;
    const slots = new Int32Array(2 * old.length);
    const mask = slots.length / 4 - 1;
    for (let from = 0; from < old.length; from += 4) {
      if (old[from] === 0) continue;
      let slot = old[from + 1] & mask;
      while (slots[4 * slot] !== 0) slot = (slot + 1) & mask;
      for (let i = 0; i < 4; i++) slots[4 * slot + i] = old[from + i];
    }
    this.slots = slots;
  }

  /** Every name, in order. */
  labels(): string[] {
    const decoder = new TextDecoder();
    return Array.from({ length: this.count }, (_, name) => {
      const start = this.starts[name];
      return start < 0
        ? String(-1 - start)
        : decoder.decode(this.arena.subarray(start, start + this.lengths[name]));
    });
  }
}

/** The whole number below 2^24 that these bytes spell without a leading zero, or -1. */
function plainNumber(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length > 8 || length === 0 || (bytes[from] === 0x30 && length > 1)) return -1;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = bytes[i] - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = 10 * value + digit;
  }
  return value < direct ? value : -1;
}
