/** Every source there is. A new one is one file and one line here. */
import type { SourceDefinition } from '../source';
import { evidenceSource } from './evidence';
import { fileSource } from './file';
import { patternSource } from './pattern';

export const sources: readonly SourceDefinition[] = [evidenceSource, patternSource, fileSource];

/** The source called `id`. Throws with the ids there are. */
export function findSource(id: string): SourceDefinition {
  const found = sources.find((source) => source.id === id);
  if (found) return found;
  throw new Error(`Unknown source '${id}'. Sources: ${sources.map((source) => source.id).join(', ')}.`);
}
