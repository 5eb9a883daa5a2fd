/** What the processor can do at most: for `engram bench` alone. */

/** `rounds` x 24 multiply-adds of four lanes, enough of them at a time to hide how long each takes: 192 flops a round. */
export function multiplyAdds(data: usize, rounds: i32): void {
  const by = v128.load(data);
  let s0 = by;
  let s1 = by;
  let s2 = by;
  let s3 = by;
  let s4 = by;
  let s5 = by;
  let s6 = by;
  let s7 = by;
  let s8 = by;
  let s9 = by;
  let s10 = by;
  let s11 = by;
  for (let round = 0; round < rounds; round++) {
    for (let twice = 0; twice < 2; twice++) {
      s0 = f32x4.add(s0, f32x4.mul(s0, by));
      s1 = f32x4.add(s1, f32x4.mul(s1, by));
      s2 = f32x4.add(s2, f32x4.mul(s2, by));
      s3 = f32x4.add(s3, f32x4.mul(s3, by));
      s4 = f32x4.add(s4, f32x4.mul(s4, by));
      s5 = f32x4.add(s5, f32x4.mul(s5, by));
      s6 = f32x4.add(s6, f32x4.mul(s6, by));
      s7 = f32x4.add(s7, f32x4.mul(s7, by));
      s8 = f32x4.add(s8, f32x4.mul(s8, by));
      s9 = f32x4.add(s9, f32x4.mul(s9, by));
      s10 = f32x4.add(s10, f32x4.mul(s10, by));
      s11 = f32x4.add(s11, f32x4.mul(s11, by));
    }
  }
  const a = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  const b = f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7));
  const c = f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11));
  v128.store(data, f32x4.add(f32x4.add(a, b), c), 16);
}
