/** The figures of the Learning lab, in the order they are offered. A new figure is one file and one line here. */
import type { Figure } from '../figure';
import { alignment } from './alignment';
import { alignmentSweep } from './alignmentSweep';
import { cascade } from './cascade';
import { firingRates } from './firingRates';
import { learningCurves } from './learningCurves';
import { networkGraph } from './network';
import { neuron } from './neuron';
import { outputVsTarget } from './outputVsTarget';
import { spikeRaster } from './spikeRaster';
import { synapseStory } from './synapseStory';
import { traceWaterfall } from './traceWaterfall';
import { weightMatrix } from './weightMatrix';

export const learningFigures: readonly Figure[] = [
  spikeRaster,
  outputVsTarget,
  learningCurves,
  alignment,
  networkGraph,
  neuron,
  traceWaterfall,
  cascade,
  synapseStory,
  weightMatrix,
  firingRates,
  alignmentSweep
];
