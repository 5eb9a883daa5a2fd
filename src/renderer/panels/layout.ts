/** Where the figures of each lab stand: in which order, each as many rows of the grid high as its plots need. */
import type { Figure } from '../../figures/figure';
import type { OpenedSession } from '../../session/protocol';

export type Places = Readonly<Record<string, number>>;

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

/** World, fields and matrix first: row, column and value of one state at once. */
const maps: Places = {
  worldMap: 6,
  successorMatrix: 6,
  placeField: 4,
  prediction: 4,
  recall: 4,
  residuals: 4,
  valueLandscape: 5,
  behaviour: 3,
  preference: 4,
  fieldProfile: 4,
  communities: 3,
  mapLearning: 3,
  spread: 4,
  gammaBank: 4,
  eigenmaps: 5
};

/** What a code is worth first, beside what it looks like. */
const codes: Places = {
  rateAccuracy: 7,
  pairs: 4,
  codeLearning: 3,
  invariance: 6,
  latentMap: 5,
  plane: 5,
  latentRate: 4,
  traversals: 4,
  ratePlane: 5,
  classifiers: 3,
  itemOrQuery: 4,
  exactCurve: 4,
  identification: 4
};

/** How they learn and how far they reach first, then the memory itself, then what is exact. */
const memory: Places = {
  networkLearning: 5,
  distance: 5,
  rowReads: 5,
  rowKeys: 5,
  attentionMap: 5,
  stateMap: 5,
  memoryWorth: 4,
  keptBytes: 4,
  generated: 3,
  energyFall: 5,
  patternWeights: 5,
  deviceRounds: 6,
  networkCosts: 4,
  streamingCost: 4,
  energyLandscape: 5,
  clusterTimes: 4
};

const { generated: _, ...withoutGenerated } = memory;

/** Of text, what a network writes stands beside how it learns. */
const memoryOfText: Places = { networkLearning: 5, generated: 5, ...withoutGenerated };

/** What became of the stream first, then why, then what was found in it. */
const text: Places = {
  ledger: 5,
  fateCounts: 5,
  candidates: 5,
  readerLearning: 5,
  componentSizes: 4,
  passageGraph: 5,
  methodsCompared: 5,
  massSpread: 5,
  walkMass: 4
};

const usualRows = 3;

export function learningPlaces(session: OpenedSession | undefined): Places {
  return (session?.layers.length ?? 1) > 1 ? manyLayers : oneLayer;
}

export function mapsPlaces(): Places {
  return maps;
}

export function codesPlaces(): Places {
  return codes;
}

export function memoryPlaces(session: OpenedSession | undefined): Places {
  return session?.shape.tokens?.written ? memoryOfText : memory;
}

export function textPlaces(): Places {
  return text;
}

/** The figures in their order; one without a place comes last. */
export function placed(figures: readonly Figure[], places: Places): Figure[] {
  const order = Object.keys(places);
  const place = ({ id }: Figure): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...figures].sort((a, b) => place(a) - place(b));
}

/** How many rows of the grid a figure takes. */
export function rowsOf({ id }: Figure, places: Places): number {
  return places[id] ?? usualRows;
}
