/**
 * MinHash of a document (Broder 1997): n-grams of its tokens become 32-bit hashes x, and of k functions
 *
 *   h_i(x) = ((a_i x + b_i) mod p) & (2^32 - 1),   p = 2^61 - 1,
 *
 * the smallest value over all n-grams is kept. Exact: with a = H 2^29 + L, a x = (H x) 2^29 + L x, and 2^61 = 1 mod p turns the upper
 * half of H x into a plain summand; no product leaves 64 bits. Four functions ride in a vector through all n-grams, so that their
 * numbers and minima stay in registers: about 7 instructions a function and n-gram.
 *
 * n-grams are hashed by a polynomial mod p in a random base, rolled one token at a time, and mixed (murmur3's finaliser): two
 * different n-grams meet with a chance of n / p before the 32 bits, whatever is in them.
 */

const P: u64 = 0x1fffffffffffffff;
const LOW: u64 = 0xffffffff;

@unmanaged
export class MinhashCall {
  /** [count] uint32. */
  tokens: usize;
  count: i32;
  /** Tokens of an n-gram, at most `count`. */
  n: i32;
  /** [count - n + 1] uint32, written first. */
  shingles: usize;
  /** uint64: the base. */
  base: usize;
  /** Of the k functions, a multiple of 4: [k] uint32 upper halves of a, [k] uint32 lower 29 bits, [k] uint64 b. */
  upper: usize;
  lower: usize;
  offsets: usize;
  functions: i32;
  /** [k] uint32. */
  signature: usize;
}

function multiply(a: u64, b: u64): u64 {
  const al = a & LOW;
  const ah = a >> 32;
  const bl = b & LOW;
  const bh = b >> 32;
  const middle = ah * bl + al * bh;
  const low = al * bl;
  return reduced(
    ((ah * bh) << 3) + (middle >> 29) + ((middle & 0x1fffffff) << 32) + (low & P) + (low >> 61)
  );
}

function reduced(s: u64): u64 {
  const r = (s & P) + (s >> 61);
  return r >= P ? r - P : r;
}

/** Of n-grams of different n too the hashes differ. */
function mixed(h: u64, n: i32): u32 {
  let x = h + <u64>n * 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccd;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53;
  return <u32>(x >> 32);
}

function shingle(call: MinhashCall): void {
  const n = call.n;
  const tokens = call.tokens;
  const base = load<u64>(call.base);
  let power: u64 = 1;
  let h: u64 = 0;
  for (let i = 0; i < n; i++) {
    h = reduced(multiply(h, base) + load<u32>(tokens + (<usize>i << 2)));
    power = multiply(power, base);
  }
  let out = call.shingles;
  store<u32>(out, mixed(h, n));
  let leaving = tokens;
  for (let i = n; i < call.count; i++, leaving += 4) {
    out += 4;
    const gone = multiply(power, load<u32>(leaving));
    h = reduced(multiply(h, base) + load<u32>(tokens + (<usize>i << 2)) + (P - gone));
    store<u32>(out, mixed(h, n));
  }
}

/** On one thread: documents are what threads share. */
export function minhash(call: MinhashCall): void {
  shingle(call);
  const count = call.count - call.n + 1;
  const low = i64x2.splat(LOW);
  const one = i64x2.splat(1);
  for (let f = 0; f < call.functions; f += 4) {
    const upper = v128.load(call.upper + (<usize>f << 2));
    const lower = v128.load(call.lower + (<usize>f << 2));
    const b0 = v128.load(call.offsets + (<usize>f << 3));
    const b1 = v128.load(call.offsets + (<usize>f << 3), 16);
    let least = i32x4.splat(-1);
    let at = call.shingles;
    for (let i = 0; i < count; i++, at += 4) {
      const x = v128.load32_splat(at);
      const u0 = i64x2.extmul_low_i32x4_u(upper, x);
      const u1 = i64x2.extmul_high_i32x4_u(upper, x);
      const s0 = i64x2.add(
        i64x2.add(i64x2.extmul_low_i32x4_u(lower, x), b0),
        i64x2.add(i64x2.shr_u(u0, 32), i64x2.shl(v128.and(u0, low), 29))
      );
      const s1 = i64x2.add(
        i64x2.add(i64x2.extmul_high_i32x4_u(lower, x), b1),
        i64x2.add(i64x2.shr_u(u1, 32), i64x2.shl(v128.and(u1, low), 29))
      );
      // s mod p = s + floor((s + floor(s / 2^61) + 1) / 2^61), without its multiples of 2^61: of which 32 bits know nothing.
      const q0 = i64x2.shr_u(i64x2.add(i64x2.add(s0, i64x2.shr_u(s0, 61)), one), 61);
      const q1 = i64x2.shr_u(i64x2.add(i64x2.add(s1, i64x2.shr_u(s1, 61)), one), 61);
      const h = v128.shuffle<i32>(i64x2.add(s0, q0), i64x2.add(s1, q1), 0, 2, 4, 6);
      least = i32x4.min_u(least, h);
    }
    v128.store(call.signature + (<usize>f << 2), least);
  }
}
