/** The state-space scan: each call as the fields of its kernel. */
import type { ScanBackwardCall, ScanCall } from '../../sequences';
import type { Engine } from '../engine';

/** Flops of the products of a block, and some for its decays. */
function flopsOf({ batch, block, headWidth, heads, stateWidth, ticks }: ScanCall): number {
  const length = Math.min(block, ticks);
  const squares = length * (2 * (headWidth + stateWidth) + 20);
  return batch * ticks * heads * (squares + 4 * headWidth * stateWidth);
}

export function scan(engine: Engine, call: ScanCall): void {
  const on = engine.threadsFor(flopsOf(call));
  const { written } = engine;
  const state = [written(call.state), written(call.y), written(call.starts)];
  engine.run('scan', on, [
    ...readBy(engine, call),
    ...state,
    scratchFor(engine, call, false, on),
    ...[0, 0, 0, 0, 0, 0]
  ]);
}

export function scanBackward(engine: Engine, call: ScanBackwardCall): void {
  const { bSignal, cSignal, dtSignal, from = 0, gradient, plain, signal, state, starts, xSignal, y } = call;
  const { address, written } = engine;
  const on = engine.threadsFor(2 * flopsOf(call));
  engine.run('scanBackward', on, [
    ...readBy(engine, call),
    ...[address(state), address(y), address(starts)],
    scratchFor(engine, call, true, on),
    gradient && !plain ? written(gradient) + 4 * from : 0,
    address(signal),
    ...[written(xSignal), written(bSignal), written(cSignal)],
    plain ? 0 : written(dtSignal)
  ]);
}

function readBy({ address }: Engine, call: ScanCall): number[] {
  const { batch, block, from = 0, groups, headWidth, heads, parameters, plain, stateWidth, ticks } = call;
  return [
    ...[batch, ticks, heads, headWidth, stateWidth, groups, block],
    plain ? 0 : address(parameters) + 4 * from,
    ...[address(call.x), address(call.dtRaw), address(call.b), address(call.c)]
  ];
}

function scratchFor(engine: Engine, call: ScanCall, backward: boolean, on: number): number {
  const { batch, block, headWidth, heads, stateWidth, ticks } = call;
  const sizes = [batch, ticks, heads, headWidth, stateWidth, block] as const;
  return engine.scratch(engine.kernels.scanScratch(...sizes, backward ? 1 : 0, on));
}
