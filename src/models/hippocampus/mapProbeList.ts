/** Descriptions of what can be seen of an animal in a world; the names are those of `probes.ts`. */
import type { ProbeDescription } from '../model';
import {
  eigenmapCount,
  gammaBank,
  type LearnerName,
  learnerLabels,
  mapProbes,
  residualNames
} from './probes';

type Words = Pick<ProbeDescription, 'label' | 'symbol' | 'unit' | 'help'>;

/** Of a world of `nodes` states with these learners. */
export function mapProbeList(nodes: number, learners: readonly LearnerName[]): ProbeDescription[] {
  const tick = (name: string, width: number, words: Words): ProbeDescription => ({
    name,
    kind: 'tick',
    width,
    signed: false,
    ofWatchedUnit: false,
    ...words
  });
  const trial = (name: string, width: number, words: Words, signed = false): ProbeDescription => ({
    name,
    kind: 'trial',
    width,
    signed,
    ofWatchedUnit: false,
    ...words
  });
  const image = (
    name: string,
    rows: number,
    columns: number,
    words: Words,
    { signed = false, ofWatchedUnit = false } = {}
  ): ProbeDescription => ({
    name,
    kind: 'image',
    width: rows * columns,
    size: [rows, columns],
    signed,
    ofWatchedUnit,
    ...words
  });
  const each = learners.map((name) => learnerLabels[name]).join(', ');
  const L = learners.length;
  return [
    tick(mapProbes.state, 1, {
      label: 'State',
      symbol: 's',
      unit: '',
      help: 'Number of the state the animal is in.'
    }),
    tick(mapProbes.position, 2, {
      label: 'Position',
      symbol: 'x, y',
      unit: '',
      help: 'Where the animal is, in the units in which the world is drawn.'
    }),
    tick(mapProbes.reward, 1, {
      label: 'Reward',
      symbol: 'r',
      unit: '',
      help: 'Found in the state just entered.'
    }),
    trial(mapProbes.mapError, L, {
      label: 'Distance to the exact map',
      symbol: '‖M − M*‖/‖M*‖',
      unit: '',
      help: `Relative Frobenius norm, once a trial, of ${each}; none for learners without a map. M* is that of the random walk, or of the transitions seen so far for a recorded trajectory.`
    }),
    trial(mapProbes.greedySteps, L, {
      label: 'Steps to the reward',
      symbol: 'T',
      unit: 'steps',
      help: `Of the path that always climbs the values learned so far, from the start, in the world as it is: ${each}. 200 is never.`
    }),
    trial(
      mapProbes.preference,
      L,
      {
        label: 'Preference',
        symbol: 'V_a − V_b',
        unit: '',
        help: `Value of the first state of the choice less that of the second: ${each}.`
      },
      true
    ),
    trial(
      mapProbes.revaluation,
      L,
      {
        label: 'Revaluation',
        symbol: 'ΔV',
        unit: '',
        help: `Preference before the world last changed less the preference now: ${each}. 0 is no revaluation.`
      },
      true
    ),
    trial(mapProbes.relearning, L, {
      label: 'Rewarded episodes before the path is known',
      symbol: 'N',
      unit: 'episodes',
      help: `Since the world last changed, until the greedy walk on the values of ${each} first arrives.`
    }),
    trial(mapProbes.identity, 1, {
      label: 'PPR less (1 − γ) SR',
      symbol: 'max|π − (1 − γ)sᵀM|',
      unit: '',
      help: 'The ranking from the cues by one linear solve, and read off the inverse: the largest difference.'
    }),
    trial(mapProbes.wallFields, 2, {
      label: 'Length of place fields along a wall',
      symbol: 'σ∥/σ⊥',
      unit: '',
      help: 'Standard deviation along the nearest wall over that across it: mean over states beside the outer wall, and over those in the middle.'
    }),
    trial(mapProbes.episodeSteps, 1, {
      label: 'Steps in an episode',
      symbol: 'T',
      unit: 'steps',
      help: 'Mean over the episodes that ended in the trial; the length of the trial where none did.'
    }),
    trial(
      mapProbes.fieldShift,
      2,
      {
        label: 'Shift of place fields',
        symbol: 'Δx',
        unit: 'states',
        help: 'Centre of mass of a field less the place of its cell, mean over the middle third of a track: as learned, and −(p − q) γ/(1 − γ).'
      },
      true
    ),
    trial(mapProbes.communities, 2, {
      label: 'Within and between communities',
      symbol: 'M',
      unit: 'visits',
      help: 'Mean M between two states of one community, and of two.'
    }),
    trial(mapProbes.bridgeRank, 4, {
      label: 'Rank of the passage sought',
      symbol: '',
      unit: '',
      help: 'By the walk from the cues; by cosine; of how many passages; and its score by the walk.'
    }),
    image(mapProbes.successor, nodes, nodes, {
      label: 'Successor matrix',
      symbol: 'M',
      unit: 'visits',
      help: 'M_ij: discounted visits to j from i, the start counted, as the first learner with a map has it.'
    }),
    image(mapProbes.exactSuccessor, nodes, nodes, {
      label: 'Exact successor matrix',
      symbol: 'M*',
      unit: 'visits',
      help: 'M* = (I − γP)⁻¹ of the walk; of a recorded trajectory, of the transitions seen so far.'
    }),
    image(mapProbes.transitions, nodes, nodes, {
      label: 'Transitions',
      symbol: 'P',
      unit: '',
      help: 'P_ij = probability of the next state j in state i.'
    }),
    image(
      mapProbes.values,
      L,
      nodes,
      {
        label: 'Values',
        symbol: 'V',
        unit: '',
        help: `V = M w of ${each}, or as planned; the reward of the state itself is counted.`
      },
      { signed: true }
    ),
    image(
      mapProbes.exactValues,
      1,
      nodes,
      { label: 'Exact values', symbol: 'V*', unit: '', help: 'V* = M* r of the random walk.' },
      { signed: true }
    ),
    image(mapProbes.visits, 1, nodes, {
      label: 'Visits',
      symbol: 'N',
      unit: '',
      help: 'How often the animal was in each state.'
    }),
    image(
      mapProbes.gammaBank,
      gammaBank.length,
      nodes,
      {
        label: 'Place fields at five discounts',
        symbol: 'M*',
        unit: 'visits',
        help: `Columns of M* of the selected state for γ = ${gammaBank.join(', ')}.`
      },
      { ofWatchedUnit: true }
    ),
    image(
      mapProbes.eigenmaps,
      eigenmapCount,
      nodes,
      {
        label: 'Eigenvectors',
        symbol: 'u',
        unit: '',
        help: 'Leading right eigenvectors of P (and of M), each scaled to a largest absolute value of 1.'
      },
      { signed: true }
    ),
    image(
      mapProbes.eigenvalues,
      eigenmapCount,
      3,
      {
        label: 'Eigenvalues',
        symbol: 'λ',
        unit: '',
        help: 'Of P, of M = 1/(1 − γλ), and the gridness of the map.'
      },
      { signed: true }
    ),
    image(mapProbes.recall, 3, nodes, {
      label: 'Recall',
      symbol: 'π',
      unit: '',
      help: 'From the cues: personalised PageRank; (1 − γ) sᵀM of the first learner with a map; cosine to the cues.'
    }),
    image(mapProbes.residuals, residualNames.length, 3, {
      label: 'Residuals',
      symbol: '',
      unit: '',
      help: 'Of each identity and algorithm: largest difference, its bound, operations.'
    })
  ];
}
