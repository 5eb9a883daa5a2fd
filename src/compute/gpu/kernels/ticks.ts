/** The ticks of a layer and of its readout. */
import { squash } from './activation';
import { define } from './define';

export const ticks = {
  /** [units, batch]: W pre_t, whose bias is there (1) or not (0); z_{t-1} is the second plane of the state. */
  current: define({
    takes: {
      weights: 'block',
      x: 'block',
      state: 'block',
      xFrom: 'integer',
      inputs: 'integer',
      units: 'integer',
      batch: 'integer',
      bias: 'integer'
    },
    body: `
      let sum = 0.0;
      if (bias > 0) {
        sum = weights[this.thread.x * (inputs + units + bias) + inputs + units];
      }
      for (let p = 0; p < inputs; p++) {
        sum += weights[this.thread.x * (inputs + units + bias) + p] * x[xFrom + this.thread.y * inputs + p];
      }
      for (let q = 0; q < units; q++) {
        sum += weights[this.thread.x * (inputs + units + bias) + inputs + q]
          * state[(batch + this.thread.y) * units + q];
      }
      return sum;`
  }),

  /** [units, batch, 3]: planes potential, activity, drive. */
  leakyTanh: define({
    takes: { state: 'block', current: 'block', leak: 'block', units: 'integer' },
    body: `
      const s = current[this.thread.y * units + this.thread.x];${squash('s')}
      const rate = leak[this.thread.x];
      if (this.thread.z === 2) {
        return rate * (1.0 - squashed * squashed);
      }
      return (1.0 - rate) * state[this.thread.y * units + this.thread.x] + rate * squashed;`
  }),

  /** [units, batch, 3]: planes potential, activity, drive. */
  membrane: define({
    takes: { state: 'block', current: 'block', units: 'integer', decay: 'real' },
    body: `
      const v = decay * state[this.thread.y * units + this.thread.x] + current[this.thread.y * units + this.thread.x];${squash('v')}
      if (this.thread.z === 0) {
        return v;
      }
      if (this.thread.z === 1) {
        return squashed;
      }
      return 1.0 - squashed * squashed;`
  }),

  /** [units, batch, 6]: planes potential, activity, adaptation, refractory, drive, threshold. */
  spiking: define({
    takes: {
      state: 'block',
      current: 'block',
      strength: 'block',
      units: 'integer',
      batch: 'integer',
      decay: 'real',
      gain: 'real',
      vth: 'real',
      dampening: 'real',
      refractory: 'real',
      rho: 'real'
    },
    body: `
      const previous = state[(batch + this.thread.y) * units + this.thread.x];
      const resting = Math.max(state[(3 * batch + this.thread.y) * units + this.thread.x] - 1.0, 0.0);
      const v = decay * state[this.thread.y * units + this.thread.x]
        + gain * current[this.thread.y * units + this.thread.x] - vth * previous;
      const adapted = rho * state[(2 * batch + this.thread.y) * units + this.thread.x] + previous;
      const level = vth + strength[this.thread.x] * adapted;
      let spike = 0.0;
      let slope = 0.0;
      if (resting <= 0.0) {
        slope = dampening / vth * Math.max(0.0, 1.0 - Math.abs(v - level) / vth);
        if (v >= level) {
          spike = 1.0;
        }
      }
      if (this.thread.z === 0) {
        return v;
      }
      if (this.thread.z === 1) {
        return spike;
      }
      if (this.thread.z === 2) {
        return adapted;
      }
      if (this.thread.z === 3) {
        if (spike > 0.0) {
          return refractory;
        }
        return resting;
      }
      if (this.thread.z === 4) {
        return slope;
      }
      return level;`
  }),

  /** [M, batch, steps]: pre_t = [x_t, z_{t-1}], and 1 where M has a bias, for a run of ticks; z before the first comes from `start`. */
  presynaptic: define({
    takes: {
      x: 'block',
      activity: 'block',
      start: 'block',
      xFrom: 'integer',
      inputs: 'integer',
      units: 'integer',
      batch: 'integer'
    },
    body: `
      if (this.thread.x < inputs) {
        return x[xFrom + (this.thread.z * batch + this.thread.y) * inputs + this.thread.x];
      }
      if (this.thread.x >= inputs + units) {
        return 1.0;
      }
      if (this.thread.z < 1) {
        return start[this.thread.y * units + this.thread.x - inputs];
      }
      return activity[((this.thread.z - 1) * batch + this.thread.y) * units + this.thread.x - inputs];`
  }),

  /** [width, batch, steps]: s_t = decay s_{t-1} + gain source_t; every cell walks from the start, so cuts do not change bits. */
  lowPass: define({
    takes: {
      start: 'block',
      source: 'block',
      from: 'integer',
      width: 'integer',
      batch: 'integer',
      decay: 'real',
      gain: 'real'
    },
    body: `
      let value = start[this.thread.y * width + this.thread.x];
      for (let t = 0; t < this.thread.z + 1; t++) {
        value = decay * value + gain * source[from + (t * batch + this.thread.y) * width + this.thread.x];
      }
      return value;`
  })
};
