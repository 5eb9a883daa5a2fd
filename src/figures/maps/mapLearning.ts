/** How far each learner's map is from the exact one. */
import { mapProbes } from '../../models/hippocampus/probes';
import { learnerSeries } from './learnerSeries';

export const mapLearning = learnerSeries(
  {
    id: 'mapLearning',
    title: 'Distance to the exact map',
    symbol: '‖M − M*‖/‖M*‖',
    unit: '',
    help: 'How far each learned successor matrix is from the exact one, as a share of its size (Frobenius norm), trial by trial. The exact one is that of the random walk in the world as it is now; a policy that climbs leads elsewhere, and its map rightly differs. With a constant learning rate the distance stops falling. Dashed lines: an edit.',
    emptyMessage: 'The distance of each learned map from the exact one. Press Run.'
  },
  mapProbes.mapError,
  { title: 'Relative distance', logarithmic: true }
);
