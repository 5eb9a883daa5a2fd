/**
 * The Mamba2 block (Dao & Gu 2024, arXiv 2405.21060), as Zamba2 has it (arXiv 2411.15242):
 *
 *   z, x, B, C, dt = u W_in;   x, B, C <- silu(conv(x, B, C));   dt <- softplus(dt + bias);   A = -exp(aLog)
 *   y = SSD(x, dt, A, B, C) + D x;   out = rms(y silu(z)) W_out
 *
 * What surprises: the gate comes before the norm, so that a closed gate is made as loud as an open one. dt has no bounds. The state is
 * the last inputs of the convolution, as many as its taps, and h of the scan.
 */
import { exp } from '../../../compute/transcendentals';
import { type Activation, silu, softplus } from '../activations';
import { rmsNorm, rmsNormBackward } from '../norms';
import { besideRows, columnsOf, joinRows, MemoryError, type Rows, rowAt, sliceRows, zeroRows } from '../rows';
import { ssdBackward, ssdScan, ssdStart } from '../ssd/scan';
import type { SsdInput } from '../ssd/settings';
import { project, projectBackward } from '../weights';
import { convolve, convolveBackward } from './convolve';
import { type Mamba2Settings, type Mamba2Weights, mamba2Sizes } from './settings';

/** Of constant size. */
export interface Mamba2State {
  /** [taps, inner + 2 G N], oldest first. */
  past: Rows;
  /** [H P, N]. */
  h: Rows;
}

/** Throws MemoryError for settings that make no block. */
export function mamba2Start(settings: Mamba2Settings): Mamba2State {
  const { convolved, scan } = mamba2Sizes(settings);
  return { past: zeroRows(settings.taps, convolved), h: ssdStart(scan) };
}

/** What was read and made of it: all that the gradient needs. */
export interface Mamba2Pass {
  u: Rows;
  z: Rows;
  /** Inputs of the convolution, the past before the tokens. */
  seen: Rows;
  convolved: Rows;
  /** [T, H] before the softplus. */
  dt: Rows;
  scan: SsdInput;
  /** h before the first token. */
  start: Rows;
  y: Rows;
  gated: Rows;
  normed: Rows;
  /** [T, d]. */
  out: Rows;
}

/** Any number of further tokens u [T, d], from `state` on, which is moved. Throws MemoryError for shapes that do not fit. */
export function mamba2(
  weights: Mamba2Weights,
  settings: Mamba2Settings,
  state: Mamba2State,
  u: Rows
): Mamba2Pass {
  const sizes = mamba2Sizes(settings);
  if (u.columns !== settings.width)
    throw new MemoryError(`Tokens of ${u.columns} numbers were given; expected ${settings.width}.`);
  const { inner } = sizes;
  const projected = project(u, weights.input);
  const z = columnsOf(projected, 0, inner);
  const seen = joinRows(state.past, columnsOf(projected, inner, inner + sizes.convolved));
  const convolved = convolve(seen, weights.convolution, weights.convolutionBias);
  const active = mapped(convolved, silu.value);
  const dt = columnsOf(projected, inner + sizes.convolved, projected.columns);
  for (let t = 0; t < dt.rows; t++)
    for (let h = 0; h < dt.columns; h++) rowAt(dt, t)[h] += weights.dtBias.data[h];
  const shared = settings.groups * settings.states;
  const scan = {
    x: columnsOf(active, 0, inner),
    dt: mapped(dt, softplus.value),
    a: weights.aLog.data.map((value) => -exp(value)),
    b: columnsOf(active, inner, inner + shared),
    c: columnsOf(active, inner + shared, inner + 2 * shared),
    d: weights.skip.data
  };
  const start = { ...state.h, data: state.h.data.slice() };
  const y = ssdScan(state.h, scan, sizes.scan);
  state.past = sliceRows(seen, u.rows, seen.rows);
  const gated = { ...y, data: y.data.map((value, i) => value * silu.value(z.data[i])) };
  const normed = rmsNorm(gated, weights.norm, settings.groups);
  const out = project(normed, weights.output);
  return { u, z, seen, convolved, dt, scan, start, y, gated, normed, out };
}

const mapped = (rows: Rows, value: (x: number) => number): Rows => ({ ...rows, data: rows.data.map(value) });

/** dE/d(before the activation). */
const throughSlope = (before: Rows, { slope }: Activation, gradient: Rows): Rows => ({
  ...gradient,
  data: gradient.data.map((g, i) => g * slope(before.data[i]))
});

/** From dE/d(out): adds to the gradients of weights and returns dE/du. The state before the first token is a constant. */
export function mamba2Backward(
  weights: Mamba2Weights,
  settings: Mamba2Settings,
  pass: Mamba2Pass,
  outGradient: Rows,
  to: Mamba2Weights
): Rows {
  const { convolved, dt, gated, normed, scan, seen, start, u, y, z } = pass;
  const onNormed = projectBackward(normed, weights.output, outGradient, to.output);
  const onGated = rmsNormBackward(gated, weights.norm, onNormed, to.norm, settings.groups);
  const onY = { ...onGated, data: onGated.data.map((g, i) => g * silu.value(z.data[i])) };
  const onZ = { ...onGated, data: onGated.data.map((g, i) => g * y.data[i] * silu.slope(z.data[i])) };
  const onScan = ssdBackward(start, scan, mamba2Sizes(settings).scan, onY);
  const onDt = throughSlope(dt, softplus, onScan.dt);
  for (let h = 0; h < scan.a.length; h++) {
    to.aLog.data[h] += scan.a[h] * onScan.a[h];
    to.skip.data[h] += onScan.d[h];
    for (let t = 0; t < dt.rows; t++) to.dtBias.data[h] += rowAt(onDt, t)[h];
  }
  const onActive = besideRows(onScan.x, besideRows(onScan.b, onScan.c));
  const onConvolved = throughSlope(convolved, silu, onActive);
  const onSeen = convolveBackward(seen, weights.convolution, onConvolved, to.convolution, to.convolutionBias);
  const onProjected = besideRows(onZ, besideRows(onSeen, onDt));
  return projectBackward(u, weights.input, onProjected, to.input);
}
