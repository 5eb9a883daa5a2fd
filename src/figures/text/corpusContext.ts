/** What the figures of a corpus know besides the recording: where its documents come from, and how near copies are found. */
import { corpusSettings, type CorpusSizes, corpusSizes } from '../../models/corpus/model/settings';
import { completeSettings, type Settings } from '../../models/settings';
import type { StreamShape } from '../../models/stream';

export interface CorpusContext {
  sources: readonly string[];
  sizes: CorpusSizes;
}

/** From the settings of the model `corpus`, live edits included. Throws SettingError. */
export function corpusContext(given: Settings, { documents }: StreamShape): CorpusContext {
  return { sources: documents?.sources ?? [], sizes: corpusSizes(completeSettings(corpusSettings, given)) };
}
