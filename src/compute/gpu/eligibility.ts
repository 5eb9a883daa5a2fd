/** Eligibility traces and gradients on blocks. */
import type { EligibilityCall } from '../compute';
import { integerPower } from '../transcendentals';
import type { Handle } from './gpujs';
import type { Memory } from './memory';
import { joinAll, pick } from './operations';

/**
 * `step` gives each synapse a thread that walks its ticks with E and F in registers; with several trials it
 * stops at every tick, because only the order ticks before trials gives the same bits however a run is cut.
 * `chunk` launches a fixed number of kernels whatever its length. It gives each (tick, trial, unit) a thread that
 * scans backward from the end to its own tick: that repeats O(steps^2) scalar work per unit, but needs no
 * state between launches and is small beside the products with the presynaptic traces that follow.
 */
export async function eligibility(memory: Memory, call: EligibilityCall): Promise<void> {
  const { steps, batch, units, fanIn } = call;
  const { run } = memory.runner;
  if (steps * batch * units * fanIn === 0) return;

  const gates = await gatesOf(memory, call);
  const weights = await weightsOf(memory, call);
  const shared = {
    preTrace: await memory.get(call.preTrace),
    drive: await memory.get(call.drive),
    gradient: await memory.get(call.gradient),
    gates,
    weights,
    steps,
    batch,
    units,
    fanIn,
    kappa: call.readoutDecay,
    rest: 1 - call.readoutDecay,
    scale: call.scale,
    selfFrom: call.selfFrom ?? -1
  };
  const gone: Handle[] = [gates, weights];
  const carried = batch * units * fanIn;
  const { eligibility: E, filtered: F } = call;

  if (call.form === 'step') {
    const zero = E && F ? undefined : await run('fill', [carried], { value: 0 });
    let vector = zero ?? (await memory.get(E!));
    let trace = zero ?? (await memory.get(F!));
    let { gradient } = shared;
    const stride = batch === 1 ? steps : 1;
    for (let from = 0; from < steps; from += stride) {
      const given = { ...shared, vector, trace, gradient, from, ticks: stride };
      gradient = await run('walkGradient', [fanIn, units], given);
      if (from > 0) given.gradient.delete();
      if (from + stride < steps || (E && F)) {
        vector = await run('walkTrace', [fanIn, units, batch], { ...given, filtered: 0 });
        trace = await run('walkTrace', [fanIn, units, batch], { ...given, filtered: 1 });
      }
      if (from > 0) for (const handle of [given.vector, given.trace]) handle.delete();
    }
    if (E && F) {
      await memory.put(E, vector, carried);
      await memory.put(F, trace, carried);
    }
    await memory.put(call.gradient, gradient, units * fanIn);
    zero?.delete();
  } else {
    const toGradient = await run('gradientCoefficients', [units, batch, steps + 2], shared);
    gone.push(toGradient);
    // Without carried traces the kernel reads neither; any block fills the two places.
    const vector = E ? await memory.get(E) : gates;
    const trace = F ? await memory.get(F) : gates;
    const gradient = await run('chunkGradient', [fanIn, units], {
      ...shared,
      coefficients: toGradient,
      vector,
      trace,
      carried: E ? 1 : 0
    });
    if (E && F) {
      const toVector = await run('vectorCoefficients', [units, batch, steps + 1], shared);
      const toTrace = await run('filteredCoefficients', [units, batch, steps + 1], shared);
      gone.push(toVector, toTrace);
      const given = { ...shared, vector, trace };
      const keep = integerPower(call.readoutDecay, steps);
      const nextTrace = await run('chunkTrace', [fanIn, units, batch], {
        ...given,
        coefficients: toTrace,
        keep
      });
      const nextVector = await run('chunkTrace', [fanIn, units, batch], {
        ...given,
        coefficients: toVector,
        keep: 0
      });
      await memory.put(E, nextVector, carried);
      await memory.put(F, nextTrace, carried);
    }
    await memory.put(call.gradient, gradient, units * fanIn);
  }
  for (const handle of gone) handle.delete();
}

/** [3, units]: carry, pass and slope in one block. */
async function gatesOf(memory: Memory, { carry, pass, slope, units }: EligibilityCall): Promise<Handle> {
  const parts = [];
  for (const block of [carry, pass, slope]) {
    parts.push({
      handle: await pick(memory.runner, await memory.get(block), [units, 1, 1], 0, 0),
      length: units
    });
  }
  return (await joinAll(memory.runner, parts)).handle;
}

/** [steps + 1, batch, units]: the learning signal, then the constant one. */
async function weightsOf(memory: Memory, call: EligibilityCall): Promise<Handle> {
  const { steps, batch, units, signal, constantSignal } = call;
  const { runner } = memory;
  const row = batch * units;
  const constant = constantSignal
    ? await pick(runner, await memory.get(constantSignal), [units, batch, 1], 0, 0)
    : await runner.run('fill', [row], { value: 0 });
  const ticks = await pick(runner, await memory.get(signal), [units, batch, steps], 0, row);
  return (
    await joinAll(runner, [
      { handle: ticks, length: steps * row },
      { handle: constant, length: row }
    ])
  ).handle;
}
