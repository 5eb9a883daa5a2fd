/**
 * Local push (Andersen, Chung & Lang 2006, without the lazy half). Forward, from seeds: while some node u has r_u > epsilon d_u,
 *
 *   p_u += alpha r_u;   r_v += (1 - alpha) r_u P_uv for its neighbours v;   r_u = 0
 *
 * always keeping pi = p + sum_u r_u pi_u. So p <= pi, and what is missing sums to at most sum_u r_u. Only what the seeds reach is
 * touched: this is activation spreading. Reverse, from one target, it finds a column of Pi = (1 - gamma) M: who leads there.
 * Nodes wait in the order in which they became due: each push then carries as much as has gathered.
 */
import { GraphError } from './graph';
import { checkRestart } from './pagerank';
import { dangles, type Transitions } from './transitions';

export interface PushOptions {
  alpha: number;
  /** Residual per unit of degree that is left alone. */
  epsilon: number;
}

export class ForwardPush {
  /** [n] p: mass that has settled. */
  readonly settled: Float64Array;
  /** [n] r: mass still to be pushed on. */
  readonly residual: Float64Array;
  pushes = 0;
  /** Edges walked. */
  work = 0;
  private readonly transitions: Transitions;
  private readonly alpha: number;
  /** [n] epsilon d_u. */
  private readonly bounds: Float64Array;
  private readonly seeds: Float64Array;
  private readonly queue: Queue;

  /** `degrees` [n] weigh the tolerance; a node without any counts as 1. `seeds` [n] s. */
  constructor(
    transitions: Transitions,
    degrees: Float64Array,
    seeds: Float64Array,
    { alpha, epsilon }: PushOptions
  ) {
    checkRestart(alpha);
    checkEpsilon(epsilon);
    this.transitions = transitions;
    this.alpha = alpha;
    this.seeds = seeds;
    this.bounds = degrees.map((degree) => epsilon * Math.max(1, degree));
    this.settled = new Float64Array(transitions.nodes);
    this.residual = seeds.slice();
    this.queue = new Queue(transitions.nodes);
    for (let u = 0; u < seeds.length; u++) this.look(u);
  }

  get done(): boolean {
    return this.queue.length === 0;
  }

  /** Up to `count` pushes; returns how many were due. */
  step(count: number): number {
    const { alpha, queue, residual, seeds, settled, transitions } = this;
    const { offsets, probabilities, rule, targets } = transitions;
    let done = 0;
    while (done < count && queue.length > 0) {
      const u = queue.shift();
      const mass = residual[u];
      residual[u] = 0;
      settled[u] += alpha * mass;
      const on = (1 - alpha) * mass;
      for (let e = offsets[u]; e < offsets[u + 1]; e++) {
        residual[targets[e]] += on * probabilities[e];
        this.look(targets[e]);
      }
      if (rule === 'restart' && dangles(transitions, u))
        for (let v = 0; v < seeds.length; v++)
          if (seeds[v] > 0) {
            residual[v] += on * seeds[v];
            this.look(v);
          }
      this.work += offsets[u + 1] - offsets[u];
      this.pushes++;
      done++;
    }
    return done;
  }

  private look(u: number): void {
    if (this.residual[u] > this.bounds[u]) this.queue.push(u);
  }
}

/** A push to its end. `degrees`, `seeds` as for `ForwardPush`. */
export function forwardPush(
  transitions: Transitions,
  degrees: Float64Array,
  seeds: Float64Array,
  options: PushOptions
): ForwardPush {
  const push = new ForwardPush(transitions, degrees, seeds, options);
  while (!push.done) push.step(65536);
  return push;
}

/**
 * Towards one target t: settled_i is (1 - gamma) M_it from below, within epsilon of it for every i, by
 *   Pi_it = settled_i + sum_u Pi_iu r_u / alpha * alpha  with all r_u <= epsilon   (Andersen et al. 2007).
 */
export class ReversePush {
  readonly settled: Float64Array;
  readonly residual: Float64Array;
  pushes = 0;
  work = 0;
  private readonly alpha: number;
  private readonly epsilon: number;
  /** P by columns. */
  private readonly starts: Uint32Array;
  private readonly sources: Uint32Array;
  private readonly chances: Float64Array;
  private readonly queue: Queue;

  /** Throws GraphError for walks that restart where they dangle: a column then has no recursion. */
  constructor(transitions: Transitions, target: number, { alpha, epsilon }: PushOptions) {
    checkRestart(alpha);
    checkEpsilon(epsilon);
    const { nodes, offsets, probabilities, targets, rule } = transitions;
    if (rule === 'restart' && hasDangling(transitions)) {
      throw new GraphError(
        'Reverse push needs a walk that is the same from every start; choose absorb or selfLoop where it dangles.'
      );
    }
    this.alpha = alpha;
    this.epsilon = epsilon;
    this.starts = new Uint32Array(nodes + 1);
    for (const to of targets) this.starts[to + 1]++;
    for (let i = 0; i < nodes; i++) this.starts[i + 1] += this.starts[i];
    const next = this.starts.slice();
    this.sources = new Uint32Array(targets.length);
    this.chances = new Float64Array(targets.length);
    for (let i = 0; i < nodes; i++)
      for (let e = offsets[i]; e < offsets[i + 1]; e++) {
        const at = next[targets[e]]++;
        this.sources[at] = i;
        this.chances[at] = probabilities[e];
      }
    this.settled = new Float64Array(nodes);
    this.residual = new Float64Array(nodes);
    this.queue = new Queue(nodes);
    this.residual[target] = 1;
    if (1 > epsilon) this.queue.push(target);
  }

  get done(): boolean {
    return this.queue.length === 0;
  }

  /** Up to `count` pushes; returns how many were due. */
  step(count: number): number {
    const { alpha, chances, epsilon, queue, residual, settled, sources, starts } = this;
    let done = 0;
    while (done < count && queue.length > 0) {
      const v = queue.shift();
      const mass = residual[v];
      residual[v] = 0;
      settled[v] += alpha * mass;
      for (let e = starts[v]; e < starts[v + 1]; e++) {
        const u = sources[e];
        residual[u] += (1 - alpha) * chances[e] * mass;
        if (residual[u] > epsilon) queue.push(u);
      }
      this.work += starts[v + 1] - starts[v];
      this.pushes++;
      done++;
    }
    return done;
  }
}

function hasDangling(transitions: Transitions): boolean {
  for (let i = 0; i < transitions.nodes; i++) if (dangles(transitions, i)) return true;
  return false;
}

function checkEpsilon(epsilon: number): void {
  if (epsilon > 0 && epsilon < Number.POSITIVE_INFINITY) return;
  throw new GraphError(`The tolerance of push is ${epsilon}; expected a number above 0.`);
}

/** First in, first out, each node once. */
class Queue {
  length = 0;
  private readonly ring: Uint32Array;
  private readonly waiting: Uint8Array;
  private first = 0;

  constructor(nodes: number) {
    this.ring = new Uint32Array(Math.max(1, nodes));
    this.waiting = new Uint8Array(nodes);
  }

  push(node: number): void {
    if (this.waiting[node]) return;
    this.waiting[node] = 1;
    this.ring[(this.first + this.length++) % this.ring.length] = node;
  }

  shift(): number {
    const node = this.ring[this.first];
    this.first = (this.first + 1) % this.ring.length;
    this.length--;
    this.waiting[node] = 0;
    return node;
  }
}
