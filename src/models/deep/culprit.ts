/** Where a stack may diverge: weights first, then, tick by tick, what they make of the input. */
import { checkDivergence, type EndedChunk, type Suspect } from '../training/divergence';
import type { Network } from './network';
import type { Rollout } from './rollout';

/** Throws DivergenceError where the losses of the chunk that has just ended are not finite. */
export const checkRun = (network: Network, rollout: Rollout, chunk: EndedChunk): Promise<void> =>
  checkDivergence(network.compute, rollout.whole.state.loss, chunk, () => suspects(network, rollout));

function suspects({ layers, readouts, starts, outputs }: Network, rollout: Rollout): Suspect[] {
  const unit = (l: number, i: number): string => `layer ${l + 1}, unit ${starts[l] + i}`;
  const ofLayers = layers.flatMap(({ weights, units, fanIn }, l): Suspect[] => [
    { block: weights, entry: (at) => `a weight into ${unit(l, Math.floor(at / fanIn))}` },
    { block: rollout.layers[l].history.potential, width: units, entry: (i) => `potential of ${unit(l, i)}` },
    { block: rollout.layers[l].history.activity, width: units, entry: (i) => `activity of ${unit(l, i)}` }
  ]);
  const ofReadouts = readouts.flatMap((block, l): Suspect[] =>
    block ? [{ block, entry: (at) => `a readout weight of ${unit(l, at % layers[l].units)}` }] : []
  );
  const { output } = rollout.whole.history;
  return [...ofLayers, ...ofReadouts, { block: output, width: outputs, entry: (k) => `output ${k}` }];
}
