/** What the adjoint of every layer is given: a signal, and perhaps a gradient inside a larger block and a signal below. */
import type { Block, Compute } from '../compute';
import type { Activation, Adjoint } from '../feedForward';
import { blockOf, type Numbers } from './numbers';

/** Which of its results an adjoint is asked for. */
export interface Wanted {
  /** Parameters without a gradient. */
  frozen?: boolean;
  /** Nobody below listens. */
  deaf?: boolean;
  accumulate?: boolean;
}

/** Floats behind a layer's parameters, and behind their gradient, that belong to others. */
export const beyond = 3;

export function adjointOf(
  compute: Compute,
  { frozen, deaf, accumulate }: Wanted,
  { inputs, outputs, parameters }: { inputs: number; outputs: number; parameters: number },
  { between }: Numbers
): Adjoint {
  const drawn = (label: string, length: number) => blockOf(compute, label, between(-1, 1, length));
  return {
    signal: drawn('signal', outputs),
    ...(frozen ? {} : { gradient: drawn('gradient', parameters + beyond) }),
    ...(deaf ? {} : { inputSignal: drawn('inputSignal', inputs) }),
    ...(accumulate === undefined ? {} : { accumulate })
  };
}

/** What an adjoint writes. */
export function adjointBlocks({ gradient, inputSignal, signal }: Adjoint): Block[] {
  return [signal, gradient, inputSignal].filter((block) => block !== undefined);
}

/** What may have come out of an activation. */
export function outputsOf(activation: Activation, length: number, { between }: Numbers): Float32Array {
  if (activation === 'relu') return between(-1, 1, length).map((y) => Math.max(0, y));
  return activation === 'sigmoid' ? between(0, 1, length) : between(-1, 1, length);
}
