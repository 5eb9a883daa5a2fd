/**
 * What the axes of every figure say, and in which unit. `count` is a number of things or of trials; `pure` has no dimension: a share, a
 * ratio, a probability, or a quantity of a model whose own units are one. A figure without an entry fails the test that reads this.
 */
type Axis = readonly [words: string, unit: string];

export interface Axes {
  left?: readonly Axis[];
  bottom?: readonly Axis[];
}

const time: readonly Axis[] = [['Time in trial (ms)', 'ms']];
const trial: readonly Axis[] = [['Trial', 'count']];
const none: Axes = {};

export const axesOf: Readonly<Record<string, Axes>> = {
  spikeRaster: { bottom: time },
  outputVsTarget: { left: [['Left: probability p', 'pure']], bottom: time },
  learningCurves: {
    left: [
      ['Loss E', 'pure'],
      ['Error ε (share wrong)', 'pure']
    ],
    bottom: trial
  },
  alignment: {
    left: [
      ['Cosine to the exact gradient', 'pure'],
      ['Norm ratio |g| / |g*|', 'pure']
    ],
    bottom: trial
  },
  networkGraph: none,
  neuron: {
    left: [
      ['Membrane potential v, threshold A (dashed)', 'pure'],
      ['Pseudo-derivative ψ', 'pure'],
      ['Presynaptic trace z̄', 'pure'],
      ['Eligibility trace e', 'pure'],
      ['Learning signal L', 'pure']
    ],
    bottom: time
  },
  traceWaterfall: { bottom: time },
  cascade: {
    left: [
      ['Trace in layer 1', 'pure'],
      ['Behind layer 2', 'pure'],
      ['Meets the signal, ē', 'pure']
    ],
    bottom: trial
  },
  synapseStory: {
    left: [
      ['Input of the synapse x', 'pure'],
      ['Eligibility trace e¹', 'pure'],
      ['Learning signal σ¹', 'pure'],
      ['Trace times signal σ f', 'pure'],
      ['Gradient so far Σ', 'pure']
    ],
    bottom: time
  },
  weightMatrix: none,
  firingRates: { left: [['Firing rate f (Hz)', 'Hz']], bottom: trial },
  alignmentSweep: { left: [['Cosine to the exact gradient', 'pure']], bottom: [['Layers', 'count']] },
  worldMap: none,
  successorMatrix: none,
  placeField: none,
  prediction: none,
  // Its numbers stand beside their bars, which the line above them names.
  recall: { left: [['bar PPR, line learned', 'pure']] },
  residuals: { bottom: [['Largest difference', 'pure']] },
  valueLandscape: none,
  mapLearning: { left: [['Relative distance', 'pure']], bottom: trial },
  behaviour: { left: [['Steps', 'count']], bottom: trial },
  // Values are in units of reward.
  preference: { bottom: [['V(1) − V(2)', 'pure']] },
  fieldProfile: { left: [['M (visits)', 'visits']], bottom: [['Animal less cell (states)', 'states']] },
  communities: { left: [['Mean M (visits)', 'visits']], bottom: trial },
  gammaBank: none,
  spread: none,
  eigenmaps: none,
  rateAccuracy: {
    left: [['Shape read from reconstructions (%)', '%']],
    bottom: [['Rate R (bits)', 'bits']]
  },
  pairs: none,
  codeLearning: { left: [['Shape read from reconstructions (%)', '%']], bottom: trial },
  invariance: none,
  latentMap: { left: [['PC 2 of z', 'pure']], bottom: [['PC 1 of z', 'pure']] },
  plane: { left: [['PC 2 of z', 'pure']], bottom: [['PC 1 of z', 'pure']] },
  // The numbers below its bars are the k of the title: names.
  latentRate: {
    left: [['Rate of a latent Rₖ (bits)', 'bits']],
    bottom: [['Rate of a latent Rₖ', 'pure']]
  },
  traversals: { bottom: [['Value of the latent zₖ', 'pure']] },
  ratePlane: {
    left: [['Distortion D: divergence of answers (nats)', 'nats']],
    bottom: [['Rate R (nats)', 'nats']]
  },
  classifiers: {
    left: [
      ['Images named rightly (%)', '%'],
      ['Cross-entropy (nats)', 'nats']
    ],
    bottom: trial
  },
  itemOrQuery: { left: [['Query answered right', 'pure']], bottom: [['Rate (bits)', 'bits']] },
  exactCurve: { left: [['Rate R (bits)', 'bits']], bottom: [['Distortion D (share wrong)', 'pure']] },
  identification: { left: [['Told right', 'pure']], bottom: [['Stimulus', 'count']] },

  networkLearning: { left: [['Right answers (%)', '%']], bottom: trial },
  distance: { left: [['Right answers (%)', '%']], bottom: [['Ticks ago', 'count']] },
  rowReads: { left: [['Tick', 'count']], bottom: [['Row of the dictionary', 'count']] },
  rowKeys: { left: [['Row, fullest first', 'count']], bottom: [['Column of the key', 'count']] },
  attentionMap: { left: [['Tick that reads', 'count']], bottom: [['Tick read from', 'count']] },
  stateMap: { left: [['Column of the value', 'count']], bottom: [['Column of the key', 'count']] },
  memoryWorth: { left: [['Right answers (%)', '%']], bottom: [['Kept of a sequence (bytes)', 'bytes']] },
  keptBytes: { left: [['Kept (kB)', 'kB']], bottom: [['Tick of the sequence', 'count']] },
  generated: none,
  energyFall: { left: [['Energy E', 'pure']], bottom: [['Update', 'count']] },
  patternWeights: { left: [['Update', 'count']], bottom: [['Place of the pattern', 'count']] },
  deviceRounds: { left: [['Round', 'count']], bottom: [['Device', 'count']] },
  networkCosts: none,
  streamingCost: {
    left: [['Operations a token, counted', 'count']],
    bottom: [['Tokens met (thousands)', 'count']]
  },
  energyLandscape: {
    left: [['Energy E', 'pure']],
    bottom: [
      ['ξ, across and up', 'pure'],
      ['Step', 'count']
    ]
  },
  clusterTimes: { left: [['Time of one query (ms)', 'ms']], bottom: [['Devices', 'count']] },

  ledger: none,
  fateCounts: none,
  candidates: {
    left: [['Share of pairs found', 'pure']],
    bottom: [['Jaccard similarity J', 'pure']]
  },
  readerLearning: { left: [['Held-out text, each character (bits)', 'bits']], bottom: trial },
  passageGraph: { bottom: [['Passages with most mass, by number', 'count']] },
  methodsCompared: { left: [['Needed passages found (%)', '%']], bottom: trial },
  massSpread: { left: [['Iteration', 'count']], bottom: [['Passage', 'count']] },
  walkMass: { left: [['Share of the walk π', 'pure']], bottom: [['Iteration', 'count']] },
  componentSizes: {
    left: [['Components', 'count']],
    bottom: [['Documents in the component, at least', 'count']]
  }
};

/** Sides of a picture along which numbers stand in line, as they do along an axis. */
export function sidesWithNumbers(svg: string): ('left' | 'bottom')[] {
  const lines = new Map<string, number>();
  for (const [, attributes, words] of svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)) {
    if (!/^−?[\d\u202f]+(\.\d+)?(·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?$/.test(words)) continue;
    const of = (name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    const anchor = of('text-anchor');
    const line = anchor === 'end' ? `left ${of('x')}` : anchor === 'middle' ? `bottom ${of('y')}` : '';
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return (['left', 'bottom'] as const).filter((side) =>
    [...lines].some(([line, count]) => line.startsWith(side) && count >= 3)
  );
}
