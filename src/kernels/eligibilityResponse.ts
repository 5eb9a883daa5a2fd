/**
 * What the filters of a cascade do to an impulse: for each trace o of the chain f^1 .., F as the last tick leaves it,
 *
 *   phi^o_t   how much of e_t it holds, through the filters alone,
 *   K^{oi}    how much of the trace i the chunk started from.
 *
 * Both are numbers that all units and synapses share; for the chunk form (eligibilityChunk.ts). Found backward, with
 * s^o starting at 1 and the others at 0: r^i = r^{i+1} + s^i, s^i <- decay^i r^i, (1 - kappa) r^F entering f^last.
 */
import { EligibilityCall, decayOf, readoutDecay } from './eligibility';

/** Bytes of the responses, [chain][steps], and the transfers, [chain][chain]. */
export function responseBytes(steps: i32, filters: i32): usize {
  const chain = <usize>(filters + 1);
  return (4 * chain * (<usize>steps + chain) + 63) & ~63;
}

/** How many traces of the chain have to be computed: without a readout filter F is just f^last. */
// @ts-ignore: decorator
@inline
export function outputsOf(call: EligibilityCall): i32 {
  return call.filters > 0 && readoutDecay(call) == 0 ? call.filters : call.filters + 1;
}

/** Address of phi^o over the ticks; traces count from 0. */
// @ts-ignore: decorator
@inline
export function response(call: EligibilityCall, responses: usize, output: i32): usize {
  return responses + 4 * <usize>output * <usize>call.steps;
}

/** Address of K^{oi}. */
// @ts-ignore: decorator
@inline
export function transfer(call: EligibilityCall, responses: usize, output: i32, n: i32): usize {
  const chain = <usize>(call.filters + 1);
  return responses + 4 * (chain * <usize>call.steps + chain * <usize>output + n);
}

export function writeResponses(call: EligibilityCall, responses: usize): void {
  const filters = call.filters;
  const fresh: f32 = 1 - readoutDecay(call);
  for (let output = 0; output < outputsOf(call); output++) {
    for (let n = 0; n <= filters; n++) store<f32>(transfer(call, responses, output, n), n == output ? 1 : 0);
    for (let t = call.steps - 1; t >= 0; t--) {
      let reach: f32 = 0;
      for (let n = output; n >= 0; n--) {
        const kept = transfer(call, responses, output, n);
        reach += load<f32>(kept);
        store<f32>(kept, decayOf(call, n + 1) * reach);
        if (n == filters) reach *= fresh;
      }
      store<f32>(response(call, responses, output) + 4 * <usize>t, reach);
    }
  }
}
