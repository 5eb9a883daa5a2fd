/**
 * Two ways to doubt what the stack of `deep-hierarchy` does: without a leak, and with feedback that knows no weights.
 * Updates until the held-out error was first below 0.1 (wasm, seeds 0, 1, 2):
 *
 *   leaks 0.5, 0.05   cascade 190 270 640   immediate: never in 1500 (lowest 0.165, 0.266, 0.104)
 *   leaks 1           cascade 430 450 430   immediate 460 760 360   bptt 30 40 60
 *
 * So without a leak the task is still learned: what is lost is the difference that the trace makes. Cosine to the exact
 * gradient at initial weights, bottom and top layer, mean of the three seeds: cascade .788 .938 and immediate .728 .885
 * with the leak, .591 .735 and .607 .740 without.
 *
 *   feedback   symmetric 190 270 640   broadcast 330 390 420   random 790 440 950   adaptive: never in 1000, 290, 500
 *   top layer alone   symmetric 350 570 690   random 860 660 430
 *
 * Random feedback per layer gets there, but no sooner than when only the top layer is taught by it.
 */
import type { Preset } from '../session/experiment';
import { deepHierarchy } from './deepHierarchy';

const { experiment, goals } = deepHierarchy;

export const deepLeak: Preset = {
  id: 'deep-leak',
  title: 'Depth without a leak',
  claim:
    'The leak is what makes an eligibility trace worth anything: without it a rule with traces learns about as fast as one that has none.',
  prediction:
    'With leaks of 1 the held-out error is below 0.1 within some 450 updates under the cascade, and about as soon under the rule without memory (immediate). With the leaks of deep-hierarchy the cascade gets there as well, but immediate does not within 1500. The task itself can be learned without a leak.',
  metric: 'heldOutError',
  experiment: {
    ...experiment,
    title: 'Depth without a leak',
    model: { ...experiment.model, settings: { ...experiment.model.settings, leaks: '1' } }
  },
  goals,
  trials: 700
};

export const deepRandom: Preset = {
  id: 'deep-random',
  title: 'Depth, random feedback',
  claim:
    'Fixed random feedback suffices to learn this task in a stack of two layers, though more slowly than with the weights themselves; it is not shown to teach the lower layer anything of use.',
  prediction:
    'The held-out error is below 0.1 within 1000 updates, later than with symmetric feedback (mean of three seeds 727 beside 367). Teaching the top layer alone through random feedback is no slower (650); feedback broadcast from the output is faster (380).',
  metric: 'heldOutError',
  goals,
  experiment: {
    ...experiment,
    title: 'Depth, random feedback',
    model: { ...experiment.model, settings: { ...experiment.model.settings, feedback: 'random' } }
  },
  trials: 1000
};
