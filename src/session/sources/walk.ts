/** Chance itself as a stream: uniform draws that decide an animal's moves, the same for every policy and learner with one seed. */
import type { Random } from '../../models/random';
import type { SourceDefinition } from '../source';
import { trialsOnDemand } from './onDemand';
import { steps } from './streamSettings';

/** For each tick: which way, whether to explore, which of equals, where to start. */
const draws = ['way', 'explore', 'tie', 'start'] as const;

export const walkSource: SourceDefinition = {
  id: 'walk',
  title: 'Chance',
  summary: 'Uniform draws that decide the moves of an animal in a world.',
  settings: [
    steps({
      name: 'steps',
      label: 'Trial length',
      symbol: 'T',
      default: 100,
      min: 1,
      max: 100000,
      scale: 'log',
      help: 'Steps of the animal between two measurements. Episodes end in terminal states, whatever the trial.'
    })
  ],
  async create({ settings, random }) {
    const ticks = Number(settings.steps);
    return {
      shape: {
        inputs: draws.length,
        outputs: 0,
        steps: ticks,
        dtMs: 100,
        loss: 'regression',
        inputKind: 'draws',
        inputGroups: [{ label: 'Draws', from: 0, to: draws.length }],
        phases: [],
        outputLabels: []
      },
      trials: (from, demand$) =>
        trialsOnDemand(from, demand$, (index) => ({
          index,
          x: drawn(random.fork(`trial ${index}`), ticks * draws.length),
          target: new Float64Array(0),
          mask: new Float64Array(ticks)
        })),
      heldOut: [],
      note: 'chance decides the moves, the same for every learner'
    };
  }
};

function drawn(random: Random, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => random.uniform());
}
