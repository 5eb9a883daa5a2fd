/** What the figures of the Memory lab know besides the recording: who learns, what is looked at, and what tokens are called. */
import { memorySettings, networkList, type PlannedNetwork } from '../../models/memory/model/settings';
import { completeSettings, type Settings } from '../../models/settings';
import type { StreamShape } from '../../models/stream';

export interface SequencesContext {
  /** The first is the one the settings describe. */
  networks: readonly PlannedNetwork[];
  /** Whose maps are shown, all from 1. */
  look: { network: number; layer: number; head: number };
  /** One a token; empty for a stream of vectors. */
  labels: readonly string[];
  /** Of text: each token as it stands in a running line. */
  written?: readonly string[];
}

/** From the settings of the model `memory`, live edits included. Throws SettingError. */
export function sequencesContext(given: Settings, { tokens }: StreamShape): SequencesContext {
  const settings = completeSettings(memorySettings, given);
  return {
    networks: networkList(settings),
    look: {
      network: Number(settings.lookNetwork),
      layer: Number(settings.lookLayer),
      head: Number(settings.lookHead)
    },
    labels: tokens?.labels ?? [],
    ...(tokens?.written && { written: tokens.written })
  };
}

/** "Layer 2, head 1 of ovq". */
export function sayLook({ look, networks }: SequencesContext): string {
  const network = networks[Math.min(networks.length, look.network) - 1];
  return `Layer ${Math.min(look.layer, network.sizes.layers)}, head ${Math.min(look.head, network.sizes.heads)} of ${network.label}`;
}
