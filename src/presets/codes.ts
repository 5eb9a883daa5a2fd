/**
 * What is worth perceiving (De Llanza Varona, Buckley & Millidge 2024, arXiv 2409.08892), on images small enough to learn in seconds:
 * four shapes at 64 places, where the query asks for the shape (2 bits) and the place (6 bits) is nuisance.
 */
import type { Settings } from '../models/settings';
import type { Experiment, Preset } from '../session/experiment';
import type { Goal } from '../session/goal';
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

/** Columns of series with a number a coder and factor: shape and side are the factors with classes, x, y and brightness the numbers. */
const shapeOf = (coder: number): number => 2 * coder;
const sideOf = (coder: number): number => 2 * coder + 1;
const xOf = (coder: number): number => 3 * coder;
const yOf = (coder: number): number => 3 * coder + 1;

/** A bound on the last value of a series. */
function ends(series: string, column: number, label: string, bounds: Pick<Goal, 'above' | 'below'>): Goal {
  return { series, column, over: 1, lasting: true, label, ...bounds };
}

/** 20 trials of 100 minibatches teach the classifiers, the others the codes. */
const learned = 80;

export const rdShapes: Preset = {
  id: 'rd-shapes',
  title: 'A code of shapes',
  claim: 'A code that is asked only for the shape needs little more than the 2 bits a shape has.',
  prediction:
    'Held to the answers of the classifier at β = 0.1, the code carries fewer than 4 bits, and the classifier recognises more than 95 % of its reconstructions.',
  metric: 'accuracy',
  goals: [
    ends('rate', 0, 'Rate, bits', { below: 4 }),
    ends('accuracy', shapeOf(0), 'Accuracy on reconstructions', { above: 0.95 })
  ],
  experiment: experiment('A code of shapes', { loss: 'action', beta: 0.1 }),
  trials: learned
};

export const rdCompression: Preset = {
  id: 'rd-compression',
  title: 'Asking saves bits',
  claim:
    'At an equal rate a code held to the query answers it better than a code held to the pixels (De Llanza Varona et al. 2024, Fig. 3b).',
  prediction:
    'The action-centric code has 95 % right with fewer than 4 bits; a vanilla code of about 7 bits stays below 85 %, and one as accurate needs more than 12.',
  metric: 'accuracy',
  goals: [
    ends('rate', 0, 'Action-centric: rate, bits', { below: 4 }),
    ends('accuracy', shapeOf(0), 'Action-centric: accuracy', { above: 0.95 }),
    ends('rate', 1, 'Vanilla β = 1: rate, bits', { above: 4 }),
    ends('accuracy', shapeOf(1), 'Vanilla β = 1: accuracy', { below: 0.85 }),
    ends('rate', 2, 'Vanilla β = 0.3: rate, bits', { above: 12 })
  ],
  comparisons: [
    { less: 0, than: 4 },
    { less: 3, than: 1 }
  ],
  experiment: experiment('Asking saves bits', {
    loss: 'action',
    beta: 0.1,
    beside: 'vanilla 1, vanilla 0.3'
  }),
  trials: learned
};

export const rdInvariance: Preset = {
  id: 'rd-invariance',
  title: 'What is not asked is forgotten',
  claim: 'A code held to a query becomes invariant to everything else; one held to the pixels does not.',
  prediction:
    'From the action-centric code the place cannot be read (R² below 0.05) and the side is guessed (below 60 % of 2); from the vanilla code the place can (R² above 0.6).',
  metric: 'factorR2',
  goals: [
    ends('factorR2', xOf(0), 'Action-centric: R² of x', { below: 0.05 }),
    ends('factorR2', yOf(0), 'Action-centric: R² of y', { below: 0.05 }),
    ends('neighbours', sideOf(0), 'Action-centric: side by neighbours', { below: 0.6 }),
    ends('accuracy', sideOf(0), 'Action-centric: side on reconstructions', { below: 0.6 }),
    ends('factorR2', xOf(1), 'Vanilla: R² of x', { above: 0.6 }),
    ends('factorR2', yOf(1), 'Vanilla: R² of y', { above: 0.6 })
  ],
  comparisons: [
    { less: 0, than: 4 },
    { less: 1, than: 5 }
  ],
  experiment: experiment('What is not asked is forgotten', {
    loss: 'action',
    beta: 0.1,
    beside: 'vanilla 1'
  }),
  trials: learned
};

export const rdNotPictures: Preset = {
  id: 'rd-not-pictures',
  title: 'Recognised, but not by you',
  claim:
    'An action-centric code does not serve reconstruction: what it decodes is meaningless to the eye, and the classifier reads it well (Fig. 4).',
  prediction:
    'More than 95 % of reconstructions are recognised though their squared error is over 3 times that of one image for all, their mean (above 0.12 against about 0.037).',
  metric: 'meanSquaredError',
  goals: [
    ends('accuracy', shapeOf(0), 'Accuracy on reconstructions', { above: 0.95 }),
    ends('meanSquaredError', 0, 'Mean squared error', { above: 0.12 }),
    ends('meanSquaredError', 2, 'Of the constant image', { below: 0.04 }),
    ends('meanSquaredError', 1, 'Of the vanilla code', { below: 0.03 })
  ],
  comparisons: [{ less: 3, than: 1 }],
  experiment: experiment('Recognised, but not by you', {
    loss: 'action',
    beta: 0.03,
    beside: 'vanilla 0.3'
  }),
  trials: learned
};

export const rdNewQuery: Preset = {
  id: 'rd-new-query',
  title: 'Another question, another code',
  claim:
    'When action needs something else, the code re-allocates: it keeps what is now asked and drops what was.',
  prediction:
    'Asked for the side instead of the shape half-way, the code ends with more than 95 % of the sides, and the shape is near chance (below 40 % of 4).',
  metric: 'neighbours',
  goals: [
    ends('accuracy', sideOf(0), 'Side on reconstructions', { above: 0.95 }),
    ends('neighbours', shapeOf(0), 'Shape by neighbours', { below: 0.4 }),
    {
      ...ends('accuracy', shapeOf(0), 'Trials until 90 % of shapes were right', { above: 0.9 }),
      lasting: false,
      by: 60
    }
  ],
  experiment: experiment(
    'Another question, another code',
    { loss: 'action', beta: 0.1, query: 'shape' },
    { edits: [{ tick: 6000, setting: 'query', value: 'side' }] }
  ),
  trials: 100
};

export const rdFaster: Preset = {
  id: 'rd-faster',
  title: 'Asking is learned sooner',
  claim: 'A code held to the query is useful after fewer images than one held to the pixels (Fig. 3a).',
  prediction:
    'After 1000 minibatches the action-centric code (β = 0.01) has more than 90 % right, the vanilla one (β = 0.3), which ends above 90 % too, less than 85 %.',
  metric: 'accuracy',
  goals: [
    ends('accuracy', shapeOf(0), 'Action-centric: accuracy', { above: 0.9 }),
    ends('accuracy', shapeOf(1), 'Vanilla: accuracy', { below: 0.85 })
  ],
  comparisons: [{ less: 1, than: 0 }],
  experiment: experiment('Asking is learned sooner', {
    loss: 'action',
    beta: 0.01,
    beside: 'vanilla 0.3'
  }),
  trials: 30
};

/** Of sprites the numbers are scale, rotation, x and y; shape and side have classes as those of shapes do. */
const numberOfSprite = { scale: 0, rotation: 1, x: 2, y: 3 };
const spriteR2 = (coder: number, name: keyof typeof numberOfSprite): number =>
  4 * coder + numberOfSprite[name];

export const rdSprites: Preset = {
  id: 'rd-sprites',
  title: 'Where, and nothing else',
  claim:
    'Asked on which side a sprite is, a code keeps where it lies from left to right and forgets its height, its size and its angle.',
  prediction:
    'With fewer than 3 bits more than 90 % of the sides are right; R² of x is above 0.5, of y and scale below 0.05, where a vanilla code keeps both (above 0.5).',
  metric: 'factorR2',
  goals: [
    ends('rate', 0, 'Action-centric: rate, bits', { below: 3 }),
    ends('accuracy', sideOf(0), 'Action-centric: side on reconstructions', { above: 0.9 }),
    ends('factorR2', spriteR2(0, 'x'), 'Action-centric: R² of x', { above: 0.5 }),
    ends('factorR2', spriteR2(0, 'y'), 'Action-centric: R² of y', { below: 0.05 }),
    ends('factorR2', spriteR2(0, 'scale'), 'Action-centric: R² of scale', { below: 0.05 }),
    ends('factorR2', spriteR2(1, 'y'), 'Vanilla: R² of y', { above: 0.5 }),
    ends('factorR2', spriteR2(1, 'scale'), 'Vanilla: R² of scale', { above: 0.5 })
  ],
  comparisons: [
    { less: 3, than: 5 },
    { less: 4, than: 6 }
  ],
  experiment: experiment(
    'Where, and nothing else',
    { loss: 'action', beta: 0.1, query: 'side', beside: 'vanilla 1', classifierSteps: 1500 },
    { source: { id: 'sprites', settings: { steps: 100 } } }
  ),
  trials: 75
};

export const rdDigits: Preset = {
  id: 'rd-digits',
  title: 'Codes of handwritten digits',
  claim:
    'Of real images too, a code asked which digit it is answers better at an equal rate (as in Fig. 3b).',
  prediction:
    'On digits neither has seen, both carry about 5 bits: the action-centric code (β = 0.1) has more than 88 % right, the vanilla one (β = 1) less than 85 %.',
  metric: 'accuracy',
  goals: [
    ends('rate', 0, 'Action-centric: rate, bits', { below: 6.5 }),
    ends('accuracy', 0, 'Action-centric: accuracy', { above: 0.88 }),
    ends('rate', 1, 'Vanilla: rate, bits', { above: 4 }),
    ends('accuracy', 1, 'Vanilla: accuracy', { below: 0.85 })
  ],
  comparisons: [{ less: 3, than: 1 }],
  experiment: experiment(
    'Codes of handwritten digits',
    { loss: 'action', beta: 0.1, beside: 'vanilla 1' },
    { source: { id: 'images', settings: { file: 'example:digits.csv.gz' } } }
  ),
  trials: 120
};
