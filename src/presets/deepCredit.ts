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
 *
 * Twenty seeds (1 to 20) say more than those three: without a leak the cascade was below 0.1 within 700 updates for 10 of them, the
 * others stayed near a quarter or a half; with the leaks the error after 700 updates was 0.003 to 0.13 under the cascade and 0.2 to
 * 0.52 under immediate (seeds 1 to 12). With random feedback all were below 0.2 within 1000 updates, and 13 below 0.1.
 */
import type { Preset } from '../session/experiment';
import { deepHierarchy } from './deepHierarchy';

const { experiment } = deepHierarchy;

export const deepLeak: Preset = {
  id: 'deep-leak',
  title: 'Depth without a leak',
  claim:
    'The leak is what makes an eligibility trace worth anything: take it away, and the rule that lives on traces loses most of what it had.',
  prediction:
    'After 700 updates the held-out error under the cascade is lower with the leaks of deep-hierarchy (0.5 and 0.05) than without a leak (1), where about half of all seeds stay above 0.1. The task itself is no harder without: the rule without memory (immediate) gets below 0.1 there for some seeds, and with the leak for none.',
  metric: 'heldOutError',
  contrast: { setting: 'leaks', values: ['0.5, 0.05', '1'], metric: 'heldOutError' },
  experiment: {
    ...experiment,
    title: 'Depth without a leak',
    model: { ...experiment.model, settings: { ...experiment.model.settings, leaks: '1' } }
  },
  trials: 700
};

export const deepRandom: Preset = {
  id: 'deep-random',
  title: 'Depth, random feedback',
  claim:
    'Fixed random feedback suffices to learn this task in a stack of two layers, though more slowly than with the weights themselves; it is not shown to teach the lower layer anything of use.',
  prediction:
    'Within 1000 updates four of five held-out trials are right, where chance is one of two; after as many, symmetric feedback leaves fewer wrong. Teaching the top layer alone through random feedback is no slower (mean of three seeds 650 updates to 90 % beside 727); feedback broadcast from the output is faster (380).',
  metric: 'heldOutError',
  goals: [{ series: 'heldOutError', over: 1, below: 0.2 }],
  contrast: { setting: 'feedback', values: ['symmetric', 'random'], metric: 'heldOutError' },
  experiment: {
    ...experiment,
    title: 'Depth, random feedback',
    model: { ...experiment.model, settings: { ...experiment.model.settings, feedback: 'random' } }
  },
  trials: 1000
};
