/**
 * The slowest modes of a walk: eigenvectors of P, which M = (I - gamma P)^-1 shares, lambda -> 1 / (1 - gamma lambda) (Stachenfeld et al.
 * 2017). P is not symmetric, so it is taken as S = Q^1/2 P Q^-1/2 with Q the stationary law: symmetric where the walk is reversible
 * (every undirected graph, where Q is the degrees); elsewhere the symmetric part of S, the walk mixed with its time reversal (Fill
 * 1991). Right eigenvectors are Q^-1/2 u. Found by subspace iteration on (I - g S)^-1, which sets the slow modes far apart.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { Random } from '../random';
import { successorMatrix } from './dense';
import type { Transitions } from './transitions';

export interface Eigenmaps {
  /** Of P, descending. */
  values: Float64Array;
  /** [count, n], each scaled to a largest absolute value of 1, which is positive. */
  vectors: Float64Array;
}

/** g of the inverse that is iterated: near enough to 1 to part the slow modes. */
const shift = 0.995;
/** Vectors beyond those asked for, which let the last of them settle. */
const spare = 6;
const rounds = 40;
const lazyRounds = 20_000;

/** The `count` modes with the largest eigenvalues (fewer in a smaller world). */
export function eigenmaps(transitions: Transitions, count: number): Eigenmaps {
  const { nodes } = transitions;
  const roots = stationaryRoots(transitions);
  const symmetric = symmetrised(transitions, roots);
  const wanted = Math.min(count, nodes);
  const width = Math.min(nodes, wanted + spare);
  const inverse = invertedSymmetric(symmetric, nodes);
  const random = new Random('eigenmaps');
  let block: Float64Array[] = Array.from({ length: width }, () =>
    Float64Array.from({ length: nodes }, () => random.uniform() - 0.5)
  );
  block = orthonormal(block);
  for (let round = 0; round < rounds; round++)
    block = orthonormal(block.map((vector) => times(inverse, vector, nodes)));
  // Rayleigh-Ritz: the best eigenvectors within the subspace.
  const images = block.map((vector) => times(symmetric, vector, nodes));
  const small = new Matrix(block.map((left) => images.map((right) => dot(left, right))));
  for (let a = 0; a < width; a++)
    for (let b = 0; b < a; b++) {
      const mean = (small.get(a, b) + small.get(b, a)) / 2;
      small.set(a, b, mean);
      small.set(b, a, mean);
    }
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(small, {
    assumeSymmetric: true
  });
  const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const values = new Float64Array(wanted);
  const vectors = new Float64Array(wanted * nodes);
  for (let k = 0; k < wanted; k++) {
    values[k] = realEigenvalues[order[k]];
    const vector = vectors.subarray(k * nodes, (k + 1) * nodes);
    for (let b = 0; b < width; b++) {
      const share = eigenvectorMatrix.get(b, order[k]);
      for (let i = 0; i < nodes; i++) vector[i] += (share * block[b][i]) / roots[i];
    }
    scale(vector);
  }
  return { values, vectors };
}

/** [n] square roots of the stationary law, up to a factor for each part of the graph. */
function stationaryRoots(transitions: Transitions): Float64Array {
  return (reversibleLaw(transitions) ?? lazyLaw(transitions)).map((share) =>
    share > 0 ? Math.sqrt(share) : 1
  );
}

/** By detailed balance from neighbour to neighbour, q_i P_ij = q_j P_ji; undefined where the walk has none. */
function reversibleLaw({ nodes, offsets, probabilities, targets }: Transitions): Float64Array | undefined {
  const chance = (from: number, to: number): number => {
    for (let e = offsets[from]; e < offsets[from + 1]; e++) if (targets[e] === to) return probabilities[e];
    return 0;
  };
  const law = new Float64Array(nodes);
  for (let root = 0; root < nodes; root++) {
    if (law[root] > 0) continue;
    law[root] = 1;
    const reached = [root];
    for (let k = 0; k < reached.length; k++) {
      const i = reached[k];
      for (let e = offsets[i]; e < offsets[i + 1]; e++) {
        const j = targets[e];
        const back = chance(j, i);
        if (back === 0) return undefined;
        const share = (law[i] * probabilities[e]) / back;
        if (law[j] === 0) {
          law[j] = share;
          reached.push(j);
        } else if (Math.abs(law[j] - share) > 1e-9 * law[j]) return undefined;
      }
    }
  }
  return law;
}

/** By the walk that rests half of the time, which never swings to and fro. */
function lazyLaw({ nodes, offsets, probabilities, targets }: Transitions): Float64Array {
  let law: Float64Array = new Float64Array(nodes).fill(1 / nodes);
  for (let round = 0; round < lazyRounds; round++) {
    const next = law.map((share, i) => (offsets[i] === offsets[i + 1] ? share : share / 2));
    for (let i = 0; i < nodes; i++)
      for (let e = offsets[i]; e < offsets[i + 1]; e++) next[targets[e]] += (law[i] / 2) * probabilities[e];
    const step = next.reduce((sum, share, i) => sum + Math.abs(share - law[i]), 0);
    law = next;
    if (step < 1e-14) break;
  }
  return law;
}

/** [n, n] (S + S^T) / 2 with S = Q^1/2 P Q^-1/2. */
function symmetrised(
  { nodes, offsets, probabilities, targets }: Transitions,
  roots: Float64Array
): Float64Array {
  const matrix = new Float64Array(nodes * nodes);
  for (let i = 0; i < nodes; i++)
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const half = (0.5 * probabilities[e] * roots[i]) / roots[targets[e]];
      matrix[i * nodes + targets[e]] += half;
      matrix[targets[e] * nodes + i] += half;
    }
  return matrix;
}

/** (I - g S)^-1, by the same elimination as M: S has eigenvalues of at most 1 where it is similar to P. */
function invertedSymmetric(symmetric: Float64Array, nodes: number): Float64Array {
  return successorMatrix(denseTransitions(symmetric, nodes), shift);
}

/** Any matrix in the form of transitions, for `successorMatrix`, which asks nothing more of it. */
function denseTransitions(matrix: Float64Array, nodes: number): Transitions {
  const offsets = new Uint32Array(nodes + 1);
  const targets: number[] = [];
  const probabilities: number[] = [];
  for (let i = 0; i < nodes; i++) {
    for (let j = 0; j < nodes; j++)
      if (matrix[i * nodes + j] !== 0) {
        targets.push(j);
        probabilities.push(matrix[i * nodes + j]);
      }
    offsets[i + 1] = targets.length;
  }
  return {
    nodes,
    offsets,
    targets: Uint32Array.from(targets),
    probabilities: Float64Array.from(probabilities),
    rule: 'absorb'
  };
}

function times(matrix: Float64Array, vector: Float64Array, nodes: number): Float64Array {
  return Float64Array.from(vector, (_, i) => {
    let sum = 0;
    const row = i * nodes;
    for (let j = 0; j < nodes; j++) sum += matrix[row + j] * vector[j];
    return sum;
  });
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += left[i] * right[i];
  return sum;
}

/** Modified Gram-Schmidt, twice. */
function orthonormal(block: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of block) {
    for (let pass = 0; pass < 2; pass++)
      for (const other of done) {
        const share = dot(vector, other);
        for (let i = 0; i < vector.length; i++) vector[i] -= share * other[i];
      }
    const length = Math.sqrt(dot(vector, vector));
    done.push(length > 0 ? vector.map((value) => value / length) : vector);
  }
  return done;
}

/** Largest absolute value 1, and positive where it first occurs: an eigenvector has no sign of its own. */
function scale(vector: Float64Array): void {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest) * (1 + 1e-6)) largest = value;
  if (largest !== 0) for (let i = 0; i < vector.length; i++) vector[i] /= largest;
}
