/** What the processor can do at most: for `engram bench` alone. */

/**
 * `rounds` x 12 multiply-adds of four lanes on 13 vectors at `data`, enough of them at a time to hide how long each takes: 96
 * flops a round.
 */
export function multiplyAdds(data: usize, rounds: i32): void {
  let s0 = v128.load(data, 0);
  let s1 = v128.load(data, 16);
  let s2 = v128.load(data, 32);
  let s3 = v128.load(data, 48);
  let s4 = v128.load(data, 64);
  let s5 = v128.load(data, 80);
  let s6 = v128.load(data, 96);
  let s7 = v128.load(data, 112);
  let s8 = v128.load(data, 128);
  let s9 = v128.load(data, 144);
  let s10 = v128.load(data, 160);
  let s11 = v128.load(data, 176);
  const by = v128.load(data, 192);
  for (let round = 0; round < rounds; round++) {
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
  v128.store(data, s0, 0);
  v128.store(data, s1, 16);
  v128.store(data, s2, 32);
  v128.store(data, s3, 48);
  v128.store(data, s4, 64);
  v128.store(data, s5, 80);
  v128.store(data, s6, 96);
  v128.store(data, s7, 112);
  v128.store(data, s8, 128);
  v128.store(data, s9, 144);
  v128.store(data, s10, 160);
  v128.store(data, s11, 176);
}
