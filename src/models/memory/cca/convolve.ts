/**
 * A causal convolution over tokens within groups of channels, with a bias:
 *
 *   y_t,c = b_c + sum_lag sum_i taps[lag, c, i] x_{t - lag, first channel of c's group + i}
 *
 * Groups are as wide as `taps` has columns: 1 is depthwise, the width of a head mixes the channels of a head only.
 */
import { addScaled, dot, type Rows, rowAt, zeroRows } from '../rows';

/** `x` begins with lags - 1 earlier tokens, which y lacks. `taps` [lags channels, group width], `bias` [1, channels]. */
export function convolve(x: Rows, taps: Rows, bias: Rows): Rows {
  const channels = x.columns;
  const lags = taps.rows / channels;
  const y = zeroRows(x.rows - lags + 1, channels);
  for (let t = 0; t < y.rows; t++)
    for (let c = 0; c < channels; c++) {
      rowAt(y, t)[c] = bias.data[c];
      for (let lag = 0; lag < lags; lag++)
        rowAt(y, t)[c] += dot(rowAt(taps, lag * channels + c), groupAt(x, taps, t + lags - 1 - lag, c));
    }
  return y;
}

/** Row t of the group that channel c belongs to, as a view. */
function groupAt(x: Rows, { columns }: Rows, t: number, c: number): Float64Array {
  const first = c - (c % columns);
  return rowAt(x, t).subarray(first, first + columns);
}

/** From dE/dy: adds to `into` and returns dE/dx, earlier tokens included. */
export function convolveBackward(
  x: Rows,
  taps: Rows,
  gradient: Rows,
  into: { taps: Rows; bias: Rows }
): Rows {
  const channels = x.columns;
  const lags = taps.rows / channels;
  const input = zeroRows(x.rows, channels);
  for (let t = 0; t < gradient.rows; t++)
    for (let c = 0; c < channels; c++) {
      const g = rowAt(gradient, t)[c];
      into.bias.data[c] += g;
      for (let lag = 0; lag < lags; lag++) {
        const from = t + lags - 1 - lag;
        addScaled(rowAt(into.taps, lag * channels + c), g, groupAt(x, taps, from, c));
        addScaled(groupAt(input, taps, from, c), g, rowAt(taps, lag * channels + c));
      }
    }
  return input;
}
