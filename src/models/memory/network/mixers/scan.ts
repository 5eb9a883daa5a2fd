/** The state-space scan on a tape: see `ScanCall`. Its state is remembered under `name`. */
import { signalOf, type Tape, type Tensor } from '../tape';
import type { Parameter } from '../weights';
import type { View } from './mixer';

export interface ScanParts {
  name: string;
  heads: number;
  groups: number;
  stateWidth: number;
  block: number;
  /** [rows, heads P], [rows, groups stateWidth] twice. */
  x: Tensor;
  b: Tensor;
  c: Tensor;
  /** Raw step widths [rows, heads] and the parameters of decay; without them nothing decays. */
  decay?: { dt: Tensor; parameter: Parameter };
}

export function scan(
  tape: Tape,
  { b, block, c, decay, groups, heads, name, stateWidth, x }: ScanParts,
  looked?: (view: View) => void
): Tensor {
  const headWidth = x.width / heads;
  const perSequence = heads * headWidth * stateWidth;
  const state = tape.remembered.keep(`${name} state`, perSequence);
  const y = tape.tensor(x.width);
  // Nobody learns of a constant x, but the call has to put its signal somewhere.
  const xSignal = x.signal ?? tape.blockForAdjoint(x.rows * x.width);
  const call = {
    ...tape.chunk,
    ...(decay && { ...tape.at(decay.parameter), dtRaw: decay.dt.value }),
    heads,
    headWidth,
    stateWidth,
    groups,
    block,
    plain: !decay,
    x: x.value,
    b: b.value,
    c: c.value,
    state,
    y: y.value,
    starts: tape.block(tape.batch * Math.ceil(tape.ticks / block) * perSequence)
  };
  tape.step(
    () => tape.sequences.scan(call),
    () =>
      tape.sequences.scanBackward({
        ...call,
        signal: signalOf(y),
        xSignal: xSignal!,
        ...(decay && { dtSignal: signalOf(decay.dt) }),
        bSignal: signalOf(b),
        cSignal: signalOf(c)
      })
  );
  looked?.({ kind: 'state', state, heads, rows: headWidth, columns: stateWidth });
  return y;
}
