/**
 * The exact gradient that e-prop must equal: back-propagation through time with the spikes that reach other
 * units, and the reset, held constant. It never forms a trace; it simulates the network itself and goes back:
 *
 *   G_t = error_t + kappa G_{t+1},   r_t = (1 - kappa) B G_t
 *   dE/dz_t = r_t + dE/da_{t+1}
 *   dE/da_t = rho dE/da_{t+1} - beta psi_t dE/dz_t
 *   dE/dv_t = psi_t dE/dz_t + alpha dE/dv_{t+1},   dE/dW_ij = sum_t dE/dv_i,t zeta pre_j,t
 *
 * What surprises: a unit's own adaptation stays in (it is part of the eligibility vector), its own reset not.
 */
import { exp, log } from '../../compute/transcendentals';
import type { GradientProblem, GradientResult } from '../eprop/gradient';

/** Without rate regularisation and mask. */
export function exactGradient(problem: GradientProblem): GradientResult {
  const { Win, Wrec, Wout, x, target, B, beta, v_th, gamma, t_ref, zeta } = problem;
  const [n, inputs, outputs, steps] = [Win.rows, Win.columns, Wout.rows, x.rows];
  const alpha = exp(-1 / problem.tau_m);
  const rho = exp(-1 / problem.tau_a);
  const kappa = exp(-1 / problem.tau_out);
  const grid = (width: number): Float64Array[] =>
    Array.from({ length: steps + 1 }, () => new Float64Array(width));

  const z = grid(n);
  const psi = grid(n);
  const zbar = grid(n);
  const error = grid(outputs);
  const v = new Float64Array(n);
  const a = new Float64Array(n);
  const y = new Float64Array(outputs);
  const wait = new Float64Array(n);
  const counts = new Float64Array(n);
  let loss = 0;
  for (let t = 0; t < steps; t++) {
    const before = t > 0 ? z[t - 1] : new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let current = 0;
      for (let j = 0; j < inputs; j++) current += Win.data[i * inputs + j] * x.data[t * inputs + j];
      for (let j = 0; j < n; j++) if (j !== i) current += Wrec.data[i * n + j] * before[j];
      v[i] = alpha * v[i] + zeta * current - v_th * before[i];
      a[i] = rho * a[i] + before[i];
      wait[i] = Math.max(wait[i] - 1, 0);
      const A = v_th + beta[i] * a[i];
      if (wait[i] === 0) psi[t][i] = (gamma / v_th) * Math.max(0, 1 - Math.abs(v[i] - A) / v_th);
      if (wait[i] === 0 && v[i] >= A) {
        z[t][i] = 1;
        counts[i]++;
        wait[i] = t_ref;
      }
      zbar[t][i] = kappa * (t > 0 ? zbar[t - 1][i] : 0) + (1 - kappa) * z[t][i];
    }
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += Wout.data[k * n + i] * z[t][i];
      y[k] = kappa * y[k] + (1 - kappa) * sum;
    }
    const partition = y.reduce((sum, value) => sum + exp(value), 0);
    for (let k = 0; k < outputs; k++) {
      const wanted = target.data[t * outputs + k];
      if (problem.classification) {
        error[t][k] = exp(y[k]) / partition - wanted;
        loss -= wanted * (y[k] - log(partition));
      } else {
        error[t][k] = y[k] - wanted;
        loss += 0.5 * error[t][k] * error[t][k];
      }
    }
  }

  const dWin = new Float64Array(n * inputs);
  const dWrec = new Float64Array(n * n);
  const dWout = new Float64Array(outputs * n);
  const G = new Float64Array(outputs);
  const dv = new Float64Array(n);
  const da = new Float64Array(n);
  for (let t = steps - 1; t >= 0; t--) {
    for (let k = 0; k < outputs; k++) {
      G[k] = error[t][k] + kappa * G[k];
      for (let i = 0; i < n; i++) dWout[k * n + i] += (1 - kappa) * G[k] * z[t][i];
    }
    for (let i = 0; i < n; i++) {
      let dz = da[i];
      for (let k = 0; k < outputs; k++) {
        dz += (1 - kappa) * G[k] * (B ? B.data[i * outputs + k] : Wout.data[k * n + i]);
      }
      da[i] = rho * da[i] - beta[i] * psi[t][i] * dz;
      dv[i] = psi[t][i] * dz + alpha * dv[i];
      for (let j = 0; j < inputs; j++) dWin[i * inputs + j] += dv[i] * zeta * x.data[t * inputs + j];
      for (let j = 0; j < n && t > 0; j++) if (j !== i) dWrec[i * n + j] += dv[i] * zeta * z[t - 1][j];
    }
  }
  return { loss, counts, dWin, dWrec, dWout };
}
