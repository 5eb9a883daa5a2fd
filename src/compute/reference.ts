/**
 * The judge: every operation of compute.ts as plain float64 loops, short enough to be read beside its
 * equation. Slow on purpose.
 */
import type {
  AdamCall,
  Block,
  Compute,
  EligibilityCall,
  ForwardCall,
  GemmCall,
  GemvCall,
  ReadoutCall,
  Reduction,
  SgdCall
} from './compute';
import { checkCall, checkLength } from './checks';
import { gatherRows } from './rows';
import { exp, integerPower, log, tanh } from './transcendentals';

interface ReferenceBlock extends Block {
  data: Float64Array;
}

const dataOf = (block: Block): Float64Array => (block as ReferenceBlock).data;

export function createReference(): Compute {
  let bytes = 0;

  return {
    kind: 'reference',
    description: 'reference, float64, 1 thread',
    precision: 'float64',
    threads: 1,
    get bytes() {
      return bytes;
    },
    alloc(length, label) {
      checkLength(length, label);
      bytes += 8 * length;
      return { label, length, data: new Float64Array(length) } as ReferenceBlock;
    },
    free(block) {
      bytes -= 8 * block.length;
      (block as ReferenceBlock).data = new Float64Array(0);
    },
    write(block, data, offset = 0) {
      dataOf(block).set(data, offset);
    },
    async read(block, offset = 0, length = block.length - offset) {
      return dataOf(block).slice(offset, offset + length);
    },
    async readRows(block, rows) {
      return gatherRows(dataOf(block), rows, new Float64Array(rows.count * rows.width));
    },
    fill(block, value) {
      dataOf(block).fill(value);
    },
    async gemm(call) {
      checkCall('gemm', call);
      gemm(call);
    },
    async gemv(call) {
      checkCall('gemv', call);
      gemv(call);
    },
    async forward(call) {
      checkCall('forward', call);
      forward(call);
    },
    async readout(call) {
      checkCall('readout', call);
      readout(call);
    },
    async eligibility(call) {
      checkCall('eligibility', call);
      if (call.form === 'step') eligibilitySteps(call);
      else eligibilityChunk(call);
    },
    async sgd(call) {
      checkCall('sgd', call);
      sgd(call);
    },
    async adam(call) {
      checkCall('adam', call);
      adam(call);
    },
    async reduce(kind, block) {
      return reduce(kind, dataOf(block));
    },
    dispose() {
      bytes = 0;
    }
  };
}

function gemm({ m, n, k, a, b, c, transposeA, transposeB, alpha = 1, accumulate }: GemmCall): void {
  const A = dataOf(a);
  const B = dataOf(b);
  const C = dataOf(c);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        sum += (transposeA ? A[p * m + i] : A[i * k + p]) * (transposeB ? B[j * k + p] : B[p * n + j]);
      }
      C[i * n + j] = alpha * sum + (accumulate ? C[i * n + j] : 0);
    }
  }
}

function gemv({ rows, columns, a, x, y, transpose, alpha = 1, accumulate }: GemvCall): void {
  const A = dataOf(a);
  const X = dataOf(x);
  const Y = dataOf(y);
  const [outer, inner] = transpose ? [columns, rows] : [rows, columns];
  for (let i = 0; i < outer; i++) {
    let sum = 0;
    for (let p = 0; p < inner; p++) sum += (transpose ? A[p * columns + i] : A[i * columns + p]) * X[p];
    Y[i] = alpha * sum + (accumulate ? Y[i] : 0);
  }
}

function forward(call: ForwardCall): void {
  const { unit, from, steps, batch, inputs, units } = call;
  const fanIn = inputs + units;
  const W = dataOf(call.weights);
  const X = dataOf(call.x);
  const potential = dataOf(call.state.potential);
  const activity = dataOf(call.state.activity);
  const preTrace = dataOf(call.state.preTrace);
  const adaptation = dataOf(call.state.adaptation);
  const refractory = dataOf(call.state.refractory);
  const history = {
    potential: dataOf(call.history.potential),
    threshold: dataOf(call.history.threshold),
    activity: dataOf(call.history.activity),
    drive: dataOf(call.history.drive),
    preTrace: dataOf(call.history.preTrace)
  };
  const pre = new Float64Array(fanIn);

  for (let t = from; t < from + steps; t++) {
    for (let b = 0; b < batch; b++) {
      const row = (t * batch + b) * units;
      pre.set(X.subarray((t * batch + b) * inputs, (t * batch + b + 1) * inputs));
      pre.set(activity.subarray(b * units, (b + 1) * units), inputs);

      const traceDecay = unit.kind === 'spiking' ? unit.membraneDecay : 0;
      const traceGain = unit.kind === 'spiking' ? unit.currentGain : 1;
      for (let j = 0; j < fanIn; j++) {
        const trace = traceDecay * preTrace[b * fanIn + j] + traceGain * pre[j];
        preTrace[b * fanIn + j] = trace;
        history.preTrace[(t * batch + b) * fanIn + j] = trace;
      }

      for (let i = 0; i < units; i++) {
        let current = 0;
        for (let j = 0; j < fanIn; j++) current += W[i * fanIn + j] * pre[j];
        const s = b * units + i;

        if (unit.kind === 'leakyTanh') {
          const leak = dataOf(unit.leak)[i];
          const squashed = tanh(current);
          potential[s] = (1 - leak) * potential[s] + leak * squashed;
          activity[s] = potential[s];
          history.drive[row + i] = leak * (1 - squashed * squashed);
        } else {
          const previous = pre[inputs + i];
          const vth = unit.threshold;
          refractory[s] = Math.max(refractory[s] - 1, 0);
          potential[s] = unit.membraneDecay * potential[s] + unit.currentGain * current - vth * previous;
          adaptation[s] = unit.adaptationDecay * adaptation[s] + previous;
          const threshold = vth + dataOf(unit.adaptation)[i] * adaptation[s];
          const resting = refractory[s] > 0;
          const distance = Math.abs(potential[s] - threshold) / vth;
          history.drive[row + i] = resting ? 0 : (unit.dampening / vth) * Math.max(0, 1 - distance);
          history.threshold[row + i] = threshold;
          const spike = !resting && potential[s] >= threshold;
          activity[s] = spike ? 1 : 0;
          if (spike) refractory[s] = unit.refractory;
        }
        history.potential[row + i] = potential[s];
        history.activity[row + i] = activity[s];
      }
    }
  }
}

function readout(call: ReadoutCall): void {
  const { from, steps, batch, units, outputs, decay } = call;
  const W = dataOf(call.weights);
  const Z = dataOf(call.activity);
  const target = dataOf(call.target);
  const mask = dataOf(call.mask);
  const y = dataOf(call.state.output);
  const trace = dataOf(call.state.trace);
  const loss = dataOf(call.state.loss);
  const history = {
    output: dataOf(call.history.output),
    error: dataOf(call.history.error),
    trace: dataOf(call.history.trace)
  };
  for (let t = from; t < from + steps; t++) {
    for (let b = 0; b < batch; b++) {
      const zRow = (t * batch + b) * units;
      const yRow = (t * batch + b) * outputs;
      for (let i = 0; i < units; i++) {
        trace[b * units + i] = decay * trace[b * units + i] + (1 - decay) * Z[zRow + i];
        history.trace[zRow + i] = trace[b * units + i];
      }
      let largest = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < outputs; k++) {
        let sum = 0;
        for (let i = 0; i < units; i++) sum += W[k * units + i] * Z[zRow + i];
        const value = decay * y[b * outputs + k] + (1 - decay) * sum;
        y[b * outputs + k] = value;
        history.output[yRow + k] = value;
        largest = Math.max(largest, value);
      }
      const counts = mask[t * batch + b];
      let partition = 0;
      for (let k = 0; k < outputs; k++) partition += exp(history.output[yRow + k] - largest);
      for (let k = 0; k < outputs; k++) {
        const value = history.output[yRow + k];
        const wanted = target[yRow + k];
        if (call.loss === 'regression') {
          history.error[yRow + k] = counts * (value - wanted);
          loss[b] += 0.5 * counts * (value - wanted) * (value - wanted);
        } else {
          history.error[yRow + k] = counts * (exp(value - largest) / partition - wanted);
          if (wanted !== 0) loss[b] -= counts * wanted * (value - largest - log(partition));
        }
      }
    }
  }
}

function eligibilitySteps(call: EligibilityCall): void {
  const { steps, batch, units, fanIn, scale, selfFrom = -1 } = call;
  const kappa = call.readoutDecay;
  const Z = dataOf(call.preTrace);
  const drive = dataOf(call.drive);
  const signal = dataOf(call.signal);
  const constant = call.constantSignal && dataOf(call.constantSignal);
  const G = dataOf(call.gradient);
  const E = call.eligibility ? dataOf(call.eligibility) : new Float64Array(batch * units * fanIn);
  const F = call.filtered ? dataOf(call.filtered) : new Float64Array(batch * units * fanIn);
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
          const input = drive[at] * Z[(t * batch + b) * fanIn + j];
          const e = input + w * E[s];
          E[s] = input + g * E[s];
          F[s] = kappa * F[s] + (1 - kappa) * e;
          if (j !== selfFrom + i || selfFrom < 0) G[i * fanIn + j] += scale * (signal[at] * F[s] + c * e);
        }
      }
    }
  }
}

/**
 * The same sums in factored form: a backward scan per unit gives, for each tick, the coefficient with
 * which its presynaptic trace enters the gradient (b), the final eligibility vector (a) and the final
 * filtered trace (q); the initial E and F enter through nu, lam and P, m, k.
 */
function eligibilityChunk(call: EligibilityCall): void {
  const { steps, batch, units, fanIn, scale, selfFrom = -1 } = call;
  const kappa = call.readoutDecay;
  const Z = dataOf(call.preTrace);
  const drive = dataOf(call.drive);
  const signal = dataOf(call.signal);
  const constant = call.constantSignal && dataOf(call.constantSignal);
  const G = dataOf(call.gradient);
  const E = call.eligibility && dataOf(call.eligibility);
  const F = call.filtered && dataOf(call.filtered);
  const carry = dataOf(call.carry);
  const pass = dataOf(call.pass);
  const slope = dataOf(call.slope);
  const toGradient = new Float64Array(steps);
  const toEligibility = new Float64Array(steps);
  const toFiltered = new Float64Array(steps);

  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < units; i++) {
      const c = constant ? constant[b * units + i] : 0;
      let lam = 0;
      let nu = 0;
      let P = 1;
      let m = 0;
      let k = 1;
      for (let t = steps - 1; t >= 0; t--) {
        const at = (t * batch + b) * units + i;
        const psi = drive[at];
        const w = pass[i] + slope[i] * psi;
        const g = carry[i] + slope[i] * psi;
        lam = signal[at] + kappa * lam;
        const weight = (1 - kappa) * lam + c;
        toGradient[t] = psi * (weight + nu);
        nu = g * nu + w * weight;
        toEligibility[t] = P * psi;
        P *= g;
        toFiltered[t] = psi * ((1 - kappa) * k + m);
        m = g * m + w * (1 - kappa) * k;
        k *= kappa;
      }
      for (let j = 0; j < fanIn; j++) {
        let gradient = 0;
        let eligibility = 0;
        let filtered = 0;
        for (let t = 0; t < steps; t++) {
          const z = Z[(t * batch + b) * fanIn + j];
          gradient += toGradient[t] * z;
          eligibility += toEligibility[t] * z;
          filtered += toFiltered[t] * z;
        }
        if (E && F) {
          const s = (b * units + i) * fanIn + j;
          gradient += nu * E[s] + kappa * lam * F[s];
          F[s] = k * F[s] + m * E[s] + filtered;
          E[s] = P * E[s] + eligibility;
        }
        if (j !== selfFrom + i || selfFrom < 0) G[i * fanIn + j] += scale * gradient;
      }
    }
  }
}

function sgd({ weights, gradient, rate, weightDecay = 0 }: SgdCall): void {
  const W = dataOf(weights);
  const G = dataOf(gradient);
  for (let i = 0; i < W.length; i++) W[i] = (1 - weightDecay) * W[i] - rate * G[i];
}

function adam(call: AdamCall): void {
  const W = dataOf(call.weights);
  const G = dataOf(call.gradient);
  const M = dataOf(call.firstMoment);
  const V = dataOf(call.secondMoment);
  const { beta1, beta2, epsilon, rate, step, weightDecay = 0 } = call;
  const correction1 = 1 - integerPower(beta1, step);
  const correction2 = 1 - integerPower(beta2, step);
  for (let i = 0; i < W.length; i++) {
    M[i] = beta1 * M[i] + (1 - beta1) * G[i];
    V[i] = beta2 * V[i] + (1 - beta2) * G[i] * G[i];
    const move = M[i] / correction1 / (Math.sqrt(V[i] / correction2) + epsilon);
    W[i] = (1 - weightDecay) * W[i] - rate * move;
  }
}

function reduce(kind: Reduction, data: Float64Array): number {
  if (kind === 'min' || kind === 'max') {
    if (data.length === 0) return Number.NaN;
    return data.reduce((best, value) => (kind === 'min' ? Math.min(best, value) : Math.max(best, value)));
  }
  let sum = 0;
  for (const value of data) sum += kind === 'sumOfSquares' ? value * value : value;
  return kind === 'mean' ? sum / data.length : sum;
}
