/** Matrix products, optimiser steps and reductions. */
import { define } from './define';

export const linear = {
  /** [n, rows, planes], row i = z rows + y: alpha op(a) op(b) + keep c, the transposes being strides. */
  gemm: define({
    takes: {
      a: 'block',
      b: 'block',
      c: 'block',
      aFrom: 'integer',
      aRow: 'integer',
      aColumn: 'integer',
      bFrom: 'integer',
      bRow: 'integer',
      bColumn: 'integer',
      cFrom: 'integer',
      cRow: 'integer',
      k: 'integer',
      rows: 'integer',
      alpha: 'real',
      keep: 'integer'
    },
    body: `
      let sum = 0.0;
      for (let p = 0; p < k; p++) {
        sum += a[aFrom + (this.thread.z * rows + this.thread.y) * aRow + p * aColumn]
          * b[bFrom + p * bRow + this.thread.x * bColumn];
      }
      if (keep > 0) {
        return alpha * sum + c[cFrom + (this.thread.z * rows + this.thread.y) * cRow + this.thread.x];
      }
      return alpha * sum;`
  }),

  /** [length]: one step of gradient descent. */
  descend: define({
    takes: { weights: 'block', gradient: 'block', keep: 'real', rate: 'real' },
    body: 'return keep * weights[this.thread.x] - rate * gradient[this.thread.x];'
  }),

  /** [length]: the running mean of the gradient, or of its square. */
  moment: define({
    takes: { moment: 'block', gradient: 'block', beta: 'real', rest: 'real', squared: 'integer' },
    body: `
      if (squared > 0) {
        return beta * moment[this.thread.x] + rest * gradient[this.thread.x] * gradient[this.thread.x];
      }
      return beta * moment[this.thread.x] + rest * gradient[this.thread.x];`
  }),

  /** [length]: one step of Adam from both moments. */
  adam: define({
    takes: {
      weights: 'block',
      firstMoment: 'block',
      secondMoment: 'block',
      correction1: 'real',
      correction2: 'real',
      epsilon: 'real',
      keep: 'real',
      rate: 'real'
    },
    body: `
      return keep * weights[this.thread.x] - rate * (firstMoment[this.thread.x] / correction1)
        / (Math.sqrt(secondMoment[this.thread.x] / correction2) + epsilon);`
  }),

  /** [ceil(length / 64)]: each cell reduces 64 floats; kind 0 sum, 1 sum of squares, 2 least, 3 greatest. */
  fold: define({
    takes: { source: 'block', length: 'integer', kind: 'integer' },
    body: `
      let value = 0.0;
      if (kind > 1) {
        value = source[this.thread.x * 64];
      }
      for (let p = 0; p < 64; p++) {
        if (this.thread.x * 64 + p < length) {
          const entry = source[this.thread.x * 64 + p];
          if (kind === 0) {
            value += entry;
          }
          if (kind === 1) {
            value += entry * entry;
          }
          if (kind === 2) {
            value = Math.min(value, entry);
          }
          if (kind === 3) {
            value = Math.max(value, entry);
          }
        }
      }
      return value;`
  })
};
