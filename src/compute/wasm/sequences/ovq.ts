/** Online vector-quantised attention: each call as the fields of its kernel. */
import type { OvqBackwardCall, OvqCall } from '../../sequences';
import type { Engine } from '../engine';

/** By the numbers of src/kernels/ovq.ts. */
const growths = { plateau: 0, linear: 1, min: 2 } as const;

/** Flops of reading and writing, with all rows open. */
const flopsOf = ({ batch, block, capacity, heads, keyWidth, ticks, valueWidth }: OvqCall): number =>
  2 * batch * ticks * heads * (capacity + block) * (2 * keyWidth + valueWidth);

export function ovq(engine: Engine, call: OvqCall): void {
  const { assigned, counts, keys, lse, pendingKeys, pendingValues, trace, values, y } = call;
  const on = engine.threadsFor(flopsOf(call));
  const written = [keys, values, counts, pendingKeys, pendingValues, y, lse, assigned, trace];
  run(engine, 'ovq', on, call, written.map(engine.written), [0, 0, 0, 0]);
}

export function ovqBackward(engine: Engine, call: OvqBackwardCall): void {
  const { assigned, counts, keys, lse, pendingKeys, pendingValues, trace, values, y } = call;
  const { kSignal, qSignal, signal, vSignal } = call;
  const on = engine.threadsFor(2 * flopsOf(call));
  const read = [keys, values, counts, pendingKeys, pendingValues, y, lse, assigned, trace];
  const signals = [engine.address(signal), ...[qSignal, kSignal, vSignal].map(engine.written)];
  run(engine, 'ovqBackward', on, call, read.map(engine.address), signals);
}

function run(
  { address, kernels, run: perform, scratch }: Engine,
  operation: 'ovq' | 'ovqBackward',
  on: number,
  call: OvqCall,
  blocks: number[],
  signals: number[]
): void {
  const { batch, block, capacity, heads, horizon, keyWidth, seed, ticks, tokens, valueWidth } = call;
  const backward = operation === 'ovqBackward' ? 1 : 0;
  const space = scratch(kernels.ovqScratch(ticks, keyWidth, valueWidth, capacity, block, backward, on));
  const flags = [
    call.opening === 'random',
    seed,
    call.rounded || call.assignment === 'nearest',
    call.countBias,
    call.normCorrection,
    call.rounded
  ].map(Number);
  perform(
    operation,
    on,
    [
      ...[batch, ticks, heads, keyWidth, valueWidth, capacity, block, growths[call.growth], horizon],
      ...flags,
      tokens,
      ...[address(call.q), address(call.k), address(call.v)],
      ...blocks,
      space,
      ...signals
    ],
    [call.scale, call.rate]
  );
}
