/**
 * One trial through the stack, layer by layer from the bottom, with everything kept that a rule may need later:
 *
 *   pre^l_t = [z^{l-1}_t | z^l_{t-1} | 1],   current = W^l pre
 *   leaky tanh:  h <- (1 - a) h + a tanh(current);  z = h;        drive = a (1 - tanh^2)
 *   membrane:    u <- decay u + current;            z = tanh u;   drive = 1 - z^2
 *   spiking:     r <- max(r - 1, 0);  v <- decay v + gain current - v_th z;  a <- rho a + z (z of the step before);
 *                A = v_th + beta a;   z = [r = 0 and v >= A], then r = refractory;
 *                drive = (gamma / v_th) max(0, 1 - |v - A| / v_th), 0 while r > 0
 *   readout:     y <- kappa y + (1 - kappa) sum_m O^m z^m
 *
 * Millidge 2025 (arXiv 2512.24506); Bellec et al. 2020 for spiking units. What surprises: inputs from below act in the
 * same step, recurrent ones a step later, so a whole layer can be run before the next.
 */
import { exp, log, tanh } from '../../compute/transcendentals';
import { checkOverflow, overflow } from './checkStack';
import { fanIn, isReadOut, type StackLayer, type StackProblem, widthBelow } from './stack';

/** What one layer did; histories are [steps, units]. */
export interface LayerRun {
  /** h, u or v. */
  potential: Float64Array;
  /** A_t of spiking units; empty otherwise. */
  threshold: Float64Array;
  /** z. */
  activity: Float64Array;
  drive: Float64Array;
  /** [steps, fan-in]. */
  pre: Float64Array;
}

export interface StackRun {
  steps: number;
  /** Bottom first. */
  layers: readonly LayerRun[];
  /** [steps, outputs]: y_t, and dE/dy_t of the step's own loss. */
  output: Float64Array;
  error: Float64Array;
  loss: number;
}

/** Takes the problem as checked; throws StackError where a state overflows. */
export function runStack(problem: StackProblem): StackRun {
  const { stack, weights, trial } = problem;
  const steps = trial.mask.length;
  const layers: LayerRun[] = [];
  let below = trial.x;
  for (const [l, layer] of stack.layers.entries()) {
    const run = emptyRun(layer, steps, fanIn(stack, l));
    runLayer(layer, weights.layers[l], below, widthBelow(stack, l), run, l);
    layers.push(run);
    below = run.activity;
  }
  return { steps, layers, ...readOut(problem, layers, steps) };
}

function emptyRun({ units, unit }: StackLayer, steps: number, width: number): LayerRun {
  return {
    potential: new Float64Array(steps * units),
    threshold: new Float64Array(unit.kind === 'spiking' ? steps * units : 0),
    activity: new Float64Array(steps * units),
    drive: new Float64Array(steps * units),
    pre: new Float64Array(steps * width)
  };
}

function runLayer(
  { units, unit }: StackLayer,
  W: Float64Array,
  below: Float64Array,
  width: number,
  run: LayerRun,
  l: number
): void {
  const M = width + units + 1;
  const steps = run.pre.length / M;
  const potential = new Float64Array(units);
  const activity = new Float64Array(units);
  const adaptation = new Float64Array(units);
  const refractory = new Float64Array(units);
  const current = new Float64Array(units);
  for (let t = 0; t < steps; t++) {
    const pre = run.pre.subarray(t * M, (t + 1) * M);
    pre.set(below.subarray(t * width, (t + 1) * width));
    pre.set(activity, width);
    pre[M - 1] = 1;
    for (let i = 0; i < units; i++) {
      current[i] = 0;
      for (let j = 0; j < M; j++) current[i] += W[i * M + j] * pre[j];
    }
    checkOverflow(current, 'The current', l, t);
    for (let i = 0; i < units; i++) {
      const at = t * units + i;
      if (unit.kind === 'leakyTanh') {
        const squashed = tanh(current[i]);
        potential[i] = (1 - unit.leak) * potential[i] + unit.leak * squashed;
        activity[i] = potential[i];
        run.drive[at] = unit.leak * (1 - squashed * squashed);
      } else if (unit.kind === 'membrane') {
        potential[i] = unit.decay * potential[i] + current[i];
        activity[i] = tanh(potential[i]);
        run.drive[at] = 1 - activity[i] * activity[i];
      } else {
        const vth = unit.threshold;
        refractory[i] = Math.max(refractory[i] - 1, 0);
        potential[i] = unit.membraneDecay * potential[i] + unit.currentGain * current[i] - vth * activity[i];
        adaptation[i] = unit.adaptationDecay * adaptation[i] + activity[i];
        const A = vth + unit.adaptation[i] * adaptation[i];
        const resting = refractory[i] > 0;
        const distance = Math.abs(potential[i] - A) / vth;
        run.drive[at] = resting ? 0 : (unit.dampening / vth) * Math.max(0, 1 - distance);
        run.threshold[at] = A;
        activity[i] = !resting && potential[i] >= A ? 1 : 0;
        if (activity[i] === 1) refractory[i] = unit.refractory;
      }
    }
    checkOverflow(potential, 'The potential', l, t);
    run.potential.set(potential, t * units);
    run.activity.set(activity, t * units);
  }
}

function readOut({ stack, weights, trial }: StackProblem, layers: readonly LayerRun[], steps: number) {
  const { outputs, readoutDecay: kappa } = stack;
  const output = new Float64Array(steps * outputs);
  const error = new Float64Array(steps * outputs);
  let loss = 0;
  for (let t = 0; t < steps; t++) {
    const y = output.subarray(t * outputs, (t + 1) * outputs);
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      for (const [m, { units }] of stack.layers.entries()) {
        if (!isReadOut(stack, m)) continue;
        for (let i = 0; i < units; i++)
          sum += weights.readout[m][k * units + i] * layers[m].activity[t * units + i];
      }
      y[k] = (t > 0 ? kappa * output[(t - 1) * outputs + k] : 0) + (1 - kappa) * sum;
      if (!Number.isFinite(y[k])) overflow('The output', undefined, t);
    }
    const largest = y.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const partition = y.reduce((sum, value) => sum + exp(value - largest), 0);
    for (let k = 0; k < outputs; k++) {
      const wanted = trial.target[t * outputs + k];
      const counts = trial.mask[t];
      if (stack.loss === 'regression') {
        error[t * outputs + k] = counts * (y[k] - wanted);
        loss += 0.5 * counts * (y[k] - wanted) * (y[k] - wanted);
      } else {
        error[t * outputs + k] = counts * (exp(y[k] - largest) / partition - wanted);
        if (wanted !== 0) loss -= counts * wanted * (y[k] - largest - log(partition));
      }
    }
    if (!Number.isFinite(loss)) overflow('The loss', undefined, t);
  }
  return { output, error, loss };
}
