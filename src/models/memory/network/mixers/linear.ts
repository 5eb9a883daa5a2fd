/**
 * Linear attention (Katharopoulos et al. 2020), a state of one matrix a head:
 *
 *   o_t = S_t^T phi(q_t) / (z_t . phi(q_t)),  S_t = S_{t-1} + phi(k_t) v_t^T,  z_t = z_{t-1} + phi(k_t),  phi(x) = elu(x) + 1
 */
import { activate, linear } from '../operations';
import { signalOf, type Tape, type Tensor } from '../tape';
import type { Mixer, MixerPlan } from './mixer';
import { scan } from './scan';

/** Ticks worked on at once; changes rounding only. */
const block = 32;

export function linearAttention({ gain, heads, name, plan, width }: MixerPlan): Mixer {
  const keyWidth = width / heads;
  const query = plan.matrix(`${name} query`, width, width);
  const key = plan.matrix(`${name} key`, width, width);
  const value = plan.matrix(`${name} value`, width, width);
  const out = plan.matrix(`${name} out`, width, width, gain);
  return {
    stateFloats: () => heads * keyWidth * (keyWidth + 1),
    build(tape, x, looked) {
      const q = activate(tape, linear(tape, x, query), 'eluPlusOne');
      const k = activate(tape, linear(tape, x, key), 'eluPlusOne');
      const v = linear(tape, x, value);
      const sizes = { heads, groups: heads, stateWidth: keyWidth, block };
      const sums = scan(tape, { name, x: v, b: k, c: q, ...sizes }, looked);
      const ones = tape.input(heads);
      tape.step(async () => tape.compute.fill(ones.value, 1));
      const all = scan(tape, { name: `${name} all`, x: ones, b: k, c: q, ...sizes });
      return linear(tape, divideHeads(tape, sums, all), out);
    }
  };
}

/** y_hi = x_hi / z_h for z > 0: 1 / z is what a norm of groups of one column leaves for its adjoint, 1 / sqrt(z^2). */
function divideHeads(tape: Tape, x: Tensor, z: Tensor): Tensor {
  const { compute, rows, sequences } = tape;
  const heads = z.width;
  const y = tape.tensor(x.width);
  const inverse = tape.block(rows * heads);
  const spread = tape.block(rows * x.width);
  const ones = tape.block(rows * heads);
  const map = new Float64Array(heads * x.width);
  for (let i = 0; i < x.width; i++) map[Math.floor((i * heads) / x.width) * x.width + i] = 1;
  /** [heads, width]: which columns are a head's. */
  const ofHead = tape.constant(map);
  const length = rows * x.width;
  tape.step(
    async () => {
      const norm = { rows, groups: heads, groupWidth: 1, weights: 'none', epsilon: 0 } as const;
      await sequences.norm({ ...norm, x: z.value, y: ones, inverse });
      await compute.gemm({ m: rows, n: x.width, k: heads, a: inverse, b: ofHead, c: spread });
      await sequences.combine({ length, x: x.value, a: 1, y: y.value });
      await compute.multiply({ length, values: y.value, by: spread });
    },
    async () => {
      // dE/dx = s / z, dE/dz = -sum over the head of s y / z.
      await compute.multiply({ length, values: spread, by: signalOf(y) });
      await sequences.combine({ length, x: spread, a: 1, y: signalOf(x), accumulate: true });
      await compute.multiply({ length, values: spread, by: y.value });
      await compute.gemm({
        m: rows,
        n: heads,
        k: x.width,
        a: spread,
        b: ofHead,
        transposeB: true,
        c: signalOf(z),
        alpha: -1,
        accumulate: true
      });
    }
  );
  return y;
}
