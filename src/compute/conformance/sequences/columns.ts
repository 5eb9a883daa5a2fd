/** Norms of groups, rotary positions and activations, with their adjoints. */
import { normParameters } from '../../attendingChecks';
import type { Block, Compute } from '../../compute';
import type { NormBackwardCall, NormCall, RotateCall, SequenceActivation } from '../../sequences';
import { caseOf, type ComputeCase, describe, sequencesOf, type Work } from '../computeCase';
import { blockOf, type Numbers } from '../numbers';

/** Floats of a block that belong to others. */
const beyond = 3;

export interface NormSizes {
  rows: number;
  groups: number;
  groupWidth: number;
  weights: NormCall['weights'];
  gated?: boolean;
  epsilon?: number;
  from?: number;
}

function normCall(compute: Compute, sizes: NormSizes, { between }: Numbers): NormCall {
  const { epsilon = 1e-5, from = 0, gated, groups, groupWidth, rows, weights } = sizes;
  const floats = rows * groups * groupWidth;
  const length = from + normParameters(sizes) + beyond;
  // The first group of the first row is zero.
  const x = between(-2, 2, floats).map((value, i) => (i < groupWidth ? 0 : value));
  return {
    ...{ rows, groups, groupWidth, weights, epsilon },
    x: blockOf(compute, 'x', x),
    ...(gated && { gate: blockOf(compute, 'gate', between(-4, 4, floats)) }),
    ...(weights !== 'none' && { parameters: blockOf(compute, 'parameters', between(-1, 1, length)), from }),
    y: compute.alloc(floats, 'y'),
    inverse: compute.alloc(rows * groups, 'inverse')
  };
}

/** With the forward pass's inverse, and signals that hold something. */
export async function normBackwardCall(
  compute: Compute,
  sizes: NormSizes,
  numbers: Numbers
): Promise<NormBackwardCall> {
  const call = normCall(compute, sizes, numbers);
  await sequencesOf(compute).norm(call);
  const drawn = (label: string, { length }: Block): Block =>
    blockOf(compute, label, numbers.between(-1, 1, length));
  return {
    ...call,
    signal: drawn('signal', call.y),
    inputSignal: drawn('input signal', call.x),
    ...(call.gate && { gateSignal: drawn('gate signal', call.gate) }),
    ...(call.parameters && { gradient: drawn('gradient', call.parameters) })
  };
}

export const normBackwardBlocks = ({ gateSignal, gradient, inputSignal }: NormBackwardCall): Block[] =>
  [inputSignal, gateSignal, gradient].filter((block) => block !== undefined);

const normWork =
  (sizes: NormSizes): Work =>
  async (compute, numbers) => {
    const call = normCall(compute, sizes, numbers);
    await sequencesOf(compute).norm(call);
    return [call.y, call.inverse];
  };

const normBackwardWork =
  (sizes: NormSizes, frozen = false): Work =>
  async (compute, numbers) => {
    const { gradient, ...call } = await normBackwardCall(compute, sizes, numbers);
    const asked = frozen ? call : { ...call, ...(gradient && { gradient }) };
    await sequencesOf(compute).normBackward(asked);
    return normBackwardBlocks(asked);
  };

type RotateSizes = Omit<RotateCall, 'x' | 'y'>;

const rotateWork =
  (sizes: RotateSizes): Work =>
  async (compute, { between }) => {
    const { batch, headWidth, heads, ticks } = sizes;
    const floats = batch * ticks * heads * headWidth;
    const x = blockOf(compute, 'x', between(-1, 1, floats));
    const y = blockOf(compute, 'y', between(-1, 1, floats));
    await sequencesOf(compute).rotate({ ...sizes, x, y });
    return [y];
  };

interface ActivateSizes {
  activation: SequenceActivation;
  gated: boolean;
  rows: number;
  width: number;
}

function activateCall(compute: Compute, sizes: ActivateSizes, { between }: Numbers) {
  const { gated, rows, width } = sizes;
  // Most near 0, where the curves bend; the greatest stay small enough that others show beside exp.
  const x = between(-1, 1, rows * width * (gated ? 2 : 1)).map((value) => 5 * value * value * value);
  return {
    ...sizes,
    x: blockOf(compute, 'x', x),
    y: blockOf(compute, 'y', between(-1, 1, rows * width))
  };
}

const activateWork =
  (sizes: ActivateSizes): Work =>
  async (compute, numbers) => {
    const call = activateCall(compute, sizes, numbers);
    await sequencesOf(compute).activate(call);
    return [call.y];
  };

const activateBackwardWork =
  (sizes: ActivateSizes): Work =>
  async (compute, numbers) => {
    const call = activateCall(compute, sizes, numbers);
    const [signal, inputSignal] = [call.y, call.x].map(({ length }) =>
      blockOf(compute, 'signal', numbers.between(-1, 1, length))
    );
    await sequencesOf(compute).activateBackward({ ...call, signal, inputSignal });
    return [inputSignal];
  };

const norms: NormSizes[] = (['column', 'group', 'none'] as const).flatMap((weights) =>
  [false, true].flatMap((gated) => [
    { rows: 3, groups: 2, groupWidth: 5, weights, gated },
    { rows: 5, groups: 1, groupWidth: 1, weights, gated, from: 2 },
    { rows: 2, groups: 5, groupWidth: 3, weights, gated },
    { rows: 300, groups: 3, groupWidth: 17, weights, gated, from: 4 },
    { rows: 4, groups: 2, groupWidth: 8, weights, gated, epsilon: 0 },
    { rows: 0, groups: 2, groupWidth: 3, weights, gated }
  ])
);

const rotations: RotateSizes[] = [false, true].flatMap((backwards) => [
  { batch: 1, ticks: 1, heads: 1, headWidth: 2, turned: 2, theta: 10000, first: 0, backwards },
  { batch: 3, ticks: 5, heads: 2, headWidth: 5, turned: 4, theta: 10000, first: 3, backwards },
  { batch: 2, ticks: 130, heads: 3, headWidth: 34, turned: 34, theta: 12345.678, first: 60000, backwards },
  { batch: 2, ticks: 3, heads: 2, headWidth: 17, turned: 0, theta: 10000, first: 1, backwards },
  { batch: 1, ticks: 66, heads: 1, headWidth: 11, turned: 6, theta: 500000, first: 5, backwards }
]);

const activations: SequenceActivation[] = ['silu', 'gelu', 'eluPlusOne', 'softplus', 'exp'];

const activateShapes: ActivateSizes[] = activations.flatMap((activation) =>
  [false, true].flatMap((gated) =>
    [
      { rows: 3, width: 5 },
      { rows: 1, width: 1 },
      { rows: 9, width: 17 },
      { rows: 0, width: 3 }
    ].map((shape) => ({ activation, gated, ...shape }))
  )
);

export const sequenceColumnCases: ComputeCase[] = [
  ...norms.flatMap((sizes) => [
    caseOf('norm', describe(sizes), normWork(sizes)),
    caseOf('normBackward', describe(sizes), normBackwardWork(sizes))
  ]),
  caseOf('normBackward', 'frozen', normBackwardWork(norms[0], true)),
  ...rotations.map((sizes) => caseOf('rotate', describe(sizes), rotateWork(sizes))),
  ...activateShapes.flatMap((sizes) => [
    caseOf('activate', describe(sizes), activateWork(sizes)),
    caseOf('activateBackward', describe(sizes), activateBackwardWork(sizes))
  ])
];
