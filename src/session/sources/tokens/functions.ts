/**
 * Linear regression in context with many functions in one sequence (Alonso, Figliolia & Millidge 2026 go to 128; one function in
 * Garg et al. 2022): in every tick a function f is drawn, and x ~ N(0, I); asked for is y = w_f . x + noise, w_f ~ N(0, I / d) drawn
 * for the trial, so that y has variance 1. A tick shows a code of f, x, and the y of the tick before. What is left to lose by the
 * best reader that forgets nothing is ridge regression for each function apart: `models/memory/tasks/ridge.ts`.
 */
import type { SettingDescription, Settings } from '../../../models/settings';
import type { Random } from '../../../models/random';
import type { StreamShape } from '../../../models/stream';
import type { SourceDefinition } from '../../source';
import { amount, count } from '../streamSettings';
import { type AskingTrial, drawnSequenceSettings, drawnSequences, lengthSetting } from './tokenStream';

const descriptions: readonly SettingDescription[] = [
  lengthSetting(256),
  count({
    name: 'functions',
    label: 'Functions',
    default: 8,
    min: 1,
    max: 128,
    unit: 'functions',
    help: 'Each tick is an example of one of them, drawn with equal chance.'
  }),
  count({
    name: 'dimensions',
    label: 'Dimensions',
    symbol: 'd',
    default: 8,
    min: 1,
    max: 64,
    help: 'Numbers in x, and weights of a function.'
  }),
  count({
    name: 'codeWidth',
    label: 'Numbers in the code of a function',
    default: 0,
    min: 0,
    max: 128,
    help: '0: one channel a function, one-hot. Otherwise every function has a code of so many numbers, drawn once for the run, of length 1.'
  }),
  amount({
    name: 'noise',
    label: 'Noise',
    symbol: 'σ',
    default: 0,
    min: 0,
    max: 10,
    live: true,
    help: 'Standard deviation of what is added to y, whose own is 1.'
  }),
  ...drawnSequenceSettings
];

export const functionsSource: SourceDefinition = {
  id: 'functions',
  title: 'Many linear functions',
  summary: 'Examples of several linear functions in one sequence, whose weights only they tell.',
  settings: descriptions,
  async create(context) {
    const { dimensions, functions } = context.settings as Record<string, number>;
    const codes = drawCodes(context.random.fork('codes'), context.settings);
    return drawnSequences(context, {
      shape: describeShape(context.settings, codes[0].length),
      descriptions,
      what: `${functions} linear functions of ${dimensions} numbers`,
      draw: (trial, random, settings) => drawTrial(trial, random, settings, codes)
    });
  }
};

function describeShape({ dimensions, length }: Settings, width: number): StreamShape {
  const d = dimensions as number;
  return {
    inputs: width + d + 1,
    outputs: 1,
    steps: length as number,
    dtMs: 1,
    loss: 'regression',
    inputKind: 'analogue',
    inputGroups: [
      { label: 'Function', from: 0, to: width },
      { label: 'x', from: width, to: width + d },
      { label: 'y of the last', from: width + d, to: width + d + 1 }
    ],
    phases: [],
    outputLabels: ['y']
  };
}

/** A code for each function. */
function drawCodes(random: Random, settings: Settings): Float64Array[] {
  const { codeWidth, functions } = settings as Record<string, number>;
  return Array.from({ length: functions }, (_, f) => {
    if (codeWidth === 0) return Float64Array.from({ length: functions }, (__, k) => (k === f ? 1 : 0));
    const code = Float64Array.from({ length: codeWidth }, () => random.normal());
    const length = Math.sqrt(code.reduce((sum, c) => sum + c * c, 0));
    return code.map((c) => c / length);
  });
}

function drawTrial(
  { distance, mask, target, x }: AskingTrial,
  random: Random,
  { dimensions, noise }: Settings,
  codes: readonly Float64Array[]
): void {
  const d = dimensions as number;
  const scale = Math.sqrt(1 / d);
  const weights = Float64Array.from({ length: codes.length * d }, () => scale * random.quickNormal());
  const last = new Int32Array(codes.length).fill(-1);
  const width = codes[0].length;
  const inputs = width + d + 1;
  mask.fill(1);
  for (let t = 0, at = 0; t < target.length; t++, at += inputs) {
    const f = random.below(codes.length);
    x.set(codes[f], at);
    for (let i = 0; i < d; i++) {
      const value = random.quickNormal();
      x[at + width + i] = value;
      target[t] += weights[f * d + i] * value;
    }
    target[t] += (noise as number) * random.quickNormal();
    if (t > 0) x[at + inputs - 1] = target[t - 1];
    if (last[f] >= 0) distance[t] = t - last[f];
    last[f] = t;
  }
}
