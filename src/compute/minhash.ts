/**
 * MinHash signatures on the kernels (src/kernels/minhash.ts has the equation): whole numbers throughout, exact, so that there is one
 * answer on every machine and models/corpus/dedup/minhash.ts, in whole numbers of any size, judges it bit by bit.
 */
import { ComputeError } from './compute';
import { createCrew } from './wasm/crew';

export interface MinhashFunctions {
  /** [k] in [1, 2^61 - 1). */
  a: BigUint64Array;
  /** [k] in [0, 2^61 - 1). */
  b: BigUint64Array;
  /** Of the polynomial that hashes n-grams. */
  base: bigint;
}

export interface Signed {
  /** [k] uint32. */
  signature: Uint32Array;
  /** [n-grams] their hashes, in the order of the text; equal n-grams come again. */
  shingles: Uint32Array;
}

export interface MinHasher {
  /** k. */
  readonly permutations: number;
  /**
   * The signature of the n-grams of `tokens`. Where there are fewer than n tokens, all of them are one n-gram of their own length, so
   * that short documents are equal only where all their tokens are; undefined without any. `shingles` are copied when asked for.
   */
  sign(tokens: Uint32Array, n: number): Uint32Array | undefined;
  /** As `sign`, with the hashes of the n-grams. */
  signWithShingles(tokens: Uint32Array, n: number): Signed | undefined;
  /** Releases the memory; the hasher is unusable afterwards. */
  dispose(): void;
}

const prime = (1n << 61n) - 1n;
const mostMemory = 2 ** 32;
const firstTokens = 1 << 14;

/** Throws ComputeError for functions that are none. */
export async function createMinHasher({ a, b, base }: MinhashFunctions): Promise<MinHasher> {
  const permutations = a.length;
  if (permutations === 0 || b.length !== permutations)
    throw new ComputeError(
      `There are ${permutations} factors and ${b.length} offsets; expected equally many, at least one.`
    );
  for (const value of [...a, ...b, base])
    if (value >= prime)
      throw new ComputeError(`A hash function has ${value}; expected numbers below 2^61 - 1.`);
  const crew = await createCrew({ maximumBytes: mostMemory, threads: 1 });
  const { heap } = crew;
  const functions = 4 * Math.ceil(permutations / 4);
  const at = {
    base: heap.take(8, 'base'),
    upper: heap.take(4 * functions, 'hash functions'),
    lower: heap.take(4 * functions, 'hash functions'),
    offsets: heap.take(8 * functions, 'hash functions'),
    signature: heap.take(4 * functions, 'signature')
  };
  const words = (): Uint32Array => new Uint32Array(heap.integers.buffer);
  const place = (address: number, value: bigint): void => {
    words()[address / 4] = Number(value & 0xffffffffn);
    words()[address / 4 + 1] = Number(value >> 32n);
  };
  place(at.base, base);
  for (let f = 0; f < permutations; f++) {
    words()[at.upper / 4 + f] = Number(a[f] >> 29n);
    words()[at.lower / 4 + f] = Number(a[f] & 0x1fffffffn);
    place(at.offsets + 8 * f, b[f]);
  }
  let room = firstTokens;
  let tokensAt = heap.take(4 * room, 'tokens');
  let shinglesAt = heap.take(4 * room, 'n-grams');

  /** Runs the kernel; returns how many n-grams there were. */
  function run(tokens: Uint32Array, n: number): number {
    if (!(Number.isInteger(n) && n >= 1))
      throw new ComputeError(`n-grams of ${n} tokens were asked for; expected a whole number from 1.`);
    if (tokens.length > room) {
      heap.give(tokensAt);
      heap.give(shinglesAt);
      room = Math.max(tokens.length, 2 * room);
      tokensAt = heap.take(4 * room, 'tokens');
      shinglesAt = heap.take(4 * room, 'n-grams');
    }
    words().set(tokens, tokensAt / 4);
    const size = Math.min(n, tokens.length);
    crew.run('minhash', 1, [
      tokensAt,
      tokens.length,
      size,
      shinglesAt,
      at.base,
      at.upper,
      at.lower,
      at.offsets,
      functions,
      at.signature
    ]);
    return tokens.length - size + 1;
  }
  const signature = (): Uint32Array => words().slice(at.signature / 4, at.signature / 4 + permutations);

  return {
    permutations,
    sign(tokens, n) {
      if (tokens.length === 0) return undefined;
      run(tokens, n);
      return signature();
    },
    signWithShingles(tokens, n) {
      if (tokens.length === 0) return undefined;
      const count = run(tokens, n);
      return {
        signature: signature(),
        shingles: words().slice(shinglesAt / 4, shinglesAt / 4 + count)
      };
    },
    dispose: () => crew.dispose()
  };
}
