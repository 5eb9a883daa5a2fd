/** Small random networks and trials on which identities must hold whatever the numbers are. */
import type { GradientProblem, Matrix } from '../eprop/gradient';
import type { TrialProblem } from '../eprop/trialGradient';
import { Random } from '../random';

/** LIF and ALIF units in turn, busy enough for every term of the rule to matter. */
export function randomSpikingProblem(
  seed: number,
  feedback: 'symmetric' | 'random' = 'symmetric'
): GradientProblem {
  const random = new Random(seed);
  const [n, inputs, outputs, steps] = [7, 5, 3, 60];
  const normal = (rows: number, columns: number, scale: number): Matrix => ({
    rows,
    columns,
    data: Float64Array.from({ length: rows * columns }, () => scale * random.normal())
  });
  const x = Float64Array.from({ length: steps * inputs }, () => (random.uniform() < 0.2 ? 1 : 0));
  const target = new Float64Array(steps * outputs);
  const label = random.below(outputs);
  for (let t = 0; t < steps; t++) target[t * outputs + label] = 1;
  return {
    Win: normal(n, inputs, 0.8),
    Wrec: normal(n, n, 0.4),
    Wout: normal(outputs, n, 0.5),
    x: { rows: steps, columns: inputs, data: x },
    target: { rows: steps, columns: outputs, data: target },
    B: feedback === 'random' ? normal(n, outputs, 1) : undefined,
    beta: Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 0 : 0.2)),
    tau_m: 12,
    tau_out: 8,
    tau_a: 60,
    v_th: 0.5,
    gamma: 0.3,
    t_ref: 2,
    zeta: 1,
    classification: seed % 2 === 0,
    c_reg: 0,
    f_target: 0
  };
}

/** Leaky tanh units that feed only themselves: here e-prop is the exact gradient. */
export function randomDiagonalProblem(seed: number): TrialProblem {
  const random = new Random(seed);
  const [units, inputs, outputs, steps] = [4, 3, 2, 25];
  const normals = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());
  const W = normals(units * (inputs + units));
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) if (j !== i) W[i * (inputs + units) + inputs + j] = 0;
  }
  return {
    constants: {
      inputs,
      units,
      outputs,
      loss: 'regression',
      readoutDecay: 0.7,
      unit: {
        kind: 'leakyTanh',
        leak: Float64Array.from({ length: units }, () => 0.1 + 0.8 * random.uniform()),
        autapses: true
      }
    },
    W,
    Wout: normals(outputs * units),
    x: normals(steps * inputs),
    target: normals(steps * outputs),
    mask: Float64Array.from({ length: steps }, (_, t) => (t % 3 === 0 ? 0 : 1))
  };
}
