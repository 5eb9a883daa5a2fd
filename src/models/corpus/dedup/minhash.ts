/**
 * The k hash functions of MinHash from a seed, and the judge of the kernels: the same signature in whole numbers of any size.
 *
 * P[two documents have an equal value] = J, the Jaccard similarity of their sets of n-grams; the share of equal values estimates J
 * with variance J (1 - J) / k.
 */
import type { MinhashFunctions } from '../../../compute/minhash';
import { Random } from '../../random';

export const mersenne = (1n << 61n) - 1n;
const word = (1n << 64n) - 1n;

/** The functions are decided by the seed alone: signatures of shards made on different machines can be compared. */
export function hashFunctions(permutations: number, seed: number): MinhashFunctions {
  const random = new Random(seed).fork('minhash');
  const below = (): bigint => {
    for (;;) {
      const value = (BigInt(random.bits() >>> 3) << 32n) | BigInt(random.bits());
      if (value < mersenne) return value;
    }
  };
  const a = new BigUint64Array(permutations);
  const b = new BigUint64Array(permutations);
  const base = below() | 1n;
  for (let i = 0; i < permutations; i++) {
    do a[i] = below();
    while (a[i] === 0n);
    b[i] = below();
  }
  return { a, b, base };
}

/** What the kernels compute, from the definition. Fewer than n tokens make one n-gram of all of them; none make no signature. */
export function referenceSignature(
  tokens: ArrayLike<number>,
  n: number,
  { a, b, base }: MinhashFunctions
): { signature: Uint32Array; shingles: Uint32Array } {
  const size = Math.min(n, tokens.length);
  const shingles = new Uint32Array(size === 0 ? 0 : tokens.length - size + 1);
  for (let i = 0; i < shingles.length; i++) {
    let h = 0n;
    for (let t = i; t < i + size; t++) h = (h * base + BigInt(tokens[t])) % mersenne;
    let x = (h + BigInt(size) * 0x9e3779b97f4a7c15n) & word;
    x = ((x ^ (x >> 33n)) * 0xff51afd7ed558ccdn) & word;
    x = ((x ^ (x >> 33n)) * 0xc4ceb9fe1a85ec53n) & word;
    shingles[i] = Number(x >> 32n);
  }
  const signature = new Uint32Array(a.length).fill(0xffffffff);
  for (const shingle of shingles)
    for (let f = 0; f < a.length; f++) {
      const value = Number(((a[f] * BigInt(shingle) + b[f]) % mersenne) & 0xffffffffn);
      if (value < signature[f]) signature[f] = value;
    }
  return { signature, shingles };
}

/** Share of equal values: the estimate of the Jaccard similarity. Throws RangeError for signatures of different lengths. */
export function estimatedJaccard(a: Uint32Array, b: Uint32Array): number {
  if (a.length !== b.length)
    throw new RangeError(`Signatures have ${a.length} and ${b.length} values; expected equally many.`);
  let equal = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) equal++;
  return equal / a.length;
}

/** |A and B| / |A or B| of two lists of n-gram hashes; 1 for two empty ones. */
export function exactJaccard(a: Uint32Array, b: Uint32Array): number {
  const first = new Set(a);
  const second = new Set(b);
  let both = 0;
  for (const shingle of first) if (second.has(shingle)) both++;
  const either = first.size + second.size - both;
  return either === 0 ? 1 : both / either;
}
