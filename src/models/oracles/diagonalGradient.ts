/**
 * What deep e-prop must equal: back-propagation through time in which every recurrent Jacobian is replaced by its
 * diagonal. It never forms a trace; it simulates the stack itself, a step at a time, and goes back:
 *
 *   leaky tanh:  q_t = c_{t+1} q_{t+1} + S_t,  c = (1 - a) + d R_ii;  dE/dcurrent_t = d_t q_t
 *   membrane:    q_t = decay q_{t+1} + psi_t S_t;                     dE/dcurrent_t = q_t
 *   spiking:     as in exactGradient.ts: a unit's own adaptation stays in, its reset and recurrent spikes not
 *
 * with S_t what reaches the activity from the readout and from the layer above in the same step.
 */
import { exp, tanh } from '../../compute/transcendentals';
import type { StackProblem } from '../stack/stack';

interface Tick {
  z: number[];
  /** d, psi or the pseudo-derivative. */
  drive: number[];
  pre: number[];
}

/** dE/dW of every layer, [n][fan-in]; errors enter through O^T or, where feedback is layered, its output matrices. */
export function diagonalGradient(problem: StackProblem): number[][][] {
  const { stack, weights, feedback, trial } = problem;
  const { layers, inputs, outputs, readoutDecay: kappa } = stack;
  const depth = layers.length;
  const steps = trial.mask.length;
  const zeros = (length: number): number[] => new Array<number>(length).fill(0);
  const rows = (W: Float64Array, height: number): number[][] =>
    Array.from({ length: height }, (_, i) =>
      Array.from(W.subarray((i * W.length) / height, ((i + 1) * W.length) / height))
    );
  const W = layers.map(({ units }, l) => rows(weights.layers[l], units));
  const O = layers.map((_, l) => rows(weights.readout[l], outputs));
  const readOut = (l: number): boolean => O[l][0].length > 0;

  const state = layers.map(({ units }) => ({
    v: zeros(units),
    a: zeros(units),
    r: zeros(units),
    z: zeros(units)
  }));
  const ticks: Tick[][] = [];
  const errors: number[][] = [];
  let y = zeros(outputs);
  for (let t = 0; t < steps; t++) {
    let below = Array.from(trial.x.subarray(t * inputs, (t + 1) * inputs));
    const tick: Tick[] = [];
    for (const [l, { unit, units }] of layers.entries()) {
      const { v, a, r, z } = state[l];
      const pre = [...below, ...z, 1];
      const drive = zeros(units);
      const next = zeros(units);
      for (let i = 0; i < units; i++) {
        const current = W[l][i].reduce((sum, weight, j) => sum + weight * pre[j], 0);
        if (unit.kind === 'leakyTanh') {
          v[i] += unit.leak * (tanh(current) - v[i]);
          next[i] = v[i];
          drive[i] = unit.leak * (1 - tanh(current) * tanh(current));
        } else if (unit.kind === 'membrane') {
          v[i] = unit.decay * v[i] + current;
          next[i] = tanh(v[i]);
          drive[i] = 1 - next[i] * next[i];
        } else {
          const vth = unit.threshold;
          v[i] = unit.membraneDecay * v[i] + unit.currentGain * current - vth * z[i];
          a[i] = unit.adaptationDecay * a[i] + z[i];
          r[i] = Math.max(0, r[i] - 1);
          const over = v[i] - vth - unit.adaptation[i] * a[i];
          if (r[i] > 0) continue;
          drive[i] = (unit.dampening / vth) * Math.max(0, 1 - Math.abs(over) / vth);
          if (over < 0) continue;
          next[i] = 1;
          r[i] = unit.refractory;
        }
      }
      state[l].z = next;
      tick.push({ z: next, drive, pre });
      below = next;
    }
    ticks.push(tick);
    y = y.map((value, k) => {
      let sum = 0;
      for (const [l, { z }] of tick.entries())
        if (readOut(l)) for (const [i, zi] of z.entries()) sum += O[l][k][i] * zi;
      return kappa * value + (1 - kappa) * sum;
    });
    const partition = y.reduce((sum, value) => sum + exp(value), 0);
    errors.push(
      y.map((value, k) => {
        const guess = stack.loss === 'classification' ? exp(value) / partition : value;
        return trial.mask[t] * (guess - trial.target[t * outputs + k]);
      })
    );
  }

  const gradient = W.map((matrix) => matrix.map((row) => zeros(row.length)));
  const q = layers.map(({ units }) => zeros(units));
  const da = layers.map(({ units }) => zeros(units));
  let G = zeros(outputs);
  for (let t = steps - 1; t >= 0; t--) {
    G = G.map((value, k) => errors[t][k] + kappa * value);
    let passed: number[] = zeros(layers[depth - 1].units);
    for (let l = depth - 1; l >= 0; l--) {
      const { unit, units } = layers[l];
      const { drive, pre } = ticks[t][l];
      const below = pre.length - units - 1;
      const down = zeros(below);
      for (let i = 0; i < units; i++) {
        let S = passed[i];
        for (let k = 0; k < outputs && readOut(l); k++) {
          const B = feedback.kind === 'layered' ? feedback.output[l][i * outputs + k] : O[l][k][i];
          S += (1 - kappa) * B * G[k];
        }
        let current = 0;
        if (unit.kind === 'leakyTanh') {
          const later = t + 1 < steps ? ticks[t + 1][l].drive[i] : 0;
          q[l][i] = (1 - unit.leak + later * W[l][i][below + i]) * q[l][i] + S;
          current = drive[i] * q[l][i];
        } else if (unit.kind === 'membrane') {
          q[l][i] = unit.decay * q[l][i] + drive[i] * S;
          current = q[l][i];
        } else {
          const dz = S + da[l][i];
          da[l][i] = unit.adaptationDecay * da[l][i] - unit.adaptation[i] * drive[i] * dz;
          q[l][i] = unit.membraneDecay * q[l][i] + drive[i] * dz;
          current = unit.currentGain * q[l][i];
        }
        for (let j = 0; j < pre.length; j++) gradient[l][i][j] += current * pre[j];
        for (let j = 0; j < below; j++) down[j] += W[l][i][j] * current;
      }
      passed = down;
    }
  }
  return gradient;
}
