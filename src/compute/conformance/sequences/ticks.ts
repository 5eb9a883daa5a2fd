/** Convolutions over ticks and delays: kernels longer than the chunk, a past that is held in part, groups of any width. */
import type { Block, Compute } from '../../compute';
import { convolveTicksParameters } from '../../scanningChecks';
import type { ConvolveTicksBackwardCall, ConvolveTicksCall, DelayCall } from '../../sequences';
import { caseOf, type ComputeCase, describe, sequencesOf, type Work } from '../computeCase';
import { blockOf, type Numbers } from '../numbers';

export interface ConvolveTicksSizes {
  batch: number;
  ticks: number;
  groups: number;
  groupWidth: number;
  taps: number;
  held: number;
  from?: number;
}

export function convolveTicksCall(
  compute: Compute,
  sizes: ConvolveTicksSizes,
  { between }: Numbers
): ConvolveTicksCall {
  const { batch, from = 0, groups, groupWidth, taps, ticks } = sizes;
  const width = groups * groupWidth;
  const drawn = (label: string, length: number): Block => blockOf(compute, label, between(-1, 1, length));
  return {
    ...sizes,
    parameters: drawn('parameters', from + convolveTicksParameters(sizes)),
    past: drawn('past', batch * (taps - 1) * width),
    x: drawn('x', batch * ticks * width),
    y: compute.alloc(batch * ticks * width, 'y')
  };
}

export function convolveTicksBackwardCall(
  compute: Compute,
  sizes: ConvolveTicksSizes,
  numbers: Numbers
): ConvolveTicksBackwardCall & Required<Pick<ConvolveTicksBackwardCall, 'gradient' | 'inputSignal'>> {
  const call = convolveTicksCall(compute, sizes, numbers);
  const drawn = (label: string, { length }: Block): Block =>
    blockOf(compute, label, numbers.between(-1, 1, length));
  return {
    ...call,
    signal: drawn('signal', call.y),
    gradient: drawn('gradient', call.parameters),
    inputSignal: drawn('input signal', call.x)
  };
}

const forwardWork =
  (sizes: ConvolveTicksSizes): Work =>
  async (compute, numbers) => {
    const call = convolveTicksCall(compute, sizes, numbers);
    await sequencesOf(compute).convolveTicks(call);
    return [call.y];
  };

const backwardWork =
  (sizes: ConvolveTicksSizes, asked: 'both' | 'gradient' | 'inputSignal'): Work =>
  async (compute, numbers) => {
    const { gradient, inputSignal, ...call } = convolveTicksBackwardCall(compute, sizes, numbers);
    await sequencesOf(compute).convolveTicksBackward({
      ...call,
      ...(asked !== 'inputSignal' && { gradient }),
      ...(asked !== 'gradient' && { inputSignal })
    });
    return [gradient, inputSignal];
  };

const shapes: ConvolveTicksSizes[] = [
  { batch: 1, ticks: 1, groups: 1, groupWidth: 1, taps: 1, held: 0 },
  { batch: 3, ticks: 1, groups: 5, groupWidth: 1, taps: 4, held: 3 },
  { batch: 1, ticks: 9, groups: 17, groupWidth: 1, taps: 4, held: 2, from: 3 },
  { batch: 3, ticks: 40, groups: 3, groupWidth: 1, taps: 3, held: 0 },
  { batch: 2, ticks: 2, groups: 8, groupWidth: 1, taps: 7, held: 5 },
  { batch: 3, ticks: 6, groups: 2, groupWidth: 3, taps: 4, held: 3, from: 1 },
  { batch: 1, ticks: 2, groups: 3, groupWidth: 5, taps: 6, held: 1 },
  { batch: 2, ticks: 33, groups: 1, groupWidth: 17, taps: 2, held: 1 },
  { batch: 0, ticks: 3, groups: 2, groupWidth: 2, taps: 2, held: 1 },
  { batch: 1, ticks: 0, groups: 2, groupWidth: 1, taps: 2, held: 1 }
];

type DelaySizes = Pick<DelayCall, 'batch' | 'ticks' | 'width' | 'held' | 'backwards'>;

export function delayCall(compute: Compute, sizes: DelaySizes, { between }: Numbers): DelayCall {
  const { batch, ticks, width } = sizes;
  const drawn = (label: string, length: number): Block => blockOf(compute, label, between(-1, 1, length));
  return {
    ...sizes,
    past: drawn('past', batch * width),
    x: drawn('x', batch * ticks * width),
    y: drawn('y', batch * ticks * width)
  };
}

const delayWork =
  (sizes: DelaySizes): Work =>
  async (compute, numbers) => {
    const call = delayCall(compute, sizes, numbers);
    await sequencesOf(compute).delay(call);
    return [call.y];
  };

const delays: DelaySizes[] = [
  { batch: 1, ticks: 1, width: 1, held: 0 },
  { batch: 3, ticks: 1, width: 5, held: 1 },
  { batch: 3, ticks: 7, width: 17, held: 1 },
  { batch: 2, ticks: 4, width: 3, held: 0 },
  { batch: 0, ticks: 2, width: 3, held: 0 }
];

export const tickCases: ComputeCase[] = [
  ...shapes.flatMap((sizes) => [
    caseOf('convolveTicks', describe(sizes), forwardWork(sizes)),
    caseOf('convolveTicksBackward', describe(sizes), backwardWork(sizes, 'both'))
  ]),
  ...(['gradient', 'inputSignal'] as const).map((asked) =>
    caseOf('convolveTicksBackward', `only ${asked}`, backwardWork(shapes[5], asked))
  ),
  ...delays.flatMap((sizes) => [
    caseOf('delay', describe(sizes), delayWork(sizes)),
    caseOf('delay', `${describe(sizes)}, backwards`, delayWork({ ...sizes, backwards: true }))
  ])
];
