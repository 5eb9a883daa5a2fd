/**
 * Personalised PageRank on large graphs, on the kernels: pi = alpha s + (1 - alpha) P^T pi in float64, by power iteration or by push.
 * A graph of 10^6 nodes and 10^7 edges takes about 0.2 GB beside the caller's own copy.
 */
import { ComputeError } from './compute';
import type { SpawnThread } from './kernelThread';
import type { SparseRows } from './sparseRows';
import { createCrew, type Crew } from './wasm/crew';
import { type Columns, GraphMemory } from './wasm/graphMemory';

export type Dangling = 'absorb' | 'restart' | 'selfLoop';

export interface Seeds {
  /** Nodes, and their weights, which need not sum to 1. */
  nodes: ArrayLike<number>;
  weights: ArrayLike<number>;
}

export interface PowerCall {
  seeds: Seeds;
  alpha: number;
  /** Largest L1 error. */
  tolerance: number;
  dangling: Dangling;
  mostIterations?: number;
  /** After each iteration, with the L1 norm of its step; false cancels. */
  onProgress?(iteration: number, step: number): boolean;
}

export interface PushCall {
  seeds: Seeds;
  alpha: number;
  /** Residual per edge of a node that is left alone. */
  epsilon: number;
  dangling: Dangling;
  onProgress?(pushes: number): boolean;
}

export interface PagerankEngine {
  readonly threads: number;
  readonly bytes: number;
  /** Throws ComputeError for alpha outside (0, 1), for seeds that are none, and when cancelled. */
  power(call: PowerCall): Promise<{ scores: Float64Array; iterations: number; residual: number }>;
  /** `settled` is below pi everywhere, by no more than `bound` in all. */
  push(call: PushCall): Promise<{ settled: Float64Array; bound: number; pushes: number; edges: number }>;
  dispose(): void;
}

export interface PagerankOptions {
  threads?: number;
  spawnThread?: SpawnThread;
}

/** L1 norm of a step below which float32 can bring no more. */
const narrowUntil = 3e-6;
/** Pushes between two looks at the event loop. */
const pushesAtOnce = 200_000;
/** Milliseconds of iterations between two looks at the event loop. */
const sliceMs = 12;
const mostMemory = 2 ** 32;

/** Nodes beyond whose number of edges waking a second thread pays. */
const worthWaking = 20_000;

/** Throws ComputeError for a graph without nodes. */
export async function createPagerank(
  graph: SparseRows,
  options: PagerankOptions = {}
): Promise<PagerankEngine> {
  if (graph.nodes === 0) throw new ComputeError('The graph is empty; expected at least one edge.');
  const { spawnThread, threads = 1 } = options;
  const crew = await createCrew({ maximumBytes: mostMemory, threads, spawnThread });
  return new Engine(crew, graph);
}

class Engine implements PagerankEngine {
  private readonly crew: Crew;
  private readonly graph: SparseRows;
  private readonly n: number;
  private readonly edges: number;
  /** [n] sum of weights out of each node. */
  private readonly degrees: Float64Array;
  private readonly at: {
    x: number;
    y: number;
    y2: number;
    scale: number;
    seeds: number;
    partials: number;
    small: number;
  };
  private readonly memory: GraphMemory;

  constructor(crew: Crew, graph: SparseRows) {
    this.crew = crew;
    this.graph = graph;
    this.n = graph.nodes;
    this.edges = graph.targets.length;
    this.degrees = degreesOf(graph);
    this.memory = new GraphMemory(crew.heap, graph, this.degrees);
    const take = (bytes: number, label: string): number => crew.heap.take(bytes, label);
    const n8 = 8 * this.n;
    this.at = {
      x: take(n8, 'scores'),
      y: take(n8, 'scaled scores'),
      y2: take(n8, 'scaled scores'),
      scale: take(n8, 'scales'),
      seeds: take(n8, 'seeds'),
      partials: take(16 * crew.kernels.walkBlocks(this.n), 'partial sums'),
      small: take(256, 'constants')
    };
  }

  get threads(): number {
    return this.crew.threads;
  }

  get bytes(): number {
    return this.crew.heap.floats.byteLength;
  }

  async power(call: PowerCall): ReturnType<PagerankEngine['power']> {
    const { alpha, dangling, mostIterations = 100_000, onProgress, tolerance } = call;
    const gamma = 1 - checkAlpha(alpha);
    const seeds = this.dense(call.seeds);
    const { at, degrees, n } = this;
    const loop = dangling === 'selfLoop' && degrees.some((degree) => degree === 0);
    const columns = this.memory.columns(loop);
    const scales = Float64Array.from(degrees, (degree) => (degree > 0 ? gamma / degree : loop ? gamma : 0));
    // Absorb is solved as restart, which keeps its mass and so converges as fast as the walk mixes, and scaled afterwards.
    let x = seeds;
    let narrow = true;
    this.place(x, scales, seeds, narrow);
    let lost = this.lostBy(x, gamma, loop);
    let iterations = 0;
    let before = Number.POSITIVE_INFINITY;
    let slice = Date.now();
    while (iterations < mostIterations) {
      const done = this.iterate(columns, narrow, alpha + lost, gamma);
      lost = done.lost;
      iterations++;
      if (onProgress && !onProgress(iterations, done.step)) throw new ComputeError('Cancelled.');
      const left = (done.step * gamma) / alpha;
      const stuck = done.step >= before;
      before = done.step;
      if (narrow) {
        if (done.step < narrowUntil || stuck || left < 100 * tolerance) {
          narrow = false;
          // What float32 lost or gained of the whole would go at the pace of gamma only.
          x = scaledTo1(Float64Array.from(new Float32Array(this.crew.heap.floats.buffer, at.x, n)));
          this.place(x, scales, seeds, narrow);
          lost = this.lostBy(x, gamma, loop);
          before = Number.POSITIVE_INFINITY;
        }
      } else if (left < tolerance || done.step === 0 || (stuck && done.step < 1e-13)) break;
      if (Date.now() - slice > sliceMs) {
        await turn();
        slice = Date.now();
      }
    }
    x = narrow
      ? Float64Array.from(new Float32Array(this.crew.heap.floats.buffer, at.x, n))
      : this.floats64()(at.x, n).slice();
    // One iteration more, thrown away, is the residual.
    this.place(x, scales, seeds, false);
    const { step } = this.iterate(columns, false, alpha + this.lostBy(x, gamma, loop), gamma);
    if (dangling !== 'absorb') return { scores: x, iterations, residual: step };
    // With d the share of restart's mass that dangles, absorb keeps c = alpha + gamma c (1 - d) of it in all.
    const kept = alpha / (alpha + this.lostBy(x, gamma, loop));
    return { scores: x.map((score) => score * kept), iterations, residual: step * kept };
  }

  async push(call: PushCall): ReturnType<PagerankEngine['push']> {
    const { alpha, dangling, epsilon, onProgress } = call;
    checkAlpha(alpha);
    if (!(epsilon > 0))
      throw new ComputeError(`The tolerance of push is ${epsilon}; expected a number above 0.`);
    const seeds = this.dense(call.seeds);
    const { at, crew, degrees, n } = this;
    const loop = dangling === 'selfLoop';
    const rows = this.memory.rows();
    const doubles = this.floats64();
    const inverse = doubles(at.scale, n);
    for (let i = 0; i < n; i++) inverse[i] = degrees[i] > 0 ? 1 / degrees[i] : 0;
    doubles(at.x, n).fill(0);
    const residual = doubles(rows.residual, n);
    residual.fill(0);
    const words = new Uint8Array(crew.heap.floats.buffer);
    words.fill(0, rows.waiting, rows.waiting + n);
    const ring = crew.heap.integers;
    const state = at.small / 4;
    const numbers = new Float64Array(crew.heap.floats.buffer, at.small + 64, 4);
    numbers.set([alpha, epsilon, 0, 0]);
    ring.fill(0, state, state + 3);
    const { offsets } = this.graph;
    const due = (u: number, mass: number): void => {
      residual[u] += mass;
      const edges = Math.max(1, offsets[u + 1] - offsets[u]);
      if (residual[u] > epsilon * edges && !words[rows.waiting + u]) {
        words[rows.waiting + u] = 1;
        ring[rows.ring / 4 + ((ring[state] + ring[state + 1]) % n)] = u;
        ring[state + 1]++;
      }
    };
    for (let u = 0; u < n; u++) if (seeds[u] > 0) due(u, seeds[u]);
    let stranded = 0;
    while (ring[state + 1] > 0) {
      crew.run('push', 1, [
        n,
        pushesAtOnce,
        rows.offsets,
        rows.targets,
        rows.weights,
        at.scale,
        at.x,
        rows.residual,
        rows.ring,
        rows.waiting,
        at.small,
        at.small + 64
      ]);
      const lost = numbers[3];
      numbers[3] = 0;
      // What came to a node that leads nowhere: back to the seeds, gone, or there for ever.
      if (lost > 0) {
        if (dangling === 'restart') for (let u = 0; u < n; u++) if (seeds[u] > 0) due(u, lost * seeds[u]);
        if (loop) stranded += lost;
      }
      if (onProgress && !onProgress(ring[state + 2])) throw new ComputeError('Cancelled.');
      if (ring[state + 1] > 0) await turn();
    }
    const settled = doubles(at.x, n).slice();
    // A walk that stays for ever ends where it is: what a dangling node passed on to itself settles there.
    if (stranded > 0) for (let u = 0; u < n; u++) if (degrees[u] === 0) settled[u] /= alpha;
    let bound = 0;
    for (let u = 0; u < n; u++) bound += residual[u];
    return { settled, bound, pushes: ring[state + 2], edges: numbers[2] };
  }

  dispose(): void {
    this.crew.dispose();
  }

  /** One iteration of the kernel; x and y are swapped into place. */
  private iterate({ sources, starts, weights }: Columns, narrow: boolean, restart: number, gamma: number) {
    const { at, crew, n } = this;
    const constants = new Float64Array(crew.heap.floats.buffer, at.small + 64, 2);
    constants[0] = restart;
    constants[1] = gamma;
    crew.heap.integers[at.small / 4] = 0;
    const on = this.edges + n > worthWaking ? crew.threads : 1;
    const { partials, scale, seeds, small, x, y, y2 } = at;
    const addresses = [starts, sources, weights, x, y, y2, scale, seeds, partials, small, small + 64];
    crew.run('walk', on, [n, narrow ? 1 : 0, ...addresses]);
    [at.y, at.y2] = [y2, y];
    const sums = new Float64Array(crew.heap.floats.buffer, partials, 2 * crew.kernels.walkBlocks(n));
    let step = 0;
    let lost = 0;
    for (let b = 0; b < sums.length; b += 2) {
      step += sums[b];
      lost += sums[b + 1];
    }
    return { step, lost };
  }

  /** Puts x, y = gamma x / d, scales and seeds where the kernel reads them, in the width it reads. */
  private place(x: Float64Array, scales: Float64Array, seeds: Float64Array, narrow: boolean): void {
    const { at, n } = this;
    const { buffer } = this.crew.heap.floats;
    const view = (address: number) =>
      narrow ? new Float32Array(buffer, address, n) : new Float64Array(buffer, address, n);
    view(at.x).set(x);
    view(at.scale).set(scales);
    view(at.seeds).set(seeds);
    const y = view(at.y);
    for (let i = 0; i < n; i++) y[i] = x[i] * scales[i];
  }

  private lostBy(scores: Float64Array, gamma: number, loop: boolean): number {
    let lost = 0;
    if (!loop) for (let i = 0; i < this.n; i++) if (this.degrees[i] === 0) lost += gamma * scores[i];
    return lost;
  }

  private floats64(): (address: number, length: number) => Float64Array {
    return (address, length) => new Float64Array(this.crew.heap.floats.buffer, address, length);
  }

  /** [n] seeds summing to 1. */
  private dense({ nodes, weights }: Seeds): Float64Array {
    const seeds = new Float64Array(this.n);
    let sum = 0;
    for (let k = 0; k < nodes.length; k++) {
      const node = nodes[k];
      if (!(Number.isInteger(node) && node >= 0 && node < this.n))
        throw new ComputeError(`There is no node ${node}; expected a whole number below ${this.n}.`);
      if (!(weights[k] >= 0 && weights[k] < Number.POSITIVE_INFINITY))
        throw new ComputeError(`The weight of seed ${node} is ${weights[k]}; expected a number from 0.`);
      seeds[node] += weights[k];
      sum += weights[k];
    }
    if (!(sum > 0))
      throw new ComputeError('There are no seeds; expected at least one node with a weight above 0.');
    for (let i = 0; i < this.n; i++) seeds[i] /= sum;
    return seeds;
  }
}

function scaledTo1(x: Float64Array): Float64Array {
  let sum = 0;
  for (const value of x) sum += value;
  for (let i = 0; i < x.length; i++) x[i] /= sum;
  return x;
}

function degreesOf({ nodes, offsets, weights }: SparseRows): Float64Array {
  return Float64Array.from({ length: nodes }, (_, i) => {
    if (!weights) return offsets[i + 1] - offsets[i];
    let sum = 0;
    for (let e = offsets[i]; e < offsets[i + 1]; e++) sum += weights[e];
    return sum;
  });
}

function checkAlpha(alpha: number): number {
  if (alpha > 0 && alpha < 1) return alpha;
  throw new ComputeError(
    `The restart probability alpha is ${alpha}; expected a number between 0 and 1, both left out.`
  );
}

/** Lets the event loop turn, so that a cancel is heard. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
