/**
 * A leaky filter run backwards over rows, in place (src/compute/compute.ts, FilterBackwardCall):
 *
 *   v_t <- gain v_t + decay v_{t+1};   4 flops and 8 bytes a number, the row after being in the cache still.
 *
 * Threads take columns and never wait.
 */
import { share } from './barrier';
import { storeSome } from './math';

@unmanaged
export class FilterBackwardCall {
  values: usize;
  steps: i32;
  width: i32;
  gain: f32;
  /** 1 - decay: gain v + decay after is computed as after + (gain v - loss after). */
  loss: f32;
}

export function filterBackward(call: FilterBackwardCall, thread: i32, threads: i32): void {
  const first = share(call.width, 16, thread, threads);
  const last = share(call.width, 16, thread + 1, threads);
  const gain = f32x4.splat(call.gain);
  const loss = f32x4.splat(call.loss);
  const pitch = 4 * <usize>call.width;
  for (let t = call.steps - 1; t >= 0; t--) {
    const row = call.values + pitch * <usize>t;
    const more = t < call.steps - 1;
    for (let column = first; column < last; column += 4) {
      const at = row + 4 * <usize>column;
      const fresh = f32x4.mul(gain, v128.load(at));
      const after = more ? v128.load(at + pitch) : f32x4.splat(0);
      storeSome(at, f32x4.add(after, f32x4.sub(fresh, f32x4.mul(loss, after))), last - column);
    }
  }
}
