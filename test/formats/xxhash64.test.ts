import { describe, expect, it } from 'vitest';
import { XxHash64 } from '../../src/formats/xxhash64';

const word = (1n << 64n) - 1n;
const [p1, p2, p3, p4, p5] = [
  11400714785074694791n,
  14029467366897019727n,
  1609587929392839161n,
  9650029242287828579n,
  2870177450012600261n
];

/** From the specification, in whole numbers of any size. */
function reference(bytes: Uint8Array): bigint {
  const rotate = (x: bigint, n: bigint): bigint => ((x << n) | (x >> (64n - n))) & word;
  const round = (lane: bigint, input: bigint): bigint =>
    (rotate((lane + input * p2) & word, 31n) * p1) & word;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let h = p5;
  if (bytes.length >= 32) {
    const lanes = [(p1 + p2) & word, p2, 0n, (word + 1n - p1) & word];
    for (; at + 32 <= bytes.length; at += 32)
      for (let i = 0; i < 4; i++) lanes[i] = round(lanes[i], view.getBigUint64(at + 8 * i, true));
    h = [1n, 7n, 12n, 18n].reduce((sum, n, i) => sum + rotate(lanes[i], n), 0n) & word;
    for (const lane of lanes) h = ((h ^ round(0n, lane)) * p1 + p4) & word;
  }
  h = (h + BigInt(bytes.length)) & word;
  for (; at + 8 <= bytes.length; at += 8)
    h = (rotate(h ^ round(0n, view.getBigUint64(at, true)), 27n) * p1 + p4) & word;
  if (at + 4 <= bytes.length) {
    h = (rotate(h ^ ((BigInt(view.getUint32(at, true)) * p1) & word), 23n) * p2 + p3) & word;
    at += 4;
  }
  for (; at < bytes.length; at++) h = (rotate(h ^ ((BigInt(bytes[at]) * p5) & word), 11n) * p1) & word;
  h = ((h ^ (h >> 33n)) * p2) & word;
  h = ((h ^ (h >> 29n)) * p3) & word;
  return h ^ (h >> 32n);
}

const digestOf = (pieces: readonly Uint8Array[]): bigint => {
  const hash = new XxHash64();
  for (const piece of pieces) hash.update(piece);
  const [high, low] = hash.digest();
  return (BigInt(high) << 32n) | BigInt(low);
};

describe('XXH64', () => {
  it('gives the published values', () => {
    const text = (of: string): bigint => digestOf([new TextEncoder().encode(of)]);
    expect(text('')).toBe(0xef46db3751d8e999n);
    expect(text('a')).toBe(0xd24ec4f1a98c6e5bn);
    expect(text('abc')).toBe(0x44bc2cf5ad770999n);
  });

  it('is that of the specification at any length, in whatever pieces', () => {
    const bytes = Uint8Array.from({ length: 400 }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 11) & 255);
    for (let length = 0; length <= bytes.length; length += length < 110 ? 1 : 37) {
      const wanted = reference(bytes.subarray(0, length));
      expect(digestOf([bytes.subarray(0, length)])).toBe(wanted);
      for (const step of [1, 5, 31, 32, 33, 100]) {
        const pieces: Uint8Array[] = [];
        for (let at = 0; at < length; at += step)
          pieces.push(bytes.subarray(at, Math.min(length, at + step)));
        expect(digestOf(pieces)).toBe(wanted);
      }
    }
  });
});
