/** The row before: y_t = x_{t-1}, after a row of the past or zeros; backwards, y_t += x_{t+1}. Threads take sequences. */
import { addScaled } from './rows';

@unmanaged
export class DelayCall {
  batch: i32;
  ticks: i32;
  width: i32;
  held: i32;
  backwards: i32;
  past: usize;
  x: usize;
  y: usize;
}

export function delay(call: DelayCall, thread: i32, threads: i32): void {
  const bytes = 4 * <usize>call.width;
  const size = bytes * <usize>call.ticks;
  if (call.ticks == 0) return;
  for (let b = thread; b < call.batch; b += threads) {
    const x = call.x + <usize>b * size;
    const y = call.y + <usize>b * size;
    if (call.backwards) {
      addScaled(y, 1, x + bytes, (call.ticks - 1) * call.width);
      continue;
    }
    if (call.held) memory.copy(y, call.past + <usize>b * bytes, bytes);
    else memory.fill(y, 0, bytes);
    memory.copy(y + bytes, x, size - bytes);
  }
}
