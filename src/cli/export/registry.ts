/** Every family of formats there is: one line each. */
import { dataFiles } from './data';
import type { ExportFamily } from './family';
import { figureFiles } from './figures';

export const families: readonly ExportFamily[] = [figureFiles, dataFiles];
