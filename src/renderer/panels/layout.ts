/** Where the Learning lab's figures stand: in which order, each as many rows of the grid high as its plots need. */
import type { Figure } from '../../figures/figure';

type Places = Readonly<Record<string, number>>;

/** Two columns of these fill the grid without a hole. */
const oneLayer: Places = {
  alignmentSweep: 5,
  spikeRaster: 4,
  neuron: 5,
  learningCurves: 3,
  traceWaterfall: 5,
  outputVsTarget: 3,
  networkGraph: 4,
  weightMatrix: 7,
  firingRates: 3
};

/** With several layers, how credit reaches the lower ones comes first. */
const manyLayers: Places = {
  alignmentSweep: 5,
  alignment: 4,
  networkGraph: 6,
  cascade: 6,
  learningCurves: 3,
  synapseStory: 6,
  outputVsTarget: 3,
  spikeRaster: 4,
  traceWaterfall: 5,
  neuron: 5,
  weightMatrix: 6,
  firingRates: 3
};

const usualRows = 3;

/** The figures in their order; one without a place comes last. */
export function placed(figures: readonly Figure[], layers: number): Figure[] {
  const order = Object.keys(placesFor(layers));
  const place = ({ id }: Figure): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...figures].sort((a, b) => place(a) - place(b));
}

/** How many rows of the grid a figure takes. */
export function rowsOf({ id }: Figure, layers: number): number {
  return placesFor(layers)[id] ?? usualRows;
}

function placesFor(layers: number): Places {
  return layers > 1 ? manyLayers : oneLayer;
}
