/** The figures of the Learning lab, in the order they are offered. A new figure is one file and one line here. */
import type { Figure } from '../figure';
import { learningCurves } from './learningCurves';
import { spikeRaster } from './spikeRaster';

export const learningFigures: readonly Figure[] = [spikeRaster, learningCurves];
