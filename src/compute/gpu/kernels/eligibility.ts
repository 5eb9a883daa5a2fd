/**
 * Eligibility traces and their gradient. `traces` holds what a chunk starts from, [filters + 2, batch, units, M]: the
 * eligibility vector E, the cascade f^1 .., and the filtered trace F; `gates` holds carry, pass and slope, [3, units],
 * and the decays of the cascade; `weights` holds the learning signal [steps, batch, units] followed by the constant
 * signal [batch, units]; `rest` is 1 - kappa.
 */
import { define } from './define';

/** The stages of a cascade: as many as the contract allows, each in a register of its own. */
const stages = [1, 2, 3, 4, 5, 6, 7] as const;

const forEachStage = (code: (m: number) => string): string => stages.map(code).join('');

const sizes = { steps: 'integer', batch: 'integer', units: 'integer', filters: 'integer' } as const;
const filtering = { kappa: 'real', rest: 'real' } as const;

/** The registers of a synapse's traces, of trial `b`. */
const takeTraces = (b: string): string => {
  const at = (plane: string) =>
    `traces[(((${plane}) * batch + ${b}) * units + this.thread.y) * fanIn + this.thread.x]`;
  return `
        let E = ${at('0')};
        let F = ${at('filters + 1')};${forEachStage(
          (m) => `
        let f${m} = 0.0;
        if (filters >= ${m}) {
          f${m} = ${at(String(m))};
        }`
        )}`;
};

/** Takes the traces of trial `b` through tick `from + t`. */
const walkTick = (b: string): string => `
          const psi = drive[((from + t) * batch + ${b}) * units + this.thread.y];
          const entering = psi * preTrace[((from + t) * batch + ${b}) * fanIn + this.thread.x];
          const e = entering + (gates[units + this.thread.y] + gates[2 * units + this.thread.y] * psi) * E;
          E = entering + (gates[this.thread.y] + gates[2 * units + this.thread.y] * psi) * E;
          let last = e;${forEachStage(
            (m) => `
          if (filters >= ${m}) {
            f${m} = gates[3 * units + ${m - 1}] * f${m} + last;
            last = f${m};
          }`
          )}
          F = kappa * F + rest * last;`;

export const eligibility = {
  /** [M, units, batch]: trace number `asked` of E, f^1 .., F after `ticks` ticks from `from` on. */
  walkTrace: define({
    takes: {
      preTrace: 'block',
      drive: 'block',
      gates: 'block',
      traces: 'block',
      asked: 'integer',
      batch: 'integer',
      units: 'integer',
      filters: 'integer',
      from: 'integer',
      ticks: 'integer',
      fanIn: 'integer',
      ...filtering
    },
    body: `${takeTraces('this.thread.z')}
        for (let t = 0; t < ticks; t++) {${walkTick('this.thread.z')}
        }
        if (asked < 1) {
          return E;
        }
        if (asked > filters) {
          return F;
        }${forEachStage(
          (m) => `
        if (asked === ${m}) {
          return f${m};
        }`
        )}
        return 0.0;`
  }),

  /** [M, units]: the gradient after walking `ticks` ticks of every trial, with the traces in registers. */
  walkGradient: define({
    takes: {
      preTrace: 'block',
      drive: 'block',
      gates: 'block',
      traces: 'block',
      weights: 'block',
      gradient: 'block',
      ...sizes,
      from: 'integer',
      ticks: 'integer',
      fanIn: 'integer',
      ...filtering,
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
      for (let b = 0; b < batch; b++) {${takeTraces('b')}
        for (let t = 0; t < ticks; t++) {${walkTick('b')}
          sum += scale * (weights[((from + t) * batch + b) * units + this.thread.y] * F
            + weights[(steps * batch + b) * units + this.thread.y] * e);
        }
      }
      return sum;`
  }),

  /**
   * [units, batch, steps + filters + 2]: by a backward scan, the weight of each tick's presynaptic trace in what is
   * asked for, which is the gradient (-1) or the last tick's trace number `asked`; the last planes weigh the traces
   * that the chunk started with.
   */
  coefficients: define({
    takes: { drive: 'block', gates: 'block', weights: 'block', asked: 'integer', ...sizes, ...filtering },
    body: `
      let heard = 0.0;
      if (asked < 0) {
        heard = 1.0;
      }
      let nu = 0.0;
      if (asked === 0) {
        nu = 1.0;
      }
      let whole = 0.0;
      let ofFiltered = 0.0;
      if (asked > filters) {
        ofFiltered = 1.0;
      }${forEachStage(
        (m) => `
      let r${m} = 0.0;
      if (asked === ${m}) {
        r${m} = 1.0;
      }`
      )}
      let coefficient = 0.0;
      for (let s = 0; s < steps && (this.thread.z >= steps || s < steps - this.thread.z); s++) {
        const psi = drive[((steps - 1 - s) * batch + this.thread.y) * units + this.thread.x];
        whole = ofFiltered + heard * weights[((steps - 1 - s) * batch + this.thread.y) * units + this.thread.x];
        ofFiltered = kappa * whole;
        let weight = rest * whole;${[...stages]
          .reverse()
          .map(
            (m) => `
        if (filters >= ${m}) {
          weight = weight + r${m};
          r${m} = gates[3 * units + ${m - 1}] * weight;
        }`
          )
          .join('')}
        weight = weight + heard * weights[(steps * batch + this.thread.y) * units + this.thread.x];
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
      if (this.thread.z > steps + filters) {
        return ofFiltered;
      }${forEachStage(
        (m) => `
      if (this.thread.z === steps + ${m}) {
        return r${m};
      }`
      )}
      return 0.0;`
  }),

  /** [M, units]: gradient += scale (coefficients^T preTrace + what the `planes` traces carried in add). */
  chunkGradient: define({
    takes: {
      coefficients: 'block',
      preTrace: 'block',
      traces: 'block',
      gradient: 'block',
      steps: 'integer',
      batch: 'integer',
      units: 'integer',
      fanIn: 'integer',
      scale: 'real',
      selfFrom: 'integer',
      planes: 'integer'
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
      for (let plane = 0; plane < planes * batch; plane++) {
        sum += coefficients[(steps * batch + plane) * units + this.thread.y]
          * traces[(plane * units + this.thread.y) * fanIn + this.thread.x];
      }
      return gradient[this.thread.y * fanIn + this.thread.x] + scale * sum;`
  }),

  /** [M, units, batch]: coefficients^T preTrace + what the `planes` traces carried in add. */
  chunkTrace: define({
    takes: {
      coefficients: 'block',
      preTrace: 'block',
      traces: 'block',
      steps: 'integer',
      batch: 'integer',
      units: 'integer',
      fanIn: 'integer',
      planes: 'integer'
    },
    body: `
      let sum = 0.0;
      for (let t = 0; t < steps; t++) {
        sum += coefficients[(t * batch + this.thread.z) * units + this.thread.y]
          * preTrace[(t * batch + this.thread.z) * fanIn + this.thread.x];
      }
      for (let plane = 0; plane < planes; plane++) {
        sum += coefficients[((steps + plane) * batch + this.thread.z) * units + this.thread.y]
          * traces[((plane * batch + this.thread.z) * units + this.thread.y) * fanIn + this.thread.x];
      }
      return sum;`
  })
};
