/** Which synapse onto the selected neuron is looked at before anyone has chosen one. */
import { liveliestSynapse } from '../../figures/learning/liveliest';
import type { Lab } from './lab';

export { choosingProbes } from '../../figures/learning/liveliest';

/** Of the newest `ticks` ticks; while time stands still its trace is enough. */
export function liveliestHere(
  lab: Pick<Lab, 'opened' | 'recording' | 'running' | 'selection'>,
  ticks: number
): number | undefined {
  const session = lab.opened();
  const { unit } = lab.selection();
  if (!session || unit === undefined) return undefined;
  const partners = session.shape.inputs + session.units;
  return liveliestSynapse(lab.recording(), { unit, partners, ticks, byTrace: !lab.running() });
}
