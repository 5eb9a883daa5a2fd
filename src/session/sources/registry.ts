/** Every source there is. A new one is one file and one line here. */
import type { SourceDefinition } from '../source';
import { evidenceSource } from './evidence';
import { fileSource } from './file';
import { patternSource } from './pattern';

export const sources: readonly SourceDefinition[] = [evidenceSource, patternSource, fileSource];
