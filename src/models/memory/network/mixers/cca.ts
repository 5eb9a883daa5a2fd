/**
 * Compressed convolutional attention (Figliolia et al. 2025, arXiv 2510.04476): the whole of attention in a latent space,
 *
 *   q0 = x W_Q (width / C1), k0 = x W_K (width / C2);  s = two causal convolutions of 2 taps, by channel, then by head
 *   mean of query head h = (q0_h + k0 of its group) / 2, of key head j = the mean of those of its group;  q = s + mean
 *   v = [x_t W_V1 | x_{t-1} W_V2];  q <- sqrt(d) q / |q|,  k <- e^tau sqrt(d) k / |k|;  rotary positions; attention / sqrt(d)
 *
 * Each part can be taken away. Zeros come before both convolutions once, as if the sequence began with two empty ticks.
 */
import { activate, combine, delay, linear, norm, normWith, rotate } from '../operations';
import { signalOf, type Tape, type Tensor } from '../tape';
import { constant, type Parameter } from '../weights';
import { attend } from './attention';
import { convolveTwice, planConvolutions, taps } from './ccaConvolutions';
import { type Mixer, type MixerPlan, ropeTheta } from './mixer';

export interface CcaSizes {
  /** C1: how much narrower queries are; C2: keys and values. */
  queryFactor: number;
  keyFactor: number;
  convolutions: boolean;
  qkMean: boolean;
  valueShift: boolean;
  qkNorm: boolean;
  rope: boolean;
}

export function cca({ gain, heads, name, plan, width }: MixerPlan, sizes: CcaSizes): Mixer {
  const { keyFactor, qkNorm, queryFactor } = sizes;
  // Heads of one width: the narrower keys are, the fewer of them there are.
  const keyHeads = (heads * queryFactor) / keyFactor;
  const keyWidth = width / queryFactor / heads;
  const inQueries = heads * keyWidth;
  const inKeys = keyHeads * keyWidth;
  const query = plan.matrix(`${name} query`, inQueries, width);
  const key = plan.matrix(`${name} key`, inKeys, width);
  const parts = sizes.valueShift ? ['value', 'value of the tick before'] : ['value'];
  const values = parts.map((part) => plan.matrix(`${name} ${part}`, inKeys / parts.length, width));
  const smooth = sizes.convolutions
    ? {
        q: planConvolutions(plan, `${name} convolution q`, heads, keyWidth),
        k: planConvolutions(plan, `${name} convolution k`, keyHeads, keyWidth)
      }
    : undefined;
  const temperature = qkNorm ? plan.other(`${name} temperature`, keyHeads, constant(0)) : undefined;
  const out = plan.matrix(`${name} out`, width, inQueries, gain);
  return {
    stateFloats: (ticks) =>
      2 * inKeys * ticks + (smooth ? taps * (inQueries + inKeys) : 0) + (sizes.valueShift ? width : 0),
    build(tape, x, looked) {
      const q0 = linear(tape, x, query);
      const k0 = linear(tape, x, key);
      const heard = {
        q: smooth ? convolveTwice(tape, q0, `${name} q`, smooth.q) : sizes.qkMean ? undefined : q0,
        k: smooth ? convolveTwice(tape, k0, `${name} k`, smooth.k) : sizes.qkMean ? undefined : k0
      };
      const means = sizes.qkMean ? meansOf(tape, q0, k0, heads, keyHeads) : undefined;
      let q = sum(tape, heard.q, means?.q);
      let k = sum(tape, heard.k, means?.k);
      if (temperature) {
        q = norm(tape, q, { groups: heads, epsilon: 0 });
        k = heated(tape, k, temperature);
      }
      if (sizes.rope) {
        q = rotate(tape, q, { heads, turned: keyWidth, theta: ropeTheta });
        k = rotate(tape, k, { heads: keyHeads, turned: keyWidth, theta: ropeTheta });
      }
      const v = tape.tensor(inKeys);
      linear(tape, x, values[0], { part: { y: v, column: 0 } });
      if (values[1])
        linear(tape, delay(tape, x, `${name} x`), values[1], { part: { y: v, column: inKeys / 2 } });
      const attention = { name, heads, keyHeads, keyWidth, valueWidth: keyWidth, window: 0 };
      const y = attend(tape, q, k, v, { ...attention, scale: 1 / Math.sqrt(keyWidth) }, looked);
      return linear(tape, y, out);
    }
  };
}

const sum = (tape: Tape, x: Tensor | undefined, z: Tensor | undefined): Tensor =>
  x && z ? combine(tape, x, 1, z) : (x ?? z)!;

/** Of the latents before the convolutions. */
function meansOf(
  tape: Tape,
  q0: Tensor,
  k0: Tensor,
  heads: number,
  keyHeads: number
): { q: Tensor; k: Tensor } {
  if (heads === keyHeads) {
    const mean = combine(tape, q0, 0.5, k0, 0.5);
    return { q: mean, k: mean };
  }
  const keyWidth = q0.width / heads;
  const group = heads / keyHeads;
  const repeat = new Float64Array(q0.width * k0.width);
  const gather = new Float64Array(k0.width * q0.width);
  for (let i = 0; i < q0.width; i++) {
    const column = Math.floor(i / keyWidth / group) * keyWidth + (i % keyWidth);
    repeat[i * k0.width + column] = 1;
    gather[column * q0.width + i] = 1 / group;
  }
  const repeated = linear(tape, k0, { fixed: tape.constant(repeat), outputs: q0.width, inputs: k0.width });
  const gathered = linear(tape, q0, { fixed: tape.constant(gather), outputs: k0.width, inputs: q0.width });
  return {
    q: combine(tape, q0, 0.5, repeated, 0.5),
    k: combine(tape, gathered, 0.5, k0, 0.5)
  };
}

/** sqrt(d) e^tau k / |k|. */
function heated(tape: Tape, k: Tensor, temperature: Parameter): Tensor {
  const heads = temperature.length;
  const tau = parameterAsTensor(tape, temperature);
  const strength = activate(tape, tau, 'exp');
  return normWith(tape, k, {
    groups: heads,
    epsilon: 0,
    weights: 'group',
    parameters: strength.value,
    from: 0,
    ...(strength.signal && { gradient: strength.signal })
  });
}

/** A parameter as one row, to be worked on before it is used. */
function parameterAsTensor(tape: Tape, parameter: Parameter): Tensor {
  const { compute } = tape;
  const { length } = parameter;
  const { from, gradient, parameters } = tape.at(parameter);
  const row = tape.tensor(length, 1);
  const one = tape.constant(Float64Array.of(1));
  const copy = { m: 1, n: length, k: 1, a: one };
  tape.step(
    () => compute.gemm({ ...copy, b: parameters, offsetB: from, c: row.value }),
    () => compute.gemm({ ...copy, b: signalOf(row), c: gradient!, offsetC: from, accumulate: true })
  );
  return row;
}
