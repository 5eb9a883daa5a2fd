/**
 * pi = alpha s + (1 - alpha) P^T pi by power iteration with iterative refinement (Wilkinson 1963): one iteration in float64 gives
 * the residual r = T x - x, then e = r + (1 - alpha) P^T e is iterated in float32, at half the memory traffic, and x <- x + e.
 * What float32 leaves undone the next residual shows; the one of the end is in float64 and bounds the L1 error, |r| / alpha.
 *
 * What surprises: the walk that restarts where it dangles is iterated whatever the rule. It keeps its mass, so errors sum to 0 and
 * fall as fast as the walk mixes; a walk that loses mass converges at the pace of 1 - alpha only. Up to a factor the solutions are
 * the same: (alpha + lost) / alpha times the absorbed one. And a node that loops for ever keeps 1 / alpha times what it absorbs.
 */
import type { Layout } from './layout';
import {
  cancelled,
  createPause,
  type Dangling,
  type PowerCall,
  type PowerResult,
  type Start
} from './questions';
import { settle } from './settle';

/** Step, relative to the residual being worked off, below which float32 and float64 can bring no more. */
const floors = { narrow: 1e-6, wide: 1e-13 };

interface Pass {
  /** L1 norm of the step. */
  step: number;
  /** Scores in dangling nodes. */
  lost: number;
  /** All scores. */
  sum: number;
}

/** Throws ComputeError when cancelled. */
export async function solve(
  layout: Layout,
  start: Start,
  { alpha, dangling, mostIterations = 100_000, onProgress, tolerance }: PowerCall
): Promise<PowerResult> {
  const gamma = 1 - alpha;
  const { at, nodes } = layout;
  layout.scaleBy(gamma);
  const pause = createPause();
  // While the walk has reached little of the graph, pushes are cheaper than iterations.
  const { edges } = layout;
  const epsilon = tolerance / (4 * (edges + nodes));
  await settle(layout, start, { alpha, epsilon, restart: true, local: edges / 2 });
  const x = layout.wide(at.x);
  const waiting = layout.wide(at.residual);
  for (let i = 0; i < nodes; i++) x[i] += waiting[i];

  let iterations = 0;
  const heard = async (step: number): Promise<void> => {
    iterations++;
    if (onProgress && !onProgress(iterations, step)) throw cancelled();
    await pause();
  };
  let precision: 'narrow' | 'wide' = 'narrow';
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const { lost, step: residual } = residualPass(layout, start, alpha, x);
    await heard(residual);
    const shrinks = residual < before / (precision === 'narrow' ? 4 : 2);
    const done = residual <= alpha * tolerance || iterations >= mostIterations || residual === 0;
    if (done || (!shrinks && precision === 'wide')) {
      return finished(layout, x, { dangling, alpha, lost: gamma * lost, iterations, residual });
    }
    if (!shrinks) precision = 'wide';
    before = residual;
    const correction = beginCorrection(layout, start, x, residual, precision);
    const enough = Math.max(floors[precision], (alpha * tolerance) / (4 * gamma * residual));
    for (let last = Number.POSITIVE_INFINITY; iterations < mostIterations; ) {
      const { step } = correction.iterate(gamma);
      await heard(step * residual);
      if (step <= enough || step >= last) break;
      last = step;
    }
    correction.add(x);
  }
}

/** next <- T x in float64, x left as it is. */
function residualPass(layout: Layout, start: Start, alpha: number, x: Float64Array): Omit<Pass, 'sum'> {
  const { at, dangling, nodes } = layout;
  const scale = layout.wide(at.scale);
  const y = layout.wide(at.y);
  for (let i = 0; i < nodes; i++) y[i] = x[i] * scale[i];
  let lost = 0;
  for (const node of dangling) lost += x[node];
  const gives = new Uint8Array(layout.buffer, at.gives, layout.blocks).fill(0);
  const given = layout.wide(at.given);
  for (const node of start.nodes) {
    const { block, first, last } = layout.blockOf(node);
    if (gives[block] === 0) given.fill(0, first, last);
    gives[block] = 1;
  }
  start.nodes.forEach((node, k) => {
    given[node] = (alpha + (1 - alpha) * lost) * start.shares[k];
  });
  const { step } = walk(layout, 'wide', at.x, at.next);
  return { step, lost };
}

/** e <- r, both divided by the norm of r, so that float32 has room. */
function beginCorrection(
  layout: Layout,
  start: Start,
  x: Float64Array,
  norm: number,
  precision: 'narrow' | 'wide'
) {
  const { at, dangling, nodes } = layout;
  const next = layout.wide(at.next);
  const view = (address: number) => layout[precision](address);
  const [e, given, y] = [view(at.residual), view(at.given), view(at.y)];
  const scale = precision === 'narrow' ? layout.narrow(at.narrowScale) : layout.wide(at.scale);
  for (let i = 0; i < nodes; i++) {
    const r = (next[i] - x[i]) / norm;
    given[i] = r;
    e[i] = r;
    y[i] = e[i] * scale[i];
  }
  new Uint8Array(layout.buffer, at.gives, layout.blocks).fill(1);
  const own = Float64Array.from(start.nodes, (node) => given[node]);
  // What comes back to the seeds. A correction sums to 0; what rounding adds to that is taken away again, since it would
  // fade at the pace of gamma only, and so is what is left in the scores.
  let back = 0;
  for (const node of dangling) back += e[node];
  return {
    iterate(gamma: number): Pass {
      start.nodes.forEach((node, k) => {
        given[node] = own[k] + gamma * back * start.shares[k];
      });
      const pass = walk(layout, precision, at.residual, at.residual);
      back = pass.lost - pass.sum;
      return pass;
    },
    add(to: Float64Array): void {
      let sum = 0;
      for (let i = 0; i < nodes; i++) {
        to[i] += norm * e[i];
        sum += to[i];
      }
      for (let i = 0; i < nodes; i++) to[i] /= sum;
    }
  };
}

/** One pass of the kernel from y; what it makes of y is y afterwards. */
function walk(layout: Layout, precision: 'narrow' | 'wide', x: number, next: number): Pass {
  const { at } = layout;
  const isNarrow = precision === 'narrow';
  const graph = [layout.blocks, isNarrow ? 1 : 0, at.table, at.sources, at.weightsIn, at.given, at.gives];
  const scale = isNarrow ? at.narrowScale : at.scale;
  const [step, lost, sum] = layout.overBlocks('walk', [
    ...graph,
    x,
    next,
    at.y,
    at.yNext,
    scale,
    at.partials,
    at.taken
  ]);
  [at.y, at.yNext] = [at.yNext, at.y];
  return { step, lost, sum };
}

interface Finish {
  dangling: Dangling;
  alpha: number;
  /** What leaves dangling nodes in a step. */
  lost: number;
  iterations: number;
  residual: number;
}

/** From the walk that restarts where it dangles to the rule that was asked for: the residual is scaled as the scores are. */
function finished(
  layout: Layout,
  x: Float64Array,
  { alpha, dangling, iterations, lost, residual }: Finish
): PowerResult {
  const scores = layout.inOrder(x);
  if (dangling === 'restart' || layout.dangling.length === 0) return { scores, iterations, residual };
  const kept = alpha / (alpha + lost);
  for (let i = 0; i < scores.length; i++) scores[i] *= kept;
  if (dangling === 'selfLoop') for (const node of layout.dangling) scores[layout.order[node]] /= alpha;
  return { scores, iterations, residual: residual * kept };
}
