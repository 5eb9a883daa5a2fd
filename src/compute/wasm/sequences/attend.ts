/** Causal attention: each call as the fields of its kernel. */
import type { AttendBackwardCall, AttendCall } from '../../sequences';
import type { Engine } from '../engine';

/** What a query and a key cost beside their products, as flops. */
const WEIGHING = 30;

/** Pairs of a query and a key it sees. */
function pairs({ batch, held = 0, heads, ticks, window }: AttendCall): number {
  const seen = held + (ticks + 1) / 2;
  return batch * heads * ticks * (window > 0 ? Math.min(window, seen) : seen);
}

function sizesOf(call: AttendCall): number[] {
  const { batch, capacity = 0, held = 0, heads, keyHeads, keyWidth, ticks, valueWidth, window } = call;
  return [batch, ticks, heads, keyHeads, keyWidth, valueWidth, window, capacity, held];
}

function readsOf({ address }: Engine, { k, pastKeys, pastValues, q, v }: AttendCall): number[] {
  return [q, k, v, pastKeys, pastValues].map(address);
}

export function attend(engine: Engine, call: AttendCall): void {
  const { batch, held = 0, heads, keyHeads, keyWidth, lse, scale, ticks, valueWidth, y } = call;
  const { kernels, written } = engine;
  const on = engine.threadsFor((2 * (keyWidth + valueWidth) + WEIGHING) * pairs(call));
  const space = engine.scratch(
    ticks === 1
      ? kernels.attendStepScratch(batch, heads, keyWidth, valueWidth, held, on)
      : kernels.attendScratch(heads, keyHeads, keyWidth, valueWidth, on)
  );
  const blocks = [...readsOf(engine, call), written(y), written(lse), space, 0, 0, 0, 0];
  engine.run(ticks === 1 ? 'attendStep' : 'attend', on, [...sizesOf(call), ...blocks], [scale]);
}

export function attendBackward(engine: Engine, call: AttendBackwardCall): void {
  const { batch, held = 0, heads, keyHeads, keyWidth, kSignal, lse, qSignal, scale } = call;
  const { signal, ticks, valueWidth, vSignal, y } = call;
  const { address, kernels, written } = engine;
  const on = engine.threadsFor((6 * keyWidth + 4 * valueWidth + WEIGHING) * pairs(call));
  const space = engine.scratch(
    kernels.attendBackwardScratch(batch, ticks, heads, keyHeads, keyWidth, valueWidth, held, on)
  );
  const signals = [address(signal), written(qSignal), written(kSignal), written(vSignal)];
  const blocks = [...readsOf(engine, call), address(y), address(lse), space, ...signals];
  engine.run('attendBackward', on, [...sizesOf(call), ...blocks], [scale]);
}
