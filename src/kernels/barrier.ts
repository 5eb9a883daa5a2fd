/**
 * How the threads of one backend meet. Every thread runs its own instance over the same memory; all they
 * share beside the data is one control block, whose fields lie a cache line apart:
 *
 *   job      counts the calls; a helper sleeps here between them
 *   arrived  threads that have reached the barrier
 *   round    barriers passed; a waiting thread watches this word
 *   sleepers threads asleep in the kernel rather than polling
 *   broken   set once a thread has not come for PATIENCE: the results of the call are worthless
 *
 * A waiting thread polls first, which costs well under a microsecond when the others are close, and then
 * sleeps on a futex: polling alone can hold the only processor the other thread could run on.
 */
export const JOB: usize = 0;
const ARRIVED: usize = 64;
const ROUND: usize = 128;
const SLEEPERS: usize = 192;
const BROKEN: usize = 256;
export const OPERATION: usize = 320;
export const PARAMETERS: usize = 384;

/**
 * Polls before sleeping, a hundred microseconds or two: longer than what JavaScript does between two operations of a step, since
 * on a virtual machine a sleeper takes about as long to wake.
 */
const POLLS: i32 = 160000;

/** Milliseconds after which a thread that does not come is taken for dead. */
const PATIENCE: f64 = 20_000;

/**
 * Atomics.wait of the host: false if the time ran out. The instruction memory.atomic.wait32 ought to do the same,
 * but under Node 20 threads that slept by it, in code of the baseline compiler, were seen never to wake.
 */
// @ts-ignore: decorator
@external('env', 'sleep')
declare function sleep(address: usize, value: i32, milliseconds: f64): bool;

/** Returns once the word at `address` is no longer `value`, or false after `patience` milliseconds. */
export function waitWhile(control: usize, address: usize, value: i32, patience: f64): bool {
  for (let polls = 0; polls < POLLS; polls++) {
    if (atomic.load<i32>(address) != value) return true;
  }
  atomic.add<i32>(control, 1, SLEEPERS);
  while (atomic.load<i32>(address) == value && sleep(address, value, patience)) {}
  atomic.sub<i32>(control, 1, SLEEPERS);
  return atomic.load<i32>(address) != value;
}

/** Adds one to the word at `address` and wakes whoever sleeps on it. */
export function advance(control: usize, address: usize): void {
  atomic.add<i32>(address, 1);
  if (atomic.load<i32>(control, SLEEPERS) > 0) atomic.notify(address, -1);
}

/** Returns when all `threads` have come here. */
export function barrier(control: usize, threads: i32): void {
  if (threads == 1 || atomic.load<i32>(control, BROKEN)) return;
  const round = atomic.load<i32>(control, ROUND);
  if (atomic.add<i32>(control, 1, ARRIVED) == threads - 1) {
    atomic.store<i32>(control, 0, ARRIVED);
    advance(control, control + ROUND);
  } else if (!waitWhile(control, control + ROUND, round, PATIENCE)) {
    atomic.store<i32>(control, 1, BROKEN);
  }
}

export function isBroken(control: usize): bool {
  return atomic.load<i32>(control, BROKEN) != 0;
}

/** Where the share of `thread` begins when `count` things are dealt in lumps; its end is where the next one begins. */
export function share(count: i32, lump: i32, thread: i32, threads: i32): i32 {
  const lumps = (count + lump - 1) / lump;
  return min(count, ((lumps * thread) / threads) * lump);
}
