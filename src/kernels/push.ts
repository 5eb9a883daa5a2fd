/**
 * Forward push (src/models/hippocampus/push.ts has it in words): while some node u has r_u > epsilon max(1, edges of u),
 *
 *   p_u += alpha r_u;   r_v += (1 - alpha) r_u P_uv;   r_u = 0
 *
 * Nodes wait in a ring, first in, first out, each once. One thread: every push reads what the one before wrote.
 */
@unmanaged
export class PushCall {
  nodes: i32;
  /** Pushes of this call at most. */
  budget: i32;
  offsets: usize;
  targets: usize;
  /** 0 where every edge weighs 1. */
  weights: usize;
  /** 1 / d_u; 0 where u dangles. */
  inverse: usize;
  settled: usize;
  residual: usize;
  /** [nodes] ring of waiting nodes, and a byte for each that waits. */
  ring: usize;
  waiting: usize;
  /** int32: first of the ring, its length, pushes done. */
  state: usize;
  /** float64: alpha, epsilon, edges walked, mass lost where it dangles. */
  numbers: usize;
}

export function push(call: PushCall): void {
  const nodes = call.nodes;
  const alpha = load<f64>(call.numbers);
  const epsilon = load<f64>(call.numbers, 8);
  let edges = load<f64>(call.numbers, 16);
  let lost = load<f64>(call.numbers, 24);
  let first = load<i32>(call.state);
  let length = load<i32>(call.state, 4);
  let pushes = load<i32>(call.state, 8);
  const ring = call.ring;
  const waiting = call.waiting;
  const residual = call.residual;
  const offsets = call.offsets;
  const targets = call.targets;
  for (let budget = call.budget; budget > 0 && length > 0; budget--) {
    const u = load<i32>(ring + (<usize>first << 2));
    if (++first == nodes) first = 0;
    length--;
    store<u8>(waiting + u, 0);
    const word = <usize>u << 3;
    const mass = load<f64>(residual + word);
    store<f64>(residual + word, 0);
    store<f64>(call.settled + word, load<f64>(call.settled + word) + alpha * mass);
    pushes++;
    const from = load<i32>(offsets + (<usize>u << 2));
    const to = load<i32>(offsets + (<usize>(u + 1) << 2));
    const inverse = load<f64>(call.inverse + word);
    if (inverse == 0) {
      lost += (1 - alpha) * mass;
      continue;
    }
    const share = (1 - alpha) * mass * inverse;
    edges += <f64>(to - from);
    for (let e = from; e < to; e++) {
      const v = load<i32>(targets + (<usize>e << 2));
      const part = call.weights ? share * load<f64>(call.weights + (<usize>e << 3)) : share;
      const place = residual + (<usize>v << 3);
      const gathered = load<f64>(place) + part;
      store<f64>(place, gathered);
      if (load<u8>(waiting + v)) continue;
      const degree = load<i32>(offsets + (<usize>(v + 1) << 2)) - load<i32>(offsets + (<usize>v << 2));
      if (gathered > epsilon * <f64>max(1, degree)) {
        store<u8>(waiting + v, 1);
        let end = first + length;
        if (end >= nodes) end -= nodes;
        store<i32>(ring + (<usize>end << 2), v);
        length++;
      }
    }
  }
  store<i32>(call.state, first);
  store<i32>(call.state, length, 4);
  store<i32>(call.state, pushes, 8);
  store<f64>(call.numbers, edges, 16);
  store<f64>(call.numbers, lost, 24);
}
