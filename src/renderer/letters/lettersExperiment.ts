/** A memory that learns a text letter by letter: the preset of it on another text. */
import type { Settings } from '../../models/settings';
import { letters } from '../../presets/sequenceMemories';
import type { Experiment } from '../../session/experiment';

/** What stands in place of the preset's own: settings of the memories, and what is recorded of them. */
export interface OtherMemories {
  settings: Settings;
  probes: readonly string[];
}

export function lettersExperiment(title: string, source: Settings, other?: OtherMemories): Experiment {
  const { experiment } = letters;
  return {
    ...experiment,
    title,
    model: { ...experiment.model, settings: other?.settings ?? experiment.model.settings },
    probes: other?.probes ?? experiment.probes,
    source: { id: experiment.source.id, settings: { ...experiment.source.settings, ...source } }
  };
}
