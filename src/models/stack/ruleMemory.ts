/**
 * What a rule must remember of one trial to run as its name says, in floats besides states, weights and gradient. With P_k
 * the weights of layer k and n_l the state variables of layer l (of adapting units two each):
 *
 *   rtrl       sum_{k <= l} n_l P_k          a trace for every weight at every unit from its layer up
 *   deep       sum_k P_k + sum_{k < l} n_l P_k
 *   cascade    sum_k (L - k + 1) P_k         a trace, and a filter for each layer above
 *   spatial    sum_k P_k
 *   top        P_L
 *   immediate  0
 *   bptt       T sum_l n_l                   no trace, but every state of the trial
 *
 * Adaptation remembers one trace more for each synapse of the local rules, a filtered readout (kappa > 0) one for each trace
 * that meets a signal; for the cross traces of rtrl and deep the derivative of each output takes its place.
 */
import { fanIn, isReadOut, type Rule, type Stack } from './stack';

/** The most floats of traces that rtrl and deep may need, all trials in parallel together; beyond, the same gradient is to be had from bptt and the cascade is near. */
export const rtrlLimit = 2 ** 20;
export const deepLimit = 2 ** 24;

/** Floats for one trial of `steps` ticks. */
export function ruleMemory(stack: Stack, rule: Rule, steps: number): number {
  const { layers, outputs, readoutDecay } = stack;
  const weights = layers.map(({ units }, l) => units * fanIn(stack, l));
  const states = layers.map((_, l) => layers[l].units * (adapts(stack, l) ? 2 : 1));
  const top = layers.length - 1;
  const sum = (entry: (k: number) => number): number => layers.reduce((total, _, k) => total + entry(k), 0);
  const self = (k: number): number => weights[k] * (adapts(stack, k) ? 2 : 1);
  /** Layers from k up that are read out, where what meets the error is filtered. */
  const heard = (k: number): number =>
    readoutDecay === 0 ? 0 : layers.filter((_, m) => m >= k && isReadOut(stack, m)).length;
  const heardOutputs = readoutDecay === 0 ? 0 : outputs;
  const above = (k: number): number => states.slice(k + 1).reduce((total, n) => total + n, 0);
  switch (rule) {
    case 'bptt':
      return steps * sum((l) => states[l]);
    case 'rtrl':
      return sum((k) => weights[k] * (states[k] + above(k) + heardOutputs));
    case 'deep':
      return sum((k) => self(k) + weights[k] * (k === top ? heard(k) : above(k) + heardOutputs));
    case 'cascade':
      return sum((k) => self(k) + weights[k] * (top - k + heard(k)));
    case 'spatial':
      return sum((k) => self(k) + weights[k] * Math.min(heard(k), 1));
    case 'top':
      return self(top) + weights[top] * heard(top);
    case 'immediate':
      return 0;
  }
}

const adapts = ({ layers }: Stack, l: number): boolean => {
  const { unit } = layers[l];
  return unit.kind === 'spiking' && unit.adaptation.some((beta) => beta !== 0);
};

/** What those floats are, for lists: "a trace per synapse". */
export const memoryWords: Readonly<Record<Rule, string>> = {
  bptt: 'every state of the trial',
  rtrl: 'a trace per synapse and unit, from its layer up',
  deep: 'a trace per synapse, and one per synapse and unit above',
  cascade: 'a trace per synapse, and a filter for each layer above',
  spatial: 'a trace per synapse',
  immediate: 'nothing from one tick to the next',
  top: 'a trace per synapse of the top layer'
};

/**
 * What to say where a rule needs more than its limit for `trials` trials in lock-step; undefined where it fits. One line. The work
 * of a step grows with the same floats, so what is refused would also take minutes an update.
 */
export function refusal(stack: Stack, rule: Rule, steps: number, trials = 1): string | undefined {
  const limit = rule === 'rtrl' ? rtrlLimit : rule === 'deep' ? deepLimit : Number.POSITIVE_INFINITY;
  const floats = trials * ruleMemory(stack, rule, steps);
  if (floats <= limit) return undefined;
  const instead = rule === 'rtrl' ? "'bptt', which is as exact" : "'cascade', which stays close to it";
  return (
    `The rule '${rule}' needs ${floats} floats of traces here (${memoryWords[rule]}); it is made for at most ` +
    `${limit}. Use ${instead}, or smaller layers${trials > 1 ? `, or fewer than ${trials} trials in parallel` : ''}.`
  );
}
