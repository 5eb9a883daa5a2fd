/**
 * XXH64 (Collet, github.com/Cyan4973/xxHash, doc/xxhash_spec.md) with seed 0, going on from piece to piece: the checksum of Zstandard. 64-bit numbers are two
 * words of 32, for BigInt takes fifty times as long.
 */

/** Primes 1 to 5, high word and low. */
const p1 = [0x9e3779b1, 0x85ebca87] as const;
const p2 = [0xc2b2ae3d, 0x27d4eb4f] as const;
const p3 = [0x165667b1, 0x9e3779f9] as const;
const p4 = [0x85ebca77, 0xc2b2ae63] as const;
const p5 = [0x27d4eb2f, 0x165667c5] as const;

type Word = readonly [high: number, low: number];

const stripe = 32;

export class XxHash64 {
  /** [4, 2] the lanes: high, low. */
  private readonly lanes: Int32Array;
  private readonly waiting = new Uint8Array(stripe);
  private filled = 0;
  private length = 0;

  constructor() {
    const [one, two] = [sum(p1, p2), p2];
    const minus = negative(p1);
    this.lanes = Int32Array.from([...one, ...two, 0, 0, ...minus]);
  }

  update(bytes: Uint8Array): void {
    this.length += bytes.length;
    let at = 0;
    if (this.filled > 0) {
      at = Math.min(stripe - this.filled, bytes.length);
      this.waiting.set(bytes.subarray(0, at), this.filled);
      this.filled += at;
      if (this.filled < stripe) return;
      this.stripes(this.waiting, 0, stripe);
      this.filled = 0;
    }
    const end = at + stripe * Math.floor((bytes.length - at) / stripe);
    this.stripes(bytes, at, end);
    this.waiting.set(bytes.subarray(end));
    this.filled = bytes.length - end;
  }

  /** High word and low, without a sign. */
  digest(): Word {
    const { lanes, length, waiting } = this;
    let h: Word;
    if (length >= stripe) {
      const lane = (i: number): Word => [lanes[2 * i], lanes[2 * i + 1]];
      h = sum(sum(rotated(lane(0), 1), rotated(lane(1), 7)), sum(rotated(lane(2), 12), rotated(lane(3), 18)));
      for (let i = 0; i < 4; i++) h = sum(product(exclusive(h, round([0, 0], lane(i))), p1), p4);
    } else h = p5;
    h = sum(h, [Math.floor(length / 2 ** 32), length | 0]);
    let at = 0;
    for (; at + 8 <= this.filled; at += 8)
      h = sum(
        product(rotated(exclusive(h, round([0, 0], [wordAt(waiting, at + 4), wordAt(waiting, at)])), 27), p1),
        p4
      );
    if (at + 4 <= this.filled) {
      h = sum(product(rotated(exclusive(h, product([0, wordAt(waiting, at)], p1)), 23), p2), p3);
      at += 4;
    }
    for (; at < this.filled; at++) h = product(rotated(exclusive(h, product([0, waiting[at]], p5)), 11), p1);
    h = product(exclusive(h, shifted(h, 33)), p2);
    h = product(exclusive(h, shifted(h, 29)), p3);
    h = exclusive(h, shifted(h, 32));
    return [h[0] >>> 0, h[1] >>> 0];
  }

  /** lane <- rotate(lane + input * p2, 31) * p1, over whole stripes; without lists, for this is where the time goes. */
  private stripes(bytes: Uint8Array, from: number, to: number): void {
    const { lanes } = this;
    for (let lane = 0; lane < 4; lane++) {
      let high = lanes[2 * lane];
      let low = lanes[2 * lane + 1];
      for (let at = from + 8 * lane; at < to; at += stripe) {
        const inLow = wordAt(bytes, at);
        const inHigh = wordAt(bytes, at + 4);
        const addLow = Math.imul(inLow, p2[1]);
        const addHigh = (highProduct(inLow, p2[1]) + Math.imul(inHigh, p2[1]) + Math.imul(inLow, p2[0])) | 0;
        const l = (low >>> 0) + (addLow >>> 0);
        const h = (high + addHigh + (l >= 2 ** 32 ? 1 : 0)) | 0;
        const turnedHigh = (h << 31) | ((l | 0) >>> 1);
        const turnedLow = ((l | 0) << 31) | (h >>> 1);
        low = Math.imul(turnedLow, p1[1]);
        high =
          (highProduct(turnedLow, p1[1]) + Math.imul(turnedHigh, p1[1]) + Math.imul(turnedLow, p1[0])) | 0;
      }
      lanes[2 * lane] = high;
      lanes[2 * lane + 1] = low;
    }
  }
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);

/** The upper 32 bits of a product of two words without a sign. */
function highProduct(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const inner = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (inner & 0xffff);
  return (a1 * b1 + (inner >>> 16) + (other >>> 16)) | 0;
}

function product([aHigh, aLow]: Word, [bHigh, bLow]: Word): Word {
  const high = highProduct(aLow, bLow) + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh);
  return [high | 0, Math.imul(aLow, bLow)];
}

function sum([aHigh, aLow]: Word, [bHigh, bLow]: Word): Word {
  const low = (aLow >>> 0) + (bLow >>> 0);
  return [(aHigh + bHigh + (low >= 2 ** 32 ? 1 : 0)) | 0, low | 0];
}

const negative = (a: Word): Word => sum([~a[0], ~a[1]], [0, 1]);
const exclusive = (a: Word, b: Word): Word => [a[0] ^ b[0], a[1] ^ b[1]];
const round = (lane: Word, input: Word): Word => product(rotated(sum(lane, product(input, p2)), 31), p1);

/** To the left by 0 < n < 32. */
const rotated = ([high, low]: Word, n: number): Word => [
  (high << n) | (low >>> (32 - n)),
  (low << n) | (high >>> (32 - n))
];

/** To the right by n, zeros coming in. */
const shifted = ([high, low]: Word, n: number): Word =>
  n >= 32 ? [0, high >>> (n - 32)] : [high >>> n, (low >>> n) | (high << (32 - n))];
