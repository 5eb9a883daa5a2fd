/**
 * The eligibility traces of a layer for its own synapses, walked forward: e_ij = change of z_i with W_ij, while whatever
 * other units say is held constant.
 *
 *   s_ij <- carry s_ij + gain_i (pre_j + own_i e_ij);   e_ij <- slope_i (s_ij - beta_i a_ij);   a_ij <- rho a_ij + e_ij
 *
 * Leaky tanh: e <- ((1 - a) + d R_ii) e + d pre.  Spiking: the eligibility trace of Bellec et al. 2020.
 */
import type { LinearLayer } from './linearise';

export class SelfTraces {
  /** e, [units, fanIn], of the step made last. */
  readonly traces: Float64Array;
  private readonly layer: LinearLayer;
  private readonly states: Float64Array;
  private readonly adaptations: Float64Array;

  constructor(layer: LinearLayer) {
    this.layer = layer;
    this.traces = new Float64Array(layer.units * layer.fanIn);
    this.states = new Float64Array(layer.units * layer.fanIn);
    this.adaptations = new Float64Array(layer.units * layer.fanIn);
  }

  /** Makes step t; the steps before it are made. */
  step(t: number): void {
    const { traces: e, states: s, adaptations: a } = this;
    const { units, fanIn, pre, carry, gain, slope, own, rho, beta } = this.layer;
    for (let i = 0; i < units; i++) {
      const g = gain[t * units + i];
      const psi = slope[t * units + i];
      for (let j = 0; j < fanIn; j++) {
        const ij = i * fanIn + j;
        s[ij] = carry * s[ij] + g * (pre[t * fanIn + j] + own[i] * e[ij]);
        e[ij] = psi * (s[ij] - beta[i] * a[ij]);
        a[ij] = rho * a[ij] + e[ij];
      }
    }
  }
}
