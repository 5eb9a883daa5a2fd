/** Causal attention and its adjoint: heads that share keys, windows, a past, logits that no exponential holds. */
import type { Block, Compute } from '../../compute';
import type { AttendBackwardCall, AttendCall } from '../../sequences';
import { caseOf, type ComputeCase, describe, sequencesOf, type Work } from '../computeCase';
import { blockOf, type Numbers } from '../numbers';

export interface AttendSizes {
  batch: number;
  ticks: number;
  heads: number;
  keyHeads: number;
  keyWidth: number;
  valueWidth: number;
  window?: number;
  held?: number;
  /** Of the cache; default `held`. */
  capacity?: number;
  /** Logits are whole multiples of this, exact in float32, instead of being near 1. */
  huge?: number;
}

export function attendCall(compute: Compute, sizes: AttendSizes, { between }: Numbers): AttendCall {
  const { batch, heads, held = 0, huge, keyHeads, keyWidth, ticks, valueWidth, window = 0 } = sizes;
  const capacity = sizes.capacity ?? held;
  const logits = (label: string, length: number): Block => {
    const drawn = between(-2, 2, length);
    return blockOf(compute, label, huge ? drawn.map((value) => huge * Math.round(value)) : drawn);
  };
  const values = (label: string, length: number): Block => blockOf(compute, label, between(-1, 1, length));
  return {
    ...{ batch, ticks, heads, keyHeads, keyWidth, valueWidth, window },
    scale: huge ? 1 : 1 / Math.sqrt(keyWidth),
    q: logits('q', batch * ticks * heads * keyWidth),
    k: logits('k', batch * ticks * keyHeads * keyWidth),
    v: values('v', batch * ticks * keyHeads * valueWidth),
    ...(capacity > 0 && {
      pastKeys: logits('past keys', batch * capacity * keyHeads * keyWidth),
      pastValues: values('past values', batch * capacity * keyHeads * valueWidth),
      capacity,
      held
    }),
    y: compute.alloc(batch * ticks * heads * valueWidth, 'y'),
    lse: compute.alloc(batch * heads * ticks, 'lse')
  };
}

/** With the forward pass's y and lse, and signals that hold something. */
export async function attendBackwardCall(
  compute: Compute,
  sizes: AttendSizes,
  numbers: Numbers
): Promise<AttendBackwardCall> {
  const call = attendCall(compute, sizes, numbers);
  await sequencesOf(compute).attend(call);
  const signalOf = (label: string, { length }: Block): Block =>
    blockOf(compute, label, numbers.between(-1, 1, length));
  return {
    ...call,
    signal: signalOf('signal', call.y),
    qSignal: signalOf('q signal', call.q),
    kSignal: signalOf('k signal', call.k),
    vSignal: signalOf('v signal', call.v)
  };
}

const forwardWork =
  (sizes: AttendSizes): Work =>
  async (compute, numbers) => {
    const call = attendCall(compute, sizes, numbers);
    await sequencesOf(compute).attend(call);
    return [call.y, call.lse];
  };

const backwardWork =
  (sizes: AttendSizes): Work =>
  async (compute, numbers) => {
    const call = await attendBackwardCall(compute, sizes, numbers);
    await sequencesOf(compute).attendBackward(call);
    return [call.qSignal, call.kSignal, call.vSignal];
  };

const one = { batch: 1, heads: 1, keyHeads: 1 };

const shapes: AttendSizes[] = [
  { ...one, ticks: 1, keyWidth: 1, valueWidth: 1 },
  { ...one, ticks: 1, keyWidth: 16, valueWidth: 16, held: 70, capacity: 70 },
  {
    batch: 2,
    ticks: 1,
    heads: 6,
    keyHeads: 3,
    keyWidth: 5,
    valueWidth: 7,
    held: 131,
    capacity: 140,
    window: 100
  },
  { batch: 1, ticks: 1, heads: 2, keyHeads: 1, keyWidth: 6, valueWidth: 3, held: 3000 },
  { ...one, ticks: 1, keyWidth: 3, valueWidth: 4, held: 2500, window: 70 },
  { ...one, batch: 3, ticks: 7, keyWidth: 3, valueWidth: 5 },
  { ...one, ticks: 64, keyWidth: 17, valueWidth: 9 },
  { ...one, ticks: 65, keyWidth: 5, valueWidth: 17, window: 1 },
  { ...one, ticks: 150, keyWidth: 8, valueWidth: 32 },
  { ...one, ticks: 130, keyWidth: 32, valueWidth: 8, window: 20 },
  { ...one, batch: 2, ticks: 20, keyWidth: 4, valueWidth: 4, window: 9, held: 8, capacity: 11 },
  { ...one, ticks: 9, keyWidth: 4, valueWidth: 3, window: 70, held: 131, capacity: 140 },
  { ...one, ticks: 5, keyWidth: 2, valueWidth: 2, window: 3, held: 200 },
  { batch: 3, ticks: 13, heads: 4, keyHeads: 4, keyWidth: 3, valueWidth: 3 },
  { batch: 1, ticks: 75, heads: 6, keyHeads: 2, keyWidth: 5, valueWidth: 6, held: 3, capacity: 5 },
  { batch: 2, ticks: 66, heads: 12, keyHeads: 1, keyWidth: 4, valueWidth: 7, window: 33 },
  { ...one, batch: 9, ticks: 2, keyWidth: 3, valueWidth: 1, held: 1 },
  { ...one, batch: 0, ticks: 3, keyWidth: 2, valueWidth: 2 },
  { ...one, ticks: 0, keyWidth: 2, valueWidth: 2 }
];

export const attentionCases: ComputeCase[] = [
  ...shapes.flatMap((sizes) => [
    caseOf('attend', describe(sizes), forwardWork(sizes)),
    caseOf('attendBackward', describe(sizes), backwardWork(sizes))
  ]),
  ...[
    { ...one, ticks: 70, keyWidth: 3, valueWidth: 4, huge: 64 },
    { ...one, ticks: 9, keyWidth: 2, valueWidth: 3, held: 70, window: 75, huge: 1024 },
    { ...one, ticks: 1, keyWidth: 2, valueWidth: 3, held: 2100, huge: 64 }
  ].map((sizes) => caseOf('attend', describe(sizes), forwardWork(sizes)))
];
