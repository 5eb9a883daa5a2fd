/** Ticks of a layer's adjoint, backwards. The states of a tick have the credit of the current as their first plane. */
import { define } from './define';

const sizes = { tick: 'integer', units: 'integer', batch: 'integer' } as const;

export const backward = {
  /** [units, batch, steps]: gain drive signal. */
  tickCredit: define({
    takes: { drive: 'block', signal: 'block', units: 'integer', batch: 'integer', gain: 'real' },
    body: `
      return gain * drive[(this.thread.z * batch + this.thread.y) * units + this.thread.x]
        * signal[(this.thread.z * batch + this.thread.y) * units + this.thread.x];`
  }),

  /**
   * [units, batch]: the signal of a tick and what the tick after it sends back through the recurrent weights: `whole`
   * 1 of every unit, 0 through the unit's own weight times `own`. Rows of the weights are M wide.
   */
  heard: define({
    takes: {
      weights: 'block',
      signal: 'block',
      state: 'block',
      ...sizes,
      inputs: 'integer',
      fanIn: 'integer',
      whole: 'integer',
      own: 'real'
    },
    body: `
      let sum = signal[(tick * batch + this.thread.y) * units + this.thread.x];
      if (whole > 0) {
        for (let i = 0; i < units; i++) {
          sum += weights[i * fanIn + inputs + this.thread.x] * state[this.thread.y * units + i];
        }
        return sum;
      }
      return sum + own * weights[this.thread.x * fanIn + inputs + this.thread.x]
        * state[this.thread.y * units + this.thread.x];`
  }),

  /** [units, batch, 2]: planes credit of the current, credit of the activity. */
  leakyTanhCredit: define({
    takes: { state: 'block', heard: 'block', drive: 'block', leak: 'block', ...sizes },
    body: `
      const q = heard[this.thread.y * units + this.thread.x]
        + (1.0 - leak[this.thread.x]) * state[(batch + this.thread.y) * units + this.thread.x];
      if (this.thread.z === 1) {
        return q;
      }
      return drive[(tick * batch + this.thread.y) * units + this.thread.x] * q;`
  }),

  /** [units, batch]: credit of the current, which is that of the potential. */
  membraneCredit: define({
    takes: { state: 'block', heard: 'block', drive: 'block', ...sizes, decay: 'real' },
    body: `
      return drive[(tick * batch + this.thread.y) * units + this.thread.x]
        * heard[this.thread.y * units + this.thread.x] + decay * state[this.thread.y * units + this.thread.x];`
  }),

  /** [units, batch, 3]: planes credit of the current, of the potential, of the adaptation; `reset` is v_th, or 0 to leave it out. */
  spikingCredit: define({
    takes: {
      state: 'block',
      heard: 'block',
      drive: 'block',
      strength: 'block',
      ...sizes,
      decay: 'real',
      gain: 'real',
      reset: 'real',
      rho: 'real'
    },
    body: `
      const dz = heard[this.thread.y * units + this.thread.x]
        + state[(2 * batch + this.thread.y) * units + this.thread.x]
        - reset * state[(batch + this.thread.y) * units + this.thread.x];
      const entering = drive[(tick * batch + this.thread.y) * units + this.thread.x] * dz;
      const q = entering + decay * state[(batch + this.thread.y) * units + this.thread.x];
      if (this.thread.z === 0) {
        return gain * q;
      }
      if (this.thread.z === 1) {
        return q;
      }
      return rho * state[(2 * batch + this.thread.y) * units + this.thread.x] - strength[this.thread.x] * entering;`
  }),

  /** [width, count]: s_t = gain source_t + decay s_{t+1}, from `start` after the last of `count` rows back. */
  lowPassBackward: define({
    takes: {
      start: 'block',
      source: 'block',
      from: 'integer',
      width: 'integer',
      count: 'integer',
      decay: 'real',
      gain: 'real'
    },
    body: `
      let value = start[this.thread.x];
      for (let s = 0; s < count - this.thread.y; s++) {
        value = gain * source[from + (count - 1 - s) * width + this.thread.x] + decay * value;
      }
      return value;`
  })
};
