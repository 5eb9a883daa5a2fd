/**
 * The slowest modes of a walk: eigenvectors of P, which M = (I - gamma P)^-1 shares, lambda -> 1 / (1 - gamma lambda) (Stachenfeld et al.
 * 2017). P is not symmetric; `symmetrised.ts` makes it so within each class of states that lead to each other. Where the walk is
 * reversible there (every undirected graph) the modes are those of P; elsewhere lambda and the mode within its class are those
 * of the walk mixed with its time reversal. From states that lead into a class but are not of it, P itself carries the mode back:
 *
 *   v_up = (lambda - P_up,up)^-1 P_up,class v_class
 *
 * so that lambda = 1 has a mode for each class that is never left: the chance to end up there. With `restart` P is that of `absorb`:
 * what dangles goes back to a start, which a walk as such does not have.
 */
import { LuDecomposition, Matrix } from 'ml-matrix';
import { exp } from '../../compute/transcendentals';
import { type Class, type Classes, classesOf } from './classes';
import { symmetricModes } from './symmetricModes';
import { symmetrised } from './symmetrised';
import type { Transitions } from './transitions';

export interface Eigenmaps {
  /** Of P or of the mixture, descending. */
  values: Float64Array;
  /** [count, n], each scaled to a largest absolute value of 1, which is positive. */
  vectors: Float64Array;
}

/** A mode within a class. */
interface ClassMode {
  /** Place of the class in the list. */
  of: number;
  value: number;
  /** [m]. */
  vector: Float64Array;
}

/** Growth beyond which lambda counts as one of the upstream class as well: no eigenvector then reaches back there. */
const mostGrowth = 1e10;

/**
 * The `count` modes with the largest eigenvalues (fewer in a smaller world); of equal ones that of the larger class first. States
 * marked in `walls` [n], which nothing joins to others, have none.
 */
export function eigenmaps(transitions: Transitions, count: number, walls?: ArrayLike<number>): Eigenmaps {
  const { nodes } = transitions;
  const classes = classesOf(transitions);
  const { list } = classes;
  const modes = list
    .flatMap((each, of) =>
      walls?.[each.states[0]] ? [] : modesOf(transitions, each, count).map((mode) => ({ ...mode, of }))
    )
    .sort(
      (a, b) =>
        b.value - a.value ||
        list[b.of].states.length - list[a.of].states.length ||
        list[a.of].states[0] - list[b.of].states[0]
    )
    .slice(0, count);
  const vectors = new Float64Array(modes.length * nodes);
  modes.forEach((mode, k) => {
    const vector = vectors.subarray(k * nodes, (k + 1) * nodes);
    list[mode.of].states.forEach((state, a) => {
      vector[state] = mode.vector[a];
    });
    carryBack(transitions, classes, mode, vector);
    scale(vector);
  });
  return { values: Float64Array.from(modes, ({ value }) => value), vectors };
}

/** Eigenvalues and right eigenvectors Q^-1/2 u of the walk within one class. */
function modesOf(
  transitions: Transitions,
  { closed, states }: Class,
  count: number
): Omit<ClassMode, 'of'>[] {
  const size = states.length;
  const { logLaw, matrix } = symmetrised(transitions, { states });
  const least = Math.min(...logLaw);
  const most = Math.max(...logLaw);
  // The mode 1 is known, and where the law is steep better than it can be found: a constant, with u = Q^1/2. It is taken below the others.
  const roots = logLaw.map((share) => exp((share - most) / 2));
  const square = roots.reduce((sum, root) => sum + root * root, 0);
  if (closed)
    for (let i = 0, at = 0; i < size; i++)
      for (let j = 0; j < size; j++, at++) matrix[at] -= (3 * roots[i] * roots[j]) / square;
  const factors = logLaw.map((share) => exp((least - share) / 2));
  const modes = symmetricModes(matrix, size, closed ? Math.min(count, size) - 1 : count).map(
    ({ value, vector }) => {
      const right = vector.map((u, a) => u * factors[a]);
      scale(right);
      return { value, vector: right };
    }
  );
  return closed ? [{ value: 1, vector: new Float64Array(size).fill(1) }, ...modes] : modes;
}

/** Extends a mode of one class to the states that lead there, class by class. */
function carryBack(
  { offsets, probabilities, targets }: Transitions,
  { list, of }: Classes,
  mode: ClassMode,
  vector: Float64Array
): void {
  for (let above = mode.of + 1; above < list.length; above++) {
    const { states } = list[above];
    const size = states.length;
    const gained = new Float64Array(size);
    for (let a = 0; a < size; a++)
      for (let e = offsets[states[a]]; e < offsets[states[a] + 1]; e++)
        gained[a] += probabilities[e] * vector[targets[e]];
    const most = largestOf(gained);
    if (most === 0) continue;
    const place = new Map(Array.from(states, (state, a) => [state, a]));
    const system = Matrix.eye(size, size, mode.value);
    for (let a = 0; a < size; a++)
      for (let e = offsets[states[a]]; e < offsets[states[a] + 1]; e++) {
        const b = of[targets[e]] === above ? place.get(targets[e]) : undefined;
        if (b !== undefined) system.set(a, b, system.get(a, b) - probabilities[e]);
      }
    const factors = new LuDecomposition(system);
    if (factors.isSingular()) continue;
    const carried = factors.solve(Matrix.columnVector(gained)).getColumn(0);
    if (!(largestOf(carried) < mostGrowth * most)) continue;
    carried.forEach((value, a) => {
      vector[states[a]] = value;
    });
  }
}

function largestOf(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** Largest absolute value 1, and positive where it first occurs: an eigenvector has no sign of its own. */
function scale(vector: Float64Array): void {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest) * (1 + 1e-6)) largest = value;
  if (largest !== 0) for (let i = 0; i < vector.length; i++) vector[i] /= largest;
}
