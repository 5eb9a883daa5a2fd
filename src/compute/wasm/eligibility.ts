/** Eligibility traces: a call as the fields of its kernels. */
import type { EligibilityCall } from '../compute';
import type { Engine } from './engine';

export function eligibility(engine: Engine, call: EligibilityCall): void {
  const { form, steps, batch, units, fanIn } = call;
  const carried = call.eligibility ? 1 : 0;
  const filters = call.filters?.length ?? 0;
  const on = engine.threadsFor(2 * steps * batch * units * fanIn);
  if (form === 'step') {
    const space = engine.kernels.eligibilityStepsScratch(batch, units, fanIn, filters, carried, on);
    engine.run('eligibilitySteps', on, ...fields(engine, call, space));
  } else {
    const space = engine.kernels.eligibilityChunkScratch(steps, units, fanIn, filters, carried, on);
    engine.run('eligibilityChunk', on, ...fields(engine, call, space));
  }
}

function fields(
  engine: Engine,
  call: EligibilityCall,
  scratchBytes: number
): [integers: number[], floats: number[]] {
  const { address, written } = engine;
  const filters = call.filters ?? [];
  const carry = engine.floats(call.carry, call.units);
  const merged = engine.floats(call.pass, call.units).every((pass, unit) => pass === carry[unit]);
  return [
    [
      call.steps,
      call.batch,
      call.units,
      call.fanIn,
      merged ? 1 : 0,
      filters.length,
      address(call.preTrace),
      address(call.drive),
      address(call.carry),
      address(call.pass),
      address(call.slope),
      address(call.signal),
      address(call.constantSignal),
      written(call.gradient),
      written(call.eligibility),
      written(call.filtered),
      written(call.stages),
      call.selfFrom ?? -1,
      engine.scratch(scratchBytes)
    ],
    [call.scale, ...filters, call.readoutDecay]
  ];
}
