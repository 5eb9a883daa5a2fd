/**
 * Eligibility traces and gradient of a chunk of ticks with frozen weights (src/compute/compute.ts,
 * EligibilityCall). Per synapse and trial, with w = pass + slope psi and g = carry + slope psi:
 *
 *   e = psi z + w E;   E <- psi z + g E;   f^0 = e;   f^m <- filters[m-1] f^m + f^{m-1};
 *   F <- kappa F + (1 - kappa) f^last;   G += scale (L F + c e)
 */

/** Most layers above: stages of the cascade. */
export const FILTERS: i32 = 7;

@unmanaged
export class EligibilityCall {
  steps: i32;
  batch: i32;
  units: i32;
  fanIn: i32;
  /** pass equals carry for every unit: e and E are then the same number. */
  merged: i32;
  /** Number of filters between e and F. */
  filters: i32;
  preTrace: usize;
  drive: usize;
  carry: usize;
  pass: usize;
  slope: usize;
  signal: usize;
  /** [batch, units], or 0. */
  constantSignal: usize;
  gradient: usize;
  /** [batch, units, fanIn]; 0 where the traces start from zero and are not wanted afterwards. */
  eligibility: usize;
  filtered: usize;
  /** [filters, batch, units, fanIn], or 0 as above, or where there are no filters. */
  stages: usize;
  /** Column of unit 0's autapse, or -1. */
  selfFrom: i32;
  scratch: usize;
  scale: f32;
  /** Decays of the stages f^1, f^2, .., and behind them of F: kappa. */
  decays: f32;
}

/** Decay of stage m, counted from 1; that of F comes after the last. */
// @ts-ignore: decorator
@inline
export function decayOf(call: EligibilityCall, m: i32): f32 {
  return load<f32>(changetype<usize>(call) + offsetof<EligibilityCall>('decays') + 4 * <usize>(m - 1));
}

// @ts-ignore: decorator
@inline
export function readoutDecay(call: EligibilityCall): f32 {
  return decayOf(call, call.filters + 1);
}

/** Address of unit's autapse in the gradient, or 0. */
// @ts-ignore: decorator
@inline
export function autapse(call: EligibilityCall, unit: i32): usize {
  const column = call.selfFrom + unit;
  if (call.selfFrom < 0 || column >= call.fanIn) return 0;
  return call.gradient + 4 * (<usize>unit * call.fanIn + column);
}
