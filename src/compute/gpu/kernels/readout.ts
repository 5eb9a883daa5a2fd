/** The error and the loss of the readout. */
import { define } from './define';

export const readout = {
  /** [outputs, batch, steps]: the readout error; `from` is the first tick's row in the histories. */
  readoutError: define({
    takes: {
      y: 'block',
      target: 'block',
      mask: 'block',
      from: 'integer',
      outputs: 'integer',
      batch: 'integer',
      classify: 'integer'
    },
    body: `
      let value = y[(from + this.thread.z * batch + this.thread.y) * outputs + this.thread.x];
      if (classify > 0) {
        let largest = y[(from + this.thread.z * batch + this.thread.y) * outputs];
        for (let k = 0; k < outputs; k++) {
          largest = Math.max(largest, y[(from + this.thread.z * batch + this.thread.y) * outputs + k]);
        }
        let partition = 0.0;
        for (let q = 0; q < outputs; q++) {
          partition += Math.exp(y[(from + this.thread.z * batch + this.thread.y) * outputs + q] - largest);
        }
        value = Math.exp(value - largest) / partition;
      }
      return mask[from + this.thread.z * batch + this.thread.y]
        * (value - target[(from + this.thread.z * batch + this.thread.y) * outputs + this.thread.x]);`
  }),

  /** [batch, steps]: the loss of each tick. */
  readoutLoss: define({
    takes: {
      y: 'block',
      target: 'block',
      mask: 'block',
      from: 'integer',
      outputs: 'integer',
      batch: 'integer',
      classify: 'integer'
    },
    body: `
      let largest = y[(from + this.thread.y * batch + this.thread.x) * outputs];
      for (let k = 0; k < outputs; k++) {
        largest = Math.max(largest, y[(from + this.thread.y * batch + this.thread.x) * outputs + k]);
      }
      let partition = 0.0;
      let squares = 0.0;
      let distance = 0.0;
      for (let q = 0; q < outputs; q++) {
        partition += Math.exp(y[(from + this.thread.y * batch + this.thread.x) * outputs + q] - largest);
        distance = y[(from + this.thread.y * batch + this.thread.x) * outputs + q]
          - target[(from + this.thread.y * batch + this.thread.x) * outputs + q];
        squares += distance * distance;
      }
      if (classify < 1) {
        return 0.5 * mask[from + this.thread.y * batch + this.thread.x] * squares;
      }
      let entropy = 0.0;
      const normaliser = largest + Math.log(partition);
      for (let r = 0; r < outputs; r++) {
        entropy += target[(from + this.thread.y * batch + this.thread.x) * outputs + r]
          * (normaliser - y[(from + this.thread.y * batch + this.thread.x) * outputs + r]);
      }
      return mask[from + this.thread.y * batch + this.thread.x] * entropy;`
  })
};
