/** Layers over sequences of which one spoils what it has written. */
import type { Block, Compute } from '../../src/compute/compute';
import { type SequenceOperation, sequencesOf } from '../../src/compute/conformance/computeCase';
import { normBackwardBlocks } from '../../src/compute/conformance/sequences/columns';
import { ovqBackwardBlocks, ovqBlocks } from '../../src/compute/conformance/sequences/ovq';
import { scanBackwardBlocks, scanBlocks } from '../../src/compute/conformance/sequences/scan';
import type { Sequences } from '../../src/compute/sequences';

type Calls = { [Name in SequenceOperation]: Parameters<Sequences[Name]>[0] };

/** The blocks each operation writes. */
const written: { [Name in SequenceOperation]: (call: Calls[Name]) => (Block | undefined)[] } = {
  combine: ({ y }) => [y],
  embed: ({ y }) => [y],
  embedBackward: ({ gradient }) => [gradient],
  norm: ({ inverse, y }) => [y, inverse],
  normBackward: normBackwardBlocks,
  rotate: ({ y }) => [y],
  activate: ({ y }) => [y],
  activateBackward: ({ inputSignal }) => [inputSignal],
  remember: ({ cache }) => [cache],
  attend: ({ lse, y }) => [y, lse],
  attendBackward: ({ kSignal, qSignal, vSignal }) => [qSignal, kSignal, vSignal],
  convolveTicks: ({ y }) => [y],
  convolveTicksBackward: ({ gradient, inputSignal }) => [gradient, inputSignal],
  delay: ({ y }) => [y],
  scan: scanBlocks,
  scanBackward: scanBackwardBlocks,
  ovq: ovqBlocks,
  ovqBackward: ovqBackwardBlocks,
  tokenLoss: ({ hit, loss, signal }) => [loss, hit, signal],
  valueLoss: ({ loss, signal }) => [loss, signal]
};

/** How many there may be of each. */
export const sequenceOutputs: Record<SequenceOperation, number> = {
  combine: 1,
  embed: 1,
  embedBackward: 1,
  norm: 2,
  normBackward: 3,
  rotate: 1,
  activate: 1,
  activateBackward: 1,
  remember: 1,
  attend: 2,
  attendBackward: 3,
  convolveTicks: 1,
  convolveTicksBackward: 2,
  delay: 1,
  scan: 3,
  scanBackward: 5,
  ovq: 8,
  ovqBackward: 3,
  tokenLoss: 3,
  valueLoss: 2
};

export function wrongSequences(
  compute: Compute,
  operation: string,
  spoil: (blocks: readonly Block[]) => Promise<void>
): Sequences {
  const right = sequencesOf(compute);
  const wrong = <Name extends SequenceOperation>(name: Name): Sequences => ({
    ...right,
    [name]: async (call: Calls[Name]) => {
      await (right[name] as (call: Calls[Name]) => Promise<void>)(call);
      await spoil(written[name](call).filter((block) => block !== undefined));
    }
  });
  return wrong(operation as SequenceOperation);
}
