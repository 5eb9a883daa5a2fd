/**
 * Convolutions and max-pooling. gpu.js has no integer division: a cell whose axis runs over two of a block's axes walks the
 * values of the first until it finds its own, which costs little beside the sum that it takes there.
 */
import { returnActivated } from './activation';
import { define } from './define';

/** Of a convolution, its batch apart. */
const shape = {
  channels: 'integer',
  rows: 'integer',
  columns: 'integer',
  filters: 'integer',
  kernel: 'integer',
  stride: 'integer',
  padding: 'integer'
} as const;

const windows = {
  rows: 'integer',
  columns: 'integer',
  kernel: 'integer',
  stride: 'integer'
} as const;

export const convolution = {
  /** [columns enlarge, rows enlarge, planes]: each pixel repeated along both sides. */
  enlarge: define({
    takes: { source: 'block', rows: 'integer', columns: 'integer', enlarge: 'integer' },
    body: `
      let value = 0.0;
      for (let r = 0; r < rows; r++) {
        if (this.thread.y >= r * enlarge && this.thread.y < r * enlarge + enlarge) {
          for (let q = 0; q < columns; q++) {
            if (this.thread.x >= q * enlarge && this.thread.x < q * enlarge + enlarge) {
              value = source[(this.thread.z * rows + r) * columns + q];
            }
          }
        }
      }
      return value;`
  }),

  /** [columns, rows, planes]: sums over what a pixel was repeated to, added to `old` where `keep` says so. */
  shrink: define({
    takes: {
      source: 'block',
      old: 'block',
      rows: 'integer',
      columns: 'integer',
      enlarge: 'integer',
      keep: 'integer'
    },
    body: `
      let sum = 0.0;
      if (keep > 0) {
        sum = old[(this.thread.z * rows + this.thread.y) * columns + this.thread.x];
      }
      for (let r = 0; r < enlarge; r++) {
        for (let q = 0; q < enlarge; q++) {
          sum += source[((this.thread.z * rows + this.thread.y) * enlarge + r) * columns * enlarge
            + this.thread.x * enlarge + q];
        }
      }
      return sum;`
  }),

  /** [columns out, rows out, batch filters]: activation(sum over taps + bias). */
  convolve: define({
    takes: {
      x: 'block',
      parameters: 'block',
      from: 'integer',
      batch: 'integer',
      ...shape,
      activation: 'integer'
    },
    body: `
      let sum = 0.0;
      for (let e = 0; e < batch; e++) {
        if (this.thread.z >= e * filters && this.thread.z < e * filters + filters) {
          sum = parameters[from + filters * channels * kernel * kernel + this.thread.z - e * filters];
          for (let c = 0; c < channels; c++) {
            for (let ky = 0; ky < kernel; ky++) {
              if (this.thread.y * stride + ky >= padding && this.thread.y * stride + ky < rows + padding) {
                for (let kx = 0; kx < kernel; kx++) {
                  if (this.thread.x * stride + kx >= padding && this.thread.x * stride + kx < columns + padding) {
                    sum += parameters[from
                        + (((this.thread.z - e * filters) * channels + c) * kernel + ky) * kernel + kx]
                      * x[((e * channels + c) * rows + this.thread.y * stride + ky - padding) * columns
                        + this.thread.x * stride + kx - padding];
                  }
                }
              }
            }
          }
        }
      }${returnActivated}`
  }),

  /** [channels kernel kernel, filters, batch]: one example's gradient of the weights. */
  weightGradient: define({
    takes: { x: 'block', signal: 'block', ...shape, height: 'integer', width: 'integer' },
    body: `
      let sum = 0.0;
      for (let c = 0; c < channels; c++) {
        for (let ky = 0; ky < kernel; ky++) {
          for (let kx = 0; kx < kernel; kx++) {
            if (this.thread.x === (c * kernel + ky) * kernel + kx) {
              for (let oy = 0; oy < height; oy++) {
                if (oy * stride + ky >= padding && oy * stride + ky < rows + padding) {
                  for (let ox = 0; ox < width; ox++) {
                    if (ox * stride + kx >= padding && ox * stride + kx < columns + padding) {
                      sum += signal[((this.thread.z * filters + this.thread.y) * height + oy) * width + ox]
                        * x[((this.thread.z * channels + c) * rows + oy * stride + ky - padding) * columns
                          + ox * stride + kx - padding];
                    }
                  }
                }
              }
            }
          }
        }
      }
      return sum;`
  }),

  /** [columns, rows, batch channels]: what the outputs whose windows hold a pixel send back to it. */
  convolveBack: define({
    takes: {
      signal: 'block',
      parameters: 'block',
      from: 'integer',
      batch: 'integer',
      channels: 'integer',
      filters: 'integer',
      kernel: 'integer',
      stride: 'integer',
      padding: 'integer',
      height: 'integer',
      width: 'integer'
    },
    body: `
      let sum = 0.0;
      for (let e = 0; e < batch; e++) {
        if (this.thread.z >= e * channels && this.thread.z < e * channels + channels) {
          for (let oy = 0; oy < height; oy++) {
            if (this.thread.y + padding >= oy * stride && this.thread.y + padding < oy * stride + kernel) {
              for (let ox = 0; ox < width; ox++) {
                if (this.thread.x + padding >= ox * stride && this.thread.x + padding < ox * stride + kernel) {
                  for (let f = 0; f < filters; f++) {
                    sum += signal[((e * filters + f) * height + oy) * width + ox]
                      * parameters[from + ((f * channels + this.thread.z - e * channels) * kernel
                        + this.thread.y + padding - oy * stride) * kernel + this.thread.x + padding - ox * stride];
                  }
                }
              }
            }
          }
        }
      }
      return sum;`
  }),

  /** [columns out, rows out, planes]: the largest of each window. */
  maxPool: define({
    takes: { x: 'block', ...windows },
    body: `
      let best = x[(this.thread.z * rows + this.thread.y * stride) * columns + this.thread.x * stride];
      for (let ky = 0; ky < kernel; ky++) {
        for (let kx = 0; kx < kernel; kx++) {
          best = Math.max(best, x[(this.thread.z * rows + this.thread.y * stride + ky) * columns
            + this.thread.x * stride + kx]);
        }
      }
      return best;`
  }),

  /** [columns, rows, planes]: the signals of the windows of which a pixel is the first largest. */
  maxPoolBack: define({
    takes: { x: 'block', signal: 'block', ...windows, height: 'integer', width: 'integer' },
    body: `
      let sum = 0.0;
      let first = 1.0;
      let other = 0.0;
      const own = x[(this.thread.z * rows + this.thread.y) * columns + this.thread.x];
      for (let oy = 0; oy < height; oy++) {
        if (this.thread.y >= oy * stride && this.thread.y < oy * stride + kernel) {
          for (let ox = 0; ox < width; ox++) {
            if (this.thread.x >= ox * stride && this.thread.x < ox * stride + kernel) {
              first = 1.0;
              for (let ky = 0; ky < kernel; ky++) {
                for (let kx = 0; kx < kernel; kx++) {
                  other = x[(this.thread.z * rows + oy * stride + ky) * columns + ox * stride + kx];
                  if (other > own) {
                    first = 0.0;
                  }
                  if (other === own && (oy * stride + ky) * columns + ox * stride + kx
                    < this.thread.y * columns + this.thread.x) {
                    first = 0.0;
                  }
                }
              }
              sum += first * signal[(this.thread.z * height + oy) * width + ox];
            }
          }
        }
      }
      return sum;`
  })
};
