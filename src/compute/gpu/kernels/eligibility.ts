/**
 * Eligibility traces and their gradient. `gates` holds carry, pass and slope, [3, units]; `weights` holds the
 * learning signal [steps, batch, units] followed by the constant signal [batch, units]; `rest` is 1 - kappa.
 */
import { define } from './define';

const sizes = { steps: 'integer', batch: 'integer', units: 'integer' } as const;

export const eligibility = {
  /** [M, units, batch]: the eligibility vector (`filtered` 0) or the filtered trace (1) after `ticks` ticks from `from` on. */
  walkTrace: define({
    takes: {
      preTrace: 'block',
      drive: 'block',
      gates: 'block',
      vector: 'block',
      trace: 'block',
      filtered: 'integer',
      ...sizes,
      from: 'integer',
      ticks: 'integer',
      fanIn: 'integer',
      kappa: 'real',
      rest: 'real'
    },
    body: `
      let E = vector[(this.thread.z * units + this.thread.y) * fanIn + this.thread.x];
      let F = trace[(this.thread.z * units + this.thread.y) * fanIn + this.thread.x];
      for (let t = 0; t < ticks; t++) {
        const psi = drive[((from + t) * batch + this.thread.z) * units + this.thread.y];
        const entering = psi * preTrace[((from + t) * batch + this.thread.z) * fanIn + this.thread.x];
        const e = entering + (gates[units + this.thread.y] + gates[2 * units + this.thread.y] * psi) * E;
        E = entering + (gates[this.thread.y] + gates[2 * units + this.thread.y] * psi) * E;
        F = kappa * F + rest * e;
      }
      if (filtered > 0) {
        return F;
      }
      return E;`
  }),

  /** [M, units]: the gradient after walking `ticks` ticks of every trial, with the traces in registers. */
  walkGradient: define({
    takes: {
      preTrace: 'block',
      drive: 'block',
      gates: 'block',
      vector: 'block',
      trace: 'block',
      weights: 'block',
      gradient: 'block',
      ...sizes,
      from: 'integer',
      ticks: 'integer',
      fanIn: 'integer',
      kappa: 'real',
      rest: 'real',
      scale: 'real',
      selfFrom: 'integer'
    },
    body: `
      if (selfFrom >= 0) {
        if (this.thread.x - selfFrom === this.thread.y) {
          return gradient[this.thread.y * fanIn + this.thread.x];
        }
      }
      let sum = gradient[this.thread.y * fanIn + this.thread.x];
      for (let b = 0; b < batch; b++) {
        let E = vector[(b * units + this.thread.y) * fanIn + this.thread.x];
        let F = trace[(b * units + this.thread.y) * fanIn + this.thread.x];
        for (let t = 0; t < ticks; t++) {
          const psi = drive[((from + t) * batch + b) * units + this.thread.y];
          const entering = psi * preTrace[((from + t) * batch + b) * fanIn + this.thread.x];
          const e = entering + (gates[units + this.thread.y] + gates[2 * units + this.thread.y] * psi) * E;
          E = entering + (gates[this.thread.y] + gates[2 * units + this.thread.y] * psi) * E;
          F = kappa * F + rest * e;
          sum += scale * (weights[((from + t) * batch + b) * units + this.thread.y] * F
            + weights[(steps * batch + b) * units + this.thread.y] * e);
        }
      }
      return sum;`
  }),

  /**
   * [units, batch, steps + 2]: by a backward scan, the weight of each tick's presynaptic trace in the gradient;
   * the last two planes weigh the eligibility vector and the filtered trace the chunk started with.
   */
  gradientCoefficients: define({
    takes: { drive: 'block', gates: 'block', weights: 'block', ...sizes, kappa: 'real', rest: 'real' },
    body: `
      let lambda = 0.0;
      let nu = 0.0;
      let coefficient = 0.0;
      for (let s = 0; s < steps && (this.thread.z >= steps || s < steps - this.thread.z); s++) {
        const psi = drive[((steps - 1 - s) * batch + this.thread.y) * units + this.thread.x];
        lambda = weights[((steps - 1 - s) * batch + this.thread.y) * units + this.thread.x] + kappa * lambda;
        const weight = rest * lambda + weights[(steps * batch + this.thread.y) * units + this.thread.x];
        coefficient = psi * (weight + nu);
        nu = (gates[this.thread.x] + gates[2 * units + this.thread.x] * psi) * nu
          + (gates[units + this.thread.x] + gates[2 * units + this.thread.x] * psi) * weight;
      }
      if (this.thread.z < steps) {
        return coefficient;
      }
      if (this.thread.z === steps) {
        return nu;
      }
      return kappa * lambda;`
  }),

  /** [units, batch, steps + 1]: the same for the eligibility vector; the last plane weighs the vector itself. */
  vectorCoefficients: define({
    takes: { drive: 'block', gates: 'block', ...sizes },
    body: `
      let product = 1.0;
      let coefficient = 0.0;
      for (let s = 0; s < steps && (this.thread.z >= steps || s < steps - this.thread.z); s++) {
        const psi = drive[((steps - 1 - s) * batch + this.thread.y) * units + this.thread.x];
        coefficient = product * psi;
        product = product * (gates[this.thread.x] + gates[2 * units + this.thread.x] * psi);
      }
      if (this.thread.z < steps) {
        return coefficient;
      }
      return product;`
  }),

  /** [units, batch, steps + 1]: the same for the filtered trace; the last plane weighs the eligibility vector. */
  filteredCoefficients: define({
    takes: { drive: 'block', gates: 'block', ...sizes, kappa: 'real', rest: 'real' },
    body: `
      let k = 1.0;
      let m = 0.0;
      let coefficient = 0.0;
      for (let s = 0; s < steps && (this.thread.z >= steps || s < steps - this.thread.z); s++) {
        const psi = drive[((steps - 1 - s) * batch + this.thread.y) * units + this.thread.x];
        coefficient = psi * (rest * k + m);
        m = (gates[this.thread.x] + gates[2 * units + this.thread.x] * psi) * m
          + (gates[units + this.thread.x] + gates[2 * units + this.thread.x] * psi) * rest * k;
        k = k * kappa;
      }
      if (this.thread.z < steps) {
        return coefficient;
      }
      return m;`
  }),

  /** [M, units]: gradient += scale (coefficients^T preTrace + what the carried traces add). */
  chunkGradient: define({
    takes: {
      coefficients: 'block',
      preTrace: 'block',
      vector: 'block',
      trace: 'block',
      gradient: 'block',
      ...sizes,
      fanIn: 'integer',
      scale: 'real',
      selfFrom: 'integer',
      carried: 'integer'
    },
    body: `
      if (selfFrom >= 0) {
        if (this.thread.x - selfFrom === this.thread.y) {
          return gradient[this.thread.y * fanIn + this.thread.x];
        }
      }
      let sum = 0.0;
      for (let row = 0; row < steps * batch; row++) {
        sum += coefficients[row * units + this.thread.y] * preTrace[row * fanIn + this.thread.x];
      }
      if (carried > 0) {
        for (let b = 0; b < batch; b++) {
          sum += coefficients[(steps * batch + b) * units + this.thread.y]
            * vector[(b * units + this.thread.y) * fanIn + this.thread.x]
            + coefficients[((steps + 1) * batch + b) * units + this.thread.y]
            * trace[(b * units + this.thread.y) * fanIn + this.thread.x];
        }
      }
      return gradient[this.thread.y * fanIn + this.thread.x] + scale * sum;`
  }),

  /** [M, units, batch]: coefficients^T preTrace + (last plane) vector + keep trace. */
  chunkTrace: define({
    takes: {
      coefficients: 'block',
      preTrace: 'block',
      vector: 'block',
      trace: 'block',
      ...sizes,
      fanIn: 'integer',
      keep: 'real'
    },
    body: `
      let sum = 0.0;
      for (let t = 0; t < steps; t++) {
        sum += coefficients[(t * batch + this.thread.z) * units + this.thread.y]
          * preTrace[(t * batch + this.thread.z) * fanIn + this.thread.x];
      }
      return sum
        + coefficients[(steps * batch + this.thread.z) * units + this.thread.y]
        * vector[(this.thread.z * units + this.thread.y) * fanIn + this.thread.x]
        + keep * trace[(this.thread.z * units + this.thread.y) * fanIn + this.thread.x];`
  })
};
