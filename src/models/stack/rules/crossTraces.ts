/**
 * How the activity of every unit in layers k .. L changes with the weights of one unit of layer k, walked forward in
 * time: the recursion over depth of Millidge 2025 (Eqs. 9 and 10) for the columns of one postsynaptic unit.
 *
 *   current'^k_p = pre_j where p is the unit;   current'^l_p = sum_q U^l_pq z'^{l-1}_q of the same step    (l > k)
 *   `full`:   + sum_q R^l_pq z'^l_q of the step before, and the reset: real-time recurrent learning
 *   `local`:  + own_p z'^l_p of the step before: deep e-prop, whose temporal Jacobian is diagonal
 *
 * and from current' to z' as in linearise.ts. What surprises: with `local` time the layer k has one row that is not 0,
 * the unit itself; its self trace. From the next layer up every unit has one.
 */
import { checkOverflow } from '../checkStack';
import type { LinearLayer, LinearStack } from './linearise';

interface CrossLayer extends LinearLayer {
  /** Units that can have a trace. */
  first: number;
  end: number;
  /** [units, width]: z' of the step made last, and of the one before. */
  traces: Float64Array;
  before: Float64Array;
  states: Float64Array;
  adaptations: Float64Array;
}

export class CrossTraces {
  private readonly owner: number;
  private readonly unit: number;
  private readonly synapse: number;
  private readonly width: number;
  private readonly time: 'local' | 'full';
  private readonly layers: CrossLayer[];

  /** For synapses `from` .. `to` - 1 (columns of W; all by default) of one unit of layer `owner` (both counted from 0). */
  constructor(
    { layers }: LinearStack,
    time: 'local' | 'full',
    owner: number,
    unit: number,
    from = 0,
    to = layers[owner].fanIn
  ) {
    this.owner = owner;
    this.unit = unit;
    this.synapse = from;
    this.width = to - from;
    this.time = time;
    this.layers = layers.slice(owner).map((layer, above) => {
      const only = time === 'local' && above === 0;
      const tensor = (): Float64Array => new Float64Array(layer.units * this.width);
      return {
        ...layer,
        first: only ? unit : 0,
        end: only ? unit + 1 : layer.units,
        traces: tensor(),
        before: tensor(),
        states: tensor(),
        adaptations: tensor()
      };
    });
  }

  /** eps^{k->l} of the step made last, [n_l, synapses]: d z^l_p / d W_ij. */
  at(l: number): Float64Array {
    return this.layers[l - this.owner].traces;
  }

  /** Makes step t; the steps before it are made. Throws StackError where a trace overflows. */
  step(t: number): void {
    const { width } = this;
    const current = new Float64Array(width);
    for (const [above, layer] of this.layers.entries()) {
      const { units, fanIn, below, W, pre, carry, gain, slope, own, reset, rho, beta } = layer;
      const { first, end, states, adaptations } = layer;
      const [before, traces] = [layer.traces, layer.before];
      layer.before = before;
      layer.traces = traces;
      const lower = this.layers[above - 1];
      for (let p = first; p < end; p++) {
        current.fill(0);
        if (lower) {
          for (let q = lower.first; q < lower.end; q++)
            addScaled(current, W[p * fanIn + q], lower.traces, q * width);
        } else if (p === this.unit) {
          const from = t * fanIn + this.synapse;
          current.set(pre.subarray(from, from + width));
        }
        if (this.time === 'local') addScaled(current, own[p], before, p * width);
        else for (let q = 0; q < units; q++) addScaled(current, W[p * fanIn + below + q], before, q * width);

        const g = gain[t * units + p];
        const psi = slope[t * units + p];
        const lost = this.time === 'full' ? reset : 0;
        for (let c = 0; c < width; c++) {
          const at = p * width + c;
          adaptations[at] = rho * adaptations[at] + before[at];
          states[at] = carry * states[at] + g * current[c] - lost * before[at];
          traces[at] = psi * (states[at] - beta[p] * adaptations[at]);
        }
      }
      checkOverflow(traces, 'The trace', this.owner + above, t);
    }
  }
}

/** to += scale times a row of `rows` that begins at `from`. */
function addScaled(to: Float64Array, scale: number, rows: Float64Array, from: number): void {
  if (scale === 0) return;
  for (let c = 0; c < to.length; c++) to[c] += scale * rows[from + c];
}

/**
 * dE/dW^k_ij = sum over read-out layers m, sum_t sum_p delta^m_{p,t} F^{k->m}_{p,ij,t}, with the readout's own filter
 * F_t = kappa F_{t-1} + (1 - kappa) eps_t. `signals` are delta^m, [steps, n_m], where a layer is read out.
 */
export function crossCredit(
  stack: LinearStack,
  time: 'local' | 'full',
  k: number,
  signals: readonly (Float64Array | undefined)[]
): Float64Array {
  const { readoutDecay: kappa } = stack.problem.stack;
  const { units, fanIn } = stack.layers[k];
  const gradient = new Float64Array(units * fanIn);
  for (let i = 0; i < units; i++) {
    const cross = new CrossTraces(stack, time, k, i);
    const row = gradient.subarray(i * fanIn, (i + 1) * fanIn);
    const filtered = signals.map((signal, m) =>
      signal && m >= k ? new Float64Array(stack.layers[m].units * fanIn) : undefined
    );
    for (let t = 0; t < stack.run.steps; t++) {
      cross.step(t);
      for (const [m, F] of filtered.entries()) {
        if (!F) continue;
        const traces = cross.at(m);
        for (let at = 0; at < F.length; at++) F[at] = kappa * F[at] + (1 - kappa) * traces[at];
        for (let p = 0; p < stack.layers[m].units; p++)
          addScaled(row, signals[m]?.[t * stack.layers[m].units + p] ?? 0, F, p * fanIn);
      }
      checkOverflow(row, 'The gradient', k, t);
    }
  }
  return gradient;
}
