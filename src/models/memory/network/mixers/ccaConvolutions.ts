/**
 * The two convolutions of compressed convolutional attention, 2 taps each, by channel and then within heads, with biases:
 *
 *   u_t = a_1 z_{t-1} + a_0 z_t + b,   s_t = B_1 u_{t-1} + B_0 u_t + b'
 *
 * Zeros come before both once, as if z began with two empty ticks. What surprises: u before the first tick is then b and not 0, so that
 * s_0 has B_1 b, which a second convolution that begins with zeros lacks.
 */
import { convolve } from '../operations';
import { signalOf, type Tape, type Tensor } from '../tape';
import type { Initial, Parameter, WeightPlan } from '../weights';

export const taps = 2;

export interface Convolutions {
  heads: number;
  headWidth: number;
  /** W [channels, 2] then b; W [heads, 2, headWidth, headWidth] then b'. */
  channels: Parameter;
  head: Parameter;
}

export function planConvolutions(
  plan: WeightPlan,
  name: string,
  heads: number,
  headWidth: number
): Convolutions {
  const width = heads * headWidth;
  return {
    heads,
    headWidth,
    channels: plan.other(`${name} by channel`, width * (taps + 1), byChannel(width)),
    head: plan.other(`${name} by head`, width * (taps * headWidth + 1), byHead(heads, headWidth))
  };
}

export function convolveTwice(tape: Tape, z: Tensor, name: string, convolutions: Convolutions): Tensor {
  const { channels, head, heads } = convolutions;
  const u = convolve(tape, z, { name: `${name} channels`, taps, groups: z.width, parameter: channels });
  const s = convolve(tape, u, { name: `${name} heads`, taps, groups: heads, parameter: head });
  addFirstBias(tape, s, convolutions);
  return s;
}

/** s_0 += B_1 b, at the first tick of a sequence alone. */
function addFirstBias(tape: Tape, s: Tensor, { channels, head, heads, headWidth }: Convolutions): void {
  const { batch, compute, ticks } = tape;
  const { width } = s;
  const bias = tape.at(channels);
  const lagged = tape.at(head);
  const ones = tape.constant(new Float64Array(batch).fill(1));
  /** [width]: B_1 b, and on the way back dE/d(that) summed over sequences. */
  const first = tape.block(width);
  const firstSignal = tape.blockForAdjoint(width);
  const each = Array.from({ length: heads }, (_, h) => ({
    column: h * headWidth,
    bias: bias.from + taps * width + h * headWidth,
    lag: lagged.from + (h * taps + 1) * headWidth * headWidth
  }));
  const square = { n: headWidth, k: headWidth };
  /** Rows of the first ticks among those of all sequences. */
  const firstTicks = ticks * width;
  tape.step(
    async () => {
      if (tape.before > 0) return;
      for (const at of each)
        await compute.gemm({
          m: 1,
          ...square,
          a: bias.parameters,
          offsetA: at.bias,
          b: lagged.parameters,
          offsetB: at.lag,
          transposeB: true,
          c: first,
          offsetC: at.column
        });
      const all = { m: batch, n: width, k: 1, a: ones, b: first };
      await compute.gemm({ ...all, c: s.value, strideC: firstTicks, accumulate: true });
    },
    async () => {
      if (tape.before > 0) return;
      const sum = { m: 1, n: width, k: batch, a: ones, b: signalOf(s), strideB: firstTicks };
      await compute.gemm({ ...sum, c: firstSignal! });
      for (const at of each) {
        const signal = { a: firstSignal!, offsetA: at.column };
        await compute.gemm({
          m: headWidth,
          n: headWidth,
          k: 1,
          ...signal,
          b: bias.parameters,
          offsetB: at.bias,
          c: lagged.gradient!,
          offsetC: at.lag,
          accumulate: true
        });
        await compute.gemm({
          m: 1,
          ...square,
          ...signal,
          b: lagged.parameters,
          offsetB: at.lag,
          c: bias.gradient!,
          offsetC: at.bias,
          accumulate: true
        });
      }
    }
  );
}

/** Uniform in +-1 / sqrt(taps) as layers of the field begin, biases 0. */
const byChannel =
  (channels: number): Initial =>
  (values, random) => {
    for (let i = 0; i < channels * taps; i++) values[i] = (2 * random.uniform() - 1) / Math.sqrt(taps);
  };

const byHead =
  (heads: number, keyWidth: number): Initial =>
  (values, random) => {
    const bound = 1 / Math.sqrt(taps * keyWidth);
    for (let i = 0; i < heads * taps * keyWidth * keyWidth; i++)
      values[i] = (2 * random.uniform() - 1) * bound;
  };
