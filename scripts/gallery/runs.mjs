// What the gallery shows, and which run makes it. A figure stands once, in the run that shows it best.

/**
 * @typedef {{ heading: string, words: string, run: string[], figures: string[] }} Run what `engram run` is told, and which of its figures are taken
 * @type {readonly { lab: string, runs: readonly Run[] }[]}
 */
export const labs = [
  {
    lab: 'Learning',
    runs: [
      {
        heading: 'One layer of spiking units',
        words: 'Evidence accumulation under e-prop (Bellec et al. 2020).',
        run: ['evidence', '--trials', '300'],
        figures: [
          'spikeRaster',
          'outputVsTarget',
          'learningCurves',
          'neuron',
          'traceWaterfall',
          'weightMatrix',
          'firingRates'
        ]
      },
      {
        heading: 'Several layers',
        words:
          'Classify, then count, with two layers under the cascade rule (Millidge 2025, arXiv 2512.24506).',
        run: ['deep-hierarchy', '--trials', '300'],
        figures: ['alignment', 'networkGraph', 'cascade', 'synapseStory']
      }
    ]
  },
  {
    lab: 'Maps',
    runs: [
      {
        heading: 'A graph: recall and prediction',
        words:
          'Personalised PageRank and the successor representation of one walk (Millidge 2025, arXiv 2512.24722).',
        run: ['one-walk'],
        figures: ['recall', 'residuals', 'spread']
      },
      {
        heading: 'A maze: the way to the reward',
        words: 'A detour (Tolman 1948; Russek et al. 2017): at trial 550 the gap in the wall is closed.',
        run: ['detour'],
        figures: [
          'worldMap',
          'successorMatrix',
          'placeField',
          'prediction',
          'valueLandscape',
          'mapLearning',
          'behaviour',
          'gammaBank',
          'eigenmaps'
        ]
      },
      {
        heading: 'A choice, before and after',
        words: 'Transition revaluation (Momennejad et al. 2017).',
        run: ['transition-revaluation'],
        figures: ['preference']
      },
      {
        heading: 'A track',
        words: 'Backward shift of place fields (Stachenfeld et al. 2017).',
        run: ['field-skew'],
        figures: ['fieldProfile']
      },
      {
        heading: 'Cliques in a ring',
        words: 'Community structure (Schapiro et al. 2013).',
        run: ['communities'],
        figures: ['communities']
      }
    ]
  },
  {
    lab: 'Codes',
    runs: [
      {
        heading: 'Three coders of the same images',
        words:
          'One held to the answers of a classifier, two held to the pixels (De Llanza Varona, Buckley & Millidge 2024, arXiv 2409.08892).',
        run: ['rd-compression'],
        figures: [
          'rateAccuracy',
          'pairs',
          'codeLearning',
          'invariance',
          'latentMap',
          'plane',
          'latentRate',
          'traversals',
          'ratePlane',
          'classifiers'
        ]
      },
      {
        heading: 'Exact curves',
        words: 'What no code can beat, by Blahut’s algorithm; no network learns here.',
        run: ['rd-compression'],
        figures: ['exactCurve', 'itemOrQuery', 'identification']
      }
    ]
  },
  {
    lab: 'Memory',
    runs: [
      {
        heading: 'Four memories of the same sequences',
        words:
          'Online vector-quantised attention (Alonso, Figliolia & Millidge 2026, arXiv 2602.03922) beside softmax attention, linear attention and Mamba2.',
        run: ['recall', '--trials', '300'],
        figures: [
          'networkLearning',
          'distance',
          'rowReads',
          'rowKeys',
          'memoryWorth',
          'keptBytes',
          'networkCosts',
          'streamingCost'
        ]
      },
      {
        heading: 'One layer of compressed attention',
        words: 'Induction (Figliolia et al. 2025, arXiv 2510.04476).',
        run: ['one-layer-induction', '--trials', '300'],
        figures: ['attentionMap']
      },
      {
        heading: 'A hybrid that writes',
        words: 'Mamba2 layers that share one attention block (Glorioso et al. 2024, arXiv 2411.15242).',
        run: ['letters'],
        figures: ['stateMap', 'generated']
      },
      {
        heading: 'Falling downhill',
        words:
          'A modern Hopfield network, of which every update is attention (Ramsauer et al. 2020, arXiv 2008.02217).',
        run: ['energy-descent', '--trials', '40'],
        figures: ['energyFall', 'patternWeights']
      },
      {
        heading: 'Attention over devices',
        words:
          'One query over keys on many devices (Shyam et al. 2024, arXiv 2408.04093): the last trial, with all its rounds.',
        run: ['tree-beats-ring'],
        figures: ['deviceRounds']
      },
      {
        heading: 'Exact',
        words:
          'Attention as a step downhill, and over devices (Shyam et al. 2024, arXiv 2408.04093); no network learns here.',
        run: ['recall', '--trials', '300'],
        figures: ['energyLandscape', 'clusterTimes']
      }
    ]
  }
];

/**
 * What `engram export` is told; its figures are named after the file.
 * @type {readonly { id: string, title?: string, words: string, arguments: string[] }[]}
 */
export const exported = [
  {
    id: 'alignmentSweep',
    title: 'Alignment over networks',
    words: 'The key `d` makes the same on the page, one network after the other.',
    arguments: ['deep-hierarchy', '--trials', '1', '--figures', 'alignmentSweep']
  },
  {
    id: 'composed',
    title: 'A composed figure',
    words:
      'Panels put together, with letters and one recipe; Compose figure in the menu of a panel does it on the page.',
    arguments: [
      'evidence',
      '--trials',
      '300',
      '--figures',
      'spikeRaster,outputVsTarget,neuron,learningCurves',
      '--columns',
      '2',
      '--letters'
    ]
  }
];

/** Pictures of one sweep, made in its dialog. */
export const swept = {
  preset: 'evidence',
  setting: 'learningRate',
  values: '0.001, 0.003, 0.01',
  seeds: '3',
  trials: '60',
  figures: ['sweepMultiples', 'sweepOverlay', 'sweepMetric']
};
