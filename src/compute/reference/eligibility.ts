/** Eligibility traces and their gradient in float64, walked tick by tick and in factored form. */
import type { EligibilityCall } from '../compute';
import { dataOf } from './block';

/**
 * What a call carries on: the eligibility vector E, [batch, units, M], and the chain of leaky filters the
 * eligibility trace runs through, f^m = decay f^m + gain f^{m-1}: the layers above, and last the readout (F).
 */
function carriedBy(call: EligibilityCall): {
  vector: Float64Array;
  chain: { values: Float64Array; decay: number; gain: number }[];
} {
  const { batch, units, fanIn, filters = [], readoutDecay } = call;
  const size = batch * units * fanIn;
  const stages = call.stages ? dataOf(call.stages) : new Float64Array(filters.length * size);
  const vector = call.eligibility ? dataOf(call.eligibility) : new Float64Array(size);
  const filtered = call.filtered ? dataOf(call.filtered) : new Float64Array(size);
  return {
    vector,
    chain: [
      ...filters.map((decay, m) => ({ values: stages.subarray(m * size, (m + 1) * size), decay, gain: 1 })),
      { values: filtered, decay: readoutDecay, gain: 1 - readoutDecay }
    ]
  };
}

export function eligibilitySteps(call: EligibilityCall): void {
  const { steps, batch, units, fanIn, scale, selfFrom = -1 } = call;
  const Z = dataOf(call.preTrace);
  const drive = dataOf(call.drive);
  const signal = dataOf(call.signal);
  const constant = call.constantSignal && dataOf(call.constantSignal);
  const G = dataOf(call.gradient);
  const { vector: E, chain } = carriedBy(call);
  const carry = dataOf(call.carry);
  const pass = dataOf(call.pass);
  const slope = dataOf(call.slope);
  for (let t = 0; t < steps; t++) {
    for (let b = 0; b < batch; b++) {
      for (let i = 0; i < units; i++) {
        const at = (t * batch + b) * units + i;
        const w = pass[i] + slope[i] * drive[at];
        const g = carry[i] + slope[i] * drive[at];
        const c = constant ? constant[b * units + i] : 0;
        for (let j = 0; j < fanIn; j++) {
          const s = (b * units + i) * fanIn + j;
          const entering = drive[at] * Z[(t * batch + b) * fanIn + j];
          const e = entering + w * E[s];
          E[s] = entering + g * E[s];
          let filtered = e;
          for (const { values, decay, gain } of chain) {
            filtered = decay * values[s] + gain * filtered;
            values[s] = filtered;
          }
          if (j !== selfFrom + i || selfFrom < 0) G[i * fanIn + j] += scale * (signal[at] * filtered + c * e);
        }
      }
    }
  }
}

/**
 * The same sums in factored form. Everything a chunk leaves behind is linear in its presynaptic traces and in what it
 * started from (E, f^1 .., F), with weights that depend on the unit and not on the synapse; a scan backwards over the
 * chunk finds them: `toTick`, and `toStart` for [E, f^1 .., F]. Each scan starts from the weights of what is asked for
 * in the last tick's [E, f^1 .., F]: zeros and the signal for the gradient, a single 1 and no signal for one of them.
 */
export function eligibilityChunk(call: EligibilityCall): void {
  const { steps, batch, units, fanIn, scale, selfFrom = -1 } = call;
  const Z = dataOf(call.preTrace);
  const drive = dataOf(call.drive);
  const signal = dataOf(call.signal);
  const constant = call.constantSignal && dataOf(call.constantSignal);
  const G = dataOf(call.gradient);
  const { vector, chain } = carriedBy(call);
  const carried = [vector, ...chain.map(({ values }) => values)];
  const carry = dataOf(call.carry);
  const pass = dataOf(call.pass);
  const slope = dataOf(call.slope);

  const scan = (b: number, i: number, asked: 'gradient' | number) => {
    const toTick = new Float64Array(steps);
    const toStart = carried.map<number>((_, n) => (n === asked ? 1 : 0));
    const heard = asked === 'gradient' ? 1 : 0;
    const c = constant && asked === 'gradient' ? constant[b * units + i] : 0;
    for (let t = steps - 1; t >= 0; t--) {
      const at = (t * batch + b) * units + i;
      let weight = heard * signal[at];
      for (let m = chain.length - 1; m >= 0; m--) {
        const { decay, gain } = chain[m];
        const whole = toStart[m + 1] + weight;
        toStart[m + 1] = decay * whole;
        weight = gain * whole;
      }
      weight += c;
      const w = pass[i] + slope[i] * drive[at];
      const g = carry[i] + slope[i] * drive[at];
      toTick[t] = drive[at] * (weight + toStart[0]);
      toStart[0] = g * toStart[0] + w * weight;
    }
    return { toTick, toStart };
  };

  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < units; i++) {
      const toGradient = scan(b, i, 'gradient');
      const toCarried = call.eligibility ? carried.map((_, n) => scan(b, i, n)) : [];
      for (let j = 0; j < fanIn; j++) {
        const s = (b * units + i) * fanIn + j;
        const start = carried.map((values) => values[s]);
        const sum = ({ toTick, toStart }: ReturnType<typeof scan>): number => {
          let total = 0;
          for (let t = 0; t < steps; t++) total += toTick[t] * Z[(t * batch + b) * fanIn + j];
          for (const [n, value] of start.entries()) total += toStart[n] * value;
          return total;
        };
        if (j !== selfFrom + i || selfFrom < 0) G[i * fanIn + j] += scale * sum(toGradient);
        for (const [n, weights] of toCarried.entries()) carried[n][s] = sum(weights);
      }
    }
  }
}
