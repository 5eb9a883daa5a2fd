/**
 * Eligibility traces and gradient of a chunk of ticks with frozen weights (src/compute/compute.ts,
 * EligibilityCall). Per synapse and trial, with w = pass + slope psi and g = carry + slope psi:
 *
 *   e = psi z + w E;   E <- psi z + g E;   F <- kappa F + (1 - kappa) e;   G += scale (L F + c e)
 */
@unmanaged
export class EligibilityCall {
  steps: i32;
  batch: i32;
  units: i32;
  fanIn: i32;
  /** pass equals carry for every unit: e and E are then the same number. */
  merged: i32;
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
  /** Column of unit 0's autapse, or -1. */
  selfFrom: i32;
  scratch: usize;
  readoutDecay: f32;
  scale: f32;
}

/** Address of unit's autapse in the gradient, or 0. */
// @ts-ignore: decorator
@inline
export function autapse(call: EligibilityCall, unit: i32): usize {
  const column = call.selfFrom + unit;
  if (call.selfFrom < 0 || column >= call.fanIn) return 0;
  return call.gradient + 4 * (<usize>unit * call.fanIn + column);
}
