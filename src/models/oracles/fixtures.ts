/**
 * Two small problems without random numbers, whose losses and gradients were computed by an independent
 * float64 implementation. Every weight is S(k, scale)_ij = scale sin(1.3 i + 2.1 j + 0.7 k).
 */
import type { Compute } from '../../compute/compute';
import { cos, sin } from '../../compute/transcendentals';
import { epropGradient, type GradientProblem, type GradientResult, type Matrix } from '../eprop/gradient';
import { trialGradient, type TrialGradient } from '../eprop/trialGradient';

function fill(
  rows: number,
  columns: number,
  entry: (i: number, j: number) => number
): Matrix & { data: Float64Array } {
  const data = Float64Array.from({ length: rows * columns }, (_, at) =>
    entry(Math.floor(at / columns), at % columns)
  );
  return { rows, columns, data };
}

const S = (rows: number, columns: number, k: number, scale: number) =>
  fill(rows, columns, (i, j) => scale * sin(1.3 * i + 2.1 * j + 0.7 * k));

/** Four spiking units, two of them adaptive, on a periodic input. */
export function spikingFixture(): GradientProblem {
  const steps = 40;
  const Win = S(4, 3, 1, 1.2);
  return {
    Win: { ...Win, data: Win.data.map((weight) => weight + 0.5) },
    Wrec: S(4, 4, 2, 0.6),
    Wout: S(2, 4, 3, 0.8),
    x: fill(steps, 3, (t, i) => ((t * (i + 2) + i) % 5 === 0 ? 1 : 0)),
    target: fill(steps, 2, (t, k) => 0.2 * (k === 0 ? sin(0.3 * t) : cos(0.3 * t))),
    beta: [0, 0, 0.3, 0.3],
    tau_m: 10,
    tau_out: 10,
    tau_a: 50,
    v_th: 0.6,
    gamma: 0.3,
    t_ref: 2,
    zeta: 1,
    classification: false,
    c_reg: 0,
    f_target: 0
  };
}

export const spikingFixtureNumbers = {
  counts: [16, 20, 1, 11],
  loss: 3.0430480183,
  dWin00: 0.4400690726,
  dWin32: 0.5806612173,
  dWrec01: 1.0584516687,
  dWinNorm: 1.3093951445
} as const;

export const runSpikingFixture = (compute: Compute): Promise<GradientResult> =>
  epropGradient(spikingFixture(), compute);

/** Three leaky tanh units with full recurrence, their biases a third input that is always 1. */
export function leakyFixture(compute: Compute): Promise<TrialGradient> {
  const [units, inputs, outputs, steps] = [3, 3, 2, 10];
  const R = S(units, units, 1, 0.5).data;
  const U = S(units, 2, 2, 0.8).data;
  const b = S(units, 1, 3, 0.1).data;
  const row = (i: number): number[] => [
    U[i * 2],
    U[i * 2 + 1],
    b[i],
    ...R.subarray(i * units, (i + 1) * units)
  ];
  return trialGradient(
    {
      constants: {
        inputs,
        units,
        outputs,
        loss: 'regression',
        readoutDecay: 0,
        unit: { kind: 'leakyTanh', leak: new Float64Array(units).fill(0.3), autapses: true }
      },
      W: [row(0), row(1), row(2)].flat(),
      Wout: S(outputs, units, 5, 0.7).data,
      x: fill(steps, inputs, (t, i) => (i === 2 ? 1 : sin(0.9 * (t + 1) + i))).data,
      target: fill(steps, outputs, (t, k) => 0.5 * cos(0.4 * (t + 1) + k)).data,
      mask: new Float64Array(steps).fill(1)
    },
    compute
  );
}

export const leakyFixtureNumbers = { loss: 1.3875491268951716, gradientNorm: 1.2874558545 } as const;
