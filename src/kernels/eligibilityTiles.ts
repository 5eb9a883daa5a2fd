/**
 * Some synapses of one unit, taken through many rows (ticks, or trials of one tick) with all their traces in registers.
 * 16 where two numbers a synapse are all there is to keep, else 8; a cascade's first three stages are kept in registers
 * too, what is above them in the first-level cache.
 */
import { EligibilityCall, decayOf, readoutDecay } from './eligibility';

/** Floats of a row of a tile. */
export const TILE: i32 = 16;

/** Per row: psi, w, g, scale L, scale c. */
export const COEFFICIENTS: usize = 20;

/**
 * Takes a tile through `rows` rows: z holds [rows][16] presynaptic traces, of which the first `columns` count. `f` is
 * the tile's place in f^1, each later stage `pitch` bytes behind. `plain`: e and E are one number, F is the last stage
 * and there is no constant signal.
 */
export function walk(
  call: EligibilityCall,
  plain: bool,
  rows: i32,
  z: usize,
  coefficients: usize,
  E: usize,
  F: usize,
  G: usize,
  f: usize,
  pitch: usize,
  columns: i32,
): void {
  const filters = call.filters;
  if (plain && filters == 0) {
    walk16(rows, z, coefficients, E, F, G);
    return;
  }
  for (let half: usize = 0; half < 4 * <usize>columns; half += 32) {
    const x = z + half;
    const e = E + half;
    const F0 = F + half;
    const g = G + half;
    const f0 = f + half;
    if (plain && filters == 1) walk8(call, true, 1, false, rows, x, coefficients, e, F0, g, f0, pitch);
    else if (plain && filters == 2) walk8(call, true, 2, false, rows, x, coefficients, e, F0, g, f0, pitch);
    else if (plain && filters == 3) walk8(call, true, 3, false, rows, x, coefficients, e, F0, g, f0, pitch);
    else if (filters == 0) walk8(call, false, 0, false, rows, x, coefficients, e, F0, g, f0, pitch);
    else if (filters == 1) walk8(call, false, 1, false, rows, x, coefficients, e, F0, g, f0, pitch);
    else if (filters == 2) walk8(call, false, 2, false, rows, x, coefficients, e, F0, g, f0, pitch);
    else walk8(call, false, 3, true, rows, x, coefficients, e, F0, g, f0, pitch);
  }
}

/** e <- psi z + g e;  G += L e, with F = e: 16 synapses. */
function walk16(rows: i32, z: usize, coefficients: usize, E: usize, F: usize, G: usize): void {
  let e0 = v128.load(E);
  let e1 = v128.load(E, 16);
  let e2 = v128.load(E, 32);
  let e3 = v128.load(E, 48);
  let g0 = v128.load(G);
  let g1 = v128.load(G, 16);
  let g2 = v128.load(G, 32);
  let g3 = v128.load(G, 48);
  for (const end = z + 64 * <usize>rows; z < end; z += 64, coefficients += COEFFICIENTS) {
    const psi = v128.load_splat<f32>(coefficients);
    const keep = v128.load_splat<f32>(coefficients, 8);
    const signal = v128.load_splat<f32>(coefficients, 12);
    e0 = f32x4.add(f32x4.mul(psi, v128.load(z)), f32x4.mul(keep, e0));
    e1 = f32x4.add(f32x4.mul(psi, v128.load(z, 16)), f32x4.mul(keep, e1));
    e2 = f32x4.add(f32x4.mul(psi, v128.load(z, 32)), f32x4.mul(keep, e2));
    e3 = f32x4.add(f32x4.mul(psi, v128.load(z, 48)), f32x4.mul(keep, e3));
    g0 = f32x4.add(g0, f32x4.mul(signal, e0));
    g1 = f32x4.add(g1, f32x4.mul(signal, e1));
    g2 = f32x4.add(g2, f32x4.mul(signal, e2));
    g3 = f32x4.add(g3, f32x4.mul(signal, e3));
  }
  v128.store(E, e0);
  v128.store(E, e1, 16);
  v128.store(E, e2, 32);
  v128.store(E, e3, 48);
  v128.store(F, e0);
  v128.store(F, e1, 16);
  v128.store(F, e2, 32);
  v128.store(F, e3, 48);
  v128.store(G, g0);
  v128.store(G, g1, 16);
  v128.store(G, g2, 32);
  v128.store(G, g3, 48);
}

/**
 * Everything else: 8 synapses. `plain`, `stages` (those in registers, at most 3) and `more` (whether there are others)
 * are constants where this is called, so that each combination has a loop of its own.
 */
// @ts-ignore: decorator
@inline
function walk8(
  call: EligibilityCall,
  plain: bool,
  stages: i32,
  more: bool,
  rows: i32,
  z: usize,
  coefficients: usize,
  E: usize,
  F: usize,
  G: usize,
  f: usize,
  pitch: usize,
): void {
  const zero = f32x4.splat(0);
  const kappa = f32x4.splat(readoutDecay(call));
  const fresh = f32x4.splat(1 - readoutDecay(call));
  const keep1 = stages > 0 ? f32x4.splat(decayOf(call, 1)) : zero;
  const keep2 = stages > 1 ? f32x4.splat(decayOf(call, 2)) : zero;
  const keep3 = stages > 2 ? f32x4.splat(decayOf(call, 3)) : zero;
  const f2 = f + pitch;
  const f3 = f2 + pitch;
  let E0 = v128.load(E);
  let E1 = v128.load(E, 16);
  let F0 = plain ? zero : v128.load(F);
  let F1 = plain ? zero : v128.load(F, 16);
  let G0 = v128.load(G);
  let G1 = v128.load(G, 16);
  let a0 = stages > 0 ? v128.load(f) : zero;
  let a1 = stages > 0 ? v128.load(f, 16) : zero;
  let b0 = stages > 1 ? v128.load(f2) : zero;
  let b1 = stages > 1 ? v128.load(f2, 16) : zero;
  let c0 = stages > 2 ? v128.load(f3) : zero;
  let c1 = stages > 2 ? v128.load(f3, 16) : zero;
  for (const end = z + 64 * <usize>rows; z < end; z += 64, coefficients += COEFFICIENTS) {
    const psi = v128.load_splat<f32>(coefficients);
    const carry = v128.load_splat<f32>(coefficients, 8);
    const input0 = f32x4.mul(psi, v128.load(z));
    const input1 = f32x4.mul(psi, v128.load(z, 16));
    let x0: v128;
    let x1: v128;
    if (plain) {
      E0 = f32x4.add(input0, f32x4.mul(carry, E0));
      E1 = f32x4.add(input1, f32x4.mul(carry, E1));
      x0 = E0;
      x1 = E1;
    } else {
      const pass = v128.load_splat<f32>(coefficients, 4);
      x0 = f32x4.add(input0, f32x4.mul(pass, E0));
      x1 = f32x4.add(input1, f32x4.mul(pass, E1));
      E0 = f32x4.add(input0, f32x4.mul(carry, E0));
      E1 = f32x4.add(input1, f32x4.mul(carry, E1));
    }
    const e0 = x0;
    const e1 = x1;
    if (stages > 0) {
      x0 = a0 = f32x4.add(f32x4.mul(keep1, a0), x0);
      x1 = a1 = f32x4.add(f32x4.mul(keep1, a1), x1);
    }
    if (stages > 1) {
      x0 = b0 = f32x4.add(f32x4.mul(keep2, b0), x0);
      x1 = b1 = f32x4.add(f32x4.mul(keep2, b1), x1);
    }
    if (stages > 2) {
      x0 = c0 = f32x4.add(f32x4.mul(keep3, c0), x0);
      x1 = c1 = f32x4.add(f32x4.mul(keep3, c1), x1);
    }
    if (more) {
      for (let m = 4, stage = f3 + pitch; m <= call.filters; m++, stage += pitch) {
        const keep = f32x4.splat(decayOf(call, m));
        x0 = f32x4.add(f32x4.mul(keep, v128.load(stage)), x0);
        x1 = f32x4.add(f32x4.mul(keep, v128.load(stage, 16)), x1);
        v128.store(stage, x0);
        v128.store(stage, x1, 16);
      }
    }
    const signal = v128.load_splat<f32>(coefficients, 12);
    if (plain) {
      G0 = f32x4.add(G0, f32x4.mul(signal, x0));
      G1 = f32x4.add(G1, f32x4.mul(signal, x1));
    } else {
      F0 = f32x4.add(f32x4.mul(kappa, F0), f32x4.mul(fresh, x0));
      F1 = f32x4.add(f32x4.mul(kappa, F1), f32x4.mul(fresh, x1));
      const constant = v128.load_splat<f32>(coefficients, 16);
      G0 = f32x4.add(G0, f32x4.add(f32x4.mul(signal, F0), f32x4.mul(constant, e0)));
      G1 = f32x4.add(G1, f32x4.add(f32x4.mul(signal, F1), f32x4.mul(constant, e1)));
    }
  }
  v128.store(E, E0);
  v128.store(E, E1, 16);
  if (stages > 0) {
    v128.store(f, a0);
    v128.store(f, a1, 16);
  }
  if (stages > 1) {
    v128.store(f2, b0);
    v128.store(f2, b1, 16);
  }
  if (stages > 2) {
    v128.store(f3, c0);
    v128.store(f3, c1, 16);
  }
  v128.store(F, plain ? (stages == 1 ? a0 : stages == 2 ? b0 : c0) : F0);
  v128.store(F, plain ? (stages == 1 ? a1 : stages == 2 ? b1 : c1) : F1, 16);
  v128.store(G, G0);
  v128.store(G, G1, 16);
}
