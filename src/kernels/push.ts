/**
 * Forward push (Andersen, Chung & Lang 2006; src/models/hippocampus/push.ts has it in words): while some node u has
 * r_u > epsilon max(1, edges of u),
 *
 *   p_u += alpha r_u;   r_v += (1 - alpha) r_u P_uv;   r_u = 0
 *
 * `push` takes the nodes one by one from a ring, first in, first out, each once; it runs on one thread, since every push reads
 * what the one before wrote. Where most of the graph is due, `spread` pushes all nodes at once, as a power iteration of r that
 * streams the graph instead of jumping about in it (Wu et al. 2021, "PowerPush"): several times the edges a second.
 */
import { columnSum } from './walk';

@unmanaged
export class PushCall {
  nodes: i32;
  /** Edges to walk in this call at most, about. */
  budget: i32;
  offsets: usize;
  targets: usize;
  /** 0 where every edge weighs 1. */
  weights: usize;
  /** (1 - alpha) / d_u; 0 where u dangles. */
  scale: usize;
  settled: usize;
  residual: usize;
  /** [nodes] ring of waiting nodes. */
  ring: usize;
  /** [nodes] float32: max(1, edges of u), negative while u waits: one place to look at for each edge. */
  limits: usize;
  /** int32: first of the ring, its length. */
  state: usize;
  /** float64: alpha, epsilon, pushes, edges walked, mass that came to rest where it dangles, edges due, most edges due. */
  numbers: usize;
}

export function push(call: PushCall): void {
  const nodes = call.nodes;
  const numbers = call.numbers;
  const alpha = load<f64>(numbers);
  const epsilon = load<f64>(numbers, 8);
  let pushes = load<f64>(numbers, 16);
  let walked = 0;
  let lost = load<f64>(numbers, 32);
  let due = load<f64>(numbers, 40);
  const most = load<f64>(numbers, 48);
  let first = load<i32>(call.state);
  let length = load<i32>(call.state, 4);
  const ring = call.ring;
  const limits = call.limits;
  const residual = call.residual;
  const offsets = call.offsets;
  const targets = call.targets;
  const weights = call.weights;
  while (length > 0 && walked < call.budget && due <= most) {
    const u = load<i32>(ring + (<usize>first << 2));
    if (++first == nodes) first = 0;
    length--;
    const word = <usize>u << 3;
    const mark = limits + (<usize>u << 2);
    store<f32>(mark, abs(load<f32>(mark)));
    const mass = load<f64>(residual + word);
    store<f64>(residual + word, 0);
    store<f64>(call.settled + word, load<f64>(call.settled + word) + alpha * mass);
    pushes++;
    const start = load<i32>(offsets + (<usize>u << 2));
    const last = load<i32>(offsets + (<usize>(u + 1) << 2));
    const scale = load<f64>(call.scale + word);
    due -= <f64>max(1, last - start);
    walked += max(1, last - start);
    if (scale == 0) {
      lost += mass;
      continue;
    }
    const share = mass * scale;
    for (let e = start; e < last; e++) {
      const v = load<i32>(targets + (<usize>e << 2));
      const part = weights ? share * load<f64>(weights + (<usize>e << 3)) : share;
      const place = residual + (<usize>v << 3);
      const gathered = load<f64>(place) + part;
      store<f64>(place, gathered);
      const limit = limits + (<usize>v << 2);
      const degree = <f64>load<f32>(limit);
      if (gathered > epsilon * degree && degree > 0) {
        store<f32>(limit, <f32>-degree);
        let end = first + length;
        if (end >= nodes) end -= nodes;
        store<i32>(ring + (<usize>end << 2), v);
        length++;
        due += degree;
      }
    }
  }
  store<i32>(call.state, first);
  store<i32>(call.state, length, 4);
  store<f64>(numbers, pushes, 16);
  store<f64>(numbers, load<f64>(numbers, 24) + <f64>walked, 24);
  store<f64>(numbers, lost, 32);
  store<f64>(numbers, due, 40);
}

@unmanaged
export class SpreadCall {
  blocks: i32;
  /** As in WalkCall. */
  table: usize;
  sources: usize;
  weights: usize;
  offsets: usize;
  settled: usize;
  residual: usize;
  /** float32: what each edge of weight 1 carries away from u, before and after: (1 - alpha) r_u / d_u. */
  yIn: usize;
  yOut: usize;
  scale: usize;
  /** float64: alpha, epsilon. */
  numbers: usize;
  /** [blocks, 4] float64: mass that came to rest where it dangles, edges of the nodes that are due afterwards. */
  partials: usize;
  taken: usize;
}

/** Takes more away than rounding to float32 can add: no node pushes more than it has. */
const DOWN: f64 = 1 - 1.0 / 8388608;

/**
 * Pushes all nodes together: p <- p + alpha r;  r <- (1 - alpha) P^T r. What an edge carries is float32, which halves what the
 * gather waits for; a node pushes exactly what its edges then carry and keeps the rest, so that no mass is lost to rounding.
 */
export function spread(call: SpreadCall): void {
  const blocks = call.blocks;
  for (;;) {
    const block = atomic.add<i32>(call.taken, 1);
    if (block >= blocks) return;
    if (call.weights) spreadBlock(call, block, true);
    else spreadBlock(call, block, false);
  }
}

// @ts-ignore: decorator
@inline
function spreadBlock(call: SpreadCall, block: i32, weighted: bool): void {
  const entry = call.table + (<usize>block << 4);
  const first = load<i32>(entry);
  const last = load<i32>(entry, 4);
  const degree = load<i32>(entry, 8);
  const edge = <usize>load<u32>(entry, 12);
  let sources = call.sources + (edge << 2);
  let weights = call.weights + (edge << 3);
  const y = call.yIn;
  const alpha = load<f64>(call.numbers);
  const epsilon = load<f64>(call.numbers, 8);
  let lost: f64 = 0;
  let due: f64 = 0;
  let start = load<i32>(call.offsets + (<usize>first << 2));
  for (let j = first; j < last; j++) {
    const word = <usize>j << 3;
    const half = <usize>j << 2;
    const end = load<i32>(call.offsets + (<usize>(j + 1) << 2));
    const edges = <f64>max(1, end - start);
    start = end;
    let next = columnSum<f32, f64>(y, sources, weights, degree, weighted);
    sources += <usize>degree << 2;
    if (weighted) weights += <usize>degree << 3;
    const mass = load<f64>(call.residual + word);
    const scale = load<f64>(call.scale + word);
    // Of the mass, the share (1 - alpha) is what the edges carry: y d.
    let pushed = mass;
    if (scale == 0) lost += mass;
    else pushed = <f64>load<f32>(y + half) / scale;
    next += mass - pushed;
    if (next > epsilon * edges) due += edges;
    store<f64>(call.settled + word, load<f64>(call.settled + word) + alpha * pushed);
    store<f64>(call.residual + word, next);
    store<f32>(call.yOut + half, <f32>(next * scale * DOWN));
  }
  const partial = call.partials + (<usize>block << 5);
  store<f64>(partial, lost);
  store<f64>(partial, due, 8);
}
