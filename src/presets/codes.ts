/**
 * What is worth perceiving (De Llanza Varona, Buckley & Millidge 2024, arXiv 2409.08892), on images small enough to learn in seconds:
 * four shapes at 64 places, where the query asks for the shape (2 bits) and the place (6 bits) is nuisance.
 */
import type { Settings } from '../models/settings';
import type { Experiment, Preset } from '../session/experiment';
import { codingProbes } from './probes';

function experiment(title: string, model: Settings, more: Partial<Experiment> = {}): Experiment {
  return {
    format: 1,
    title,
    model: { id: 'vae', settings: model },
    source: { id: 'shapes', settings: { steps: 100 } },
    probes: codingProbes,
    seed: 1,
    edits: [],
    ...more
  };
}

export const rdShapes: Preset = {
  id: 'rd-shapes',
  title: 'A code of shapes',
  claim: 'A code that is asked only for the shape needs little more than the 2 bits a shape has.',
  prediction:
    'Held to the answers of the classifier at β = 0.1, the code carries fewer than 4 bits, and the classifier recognises more than 95 % of its reconstructions.',
  metric: 'accuracy',
  goals: [
    { series: 'rate', over: 1, below: 4, lasting: true, label: 'Rate, bits' },
    { series: 'accuracy', over: 1, above: 0.95, lasting: true, label: 'Accuracy on reconstructions' }
  ],
  experiment: experiment('A code of shapes', { loss: 'action', beta: 0.1 }),
  trials: 90
};
