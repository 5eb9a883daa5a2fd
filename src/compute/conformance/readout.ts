/** Readouts of both losses, of spikes and of graded activity, from a state that is not rest and with a mask. */
import type { Block, Compute, ReadoutCall } from '../compute';
import { caseOf, type ComputeCase, describe, type Work } from './computeCase';
import { blockOf, type Numbers } from './numbers';

export interface ReadoutSizes {
  steps: number;
  batch: number;
  units: number;
  outputs: number;
  /** Real-valued activity, as of leaky tanh units, in place of spikes. */
  graded?: boolean;
}

export function readoutCall(
  compute: Compute,
  loss: ReadoutCall['loss'],
  { steps, batch, units, outputs, graded }: ReadoutSizes,
  { between, spikes }: Numbers
): ReadoutCall {
  const rows = steps * batch;
  const target = new Float32Array(rows * outputs);
  if (loss === 'regression') target.set(between(-1, 1, rows * outputs));
  else
    between(0, outputs, rows).forEach((k, row) => {
      target[row * outputs + Math.floor(k)] = 1;
    });
  return {
    loss,
    from: 0,
    steps,
    batch,
    units,
    outputs,
    decay: 0.9,
    weights: blockOf(compute, 'weights', between(-1, 1, outputs * units)),
    activity: blockOf(compute, 'z', graded ? between(-2, 2, rows * units) : spikes(0.2, rows * units)),
    target: blockOf(compute, 'target', target),
    mask: blockOf(compute, 'mask', spikes(0.7, rows)),
    state: {
      output: blockOf(compute, 'y', between(-1, 1, batch * outputs)),
      trace: blockOf(compute, 'trace', between(0, 1, batch * units)),
      loss: blockOf(compute, 'loss', between(0, 1, batch))
    },
    history: {
      output: compute.alloc(rows * outputs, 'ys'),
      error: compute.alloc(rows * outputs, 'errors'),
      trace: compute.alloc(rows * units, 'traces')
    }
  };
}

/** What a readout call writes. */
export function readoutBlocks({ state, history }: ReadoutCall): Block[] {
  return [...Object.values(state), ...Object.values(history)];
}

function readoutWork(loss: ReadoutCall['loss'], sizes: ReadoutSizes): Work {
  return async (compute, numbers) => {
    const call = readoutCall(compute, loss, sizes, numbers);
    await compute.readout(call);
    return readoutBlocks(call);
  };
}

export const readoutCases: ComputeCase[] = (['regression', 'classification'] as const).flatMap((loss) =>
  [
    { steps: 300, batch: 1, units: 13, outputs: 3 },
    { steps: 300, batch: 2, units: 13, outputs: 3, graded: true },
    { steps: 20, batch: 5, units: 6, outputs: 10 },
    { steps: 4, batch: 2, units: 1, outputs: 1 },
    { steps: 0, batch: 1, units: 3, outputs: 2 }
  ].map((sizes) => caseOf('readout', `${loss}, ${describe(sizes)}`, readoutWork(loss, sizes)))
);
