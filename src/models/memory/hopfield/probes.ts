/** What can be seen of a modern Hopfield network. N slots for patterns. */
import type { ProbeDescription } from '../../model';
import { probeRow as row } from '../../probeRows';

export const hopfieldProbes = {
  // Every tick.
  /** [1] E of the state; tick 0 is the cue. */
  energy: 'energy',
  /** [1] E after the update less E before it, under one and the same network; 0 in tick 0. */
  energyRise: 'energyRise',
  /** [2] distance to the pattern asked for, and to the nearest one kept. */
  patternDistance: 'patternDistance',
  /** [N] softmax over the patterns kept: how much the next update takes of each; NaN for empty slots. */
  patternWeights: 'patternWeights',
  // Every trial.
  /** [1] the greatest rise of the energy over its updates. */
  greatestRise: 'greatestRise',
  /** [1] 1 where the state came to rest at the pattern asked for, else 0. */
  recalled: 'recalled',
  /** [2] distance to the pattern asked for: of the cue, and at the end. */
  cueAndEnd: 'cueAndEnd',
  /** [2] patterns kept, and how many of them stay put when let go. */
  patternsHeld: 'patternsHeld'
} as const;

export const hopfieldProbeList = (slots: number): ProbeDescription[] => [
  row('tick', 1, {
    name: hopfieldProbes.energy,
    label: 'Energy',
    symbol: 'E(ξ)',
    unit: '',
    help: 'Of the state after so many updates; the first tick shows the cue.'
  }),
  row('tick', 1, {
    name: hopfieldProbes.energyRise,
    label: 'Rise of the energy',
    symbol: 'ΔE',
    unit: '',
    signed: true,
    help: 'What one update adds to the energy. It never is above zero by more than rounding.'
  }),
  row('tick', 2, {
    name: hopfieldProbes.patternDistance,
    label: 'Distance to the pattern',
    symbol: '|ξ − x|',
    unit: '',
    help: 'Of the state to the pattern that the cue was made of, and to the nearest of those kept.'
  }),
  row('tick', slots, {
    name: hopfieldProbes.patternWeights,
    label: 'Attention to each pattern',
    symbol: 'p',
    unit: '',
    help: 'Softmax of β X ξ: how much of each kept pattern the next update takes.'
  }),
  row('trial', 1, {
    name: hopfieldProbes.greatestRise,
    label: 'Greatest rise of the energy',
    symbol: 'max ΔE',
    unit: '',
    signed: true,
    help: 'The most that any update of the trial added to the energy, in float64.'
  }),
  row('trial', 1, {
    name: hopfieldProbes.recalled,
    label: 'Recalled',
    symbol: '',
    unit: '',
    help: '1 where the state ended within half the distance from the pattern asked for to its nearest neighbour, else 0.'
  }),
  row('trial', 2, {
    name: hopfieldProbes.cueAndEnd,
    label: 'Distance of cue and end',
    symbol: '|ξ − x|',
    unit: '',
    help: 'To the pattern asked for: how far the cue was from it, and how far the state is in the end.'
  }),
  row('trial', 2, {
    name: hopfieldProbes.patternsHeld,
    label: 'Patterns that hold',
    symbol: '',
    unit: 'patterns',
    help: 'How many patterns are kept, and how many of them the network stays at when it is let go there: its capacity is used up where the second falls behind.'
  })
];
