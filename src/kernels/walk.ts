/**
 * One power iteration of personalised PageRank in gather form, fused (src/compute/pagerank.ts):
 *
 *   next_j = restart s_j + sum over edges i -> j of w_ij y_i,     y_i = gamma x_i / d_i
 *   step  += |next_j - x_j|;   lost += gamma next_j where j dangles;   x_j = next_j;   y'_j = gamma next_j / d_j
 *
 * An edge streams 4 bytes (its source; 12 with a weight) and gathers one y; a node streams 48 bytes, or 24 where everything is
 * float32 (narrow): y then fits a cache half the size, which is what a gather waits for.
 * Threads take blocks of nodes as they come; each block leaves its own part of step and lost, so that they add up in one order.
 */
@unmanaged
export class WalkCall {
  nodes: i32;
  /** x, y, scale and seeds are float32. */
  narrow: i32;
  starts: usize;
  sources: usize;
  /** 0 where every edge weighs 1. */
  weights: usize;
  x: usize;
  yIn: usize;
  yOut: usize;
  /** gamma / d_j; 0 where j dangles. */
  scale: usize;
  seeds: usize;
  /** [blocks, 2] float64: step, lost. */
  partials: usize;
  /** Number of the next block: taken by whoever comes. */
  taken: usize;
  /** float64: restart, gamma. */
  constants: usize;
}

export const BLOCK: i32 = 512;

export function walkBlocks(nodes: i32): i32 {
  return (nodes + BLOCK - 1) / BLOCK;
}

export function walk(call: WalkCall, thread: i32, threads: i32): void {
  const blocks = walkBlocks(call.nodes);
  for (;;) {
    const block = atomic.add<i32>(call.taken, 1);
    if (block >= blocks) return;
    if (call.weights) {
      if (call.narrow) walkBlock<f32>(call, block, true);
      else walkBlock<f64>(call, block, true);
    } else {
      if (call.narrow) walkBlock<f32>(call, block, false);
      else walkBlock<f64>(call, block, false);
    }
  }
}

// @ts-ignore: decorator
@inline
function gathered<Y>(y: usize, sources: usize, at: i32): Y {
  return load<Y>(y + (<usize>load<u32>(sources + (<usize>at << 2)) << alignof<Y>()));
}

// @ts-ignore: decorator
@inline
function walkBlock<Y>(call: WalkCall, block: i32, weighted: bool): void {
  const sources = call.sources;
  const weights = call.weights;
  const y = call.yIn;
  const restart = load<f64>(call.constants);
  const gamma = load<f64>(call.constants, 8);
  const last = min(call.nodes, (block + 1) * BLOCK);
  let step: f64 = 0;
  let lost: f64 = 0;
  let at = load<i32>(call.starts + (<usize>(block * BLOCK) << 2));
  for (let j = block * BLOCK; j < last; j++) {
    const end = load<i32>(call.starts + (<usize>(j + 1) << 2));
    // Two sums: one alone waits for each addition before the next.
    let a: Y = 0;
    let b: Y = 0;
    if (weighted) {
      for (; at + 2 <= end; at += 2) {
        a += <Y>load<f64>(weights + (<usize>at << 3)) * gathered<Y>(y, sources, at);
        b += <Y>load<f64>(weights + (<usize>(at + 1) << 3)) * gathered<Y>(y, sources, at + 1);
      }
      if (at < end) a += <Y>load<f64>(weights + (<usize>at << 3)) * gathered<Y>(y, sources, at);
    } else {
      for (; at + 4 <= end; at += 4) {
        a += gathered<Y>(y, sources, at) + gathered<Y>(y, sources, at + 1);
        b += gathered<Y>(y, sources, at + 2) + gathered<Y>(y, sources, at + 3);
      }
      for (; at < end; at++) a += gathered<Y>(y, sources, at);
    }
    at = end;
    const word = <usize>j << alignof<Y>();
    const next = <Y>restart * load<Y>(call.seeds + word) + (a + b);
    step += <f64>abs(next - load<Y>(call.x + word));
    store<Y>(call.x + word, next);
    const scale = load<Y>(call.scale + word);
    if (scale == 0) lost += gamma * <f64>next;
    store<Y>(call.yOut + word, next * scale);
  }
  const partial = call.partials + (<usize>block << 4);
  store<f64>(partial, step);
  store<f64>(partial, lost, 8);
}
