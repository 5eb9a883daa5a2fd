/** The state-space scan and its adjoint: chunks that end inside a block, heads that share B and C, fast and slow decay. */
import type { Block, Compute } from '../../compute';
import type { ScanBackwardCall, ScanCall } from '../../sequences';
import { caseOf, type ComputeCase, describe, sequencesOf, type Work } from '../computeCase';
import { blockOf, type Numbers } from '../numbers';

export type ScanSizes = Pick<
  ScanCall,
  'batch' | 'ticks' | 'heads' | 'headWidth' | 'stateWidth' | 'groups' | 'plain' | 'block' | 'from'
>;

export function scanCall(compute: Compute, sizes: ScanSizes, { between }: Numbers): ScanCall {
  const { batch, block, from = 0, groups, headWidth, heads, plain, stateWidth, ticks } = sizes;
  const drawn = (label: string, length: number, low = -1, high = 1): Block =>
    blockOf(compute, label, between(low, high, length));
  const states = batch * heads * headWidth * stateWidth;
  return {
    ...sizes,
    ...(!plain && {
      parameters: drawn('parameters', from + 3 * heads, -2, 1.5),
      dtRaw: drawn('dtRaw', batch * ticks * heads, -6, 3)
    }),
    x: drawn('x', batch * ticks * heads * headWidth),
    b: drawn('B', batch * ticks * groups * stateWidth),
    c: drawn('C', batch * ticks * groups * stateWidth),
    state: drawn('state', states),
    y: compute.alloc(batch * ticks * heads * headWidth, 'y'),
    starts: compute.alloc(states * Math.ceil(ticks / block), 'starts')
  };
}

/** After the forward pass, with signals that hold something. */
export async function scanBackwardCall(
  compute: Compute,
  sizes: ScanSizes,
  numbers: Numbers
): Promise<ScanBackwardCall> {
  const call = scanCall(compute, sizes, numbers);
  await sequencesOf(compute).scan(call);
  const drawn = (label: string, { length }: Block): Block =>
    blockOf(compute, label, numbers.between(-1, 1, length));
  return {
    ...call,
    ...(call.parameters && { gradient: drawn('gradient', call.parameters) }),
    ...(call.dtRaw && { dtSignal: drawn('dt signal', call.dtRaw) }),
    signal: drawn('signal', call.y),
    xSignal: drawn('x signal', call.x),
    bSignal: drawn('B signal', call.b),
    cSignal: drawn('C signal', call.c)
  };
}

export const scanBlocks = ({ starts, state, y }: ScanCall): Block[] => [y, state, starts];

export const scanBackwardBlocks = (call: ScanBackwardCall): Block[] =>
  [call.xSignal, call.bSignal, call.cSignal, call.dtSignal, call.gradient].filter((of) => of !== undefined);

const forwardWork =
  (sizes: ScanSizes): Work =>
  async (compute, numbers) => {
    const call = scanCall(compute, sizes, numbers);
    await sequencesOf(compute).scan(call);
    return scanBlocks(call);
  };

const backwardWork =
  (sizes: ScanSizes, frozen = false): Work =>
  async (compute, numbers) => {
    const call = await scanBackwardCall(compute, sizes, numbers);
    const { dtSignal, gradient, ...rest } = call;
    await sequencesOf(compute).scanBackward(frozen ? rest : call);
    return scanBackwardBlocks(call);
  };

const one = { batch: 1, heads: 1, groups: 1, plain: false };

const shapes: ScanSizes[] = [
  { ...one, ticks: 1, headWidth: 1, stateWidth: 1, block: 1 },
  { ...one, ticks: 5, headWidth: 3, stateWidth: 5, block: 1 },
  { ...one, ticks: 17, headWidth: 5, stateWidth: 3, block: 8, from: 2 },
  { ...one, ticks: 60, headWidth: 17, stateWidth: 9, block: 97 },
  { ...one, batch: 3, ticks: 19, heads: 4, groups: 2, headWidth: 3, stateWidth: 17, block: 8 },
  { ...one, batch: 2, ticks: 24, heads: 3, headWidth: 8, stateWidth: 8, block: 8 },
  { ...one, batch: 3, ticks: 1, heads: 2, groups: 2, headWidth: 4, stateWidth: 5, block: 8 },
  { ...one, batch: 0, ticks: 3, headWidth: 2, stateWidth: 2, block: 2 },
  { ...one, ticks: 0, headWidth: 2, stateWidth: 2, block: 2 }
];

export const scanCases: ComputeCase[] = [
  ...[...shapes, ...shapes.map((sizes) => ({ ...sizes, plain: true }))].flatMap((sizes) => [
    caseOf('scan', describe(sizes), forwardWork(sizes)),
    caseOf('scanBackward', describe(sizes), backwardWork(sizes))
  ]),
  caseOf('scanBackward', 'signals alone', backwardWork(shapes[4], true))
];
