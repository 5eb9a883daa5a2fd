/** Where the network may diverge: weights first, then, tick by tick, what they make of the input. */
import { checkDivergence, type EndedChunk, type Suspect } from '../training/divergence';
import type { Network } from './network';
import type { Rollout } from './rollout';

/** Throws DivergenceError where the losses of the chunk that has just ended are not finite. */
export const checkRun = (network: Network, rollout: Rollout, chunk: EndedChunk): Promise<void> =>
  checkDivergence(network.compute, rollout.readoutState.loss, chunk, () => suspects(network, rollout));

function suspects(network: Network, rollout: Rollout): Suspect[] {
  const { weights, readoutWeights, units, outputs, fanIn } = network;
  const { history, readoutHistory } = rollout;
  return [
    { block: weights, entry: (at) => `a weight into unit ${Math.floor(at / fanIn)}` },
    { block: readoutWeights, entry: (at) => `a readout weight of unit ${at % units}` },
    { block: history.potential, width: units, entry: (i) => `potential of unit ${i}` },
    { block: readoutHistory.output, width: outputs, entry: (k) => `output ${k}` }
  ];
}
