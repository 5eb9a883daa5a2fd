/**
 * From what a model holds to the float64 problem that the rules, alignments and stories are computed from. In a sample W^l is
 * `W0`, `W1`, .., O^l `O0`, ..; feedback in the place of O^l `heard0`, .. [outputs, n_l] and of U^l `down1`, .. [n_l, n_{l-1}].
 */
import type { TrialSample } from '../model';
import { type FeedbackKind, stackOf } from './constants';
import type { Feedback } from './feedback';
import type { Network } from './network';
import type { Feedback as ProblemFeedback, Stack, StackProblem, StackTrial } from '../stack/stack';

export type Matrices = Record<string, Float64Array>;

/** Copies of all weights, and of the feedback in use where it has matrices of its own. */
export async function readMatrices(network: Network, feedback: Feedback): Promise<Matrices> {
  return { ...(await readWeights(network)), ...(await readFeedback(network, feedback)) };
}

export async function readWeights({ compute, layers, readouts }: Network): Promise<Matrices> {
  const matrices: Matrices = {};
  for (const [l, { weights }] of layers.entries()) {
    matrices[`W${l}`] = Float64Array.from(await compute.read(weights));
    const readout = readouts[l];
    if (readout) matrices[`O${l}`] = Float64Array.from(await compute.read(readout));
  }
  return matrices;
}

export async function readFeedback({ compute, layers }: Network, feedback: Feedback): Promise<Matrices> {
  const matrices: Matrices = {};
  if (feedback.kind === 'symmetric') return matrices;
  for (const [l, { units, below }] of layers.entries()) {
    const heard = feedback.heard(l);
    if (heard) matrices[`heard${l}`] = Float64Array.from(await compute.read(heard));
    const down = feedback.down(l);
    if (!down) continue;
    const rows = { offset: 0, width: below, count: units, stride: down.stride };
    matrices[`down${l}`] = Float64Array.from(await compute.readRows(down.block, rows));
  }
  return matrices;
}

/** The problem of one trial under the given matrices. */
export function problemFrom(
  stack: Stack,
  kind: FeedbackKind,
  matrices: Readonly<Matrices>,
  trial: StackTrial
): StackProblem {
  const of = (name: string, l: number): Float64Array => matrices[`${name}${l}`] ?? new Float64Array(0);
  return {
    stack,
    weights: {
      layers: stack.layers.map((_, l) => of('W', l)),
      readout: stack.layers.map((_, l) => of('O', l))
    },
    feedback: feedbackFrom(stack, kind, of),
    trial
  };
}

function feedbackFrom(
  { inputs, outputs, layers }: Stack,
  kind: FeedbackKind,
  of: (name: string, l: number) => Float64Array
): ProblemFeedback {
  if (kind === 'symmetric') return { kind };
  const heard = layers.map(({ units }, l) => transposed(of('heard', l), outputs, units));
  if (kind === 'broadcast') return { kind, broadcast: heard };
  const down = layers.map(({ units }, l) =>
    transposed(of('down', l), units, l === 0 ? inputs : layers[l - 1].units)
  );
  return { kind: 'layered', output: heard, down };
}

/** Of a matrix [rows, columns]; an empty one stays empty. */
function transposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from(matrix, (_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]);
}

/** The ticks of a sampled trial made so far, under the weights it began with. Throws SettingError for settings that do not fit. */
export function problemOf({ settings, shape, trial, ticks, weights }: TrialSample): StackProblem {
  return problemFrom(stackOf(settings, shape), settings['feedback'] as FeedbackKind, weights, {
    x: trial.x.slice(0, ticks * shape.inputs),
    target: trial.target.slice(0, ticks * shape.outputs),
    mask: trial.mask.slice(0, ticks)
  });
}
