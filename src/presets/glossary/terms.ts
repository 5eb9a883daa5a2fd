/** The words that lessons use, beyond the names of settings and panels. */
import type { Term } from './entry';

export const terms: readonly Term[] = [
  {
    id: 'spike',
    word: 'Spike',
    symbol: 'z',
    explanation:
      'The all-or-none event by which a neuron is heard. A unit spikes at a tick where its potential reaches its threshold, and loses the threshold’s worth of potential at the next.',
    equation: 'v = α v′ + ζ I − v_th z′',
    references: ['bellec2020']
  },
  {
    id: 'membrane',
    word: 'Membrane potential',
    symbol: 'v',
    explanation:
      'What a neuron’s input adds up to. It leaks away by the factor α = exp(−dt/τ_m) at every tick, so that it remembers for about τ_m.',
    equation: 'v = α v′ + ζ I − v_th z′',
    references: ['bellec2020']
  },
  {
    id: 'adaptation',
    word: 'Adaptation',
    symbol: 'a, A',
    explanation:
      'A slow state that each spike of a unit raises and that lifts its threshold. It decays by ρ = exp(−dt/τ_a) a tick, far more slowly than the membrane: a memory without activity.',
    equation: 'A = v_th + β a',
    references: ['bellec2020']
  },
  {
    id: 'pseudo-derivative',
    word: 'Pseudo-derivative',
    symbol: 'ψ',
    explanation:
      'A spike is a step and has no slope to learn by. The pseudo-derivative stands in for it: high where the potential is near the threshold, zero far from it and while the unit is refractory.',
    equation: 'ψ = {γ}/{v_th} max(0, 1 − {|v − A|}/{v_th})',
    references: ['bellec2020']
  },
  {
    id: 'eligibility-trace',
    word: 'Eligibility trace',
    symbol: 'e, ē',
    explanation:
      'What a change of one weight would have done to the output of its unit, as far as the unit’s own states carry it: kept at the synapse, carried forward in time, and turned into a change of the weight by a learning signal that comes later.',
    equation: 'e = ψ (z̄ − β ε)',
    references: ['bellec2020', 'millidge2025deep']
  },
  {
    id: 'learning-signal',
    word: 'Learning signal',
    symbol: 'L',
    explanation:
      'The error at the output, sent back to each unit through feedback weights B: whether the unit should have been more active, now. Each synapse multiplies it with its eligibility trace.',
    equation: 'g = g′ + L ē',
    references: ['bellec2020']
  },
  {
    id: 'e-prop',
    word: 'e-prop',
    explanation:
      'Eligibility propagation: the gradient of a recurrent network as a sum over time of a learning signal times an eligibility trace, both computed forwards. Exact if the learning signal were the total derivative; e-prop uses the instantaneous one.',
    equation: 'g = Σ L ē',
    references: ['bellec2020']
  },
  {
    id: 'bptt',
    word: 'BPTT',
    explanation:
      'Back-propagation through time: the exact gradient of a recurrent network, by going back over all that happened. It needs the whole history and is run beside other rules here as the judge.',
    references: ['werbos1990']
  },
  {
    id: 'rtrl',
    word: 'RTRL',
    explanation:
      'Real-time recurrent learning: the exact gradient computed forwards in time, at a cost that grows with the fourth power of the number of units.',
    references: ['williams1989']
  },
  {
    id: 'cascade',
    word: 'Cascade',
    symbol: 'f',
    explanation:
      'A local rule for stacks of layers: each synapse passes its trace through one leaky filter per layer above, so that credit can wait in the slow states of upper layers.',
    equation: 'f = λ f′ + e',
    references: ['millidge2025deep', 'engram']
  },
  {
    id: 'gradient',
    word: 'Gradient',
    symbol: 'g',
    explanation:
      'How the loss changes with a weight. The weight moves against it, by a step that the learning rate η scales.',
    equation: 'w = w′ − η g',
    references: ['kingma2015']
  },
  {
    id: 'successor-representation',
    word: 'Successor representation',
    symbol: 'M',
    explanation:
      'M_ij is how often j is visited from i on, each visit weighted by γ for every step it lies ahead. A row is what is to be expected from a place; a column is where a place is to be expected from, its place field. It belongs to the way of walking it was made of.',
    equation: 'M = (I − γ P)⁻¹',
    references: ['dayan1993', 'stachenfeld2017']
  },
  {
    id: 'personalised-pagerank',
    word: 'Personalised PageRank',
    symbol: 'π',
    explanation:
      'Where a walk is found that starts again at its cues with probability α at every step. It is (1 − γ) times the row of the successor matrix, with γ = 1 − α.',
    equation: 'π = (1 − γ) sᵀ M',
    references: ['haveliwala2002', 'millidge2025walk']
  },
  {
    id: 'restart-probability',
    word: 'Restart probability',
    symbol: 'α',
    explanation:
      'The chance at every step that the walk goes back to its cues. 1/α is how many steps it makes on average; α = 1 − γ.',
    equation: 'α = 1 − γ',
    references: ['haveliwala2002', 'millidge2025walk']
  },
  {
    id: 'place-field',
    word: 'Place field',
    symbol: 'M_·j',
    explanation:
      'Where in the world a cell fires. On the account of the predictive map it is a column of M: strong wherever the cell’s place is soon to be expected.',
    references: ['stachenfeld2017']
  },
  {
    id: 'temporal-difference',
    word: 'Temporal-difference learning',
    explanation:
      'To correct what was expected by what came plus what is expected now, without waiting for the end.',
    equation: 'M_s = M_s + η (e_s + γ M_n − M_s)',
    references: ['sutton2018', 'dayan1993']
  },
  {
    id: 'revaluation',
    word: 'Revaluation',
    explanation:
      'Rewards or ways change far from where a choice is made; does the choice follow without being made again? Rewards are revalued by every learner that keeps them apart from its map, transitions only by those that look at the ways again.',
    references: ['momennejad2017', 'russek2017']
  },
  {
    id: 'query',
    word: 'Query',
    symbol: 'Q',
    explanation:
      'What action needs to know of an image: a mapping from the image to a belief about an answer. Here a classifier that has learned and is then frozen.',
    equation: 'Q = p(q|x)',
    references: ['varona2024']
  },
  {
    id: 'rate',
    word: 'Rate',
    symbol: 'R',
    explanation:
      'What a code costs: the mean divergence of the code of an image from the prior, in bits. It is never less than the information the code carries about the image.',
    references: ['shannon1959', 'alemi2018']
  },
  {
    id: 'distortion',
    word: 'Distortion',
    symbol: 'D',
    explanation:
      'What a code loses: of the pixels, or of the answer that the query gives on the reconstruction instead of the image.',
    equation: 'D = Div(Q(x), Q(r))',
    references: ['shannon1959', 'varona2024']
  },
  {
    id: 'rate-distortion-bound',
    word: 'Rate-distortion function',
    symbol: 'R(D)',
    explanation: 'The fewest bits with which the distortion can be held to D. No code lies below it.',
    references: ['shannon1959', 'blahut1972']
  },
  {
    id: 'invariance',
    word: 'Invariance',
    explanation:
      'That the code does not change with a property of the image. Here it is not built in: a property that is not asked costs bits and wins nothing, so it is dropped.',
    references: ['varona2024']
  },
  {
    id: 'attention',
    word: 'Attention',
    explanation:
      'A memory of everything: each token leaves a key and a value, and a query reads the values of the keys that are like it, the more alike the more. What is kept grows with every token.',
    equation: 'o = softmax(q · k) v',
    references: ['vaswani2017']
  },
  {
    id: 'dictionary',
    word: 'Dictionary',
    symbol: 'μ, ν, c',
    explanation:
      'A memory of so many rows, each the mean of the keys and the mean of the values of all tokens that were written to it. A token is written to the row most like it and disturbs no other; new rows open for tokens that are like none.',
    equation: 'μ = μ′ + (k − μ′)/c',
    references: ['alonso2026']
  },
  {
    id: 'jaccard',
    word: 'Jaccard similarity',
    symbol: 'J',
    explanation:
      'How alike two sets are: how many members both have, over how many either has. Of two texts, the sets are their n-grams.',
    references: ['tokpanov2024']
  },
  {
    id: 'minhash',
    word: 'MinHash',
    explanation:
      'A few numbers for a set, each the smallest value that a hash function takes on it. Two sets share such a number with a probability that is their Jaccard similarity, so that likeness is seen without the sets.',
    references: ['broder1997']
  },
  {
    id: 'state-hash',
    word: 'State hash',
    explanation:
      'Sixteen signs that differ as soon as one bit differs in what decides how a run goes on. Two runs with the same hash are the same run.',
    references: ['engram']
  },
  {
    id: 'seed',
    word: 'Seed',
    explanation:
      'The number that all chance of a run is drawn from. The same experiment with the same seed is the same run, on this page, on another machine and on the command line.',
    references: ['engram']
  },
  {
    id: 'trial',
    word: 'Trial',
    explanation:
      'One piece of the stream, from rest to its end: a cue and its answer, a stretch of walking, a run of images. A batch of them is made in lock-step.',
    references: ['engram']
  }
];
