/**
 * Local push (Andersen, Chung & Lang 2006, without the lazy half). Forward, from seeds: while some node u has r_u > epsilon m_u, with
 * m_u = max(1, edges of u),
 *
 *   p_u += alpha r_u;   r_v += (1 - alpha) r_u P_uv for its neighbours v;   r_u = 0
 *
 * always keeping pi = p + sum_u r_u pi_u, pi_u the ranking from u (of the walk that, with `restart`, goes back to the seeds where it
 * dangles). So p <= pi, and what is missing sums to at most sum_u r_u, which ends at or below epsilon sum_u m_u; at most
 * 1 / (alpha epsilon) edges are walked. On an undirected graph with degrees d, d_u pi_u(v) = d_v pi_v(u), so that no single node misses
 * more than epsilon d_v max_u m_u / d_u: epsilon d_v where every edge weighs 1. Edges are counted, not weighed: P does not change when
 * all weights do. Only what the seeds reach is touched: this is activation spreading. Reverse, from one target, it finds a column
 * of Pi = (1 - gamma) M: who leads there. Nodes wait in the order in which they became due: each push then carries as much as has
 * gathered.
 */
import { GraphError } from './graph';
import { checkRestart, checkSeeds } from './pagerank';
import { dangles, type Transitions } from './transitions';

export interface PushOptions {
  alpha: number;
  /** Residual per edge of a node (reverse: per node) that is left alone; below 1e-30 it counts as that. */
  epsilon: number;
}

/** Far below what float64 can add to a settled mass; smaller tolerances could wait for ever for a residual that rounds to itself. */
const leastEpsilon = 1e-30;

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
  private readonly epsilon: number;
  /** Seeds and their shares: where `restart` goes back to. */
  private readonly starts: [node: number, share: number][] = [];
  private readonly queue: Queue;

  /** `seeds` [n] s, summing to 1. Throws GraphError. */
  constructor(transitions: Transitions, seeds: Float64Array, { alpha, epsilon }: PushOptions) {
    const { nodes } = transitions;
    this.transitions = transitions;
    this.alpha = checkRestart(alpha);
    this.epsilon = checkEpsilon(epsilon);
    this.residual = checkSeeds(nodes, seeds).slice();
    this.settled = new Float64Array(nodes);
    this.queue = new Queue(nodes);
    seeds.forEach((share, u) => {
      if (share === 0) return;
      this.starts.push([u, share]);
      this.look(u);
    });
  }

  get done(): boolean {
    return this.queue.length === 0;
  }

  /**
   * [n] p + alpha r: of what waits, the share that settles where it is, pi_u(u) being alpha at least. Nearer than p and below pi still,
   * by at most (1 - alpha) sum_u r_u in all: what to rank by.
   */
  get scores(): Float64Array {
    return this.settled.map((settled, u) => settled + this.alpha * this.residual[u]);
  }

  /** Up to `count` pushes; returns how many were due. */
  step(count: number): number {
    const { alpha, queue, residual, settled, starts, transitions } = this;
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
        for (const [v, share] of starts) {
          residual[v] += on * share;
          this.look(v);
        }
      this.work += offsets[u + 1] - offsets[u];
      this.pushes++;
      done++;
    }
    return done;
  }

  private look(u: number): void {
    const { offsets } = this.transitions;
    const edges = Math.max(1, offsets[u + 1] - offsets[u]);
    if (this.residual[u] > this.epsilon * edges) this.queue.push(u);
  }
}

/** A push to its end. `seeds` as for `ForwardPush`. */
export function forwardPush(
  transitions: Transitions,
  seeds: Float64Array,
  options: PushOptions
): ForwardPush {
  const push = new ForwardPush(transitions, seeds, options);
  while (!push.done) push.step(65536);
  return push;
}

/**
 * Towards one target t (Andersen et al. 2007): while some r_v > epsilon,
 *
 *   p_v += alpha r_v;   r_u += (1 - alpha) P_uv r_v for every u that leads to v;   r_v = 0
 *
 * always keeping Pi_it = p_i + sum_u Pi_iu r_u. Rows of Pi sum to at most 1, so p_i is (1 - gamma) M_it from below, in the end within
 * epsilon of it for every i.
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

  /** Throws GraphError, also for walks that restart where they dangle: a column then has no recursion. */
  constructor(transitions: Transitions, target: number, { alpha, epsilon }: PushOptions) {
    const { nodes, offsets, probabilities, targets, rule } = transitions;
    if (rule === 'restart' && hasDangling(transitions)) {
      throw new GraphError(
        'Reverse push needs a walk that is the same from every start; choose absorb or selfLoop where it dangles.'
      );
    }
    if (!(Number.isInteger(target) && target >= 0 && target < nodes))
      throw new GraphError(`There is no node ${target}; expected a whole number below ${nodes}.`);
    this.alpha = checkRestart(alpha);
    this.epsilon = checkEpsilon(epsilon);
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
    if (1 > this.epsilon) this.queue.push(target);
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

/** The tolerance that is kept. Throws GraphError. */
function checkEpsilon(epsilon: number): number {
  if (epsilon > 0 && epsilon < Number.POSITIVE_INFINITY) return Math.max(epsilon, leastEpsilon);
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
