import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateHash } from '../../src/session/stateHash';

const snapshot = (values: readonly number[], numbers: Record<string, number> = {}) => ({
  numbers,
  arrays: { weights: Float64Array.from(values) }
});

describe('the state hash', () => {
  it('is 16 hexadecimal digits, the same for the same state whatever the order of its names', () => {
    const one = { numbers: { a: 1, b: 2 }, arrays: { u: Float64Array.of(1), v: Float64Array.of(2) } };
    const other = { numbers: { b: 2, a: 1 }, arrays: { v: Float64Array.of(2), u: Float64Array.of(1) } };
    expect(stateHash(one, 5, 6)).toMatch(/^[0-9a-f]{16}$/);
    expect(stateHash(other, 5, 6)).toBe(stateHash(one, 5, 6));
  });

  it('differs where the clock, the cursor, a number, a name or the cut between arrays differs', () => {
    const hashes = [
      stateHash(snapshot([1, 2]), 5, 6),
      stateHash(snapshot([1, 2]), 6, 5),
      stateHash(snapshot([2, 1]), 5, 6),
      stateHash(snapshot([1, 2], { a: 0 }), 5, 6),
      stateHash(snapshot([1, 2], { b: 0 }), 5, 6),
      stateHash({ numbers: {}, arrays: { weights: Float64Array.of(1), weightt: Float64Array.of(2) } }, 5, 6),
      stateHash({ numbers: {}, arrays: { weights: Float64Array.of(1, 2, 0) } }, 5, 6)
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('sees any one bit of any float', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.nat({ max: 63 }),
        (values, at, bit) => {
          const changed = Float64Array.from(values);
          new BigUint64Array(changed.buffer)[at % values.length] ^= 1n << BigInt(bit);
          expect(stateHash(snapshot([...changed]), 0, 0)).not.toBe(stateHash(snapshot(values), 0, 0));
        }
      )
    );
  });

  it('tells many neighbouring states apart in either half', () => {
    const hashes = Array.from({ length: 5000 }, (_, i) => stateHash(snapshot([i, 0, 0]), 0, 0));
    expect(new Set(hashes).size).toBe(hashes.length);
    // Two in 5000 draws of 32 bits collide with a chance of 0.3 %.
    expect(new Set(hashes.map((hash) => hash.slice(0, 8))).size).toBeGreaterThan(hashes.length - 3);
    expect(new Set(hashes.map((hash) => hash.slice(8))).size).toBeGreaterThan(hashes.length - 3);
  });
});
