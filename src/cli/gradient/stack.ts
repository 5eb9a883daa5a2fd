/** `engram gradient` of a stack of leaky tanh or membrane layers, under any rule of the family, beside the exact gradient. */
import { alignGradients, gradientNorm, ruleGradient } from '../../models/stack/alignment';
import { stackGradient } from '../../models/stack/gradient';
import { refusal } from '../../models/stack/ruleMemory';
import {
  fanIn,
  type Rule,
  rules,
  type Stack,
  StackError,
  type StackGradient,
  widthBelow
} from '../../models/stack/stack';
import { GradientError } from '../../models/eprop/gradient';
import { type Call, choice, UsageError } from '../command';
import type { NamedArrays } from './arrays';
import type { GradientForm, GradientReport } from './form';
import type { Shaped } from './shaped';
import { readStack } from './stackArrays';

/** The default first. */
export const stackRules: readonly Rule[] = ['cascade', ...rules.filter((rule) => rule !== 'cascade')];

export const stackHelp = [
  ['R0, R1, .. (n_l, n_l)', 'Recurrent weights, diagonal included.'],
  ['U0, U1, .. (n_l, n_l-1)', 'Weights from the layer below; U0 (n_0, n_in) from the input.'],
  ['b0, b1, .. (n_l)', 'Biases.'],
  [
    'a (L)',
    'Leaky: the leak of each layer, above 0 and at most 1. Membrane: its decay per tick, from 0 to 1.'
  ],
  ['O (n_out, n_L)', 'Readout of the top layer.'],
  ['x (T, n_in), target (T, n_out)', 'Input and target of each tick; E = 0.5 sum |y - target|^2.'],
  [
    'mask (T), kappa',
    'Optional: 1 where the loss counts, else everywhere; decay of the readout per tick, else 0.'
  ]
];

export const stackForm =
  (model: 'leaky' | 'membrane'): GradientForm =>
  async (arrays, call) => {
    const rule = choice(call, 'rule', stackRules);
    checkBackend(call);
    const { problem, unused } = readStack(arrays, model);
    const { stack, trial } = problem;
    const refused = rule === 'rtrl' ? refusal(stack, rule, trial.mask.length) : undefined;
    if (refused !== undefined) throw new GradientError(`${arrays.file}: ${refused}`);
    const [gradient, exact] = named(arrays, () => [
      ruleGradient(problem, rule),
      stackGradient(problem, 'bptt')
    ]);
    const alignments = alignGradients(gradient, exact);
    const norms = gradient.layers.map(gradientNorm);
    return {
      arrays: resultArrays(stack, gradient),
      said: { rule, model, layers: alignments.map((alignment, l) => ({ norm: norms[l], ...alignment })) },
      words: inWords(gradient.loss, rule, norms, alignments),
      unused
    };
  };

function checkBackend(call: Call): void {
  const backend = call.get('backend');
  if (backend === undefined || backend === 'reference') return;
  throw new UsageError(`--backend is '${backend}'; stacks are computed in float64 alone, by 'reference'.`);
}

/** Errors of the stack as errors about the file. */
function named<Result>({ file }: NamedArrays, compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (error instanceof StackError) throw new GradientError(`${file}: ${error.message}`);
    throw error;
  }
}

/** loss, dR0, dU0, db0, .., dO. */
function resultArrays(stack: Stack, { loss, layers, readout }: StackGradient): Record<string, Shaped> {
  const result: Record<string, Shaped> = { loss: { shape: [], data: Float64Array.of(loss) } };
  for (const [l, W] of layers.entries()) {
    const [n, below, M] = [stack.layers[l].units, widthBelow(stack, l), fanIn(stack, l)];
    const columns = (from: number, to: number): Float64Array =>
      W.filter((_, at) => at % M >= from && at % M < to);
    result[`dR${l}`] = { shape: [n, n], data: columns(below, below + n) };
    result[`dU${l}`] = { shape: [n, below], data: columns(0, below) };
    result[`db${l}`] = { shape: [n], data: columns(M - 1, M) };
  }
  const top = layers.length - 1;
  return { ...result, dO: { shape: [stack.outputs, stack.layers[top].units], data: readout[top] } };
}

function inWords(
  loss: number,
  rule: Rule,
  norms: readonly number[],
  alignments: readonly { cosine: number; ratio: number }[]
): GradientReport['words'] {
  return [
    ['loss', String(loss)],
    ['rule', rule],
    ...alignments.map(({ cosine, ratio }, l): [string, string] => [
      `layer ${l + 1}`,
      `|dR, dU, db| ${norms[l]}; to the exact gradient: cosine ${fixed(cosine)}, ratio of norms ${fixed(ratio)}`
    ])
  ];
}

const fixed = (value: number): string => (Number.isNaN(value) ? 'none, a gradient is 0' : value.toFixed(6));
