/** Small random stacks and trials on which identities must hold whatever the numbers are. */
import {
  isReadOut,
  type Feedback,
  type Stack,
  type StackProblem,
  type StackUnit,
  widthBelow
} from '../stack/stack';
import { Random } from '../random';

export type UnitName = 'leakyTanh' | 'membrane' | 'lif' | 'alif';

export interface RandomStack {
  seed: number;
  /** Bottom first. */
  units: readonly UnitName[];
  feedback?: Feedback['kind'];
  readout?: Stack['readout'];
  readoutDecay?: number;
  loss?: Stack['loss'];
  /** Standard deviation of R, times sqrt(n). */
  recurrence?: number;
  steps?: number;
}

const INPUTS = 3;
const OUTPUTS = 2;

/** Layers of 4, 5, 6, .. units, busy enough for every term of the rules to matter. */
export function randomStack({
  seed,
  units,
  feedback = 'symmetric',
  readout = 'top',
  readoutDecay = 0,
  loss = 'regression',
  recurrence = 0.9,
  steps = 20
}: RandomStack): StackProblem {
  const random = new Random(seed);
  const normals = (length: number, scale: number): Float64Array =>
    Float64Array.from({ length }, () => scale * random.normal());
  const layers = units.map((name, l) => ({ units: 4 + l, unit: randomUnit(name, 4 + l, random) }));
  const stack: Stack = { inputs: INPUTS, outputs: OUTPUTS, layers, readout, readoutDecay, loss };
  const heard = (l: number): number => (isReadOut(stack, l) ? layers[l].units * OUTPUTS : 0);
  const spiking = (l: number): boolean => l >= 0 && layers[l].unit.kind === 'spiking';

  const target = normals(steps * OUTPUTS, 1);
  if (loss === 'classification') {
    for (let t = 0; t < steps; t++) {
      const label = random.below(OUTPUTS);
      for (let k = 0; k < OUTPUTS; k++) target[t * OUTPUTS + k] = k === label ? 1 : 0;
    }
  }
  return {
    stack,
    weights: {
      layers: layers.map(({ units: n }, l) => {
        const below = widthBelow(stack, l);
        const scale = spiking(l - 1) ? 2 : 1;
        return Float64Array.from({ length: n * (below + n + 1) }, (_, at) => {
          const j = at % (below + n + 1);
          if (j === below + n) return 0.1 * random.normal() + (spiking(l) ? 0.1 : 0);
          return (j < below ? scale / Math.sqrt(below) : recurrence / Math.sqrt(n)) * random.normal();
        });
      }),
      readout: layers.map((_, l) => normals(heard(l), 0.5))
    },
    feedback: randomFeedback(),
    trial: {
      x: normals(steps * INPUTS, 1),
      target,
      mask: Float64Array.from({ length: steps }, (_, t) => (t % 4 === 1 ? 0 : 1))
    }
  };

  function randomFeedback(): Feedback {
    if (feedback === 'symmetric') return { kind: 'symmetric' };
    if (feedback === 'broadcast')
      return { kind: 'broadcast', broadcast: layers.map(({ units: n }) => normals(n * OUTPUTS, 1)) };
    return {
      kind: 'layered',
      output: layers.map((_, l) => normals(heard(l), 1)),
      down: layers.map(({ units: n }, l) => normals(l === 0 ? 0 : n * widthBelow(stack, l), 0.5))
    };
  }
}

function randomUnit(name: UnitName, units: number, random: Random): StackUnit {
  if (name === 'leakyTanh') return { kind: 'leakyTanh', leak: 0.1 + 0.6 * random.uniform() };
  if (name === 'membrane') return { kind: 'membrane', decay: 0.5 + 0.4 * random.uniform() };
  return {
    kind: 'spiking',
    membraneDecay: 0.7 + 0.2 * random.uniform(),
    currentGain: 0.8,
    threshold: 0.6,
    dampening: 0.5,
    refractory: 2,
    adaptationDecay: 0.95,
    adaptation: Float64Array.from({ length: units }, (_, i) => (name === 'alif' && i % 2 === 0 ? 0.3 : 0))
  };
}

/** The problem with each recurrent weight R_ij of the layers from `first` up replaced. */
export function withRecurrence(
  problem: StackProblem,
  replace: (weight: number, i: number, j: number) => number,
  first = 0
): StackProblem {
  const layers = problem.weights.layers.map((W, l) => {
    const below = widthBelow(problem.stack, l);
    const n = problem.stack.layers[l].units;
    const M = below + n + 1;
    return W.map((weight, at) => {
      const i = Math.floor(at / M);
      const j = (at % M) - below;
      return l >= first && j >= 0 && j < n ? replace(weight, i, j) : weight;
    });
  });
  return { ...problem, weights: { ...problem.weights, layers } };
}

/** The problem with layers above the first that are without recurrence and hardly leave the linear part of tanh. */
export function linearUppers(problem: StackProblem, scale: number): StackProblem {
  const { weights } = withRecurrence(problem, () => 0, 1);
  const layers = weights.layers.map((W, l) => (l === 0 ? W : W.map((weight) => scale * weight)));
  return { ...problem, weights: { ...weights, layers } };
}

/** Every readout, its filter and loss; short, for finite differences. */
export const readouts: readonly Partial<RandomStack>[] = [0, 0.6].flatMap((readoutDecay) =>
  (['top', 'all'] as const).flatMap((readout) =>
    (['regression', 'classification'] as const).map((loss) => ({ readoutDecay, readout, loss, steps: 8 }))
  )
);

/** Stacks of one kind of unit, or of all kinds in turn (`mixed`), of each depth under each of the settings. */
export function family(
  kinds: readonly (UnitName | 'mixed')[],
  depths: readonly number[],
  settings: readonly Partial<RandomStack>[] = [
    {},
    { readoutDecay: 0.6 },
    { readout: 'all', readoutDecay: 0.3, loss: 'classification' }
  ]
): StackProblem[] {
  return kinds.flatMap((kind) =>
    depths.flatMap((depth) => {
      const units = Array.from({ length: depth }, (_, l) =>
        kind === 'mixed' ? turn[l % turn.length] : kind
      );
      return settings.map((setting, seed) => randomStack({ seed, units, ...setting }));
    })
  );
}

const turn: readonly UnitName[] = ['alif', 'leakyTanh', 'lif', 'membrane'];
