/** Pictures of a sweep: one line each. */
import { metricAxis } from './metricAxis';
import { multiples } from './multiples';
import { overlay } from './overlay';
import type { SweepFigure } from './sweepFigure';

export const sweepFigures: readonly SweepFigure[] = [multiples, overlay, metricAxis];
