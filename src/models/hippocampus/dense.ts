/**
 * Direct solutions, for graphs of some hundred nodes:  M = (I - gamma P)^-1  and  (I - (1 - alpha) P^T) pi = alpha s.
 * The two share no step: the inverse is ours, the solve is ml-matrix's LU, so that holding one against the other says something.
 */
import { LuDecomposition, Matrix } from 'ml-matrix';
import { GraphError } from './graph';
import { checkDiscount, checkRestart, type Ranking, residualOf } from './pagerank';
import { dangles, type Transitions } from './transitions';

/** Nodes beyond which n^3 is too much for a direct solution. */
export const mostDense = 1500;

/**
 * [n, n] row-major M; M_ij = expected discounted visits to j from i, the start counted (Dayan 1993). Where the walk dangles by
 * `restart`, the walk of row i returns to i: that row is the one of `absorb` scaled to the sum 1 / (1 - gamma), since every
 * restart repeats the same excursion. Throws GraphError for gamma outside (0, 1) and too many nodes.
 */
export function successorMatrix(transitions: Transitions, gamma: number): Float64Array {
  const { nodes, offsets, probabilities, rule, targets } = transitions;
  checkDiscount(gamma);
  checkSize(nodes);
  const matrix = new Float64Array(nodes * nodes);
  for (let i = 0; i < nodes; i++) {
    matrix[i * nodes + i] = 1;
    for (let e = offsets[i]; e < offsets[i + 1]; e++)
      matrix[i * nodes + targets[e]] -= gamma * probabilities[e];
  }
  invert(matrix, nodes);
  if (rule === 'restart') {
    for (let i = 0; i < nodes; i++) {
      const row = matrix.subarray(i * nodes, (i + 1) * nodes);
      let sum = 0;
      for (const value of row) sum += value;
      const scale = 1 / ((1 - gamma) * sum);
      for (let j = 0; j < nodes; j++) row[j] *= scale;
    }
  }
  return matrix;
}

/** pi by one LU solve of the transposed system. Throws GraphError as `successorMatrix`. */
export function solvePagerank(transitions: Transitions, seeds: Float64Array, alpha: number): Ranking {
  const { nodes, offsets, probabilities, rule, targets } = transitions;
  checkRestart(alpha);
  checkSize(nodes);
  const system = Matrix.eye(nodes, nodes);
  for (let i = 0; i < nodes; i++) {
    for (let e = offsets[i]; e < offsets[i + 1]; e++)
      system.set(targets[e], i, system.get(targets[e], i) - (1 - alpha) * probabilities[e]);
    if (rule === 'restart' && dangles(transitions, i))
      for (let j = 0; j < nodes; j++) system.set(j, i, system.get(j, i) - (1 - alpha) * seeds[j]);
  }
  const right = Matrix.columnVector(Array.from(seeds, (share) => alpha * share));
  const scores = Float64Array.from(new LuDecomposition(system).solve(right).getColumn(0));
  return { scores, iterations: 1, residual: residualOf(transitions, seeds, alpha, scores), method: 'solve' };
}

/**
 * In place, by Gauss-Jordan elimination without pivoting: I - gamma P is strictly diagonally dominant by rows, and stays so while
 * it is eliminated, so no pivot is ever small.
 */
function invert(matrix: Float64Array, n: number): void {
  for (let k = 0; k < n; k++) {
    const pivotRow = k * n;
    const scale = 1 / matrix[pivotRow + k];
    matrix[pivotRow + k] = 1;
    for (let j = 0; j < n; j++) matrix[pivotRow + j] *= scale;
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const row = i * n;
      const factor = matrix[row + k];
      if (factor === 0) continue;
      matrix[row + k] = 0;
      for (let j = 0; j < n; j++) matrix[row + j] -= factor * matrix[pivotRow + j];
    }
  }
}

function checkSize(nodes: number): void {
  if (nodes === 0) throw new GraphError('The graph is empty; expected at least one edge.');
  if (nodes <= mostDense) return;
  throw new GraphError(
    `The graph has ${nodes} nodes; a direct solution takes at most ${mostDense}. Use the method power or push.`
  );
}
