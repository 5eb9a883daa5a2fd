/**
 * One power iteration of personalised PageRank in gather form, fused (src/compute/pagerank):
 *
 *   next_j = given_j + sum over edges i -> j of w_ij y_i,     y_i = gamma x_i / d_i
 *   step += |next_j - x_j|;   lost += next_j where j dangles;   sum += next_j;   y'_j = gamma next_j / d_j
 *
 * An edge streams 4 bytes (its source; 12 with a weight) and gathers one y. Everything may be float32 (narrow): y then fits a
 * cache half the size, which is what a gather waits for.
 *
 * What surprises: half the time of the plain loop over columns is not memory but the end of each column, which no processor can
 * foresee when degrees vary. Nodes are therefore numbered by their in-degree, and a block holds nodes of one in-degree only.
 * Threads take blocks as they come; each block leaves its own part of the sums, so that they add up in one order.
 */
@unmanaged
export class WalkCall {
  blocks: i32;
  /** given, x, next, y and scale are float32. */
  narrow: i32;
  /** [blocks, 4] int32: first node, last node + 1, edges into each of them, first of these edges. */
  table: usize;
  sources: usize;
  /** 0 where every edge weighs 1. */
  weights: usize;
  /** [blocks] bytes: 0 where `given` is zero throughout the block and need not be read. */
  given: usize;
  gives: usize;
  x: usize;
  /** Where next goes; may be x. */
  next: usize;
  yIn: usize;
  yOut: usize;
  /** gamma / d_j; 0 where j dangles. */
  scale: usize;
  /** [blocks, 4] float64: step, lost, sum. */
  partials: usize;
  /** Number of the next block: taken by whoever comes. */
  taken: usize;
}

export function walk(call: WalkCall): void {
  const blocks = call.blocks;
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
function from<Y, S>(y: usize, source: usize, offset: usize): S {
  return <S>load<Y>(y + (<usize>load<u32>(source + offset) << alignof<Y>()));
}

/** The sum of one column of `degree` edges over y of type Y, added up as S; always in the same order. */
// @ts-ignore: decorator
@inline
export function columnSum<Y, S>(y: usize, sources: usize, weights: usize, degree: i32, weighted: bool): S {
  // Two sums: one alone waits for each addition before the next.
  let a: S = 0;
  let b: S = 0;
  let at = sources;
  const end = sources + (<usize>degree << 2);
  const whole = sources + (<usize>(degree & ~3) << 2);
  if (weighted) {
    let weight = weights;
    for (; at < whole; at += 16, weight += 32) {
      a += <S>load<f64>(weight) * from<Y, S>(y, at, 0) + <S>load<f64>(weight, 8) * from<Y, S>(y, at, 4);
      b += <S>load<f64>(weight, 16) * from<Y, S>(y, at, 8) + <S>load<f64>(weight, 24) * from<Y, S>(y, at, 12);
    }
    for (; at < end; at += 4, weight += 8) a += <S>load<f64>(weight) * from<Y, S>(y, at, 0);
  } else {
    for (; at < whole; at += 16) {
      a += from<Y, S>(y, at, 0) + from<Y, S>(y, at, 4);
      b += from<Y, S>(y, at, 8) + from<Y, S>(y, at, 12);
    }
    for (; at < end; at += 4) a += from<Y, S>(y, at, 0);
  }
  return a + b;
}

// @ts-ignore: decorator
@inline
function walkBlock<Y>(call: WalkCall, block: i32, weighted: bool): void {
  const entry = call.table + (<usize>block << 4);
  const first = load<i32>(entry);
  const last = load<i32>(entry, 4);
  const degree = load<i32>(entry, 8);
  const edge = <usize>load<u32>(entry, 12);
  let sources = call.sources + (edge << 2);
  let weights = call.weights + (edge << 3);
  const y = call.yIn;
  const gives = load<u8>(call.gives + block) != 0;
  let step: f64 = 0;
  let lost: f64 = 0;
  let sum: f64 = 0;
  for (let j = first; j < last; j++) {
    const word = <usize>j << alignof<Y>();
    let next = columnSum<Y, Y>(y, sources, weights, degree, weighted);
    sources += <usize>degree << 2;
    if (weighted) weights += <usize>degree << 3;
    if (gives) next += load<Y>(call.given + word);
    step += <f64>abs(next - load<Y>(call.x + word));
    sum += <f64>next;
    store<Y>(call.next + word, next);
    const scale = load<Y>(call.scale + word);
    if (scale == 0) lost += <f64>next;
    store<Y>(call.yOut + word, next * scale);
  }
  const partial = call.partials + (<usize>block << 5);
  store<f64>(partial, step);
  store<f64>(partial, lost, 8);
  store<f64>(partial, sum, 16);
}
