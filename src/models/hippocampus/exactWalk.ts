/**
 * The walk and everything exact about it, computed when first asked for and kept until the walk changes: M = (I - gamma P)^-1, the
 * ranking from the cues, place fields at other discounts, eigenvectors; and how far every algorithm is from it.
 */
import { Random } from '../random';
import { successorMatrix, solvePagerank } from './dense';
import { eigenmaps } from './eigenmaps';
import { gridness } from './gridness';
import { monteCarlo } from './walks';
import { powerIteration, successorColumn } from './power';
import { eigenmapCount, gammaBank, residualNames } from './probes';
import { ForwardPush, ReversePush } from './push';
import { seedVector } from './pagerank';
import type { Transitions } from './transitions';
import type { World } from './world';

export interface RecallOptions {
  cues: readonly number[];
  /** Tolerance of push per edge of a state. */
  epsilon: number;
  /** Monte-Carlo walks. */
  walks: number;
  /** The column that reverse push is tried on. */
  target: number;
}

const powerTolerance = 1e-13;
/** Standard errors within which a Monte-Carlo estimate of the worst state should lie. */
const deviations = 5;

export class ExactWalk {
  readonly transitions: Transitions;
  readonly gamma: number;
  private map: Float64Array | undefined;
  private modes: { maps: Float64Array; values: Float64Array } | undefined;

  constructor(transitions: Transitions, gamma: number) {
    this.transitions = transitions;
    this.gamma = gamma;
  }

  /** [n, n] M, row-major; the start is counted. */
  get successor(): Float64Array {
    this.map ??= successorMatrix(this.transitions, this.gamma);
    return this.map;
  }

  /** [n] personalised PageRank of the cues, by one linear solve that knows nothing of M. */
  ranking(cues: readonly number[]): Float64Array {
    const { gamma, transitions } = this;
    return solvePagerank(transitions, seedVector(transitions.nodes, cues), 1 - gamma).scores;
  }

  /** [n] (1 - gamma) s^T M for any M of this size. */
  readRows(map: Float64Array, cues: readonly number[]): Float64Array {
    const { nodes } = this.transitions;
    const scores = new Float64Array(nodes);
    for (const cue of cues)
      for (let j = 0; j < nodes; j++) scores[j] += ((1 - this.gamma) * map[cue * nodes + j]) / cues.length;
    return scores;
  }

  /** [bank, n] columns of M for the discounts of `gammaBank`. */
  bank(state: number): Float64Array {
    const { nodes } = this.transitions;
    const fields = new Float64Array(gammaBank.length * nodes);
    gammaBank.forEach((gamma, b) => {
      fields.set(successorColumn(this.transitions, state, gamma, 1e-9), b * nodes);
    });
    return fields;
  }

  /** Leading eigenvectors [count, n], and for each [count, 3] the eigenvalue of P, that of M, and its gridness. */
  eigen(world: World): { maps: Float64Array; values: Float64Array } {
    if (this.modes) return this.modes;
    const { nodes } = this.transitions;
    const { values, vectors } = eigenmaps(this.transitions, eigenmapCount, world.maze?.walls);
    const rows = new Float64Array(3 * eigenmapCount).fill(Number.NaN);
    for (let k = 0; k < values.length; k++) {
      const score = world.maze
        ? gridness(vectors.subarray(k * nodes, (k + 1) * nodes), world.maze.columns, world.maze.rows)
        : Number.NaN;
      rows.set([values[k], 1 / (1 - this.gamma * values[k]), score], 3 * k);
    }
    const maps = new Float64Array(eigenmapCount * nodes).fill(Number.NaN);
    maps.set(vectors);
    this.modes = { maps, values: rows };
    return this.modes;
  }

  /** [residualNames, 3]: distance, bound, operations. */
  residuals({ cues, epsilon, target, walks }: RecallOptions): Float64Array {
    const { gamma, successor: map, transitions } = this;
    const { nodes, targets } = transitions;
    const alpha = 1 - gamma;
    const seeds = seedVector(nodes, cues);
    const exact = this.ranking(cues);
    const rows: [number, number, number][] = [];
    const largest = (values: ArrayLike<number>): number => {
      let most = 0;
      for (let i = 0; i < nodes; i++) most = Math.max(most, Math.abs(values[i] - exact[i]));
      return most;
    };
    rows.push([largest(this.readRows(map, cues)), 1e-12, nodes * nodes * nodes]);

    const power = powerIteration(transitions, seeds, { alpha, tolerance: powerTolerance });
    rows.push([largest(power.scores), 1e-12, power.iterations * targets.length]);

    const forward = new ForwardPush(transitions, seeds, { alpha, epsilon });
    while (!forward.done) forward.step(1000);
    const left = forward.residual.reduce((sum, mass) => sum + mass, 0);
    rows.push([largest(forward.settled), left, forward.work]);

    rows.push(reversePushed(transitions, map, target, alpha, epsilon));

    const sampled = monteCarlo(transitions, seeds, { alpha, walks, random: new Random('residuals') });
    const spread = exact.reduce((most, p) => Math.max(most, p * (1 - p)), 0);
    const bound = deviations * Math.sqrt(spread / walks);
    rows.push([largest(sampled.endPoints), bound, sampled.steps]);
    rows.push([largest(sampled.visits), bound, sampled.steps]);

    rows.push([mapResidual(map, transitions, gamma), 1e-12 / alpha, nodes * targets.length]);
    rows.push([largest(onceMore(exact, seeds, transitions, alpha)), 1e-12, targets.length]);
    return Float64Array.from(rows.flat());
  }
}

/** NaN where the walk restarts at its own start: a column of M has no recursion then. */
function reversePushed(
  transitions: Transitions,
  map: Float64Array,
  target: number,
  alpha: number,
  epsilon: number
): [number, number, number] {
  const { nodes, rule } = transitions;
  if (rule === 'restart') return [Number.NaN, Number.NaN, 0];
  const reverse = new ReversePush(transitions, target, { alpha, epsilon });
  while (!reverse.done) reverse.step(1000);
  let column = 0;
  for (let i = 0; i < nodes; i++)
    column = Math.max(column, Math.abs(reverse.settled[i] - alpha * map[i * nodes + target]));
  return [column, epsilon, reverse.work];
}

/** Largest entry of M - I - gamma P M; dangling rows by the walk's rule. */
function mapResidual(
  map: Float64Array,
  { nodes, offsets, probabilities, rule, targets }: Transitions,
  gamma: number
) {
  let most = 0;
  const row = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    // With restart, M depends on the start and has no such recursion of its own; each row is a ranking, tested as one.
    if (rule === 'restart') return rowSumResidual(map, nodes, gamma);
    row.fill(0);
    row[i] = 1;
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const gain = gamma * probabilities[e];
      for (let j = 0; j < nodes; j++) row[j] += gain * map[targets[e] * nodes + j];
    }
    for (let j = 0; j < nodes; j++) most = Math.max(most, Math.abs(row[j] - map[i * nodes + j]));
  }
  return most;
}

function rowSumResidual(map: Float64Array, nodes: number, gamma: number): number {
  let most = 0;
  for (let i = 0; i < nodes; i++) {
    let sum = 0;
    for (let j = 0; j < nodes; j++) sum += map[i * nodes + j];
    most = Math.max(most, Math.abs(sum - 1 / (1 - gamma)));
  }
  return most;
}

/** alpha s + gamma P^T pi, with what dangles returned by the walk's rule. */
function onceMore(
  scores: Float64Array,
  seeds: Float64Array,
  { nodes, offsets, probabilities, rule, targets }: Transitions,
  alpha: number
): Float64Array {
  const next = seeds.map((share) => alpha * share);
  for (let i = 0; i < nodes; i++) {
    const mass = (1 - alpha) * scores[i];
    if (offsets[i] === offsets[i + 1] && rule === 'restart')
      for (let j = 0; j < nodes; j++) next[j] += mass * seeds[j];
    for (let e = offsets[i]; e < offsets[i + 1]; e++) next[targets[e]] += mass * probabilities[e];
  }
  return next;
}

/** How many rows `residuals` has. */
export const residualCount = residualNames.length;
