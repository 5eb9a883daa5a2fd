/** How good a way each learner knows. */
import { mapProbes } from '../../models/hippocampus/probes';
import { learnerSeries } from './learnerSeries';

/** As `greedySteps` writes it. */
const never = 200;

export const behaviour = learnerSeries(
  {
    id: 'behaviour',
    title: 'Steps to the reward',
    symbol: 'T',
    unit: 'steps',
    help: 'After each trial, the length of the path from the start that always climbs the values a learner has by then, in the world as it is. Never: the path gets stuck or goes round in circles. Dashed lines: an edit, such as a wall drawn or a reward placed.',
    emptyMessage:
      'The path each learner would take to the reward. It needs a world with a start and a reward. Press Run.'
  },
  mapProbes.greedySteps,
  { title: 'Steps', beyond: { from: never, word: 'never' } }
);
