/** Activation spreading from one state: a forward push with what holds at every moment of it. */
import { solvePagerank, successorMatrix } from './dense';
import { ForwardPush } from './push';
import { type DanglingRule, transitionsOf } from './transitions';
import type { World } from './world';

/** A push under way or done: see push.ts. */
export interface Spread {
  source: number;
  /** [n] mass that has settled, and mass still to be pushed on. */
  settled: Float64Array;
  residual: Float64Array;
  pushes: number;
  epsilon: number;
  /** Largest distance of p + sum_u r_u pi_u from pi. */
  invariantError: number;
  /** Sum of r: no state's p is farther than this below its pi. */
  bound: number;
}

export interface SpreadingOptions {
  gamma: number;
  /** A state is pushed while more than this share waits in it. */
  epsilon: number;
  dangling: DanglingRule;
}

export class Spreading {
  private readonly push: ForwardPush;
  private readonly source: number;
  private readonly epsilon: number;
  private readonly scores: Float64Array;
  /** [n, n] where unit mass in each state ends up. */
  private readonly rows: Float64Array;

  constructor({ graph, terminals }: World, source: number, { dangling, epsilon, gamma }: SpreadingOptions) {
    const n = graph.nodes;
    const transitions = transitionsOf(graph, dangling, terminals);
    const alpha = 1 - gamma;
    const seeds = new Float64Array(n);
    seeds[source] = 1;
    // The invariant is of the walk from each state that still waits: with restart that is the walk to this source.
    this.rows =
      dangling === 'restart'
        ? restartRows(
            n,
            (state) => {
              const own = new Float64Array(n);
              own[state] = 1;
              return solvePagerank({ ...transitions, rule: 'absorb' }, own, alpha).scores;
            },
            seeds,
            transitions.offsets,
            alpha
          )
        : successorMatrix(transitions, 1 - alpha).map((value) => value * alpha);
    this.scores = solvePagerank(transitions, seeds, alpha).scores;
    this.push = new ForwardPush(transitions, seeds, { alpha, epsilon });
    this.source = source;
    this.epsilon = epsilon;
  }

  get done(): boolean {
    return this.push.done;
  }

  get pushes(): number {
    return this.push.pushes;
  }

  step(count: number): void {
    this.push.step(count);
  }

  /** As it stands: copies. */
  spread(): Spread {
    const { pushes, residual, settled } = this.push;
    const n = settled.length;
    let invariantError = 0;
    for (let j = 0; j < n; j++) {
      let sum = settled[j];
      for (let u = 0; u < n; u++) if (residual[u] !== 0) sum += residual[u] * this.rows[u * n + j];
      invariantError = Math.max(invariantError, Math.abs(sum - this.scores[j]));
    }
    return {
      source: this.source,
      settled: settled.slice(),
      residual: residual.slice(),
      pushes,
      epsilon: this.epsilon,
      invariantError,
      bound: residual.reduce((sum, mass) => sum + mass, 0)
    };
  }
}

/** The spreading of a model's world from a state, by the model's settings. */
export function spreadingOf(
  world: World,
  source: number,
  settings: Readonly<Record<string, number | string | boolean>>
): Spreading {
  return new Spreading(world, source, {
    gamma: Number(settings.gamma),
    epsilon: Number(settings.pushEpsilon),
    dangling: settings.dangling as DanglingRule
  });
}

/** [n, n] where unit mass in each state ends up when what dangles returns to the seeds rather than to that state. */
function restartRows(
  n: number,
  absorbed: (state: number) => Float64Array,
  seeds: Float64Array,
  offsets: Uint32Array,
  alpha: number
): Float64Array {
  const rows = new Float64Array(n * n);
  for (let state = 0; state < n; state++) rows.set(absorbed(state), state * n);
  const lost = (state: number): number => {
    let sum = 0;
    for (let j = 0; j < n; j++) if (offsets[j] === offsets[j + 1]) sum += rows[state * n + j];
    return (sum * (1 - alpha)) / alpha;
  };
  const source = seeds.indexOf(1);
  const back = 1 / (1 - lost(source));
  const own = rows.slice(source * n, (source + 1) * n);
  for (let state = 0; state < n; state++) {
    const share = lost(state) * back;
    for (let j = 0; j < n; j++) rows[state * n + j] += share * own[j];
  }
  return rows;
}
