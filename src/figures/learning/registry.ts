/** The figures of the Learning lab, in the order they are offered. A new figure is one file and one line here. */
import type { Figure } from '../figure';
import { firingRates } from './firingRates';
import { learningCurves } from './learningCurves';
import { networkGraph } from './network';
import { neuron } from './neuron';
import { outputVsTarget } from './outputVsTarget';
import { spikeRaster } from './spikeRaster';
import { traceWaterfall } from './traceWaterfall';
import { weightMatrix } from './weightMatrix';

export const learningFigures: readonly Figure[] = [
  spikeRaster,
  outputVsTarget,
  learningCurves,
  networkGraph,
  neuron,
  traceWaterfall,
  weightMatrix,
  firingRates
];
