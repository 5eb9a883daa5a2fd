/** Causal convolution over ticks within groups of columns, in float64. */
import type { ConvolveTicksBackwardCall, ConvolveTicksCall } from '../../sequences';
import { dataOf } from '../block';

/** Where row t - lag of a sequence lies, in `x` or in `past`; nowhere before what is held. */
function rowOf(
  { held, past, taps, ticks, x, ...call }: ConvolveTicksCall,
  b: number,
  tick: number
): { data: Float64Array; at: number } | undefined {
  const width = call.groups * call.groupWidth;
  if (tick >= 0) return { data: dataOf(x), at: (b * ticks + tick) * width };
  const row = held + tick;
  return row >= 0 ? { data: dataOf(past), at: (b * (taps - 1) + row) * width } : undefined;
}

export function convolveTicks(call: ConvolveTicksCall): void {
  const { batch, from = 0, groups, groupWidth, taps, ticks } = call;
  const [W, Y] = [dataOf(call.parameters), dataOf(call.y)];
  const width = groups * groupWidth;
  const bias = from + groups * taps * groupWidth * groupWidth;
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < ticks; t++) {
      const y = (b * ticks + t) * width;
      for (let c = 0; c < width; c++) Y[y + c] = W[bias + c];
      for (let lag = 0; lag < taps; lag++) {
        const row = rowOf(call, b, t - lag);
        if (!row) break;
        for (let g = 0; g < groups; g++)
          for (let i = 0; i < groupWidth; i++) {
            const w = from + ((g * taps + lag) * groupWidth + i) * groupWidth;
            for (let j = 0; j < groupWidth; j++)
              Y[y + g * groupWidth + i] += W[w + j] * row.data[row.at + g * groupWidth + j];
          }
      }
    }
}

/** With s = dE/dy: dE/dW[g, l, i, j] += s_t,gi x_{t-l, gj}, dE/db += s_t and dE/dx_{t-l, gj} += W[g, l, i, j] s_t,gi. */
export function convolveTicksBackward(call: ConvolveTicksBackwardCall): void {
  const { batch, from = 0, groups, groupWidth, taps, ticks } = call;
  const [W, S] = [dataOf(call.parameters), dataOf(call.signal)];
  const G = call.gradient && dataOf(call.gradient);
  const D = call.inputSignal && dataOf(call.inputSignal);
  const width = groups * groupWidth;
  const bias = from + groups * taps * groupWidth * groupWidth;
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < ticks; t++) {
      const y = (b * ticks + t) * width;
      if (G) for (let c = 0; c < width; c++) G[bias + c] += S[y + c];
      for (let lag = 0; lag < taps; lag++) {
        const row = rowOf(call, b, t - lag);
        if (!row) break;
        for (let g = 0; g < groups; g++)
          for (let i = 0; i < groupWidth; i++) {
            const s = S[y + g * groupWidth + i];
            const w = from + ((g * taps + lag) * groupWidth + i) * groupWidth;
            for (let j = 0; j < groupWidth; j++) {
              const at = row.at + g * groupWidth + j;
              if (G) G[w + j] += s * row.data[at];
              if (D && lag <= t) D[at] += s * W[w + j];
            }
          }
      }
    }
}
