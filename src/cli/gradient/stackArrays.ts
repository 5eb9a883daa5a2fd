/** From the arrays of a file to the stack they describe. */
import type { StackProblem } from '../../models/stack/stack';
import type { Matrix } from '../../models/eprop/gradient';
import { checkNames, type NamedArrays } from './arrays';

/** Throws FormatError for arrays that are missing, misspelt, not of the right shape or out of range. */
export function readStack(
  arrays: NamedArrays,
  model: 'leaky' | 'membrane'
): { problem: StackProblem; unused: readonly string[] } {
  const indices = arrays.names.map((name) => Number(/^[rub](\d{1,3})$/i.exec(name)?.[1] ?? 0));
  const depth = Math.max(0, ...indices) + 1;
  const every = Array.from({ length: depth }, (_, l) => l);
  const unused = checkNames(
    arrays,
    [...every.flatMap((l) => [`R${l}`, `U${l}`, `b${l}`]), 'a', 'O', 'x', 'target'],
    ['mask', 'kappa']
  );
  const matrix = (
    name: string,
    rows: number | undefined,
    columns: number | undefined,
    words: string
  ): Matrix => {
    const found = arrays.matrix(name);
    const [r, c] = [rows ?? found.rows, columns ?? found.columns];
    if (found.rows !== r || found.columns !== c || r === 0 || c === 0)
      arrays.fail(name, `shape (${found.rows}, ${found.columns})`, expectedShape([rows, columns], words));
    return found;
  };
  const vector = (name: string, length: number, words: string): Float64Array => {
    const found = arrays.vector(name);
    if (found.length !== length) arrays.fail(name, `shape (${found.length})`, expectedShape([length], words));
    return Float64Array.from(found);
  };
  const within = (
    name: string,
    values: ArrayLike<number>,
    fits: (value: number) => boolean,
    words: string
  ): void => {
    const at = Array.from(values).findIndex((value) => !fits(value));
    if (at >= 0) arrays.fail(name, `${values[at]}${values.length > 1 ? ` at entry ${at}` : ''}`, words);
  };

  const x = matrix('x', undefined, undefined, 'T, n_in');
  const steps = x.rows;
  const widths: number[] = [];
  const weights = every.map((l) => {
    const R = arrays.matrix(`R${l}`);
    const n = matrix(`R${l}`, R.rows, R.rows, `n_${l}, n_${l}`).rows;
    const below = l === 0 ? x.columns : widths[l - 1];
    const U = matrix(`U${l}`, n, below, l === 0 ? 'n_0, n_in' : `n_${l}, n_${l - 1}`);
    const b = vector(`b${l}`, n, `n_${l}`);
    widths.push(n);
    return joined(U, R, b);
  });
  const O = matrix('O', undefined, widths[depth - 1], 'n_out, n of the top layer');
  const target = matrix('target', steps, O.rows, 'T, n_out');
  const a = vector('a', depth, 'L');
  if (model === 'leaky') within('a', a, (leak) => leak > 0 && leak <= 1, 'leaks above 0 and at most 1');
  else within('a', a, (decay) => decay >= 0 && decay <= 1, 'decays from 0 to 1');
  const kappa = arrays.has('kappa') ? arrays.scalar('kappa') : 0;
  within('kappa', [kappa], (decay) => decay >= 0 && decay < 1, 'a decay from 0 to less than 1');
  const mask = arrays.has('mask') ? vector('mask', steps, 'T') : new Float64Array(steps).fill(1);
  within('mask', mask, (weight) => weight >= 0, 'weights of the loss, 0 or more');
  return {
    problem: {
      stack: {
        inputs: x.columns,
        outputs: O.rows,
        layers: widths.map((units, l) => ({
          units,
          unit: model === 'leaky' ? { kind: 'leakyTanh', leak: a[l] } : { kind: 'membrane', decay: a[l] }
        })),
        readout: 'top',
        readoutDecay: kappa,
        loss: 'regression'
      },
      weights: {
        layers: weights,
        readout: every.map((l) => (l === depth - 1 ? Float64Array.from(O.data) : new Float64Array(0)))
      },
      feedback: { kind: 'symmetric' },
      trial: { x: Float64Array.from(x.data), target: Float64Array.from(target.data), mask }
    },
    unused
  };
}

/** "(3, 2), n_1 x n_0"; a side that may be of any length by its name. */
function expectedShape(sides: readonly (number | undefined)[], words: string): string {
  const names = words.split(', ');
  const said = sides.map((side, i) => (side === undefined || side === 0 ? `${names[i]} > 0` : String(side)));
  return `shape (${said.join(', ')}), which is (${words})`;
}

/** W = [U | R | b]. */
function joined(U: Matrix, R: Matrix, b: Float64Array): Float64Array {
  const M = U.columns + R.columns + 1;
  return Float64Array.from({ length: R.rows * M }, (_, at) => {
    const [i, j] = [Math.floor(at / M), at % M];
    if (j < U.columns) return U.data[i * U.columns + j];
    return j < M - 1 ? R.data[i * R.columns + j - U.columns] : b[i];
  });
}
