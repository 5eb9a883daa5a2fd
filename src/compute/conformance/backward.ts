/** Credit carried back through layers of every kind, as far as each rule lets it, and filters run backwards. */
import type { BackwardCall, Compute, FilterBackwardCall } from '../compute';
import { caseOf, type ComputeCase, describe, type Work } from './computeCase';
import { type ForwardSizes, type LayerKind, unitOf } from './forward';
import { blockOf, type Numbers } from './numbers';

/** A call on drawn drives: those of `forward` lie in the same ranges. */
export function backwardCall(
  compute: Compute,
  through: BackwardCall['through'],
  kind: LayerKind,
  sizes: ForwardSizes,
  numbers: Numbers
): BackwardCall {
  const { steps, batch, inputs, units, bias } = sizes;
  const { between } = numbers;
  const fanIn = inputs + units + (bias ? 1 : 0);
  const size = 1 / Math.sqrt(fanIn);
  const unit = unitOf(compute, kind, units, numbers);
  // The slope of a silent unit is zero.
  const drive = between(-0.2, unit.kind === 'spiking' ? 0.5 : 1, steps * batch * units);
  return {
    through,
    unit,
    ...sizes,
    weights: blockOf(compute, 'weights', between(-size, size, units * fanIn)),
    drive: blockOf(
      compute,
      'psi',
      drive.map((slope) => Math.max(slope, 0))
    ),
    signal: blockOf(compute, 'signal', between(-1, 1, steps * batch * units)),
    current: blockOf(compute, 'current', between(-1, 1, steps * batch * units))
  };
}

function backwardWork(through: BackwardCall['through'], kind: LayerKind, sizes: ForwardSizes): Work {
  return async (compute, numbers) => {
    const call = backwardCall(compute, through, kind, sizes, numbers);
    await compute.backward(call);
    return [call.current];
  };
}

function filterWork(call: Omit<FilterBackwardCall, 'values'>): Work {
  return async (compute, { between }) => {
    const values = blockOf(compute, 'values', between(-1, 1, call.steps * call.width));
    await compute.filterBackward({ ...call, values });
    return [values];
  };
}

const sizes: ForwardSizes[] = [
  { steps: 1, batch: 1, inputs: 1, units: 1 },
  { steps: 20, batch: 1, inputs: 0, units: 1, bias: true },
  { steps: 40, batch: 1, inputs: 5, units: 13 },
  { steps: 30, batch: 3, inputs: 6, units: 9, bias: true },
  { steps: 10, batch: 9, inputs: 2, units: 24, bias: true },
  { steps: 60, batch: 2, inputs: 3, units: 41 },
  { steps: 0, batch: 2, inputs: 2, units: 5 }
];

const filters: Omit<FilterBackwardCall, 'values'>[] = [
  { steps: 1, width: 1, decay: 0.9, gain: 0.1 },
  { steps: 50, width: 7, decay: 0.9, gain: 0.1 },
  { steps: 300, width: 3, decay: 0.95, gain: 1 },
  { steps: 70, width: 41, decay: 0, gain: 1 },
  { steps: 33, width: 300, decay: 0.5, gain: 2 },
  { steps: 0, width: 4, decay: 0.5, gain: 1 }
];

export const backwardCases: ComputeCase[] = [
  ...(['tick', 'unit', 'layer'] as const).flatMap((through) =>
    (['leakyTanh', 'membrane', 'spiking'] as const).flatMap((kind) =>
      sizes.map((each) =>
        caseOf(
          'backward',
          `${kind}, through ${through}, ${describe(each)}`,
          backwardWork(through, kind, each)
        )
      )
    )
  ),
  ...filters.map((each) => caseOf('filterBackward', describe(each), filterWork(each)))
];
