/** Online vector-quantised attention and its adjoint: calls that begin and end within a block, every switch, one row and many. */
import type { Block, Compute } from '../../compute';
import { type OvqBackwardCall, type OvqCall, ovqTraceFloats } from '../../sequences';
import { caseOf, type ComputeCase, describe, sequencesOf, type Work } from '../computeCase';
import { blockOf, type Numbers } from '../numbers';

export type OvqSwitches = Pick<
  OvqCall,
  | 'scale'
  | 'growth'
  | 'horizon'
  | 'opening'
  | 'seed'
  | 'assignment'
  | 'rate'
  | 'countBias'
  | 'normCorrection'
  | 'rounded'
>;

export interface OvqSizes
  extends Pick<OvqCall, 'batch' | 'ticks' | 'heads' | 'keyWidth' | 'valueWidth' | 'capacity' | 'block'>,
    Partial<OvqSwitches> {
  /** Ticks of a call before the one at hand. */
  before?: number;
}

/** The switches of the published layer. */
export const published: OvqSwitches = {
  scale: 1.5,
  growth: 'plateau',
  horizon: 50,
  opening: 'spread',
  seed: 7,
  assignment: 'similar',
  rate: 0,
  countBias: true,
  normCorrection: false,
  rounded: false
};

/** From an empty dictionary, or a codebook where keys are rounded. */
export function ovqCall(
  compute: Compute,
  { before: _, ...sizes }: OvqSizes,
  { between }: Numbers
): OvqCall & Required<Pick<OvqCall, 'trace'>> {
  const { batch, block, capacity, heads, keyWidth, rounded, ticks, valueWidth } = sizes;
  const drawn = (label: string, length: number): Block => blockOf(compute, label, between(-1, 1, length));
  const [rows, dictionaries] = [batch * ticks * heads, batch * heads * capacity];
  return {
    ...published,
    ...sizes,
    tokens: 0,
    q: drawn('q', rows * keyWidth),
    k: drawn('k', rows * keyWidth),
    v: drawn('v', rows * valueWidth),
    keys: rounded ? drawn('keys', dictionaries * keyWidth) : compute.alloc(dictionaries * keyWidth, 'keys'),
    values: compute.alloc(dictionaries * valueWidth, 'values'),
    counts: compute.alloc(dictionaries, 'counts'),
    pendingKeys: compute.alloc(batch * block * heads * keyWidth, 'pending keys'),
    pendingValues: compute.alloc(batch * block * heads * valueWidth, 'pending values'),
    y: compute.alloc(rows * valueWidth, 'y'),
    lse: compute.alloc(rows, 'lse'),
    assigned: compute.alloc(rows, 'assigned'),
    trace: compute.alloc(ovqTraceFloats(sizes), 'trace')
  };
}

/** The call that goes on from the ticks before it, which have been run. */
export async function ovqNext(
  compute: Compute,
  sizes: OvqSizes,
  numbers: Numbers
): Promise<ReturnType<typeof ovqCall>> {
  const { before = 0 } = sizes;
  const first = ovqCall(compute, { ...sizes, ticks: before }, numbers);
  await sequencesOf(compute).ovq(first);
  const { counts, keys, pendingKeys, pendingValues, values } = first;
  const state = { counts, keys, pendingKeys, pendingValues, values };
  return { ...ovqCall(compute, sizes, numbers), ...state, tokens: before };
}

export async function ovqBackwardCall(
  compute: Compute,
  sizes: OvqSizes,
  numbers: Numbers
): Promise<OvqBackwardCall> {
  const call = await ovqNext(compute, sizes, numbers);
  await sequencesOf(compute).ovq(call);
  const drawn = (label: string, { length }: Block): Block =>
    blockOf(compute, label, numbers.between(-1, 1, length));
  return {
    ...call,
    signal: drawn('signal', call.y),
    qSignal: drawn('q signal', call.q),
    kSignal: drawn('k signal', call.k),
    vSignal: drawn('v signal', call.v)
  };
}

export const ovqBlocks = (call: OvqCall): Block[] => [
  call.y,
  call.lse,
  call.assigned,
  call.keys,
  call.values,
  call.counts,
  call.pendingKeys,
  call.pendingValues
];

export const ovqBackwardBlocks = ({ kSignal, qSignal, vSignal }: OvqBackwardCall): Block[] => [
  qSignal,
  kSignal,
  vSignal
];

const forwardWork =
  (sizes: OvqSizes): Work =>
  async (compute, numbers) => {
    const call = await ovqNext(compute, sizes, numbers);
    await sequencesOf(compute).ovq(call);
    return ovqBlocks(call);
  };

const backwardWork =
  (sizes: OvqSizes): Work =>
  async (compute, numbers) => {
    const call = await ovqBackwardCall(compute, sizes, numbers);
    await sequencesOf(compute).ovqBackward(call);
    return ovqBackwardBlocks(call);
  };

const one = { batch: 1, heads: 1 };
const small = { batch: 2, ticks: 21, heads: 2, keyWidth: 5, valueWidth: 3, capacity: 7, block: 8, before: 3 };

const shapes: OvqSizes[] = [
  { ...one, ticks: 1, keyWidth: 1, valueWidth: 1, capacity: 1, block: 1 },
  { ...one, ticks: 9, keyWidth: 3, valueWidth: 5, capacity: 4, block: 1, before: 2 },
  { ...one, batch: 3, ticks: 20, keyWidth: 17, valueWidth: 9, capacity: 1, block: 8, before: 5 },
  { ...one, ticks: 50, keyWidth: 16, valueWidth: 16, capacity: 30, block: 97, before: 60 },
  { ...one, ticks: 40, keyWidth: 8, valueWidth: 17, capacity: 100, block: 16 },
  { ...one, ticks: 3, keyWidth: 5, valueWidth: 5, capacity: 6, block: 8, before: 26 },
  { ...one, batch: 3, ticks: 1, keyWidth: 4, valueWidth: 3, capacity: 9, block: 8, before: 31 },
  { ...small, batch: 0 },
  { ...small, ticks: 0, before: 0 },
  small,
  { ...small, growth: 'linear' },
  { ...small, growth: 'min' },
  { ...small, opening: 'random' },
  { ...small, assignment: 'nearest' },
  { ...small, rate: 0.25 },
  { ...small, rate: 1 },
  { ...small, countBias: false },
  { ...small, normCorrection: true },
  { ...small, growth: 'min', assignment: 'nearest', rate: 0.2, normCorrection: true },
  { ...small, rounded: true },
  { ...small, rounded: true, rate: 0.3, block: 97 }
];

export const ovqCases: ComputeCase[] = shapes.flatMap((sizes) => [
  caseOf('ovq', describe(sizes), forwardWork(sizes)),
  caseOf('ovqBackward', describe(sizes), backwardWork(sizes))
]);
