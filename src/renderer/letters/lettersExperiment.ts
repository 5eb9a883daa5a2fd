/** A memory that learns a text letter by letter: the preset of it on another text. */
import type { Settings } from '../../models/settings';
import { letters } from '../../presets/sequenceMemories';
import type { Experiment } from '../../session/experiment';

/** `model`: settings of the memories, in place of the preset's. */
export function lettersExperiment(title: string, source: Settings, model?: Settings): Experiment {
  const { experiment } = letters;
  return {
    ...experiment,
    title,
    model: { ...experiment.model, settings: model ?? experiment.model.settings },
    source: { id: experiment.source.id, settings: { ...experiment.source.settings, ...source } }
  };
}
