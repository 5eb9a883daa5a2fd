/**
 * Chance: the uniform draws that decide what an animal does, four a tick. The world and the policy turn them into moves. They
 * come from the seed alone, so that learners, and runs with other settings, can be compared on the same chances.
 */
import { trialsOnDemand } from './onDemand';
import { steps } from './streamSettings';
import type { SourceDefinition } from '../source';

/** Draws a tick. */
const draws = 4;

export const walkSource: SourceDefinition = {
  id: 'walk',
  title: 'Chance',
  summary: "The chances that decide an animal's moves, the same for every learner.",
  settings: [
    steps({
      name: 'steps',
      label: 'Trial length',
      default: 100,
      min: 1,
      max: 100000,
      scale: 'log',
      help: 'Ticks, and so moves, in a trial. Episodes may end and begin within it.'
    })
  ],
  async create({ settings, random }) {
    const total = settings.steps as number;
    return {
      shape: {
        inputs: draws,
        outputs: 0,
        steps: total,
        dtMs: 100,
        loss: 'regression',
        inputKind: 'draws',
        inputGroups: [{ label: 'Draws', from: 0, to: draws }],
        phases: [],
        outputLabels: []
      },
      trials: (from, demand$) =>
        trialsOnDemand(from, demand$, (index) => {
          const chance = random.fork(`trial ${index}`);
          return {
            index,
            x: Float64Array.from({ length: total * draws }, () => chance.uniform()),
            target: new Float64Array(),
            mask: new Float64Array(total).fill(1)
          };
        }),
      heldOut: [],
      note: `${total} moves a trial; the chances that decide them come from the seed and are the same for every learner`
    };
  }
};
