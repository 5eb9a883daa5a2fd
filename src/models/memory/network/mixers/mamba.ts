/**
 * The Mamba2 block (Dao & Gu 2024), as in Zamba2 (Glorioso et al. 2024): heads of a state [P, N] that decays by what is read,
 *
 *   z, x, B, C, dt linear in u;  (x, B, C) <- SiLU(causal depthwise convolution of 4 taps)
 *   h_t = exp(dt_t A) h_{t-1} + dt_t x_t B_t^T,  y_t = h_t C_t + D x_t,  dt = softplus(dt + bias),  A = -exp(a)
 *   out = W RMSNorm(y SiLU(z)),  the gate before the norm
 *
 * Its state has one size. A begins uniform in [1, 16], dt log-uniform in [0.001, 0.1], D at 1.
 */
import { exp, log } from '../../../../compute/transcendentals';
import { activate, convolve, linear, norm } from '../operations';
import type { Tape, Tensor } from '../tape';
import { constant, type Initial, type Parameter } from '../weights';
import type { Mixer, MixerPlan } from './mixer';
import { scan } from './scan';

export interface MambaSizes {
  /** N. */
  stateWidth: number;
  /** G, which share B and C; divides heads. */
  groups: number;
}

const taps = 4;
const block = 64;

export function mamba(
  { gain, heads, name, plan, width }: MixerPlan,
  { groups, stateWidth }: MambaSizes
): Mixer {
  const inner = 2 * width;
  const shared = groups * stateWidth;
  const convolution = (part: string, channels: number): Parameter =>
    plan.other(`${name} convolution ${part}`, channels * (taps + 1), depthwise(channels));
  const gate = plan.matrix(`${name} gate`, inner, width);
  const inputs = plan.matrix(`${name} x`, inner, width);
  const keys = plan.matrix(`${name} B`, shared, width);
  const queries = plan.matrix(`${name} C`, shared, width);
  const steps = plan.matrix(`${name} dt`, heads, width);
  const convolutions = {
    x: convolution('x', inner),
    b: convolution('B', shared),
    c: convolution('C', shared)
  };
  const decay = plan.other(`${name} decay`, 3 * heads, decays(heads));
  const weights = plan.other(`${name} norm of the gate`, inner, constant(1));
  const out = plan.matrix(`${name} out`, width, inner, gain);
  return {
    stateFloats: () => inner * stateWidth + (taps - 1) * (inner + 2 * shared),
    build(tape, u, looked) {
      const z = linear(tape, u, gate);
      const dt = linear(tape, u, steps);
      const smooth = (part: 'x' | 'b' | 'c', tensor: Tensor): Tensor =>
        smoothed(tape, tensor, `${name} ${part}`, convolutions[part]);
      const parts = {
        x: smooth('x', linear(tape, u, inputs)),
        b: smooth('b', linear(tape, u, keys)),
        c: smooth('c', linear(tape, u, queries))
      };
      const sizes = { name, heads, groups, stateWidth, block };
      const y = scan(tape, { ...parts, ...sizes, decay: { dt, parameter: decay } }, looked);
      return linear(tape, norm(tape, y, { groups, gate: z, weights }), out);
    }
  };
}

function smoothed(tape: Tape, x: Tensor, name: string, parameter: Parameter): Tensor {
  return activate(tape, convolve(tape, x, { name, taps, groups: x.width, parameter }), 'silu');
}

/** Weights uniform in +-1 / sqrt(taps), biases 0. */
const depthwise =
  (channels: number): Initial =>
  (values, random) => {
    for (let i = 0; i < channels * taps; i++) values[i] = (2 * random.uniform() - 1) / Math.sqrt(taps);
  };

/** log(-A), then the bias of dt, then D. */
const decays =
  (heads: number): Initial =>
  (values, random) => {
    for (let h = 0; h < heads; h++) {
      values[h] = log(1 + 15 * random.uniform());
      const dt = Math.max(1e-4, exp(log(1e-3) + random.uniform() * (log(0.1) - log(1e-3))));
      // The inverse of softplus: dt + log(1 - exp(-dt)).
      values[heads + h] = dt + log(1 - exp(-dt));
      values[2 * heads + h] = 1;
    }
  };
