/** The figures of the Memory lab, in the order they are offered. A new figure is one file and one line here. */
import type { Figure } from '../figure';
import { clusterTimes } from './clusterTimes';
import { energyLandscape } from './energyLandscape';

export const memoryFigures: readonly Figure[] = [energyLandscape, clusterTimes];
