/** Convolution and max-pooling in float64: every tap of every window, in the order it is written. */
import {
  type ConvolutionShape,
  type ConvolveBackwardCall,
  type ConvolveCall,
  type MaxPoolBackwardCall,
  type MaxPoolCall,
  sideOut
} from '../feedForward';
import { activate, slope } from './activation';
import { dataOf } from './block';

/** Calls `tap(output, weight, input)` with the index of every pair that meets, of example `b`; indices from the start of each block. */
function eachTap(
  shape: ConvolutionShape,
  b: number,
  tap: (output: number, weight: number, input: number) => void
): void {
  const { channels, columns, enlarge = 1, filters, kernel, padding, rows, stride } = shape;
  const [height, width] = [rows, columns].map((side) => sideOut(side, kernel, stride, padding, enlarge));
  for (let f = 0; f < filters; f++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < channels; c++)
          for (let ky = 0; ky < kernel; ky++)
            for (let kx = 0; kx < kernel; kx++) {
              const row = Math.floor((y * stride + ky - padding) / enlarge);
              const column = Math.floor((x * stride + kx - padding) / enlarge);
              if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
              tap(
                ((b * filters + f) * height + y) * width + x,
                ((f * channels + c) * kernel + ky) * kernel + kx,
                ((b * channels + c) * rows + row) * columns + column
              );
            }
}

/** Pixels of one output channel. */
function planeOut({ columns, enlarge, kernel, padding, rows, stride }: ConvolutionShape): number {
  return sideOut(rows, kernel, stride, padding, enlarge) * sideOut(columns, kernel, stride, padding, enlarge);
}

export function convolve(call: ConvolveCall): void {
  const { activation, batch, channels, filters, from = 0, kernel } = call;
  const [X, W, Y] = [dataOf(call.x), dataOf(call.parameters), dataOf(call.y)];
  const bias = from + filters * channels * kernel * kernel;
  const plane = planeOut(call);
  for (let k = 0; k < batch * filters * plane; k++) Y[k] = W[bias + (Math.floor(k / plane) % filters)];
  for (let b = 0; b < batch; b++)
    eachTap(call, b, (output, weight, input) => {
      Y[output] += W[from + weight] * X[input];
    });
  for (let k = 0; k < batch * filters * plane; k++) Y[k] = activate[activation](Y[k]);
}

export function convolveBackward(call: ConvolveBackwardCall): void {
  const { accumulate, activation, batch, channels, columns, filters, from = 0, kernel, rows } = call;
  const [X, W, Y, S] = [dataOf(call.x), dataOf(call.parameters), dataOf(call.y), dataOf(call.signal)];
  const G = call.gradient && dataOf(call.gradient);
  const D = call.inputSignal && dataOf(call.inputSignal);
  const bias = from + filters * channels * kernel * kernel;
  const plane = planeOut(call);
  for (let k = 0; k < batch * filters * plane; k++) S[k] *= slope[activation](Y[k]);
  G?.fill(0, from, bias + filters);
  if (!accumulate) D?.fill(0, 0, batch * channels * rows * columns);
  if (G)
    for (let k = 0; k < batch * filters * plane; k++) G[bias + (Math.floor(k / plane) % filters)] += S[k];
  for (let b = 0; b < batch; b++)
    eachTap(call, b, (output, weight, input) => {
      if (G) G[from + weight] += S[output] * X[input];
      if (D) D[input] += S[output] * W[from + weight];
    });
}

/** Calls `found(output, input)` with the first largest pixel of each window. */
function eachWindow(call: MaxPoolCall, found: (output: number, input: number) => void): void {
  const { batch, channels, columns, kernel, rows, stride } = call;
  const X = dataOf(call.x);
  const [height, width] = [rows, columns].map((side) => sideOut(side, kernel, stride));
  for (let p = 0; p < batch * channels; p++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        let best = -1;
        for (let ky = 0; ky < kernel; ky++)
          for (let kx = 0; kx < kernel; kx++) {
            const at = (p * rows + y * stride + ky) * columns + x * stride + kx;
            if (best < 0 || X[at] > X[best]) best = at;
          }
        found((p * height + y) * width + x, best);
      }
}

export function maxPool(call: MaxPoolCall): void {
  const [X, Y] = [dataOf(call.x), dataOf(call.y)];
  eachWindow(call, (output, input) => {
    Y[output] = X[input];
  });
}

export function maxPoolBackward(call: MaxPoolBackwardCall): void {
  const { batch, channels, columns, rows } = call;
  const [S, D] = [dataOf(call.signal), dataOf(call.inputSignal)];
  D.fill(0, 0, batch * channels * rows * columns);
  eachWindow(call, (output, input) => {
    D[input] += S[output];
  });
}
