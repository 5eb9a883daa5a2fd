/**
 * Losses of rows (src/compute/sequences.ts): cross entropy of the next token, some 30 flops a logit, and half squares. Threads take
 * rows; the sums of a row are float64.
 */
import { share } from './barrier';
import { exp4, storeSome } from './math';

@unmanaged
export class TokenLossCall {
  rows: i32;
  vocabulary: i32;
  logits: usize;
  target: usize;
  mask: usize;
  loss: usize;
  hit: usize;
  signal: usize;
  scale: f32;
}

export function tokenLoss(call: TokenLossCall, thread: i32, threads: i32): void {
  const last = share(call.rows, 1, thread + 1, threads);
  for (let row = share(call.rows, 1, thread, threads); row < last; row++) tokenLossOf(call, row);
}

function tokenLossOf(call: TokenLossCall, row: i32): void {
  const count = call.vocabulary;
  const from = 4 * <usize>row * <usize>count;
  const logits = call.logits + from;
  const signal = call.signal + from;
  const at = 4 * <usize>row;
  const mask = load<f32>(call.mask + at);
  const target = load<f32>(call.target + at);
  const top = largest(logits, count);
  let best = 0;
  while (best < count - 1 && load<f32>(logits + 4 * <usize>best) != top) best++;
  store<f32>(call.hit + at, target == <f32>best ? 1 : 0);

  const offset = f32x4.splat(top);
  let sums = f64x2.splat(0);
  for (let i = 0; i < count; i += 4) {
    const o = 4 * <usize>i;
    const power = exp4(f32x4.sub(v128.load(logits + o), offset));
    storeSome(signal + o, power, count - i);
    sums = added(sums, power, count - i);
  }
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (mask == 0) {
    store<f32>(call.loss + at, 0);
    memory.fill(signal, 0, 4 * <usize>count);
    return;
  }
  const right = 4 * <usize>target;
  const away = <f64>top - <f64>load<f32>(logits + right);
  store<f32>(call.loss + at, <f32>(<f64>mask * (Math.log(sum) + away)));

  const factor = <f64>call.scale * <f64>mask;
  const rightSignal = factor * (<f64>load<f32>(signal + right) / sum - 1);
  const share4 = f32x4.splat(<f32>(factor / sum));
  for (let i = 0; i < count; i += 4) {
    const o = 4 * <usize>i;
    storeSome(signal + o, f32x4.mul(share4, v128.load(signal + o)), count - i);
  }
  store<f32>(signal + right, <f32>rightSignal);
}

function largest(values: usize, count: i32): f32 {
  let most = load<f32>(values);
  let i = 0;
  if (count >= 4) {
    let four = v128.load(values);
    for (; i + 4 <= count; i += 4) four = f32x4.pmax(four, v128.load(values + 4 * <usize>i));
    most = max(
      max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1)),
      max(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3)),
    );
  }
  for (; i < count; i++) most = max(most, load<f32>(values + 4 * <usize>i));
  return most;
}

/** Adds the first `count` of four floats to two sums. */
// @ts-ignore: decorator
@inline
function added(sum: v128, values: v128, count: i32): v128 {
  const own =
    count >= 4 ? values : v128.and(values, i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3)));
  return f64x2.add(
    f64x2.add(sum, f64x2.promote_low_f32x4(own)),
    f64x2.promote_low_f32x4(v128.shuffle<f32>(own, own, 2, 3, 2, 3)),
  );
}

@unmanaged
export class ValueLossCall {
  rows: i32;
  width: i32;
  y: usize;
  target: usize;
  mask: usize;
  loss: usize;
  signal: usize;
  scale: f32;
}

export function valueLoss(call: ValueLossCall, thread: i32, threads: i32): void {
  const width = call.width;
  const last = share(call.rows, 1, thread + 1, threads);
  for (let row = share(call.rows, 1, thread, threads); row < last; row++) {
    const from = 4 * <usize>row * <usize>width;
    const mask = load<f32>(call.mask + 4 * <usize>row);
    const factor = f32x4.splat(call.scale * mask);
    let squares = f64x2.splat(0);
    for (let i = 0; i < width; i += 4) {
      const o = from + 4 * <usize>i;
      const away = f32x4.sub(v128.load(call.y + o), v128.load(call.target + o));
      squares = added(squares, f32x4.mul(away, away), width - i);
      storeSome(call.signal + o, f32x4.mul(factor, away), width - i);
    }
    const sum = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
    store<f32>(call.loss + 4 * <usize>row, <f32>((<f64>mask * sum) / 2));
  }
}
