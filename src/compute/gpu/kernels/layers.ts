/** Dense layers and batch normalisation, and what every adjoint is made of. */
import { returnActivated } from './activation';
import { define } from './define';

export const layers = {
  /** [outputs, rows, planes], example z rows + y: activation(W x + b), the parameters from `from` on. */
  dense: define({
    takes: {
      x: 'block',
      parameters: 'block',
      from: 'integer',
      inputs: 'integer',
      outputs: 'integer',
      rows: 'integer',
      activation: 'integer'
    },
    body: `
      let sum = parameters[from + outputs * inputs + this.thread.x];
      for (let p = 0; p < inputs; p++) {
        sum += parameters[from + this.thread.x * inputs + p]
          * x[(this.thread.z * rows + this.thread.y) * inputs + p];
      }${returnActivated}`
  }),

  /** [length]: the signal times the slope of the activation that gave y. */
  bend: define({
    takes: { signal: 'block', y: 'block', activation: 'integer' },
    body: `
      if (activation === 1) {
        if (y[this.thread.x] > 0.0) {
          return signal[this.thread.x];
        }
        return 0.0;
      }
      if (activation === 2) {
        return signal[this.thread.x] * (1.0 - y[this.thread.x] * y[this.thread.x]);
      }
      if (activation === 3) {
        return signal[this.thread.x] * y[this.thread.x] * (1.0 - y[this.thread.x]);
      }
      return signal[this.thread.x];`
  }),

  /** [length]: elementwise products. */
  multiply: define({
    takes: { values: 'block', by: 'block' },
    body: 'return values[this.thread.x] * by[this.thread.x];'
  }),

  /** [width]: `scale` times the column sums of [rows, width]. */
  columnSum: define({
    takes: { source: 'block', width: 'integer', rows: 'integer', scale: 'real' },
    body: `
      let sum = 0.0;
      for (let r = 0; r < rows; r++) {
        sum += source[r * width + this.thread.x];
      }
      return scale * sum;`
  }),

  /** [channels, batch]: the sum of each plane of each example. */
  planeSum: define({
    takes: { x: 'block', channels: 'integer', plane: 'integer' },
    body: `
      let sum = 0.0;
      for (let p = 0; p < plane; p++) {
        sum += x[(this.thread.y * channels + this.thread.x) * plane + p];
      }
      return sum;`
  }),

  /** [channels, batch]: the same of squared distances from each channel's mean. */
  planeSquares: define({
    takes: { x: 'block', mean: 'block', channels: 'integer', plane: 'integer' },
    body: `
      let sum = 0.0;
      let away = 0.0;
      for (let p = 0; p < plane; p++) {
        away = x[(this.thread.y * channels + this.thread.x) * plane + p] - mean[this.thread.x];
        sum += away * away;
      }
      return sum;`
  }),

  /** [channels, 2]: means, and 1 / sqrt(variance + epsilon). `mean` and `variance` begin at the floats named so. */
  normaliser: define({
    takes: {
      mean: 'block',
      variance: 'block',
      varianceFrom: 'integer',
      epsilon: 'real'
    },
    body: `
      if (this.thread.y === 0) {
        return mean[this.thread.x];
      }
      return 1.0 / Math.sqrt(variance[varianceFrom + this.thread.x] + epsilon);`
  }),

  /** [channels, 2]: running means and variances moved towards those of the batch; `unbias` is n / (n - 1). */
  moveRunning: define({
    takes: {
      running: 'block',
      mean: 'block',
      variance: 'block',
      channels: 'integer',
      momentum: 'real',
      unbias: 'real'
    },
    body: `
      if (this.thread.y === 0) {
        return running[this.thread.x] + momentum * (mean[this.thread.x] - running[this.thread.x]);
      }
      return running[channels + this.thread.x]
        + momentum * (unbias * variance[this.thread.x] - running[channels + this.thread.x]);`
  }),

  /** [plane, channels, batch]: activation(scale (x - mean) / deviation + shift). */
  normalise: define({
    takes: {
      x: 'block',
      used: 'block',
      parameters: 'block',
      from: 'integer',
      channels: 'integer',
      plane: 'integer',
      activation: 'integer'
    },
    body: `
      const sum = (x[(this.thread.z * channels + this.thread.y) * plane + this.thread.x] - used[this.thread.y])
        * parameters[from + this.thread.y] * used[channels + this.thread.y]
        + parameters[from + channels + this.thread.y];${returnActivated}`
  }),

  /** [channels, 2, batch]: sums over a plane of signal xhat, and of signal. */
  normaliseSums: define({
    takes: { x: 'block', signal: 'block', used: 'block', channels: 'integer', plane: 'integer' },
    body: `
      let along = 0.0;
      let sum = 0.0;
      for (let p = 0; p < plane; p++) {
        sum += signal[(this.thread.z * channels + this.thread.x) * plane + p];
        along += signal[(this.thread.z * channels + this.thread.x) * plane + p]
          * (x[(this.thread.z * channels + this.thread.x) * plane + p] - used[this.thread.x]);
      }
      if (this.thread.y === 0) {
        return along * used[channels + this.thread.x];
      }
      return sum;`
  }),

  /** [plane, channels, batch]: dE/dx from the sums [2, channels]; `share` is 1 over their count, or 0 for frozen statistics. */
  normaliseBack: define({
    takes: {
      x: 'block',
      signal: 'block',
      used: 'block',
      parameters: 'block',
      sums: 'block',
      old: 'block',
      from: 'integer',
      channels: 'integer',
      plane: 'integer',
      share: 'real',
      keep: 'integer'
    },
    body: `
      const hat = (x[(this.thread.z * channels + this.thread.y) * plane + this.thread.x] - used[this.thread.y])
        * used[channels + this.thread.y];
      const value = parameters[from + this.thread.y] * used[channels + this.thread.y]
        * (signal[(this.thread.z * channels + this.thread.y) * plane + this.thread.x]
          - share * (sums[channels + this.thread.y] + hat * sums[this.thread.y]));
      if (keep > 0) {
        return value + old[(this.thread.z * channels + this.thread.y) * plane + this.thread.x];
      }
      return value;`
  })
};
