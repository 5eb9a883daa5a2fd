/**
 * PageRank beside scipy and igraph, on a seeded random graph: one iteration, a full solve at equal error, the 50 best nodes by push.
 * Peers read the same graph from a file and are measured in the same run.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPagerank, type PagerankEngine } from '../../compute/pagerank';
import { topNodes } from '../../compute/topNodes';
import { type Graph, graphOf } from '../../models/hippocampus/graph';
import { Random } from '../../models/random';
import type { Call } from '../command';
import { definitions } from '../command';
import type { Io } from '../io';
import { findPython, runPeer } from '../peers';
import { spawnNodeThread } from '../threads';

const alpha = 0.15;
const sizes = {
  usual: { nodes: 100_000, edges: 1_000_000, seeds: 5, repeats: 7, perDecade: 8 },
  large: { nodes: 1_000_000, edges: 10_000_000, seeds: 1, repeats: 3, perDecade: 1 }
} as const;

/** How much is measured. */
interface Effort {
  seeds: number;
  repeats: number;
  /** Values of epsilon tried in each power of ten. */
  perDecade: number;
}

/** Tolerance where there is no peer to equal. */
const usualTolerance = 1e-10;
/** Scores nearer than this to the 50th are ties that PRPACK's own error cannot tell apart. */
const tie = 1e-12;

interface PeerResult {
  scipy: string;
  igraph: string;
  scipyIteration_float32: number;
  scipyIteration_float64: number;
  scipySolve: number;
  igraphBuild: number;
  seeds: readonly {
    seed: number;
    prpack: number;
    l1: number;
    top: number[];
    gap: number;
    scores: number[];
  }[];
}

export async function pagerankWork(call: Call, io: Io): Promise<void> {
  const size = call.has('large') ? sizes.large : sizes.usual;
  const { edges, nodes } = size;
  const began = performance.now();
  const graph = randomGraph(nodes, edges);
  const buildMs = performance.now() - began;
  const random = new Random('seeds');
  const seeds = Array.from({ length: size.seeds }, () => random.below(nodes));
  const peers = call.has('peers') && !call.has('large') ? await peerTimes(graph, seeds, io) : undefined;
  const results: (Measured & { threads: number; engineMs: number })[] = [];
  for (const threads of [1, 2]) {
    const start = performance.now();
    const engine = await createPagerank(graph, { threads, spawnThread: spawnNodeThread });
    const engineMs = performance.now() - start;
    try {
      if (engine.threads === threads)
        results.push({ threads, engineMs, ...(await measured(engine, seeds, size, peers)) });
    } finally {
      engine.dispose();
    }
  }
  const report: Report = {
    nodes,
    edges: graph.targets.length,
    buildMs,
    results,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    ...(peers && { peers: summary(peers) })
  };
  io.out(call.has('json') ? `${JSON.stringify(report)}\n` : inWords(report));
}

interface Measured {
  /** Median over all iterations, and their lower quartile. */
  iterationUs: number;
  quarterIterationUs: number;
  /** Median and worst over the seeds. */
  solveMs: number;
  worstSolveMs: number;
  iterations: number;
  errorBound: number;
  pushMs: number;
  worstPushMs: number;
  /** By seed. */
  epsilons: number[];
  edgesTouched: number[];
}

type PeerSummary = Omit<PeerResult, 'seeds'> & { prpackMs: number; l1: number };

interface Report {
  nodes: number;
  edges: number;
  buildMs: number;
  results: (Measured & { threads: number; engineMs: number })[];
  peakMegabytes: number;
  peers?: PeerSummary;
}

function summary({ seeds, ...times }: PeerResult): PeerSummary {
  return {
    ...times,
    prpackMs: median(seeds.map(({ prpack }) => prpack)) / 1000,
    l1: median(seeds.map(({ l1 }) => l1))
  };
}

/** Every edge drawn by itself, so that degrees are Poisson. */
function randomGraph(nodes: number, edges: number): Graph {
  const random = new Random('pagerank');
  const sources = new Uint32Array(edges);
  const targets = new Uint32Array(edges);
  for (let e = 0; e < edges; e++) {
    sources[e] = random.below(nodes);
    targets[e] = random.below(nodes);
  }
  const graph = graphOf(nodes, { sources, targets });
  // Few edges fall together; the peers would count them apart.
  return { nodes, offsets: graph.offsets, targets: graph.targets };
}

async function measured(
  engine: PagerankEngine,
  seeds: readonly number[],
  effort: Effort,
  peers: PeerResult | undefined
): Promise<Measured> {
  const iterations: number[] = [];
  const solves: number[] = [];
  const pushes: Pushed[] = [];
  let most = 0;
  let error = 0;
  for (const [k, seed] of seeds.entries()) {
    const peer = peers?.seeds[k];
    const tolerance = peer ? Math.max(peer.l1, 1e-14) : usualTolerance;
    const ask = { seeds: { nodes: [seed], weights: [1] }, alpha, dangling: 'restart' } as const;
    const solve = (onProgress: () => boolean = () => true) => engine.power({ ...ask, tolerance, onProgress });
    const { scores, iterations: count, residual } = await solve();
    most = Math.max(most, count);
    error = Math.max(error, residual / alpha);
    solves.push(median(await times(effort.repeats, timed(solve))));
    // From one iteration to the next within whole solves; the few in float64 do not move the median.
    for (let repeat = 0; repeat < effort.repeats; repeat++) {
      let last = 0;
      await solve(() => {
        const now = performance.now();
        if (last > 0) iterations.push(1000 * (now - last));
        last = now;
        return true;
      });
    }
    pushes.push(await topByPush(engine, seed, effort, peer && new Set(peer.top), scores));
  }
  return {
    iterationUs: median(iterations),
    quarterIterationUs: quantile(iterations, 0.25),
    solveMs: median(solves),
    worstSolveMs: Math.max(...solves),
    iterations: most,
    errorBound: error,
    pushMs: median(pushes.map(({ ms }) => ms)),
    worstPushMs: Math.max(...pushes.map(({ ms }) => ms)),
    epsilons: pushes.map(({ epsilon }) => epsilon),
    edgesTouched: pushes.map(({ edges }) => edges)
  };
}

interface Pushed {
  ms: number;
  epsilon: number;
  edges: number;
}

/**
 * The largest epsilon of a ladder from which on, down to its end, the 50 best are the peer's (ties at the 50th excused). Not the
 * first that happens to fit: smaller ones must fit as well.
 */
async function topByPush(
  engine: PagerankEngine,
  seed: number,
  { perDecade, repeats }: Effort,
  wanted: Set<number> | undefined,
  exact: Float64Array
): Promise<Pushed> {
  const best = topNodes(exact, 50);
  const least = exact[best[49]];
  const good = (found: Uint32Array): boolean =>
    found.length === 50 &&
    found.every((node) => (wanted?.has(node) ?? best.includes(node)) || Math.abs(exact[node] - least) < tie);
  const ask = (epsilon: number) =>
    engine.push({ seeds: { nodes: [seed], weights: [1] }, alpha, epsilon, dangling: 'restart' });
  let found: { epsilon: number; edges: number } | undefined;
  for (let step = 0; step <= 5 * perDecade; step++) {
    const epsilon = 1e-4 * 10 ** (-step / perDecade);
    const { edges, scores } = await ask(epsilon);
    if (!good(topNodes(scores, 50))) found = undefined;
    else found ??= { epsilon, edges };
  }
  if (!found) return { ms: Number.NaN, epsilon: Number.NaN, edges: 0 };
  const { epsilon } = found;
  const ms = median(
    await times(
      repeats,
      timed(async () => topNodes((await ask(epsilon)).scores, 50))
    )
  );
  return { ms, ...found };
}

async function peerTimes(
  { nodes, offsets, targets }: Graph,
  seeds: readonly number[],
  io: Io
): Promise<PeerResult | undefined> {
  const python = await findPython('igraph');
  if (!python) {
    io.err('engram: no python3 with igraph and scipy here; measured without peers.\n');
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'engram-pagerank-'));
  try {
    const file = join(folder, 'graph.bin');
    const numbers = new Int32Array(1 + 2 * targets.length);
    numbers[0] = nodes;
    for (let i = 0; i < nodes; i++) numbers.fill(i, 1 + offsets[i], 1 + offsets[i + 1]);
    numbers.set(targets, 1 + targets.length);
    writeFileSync(file, numbers);
    return (await runPeer(python, 'pagerank_peers.py', [file, seeds.join(',')], {})) as PeerResult;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const timed = (work: () => Promise<unknown>) => async (): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

async function times(count: number, work: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let k = 0; k < count; k++) all.push(await work());
  return all;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * sorted.length)];
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

function inWords({ buildMs, edges, nodes, peakMegabytes, peers, results }: Report): string {
  const lines: string[][] = [['graph', `${nodes} nodes, ${edges} edges, built in ${buildMs.toFixed(0)} ms`]];
  const beside = (ours: number, name: string, theirs: number | undefined): string =>
    theirs === undefined ? '' : `; ${name} takes ${(theirs / ours).toFixed(2)} times as long`;
  for (const row of results) {
    const name = `${row.threads} thread${row.threads > 1 ? 's' : ''}`;
    const { iterationUs, solveMs, pushMs, worstPushMs, worstSolveMs } = row;
    const [most, least] = [Math.max(...row.epsilons), Math.min(...row.epsilons)];
    lines.push(
      ['', ''],
      [name, `graph in memory after ${row.engineMs.toFixed(0)} ms`],
      [
        'iteration',
        `${iterationUs.toFixed(0)} us (lower quartile ${row.quarterIterationUs.toFixed(0)})${beside(iterationUs, 'scipy float32', peers?.scipyIteration_float32)}${beside(iterationUs, 'float64', peers?.scipyIteration_float64)}`
      ],
      [
        'full solve',
        `${solveMs.toFixed(1)} ms (worst seed ${worstSolveMs.toFixed(1)}) in ${row.iterations} iterations, L1 error at most ${row.errorBound.toExponential(1)}${beside(solveMs, 'PRPACK', peers?.prpackMs)}`
      ],
      [
        '50 best by push',
        `${pushMs.toFixed(2)} ms (worst seed ${worstPushMs.toFixed(2)}), epsilon ${most.toExponential(1)} to ${least.toExponential(1)}${beside(pushMs, 'PRPACK, all nodes,', peers?.prpackMs)}`
      ]
    );
  }
  lines.push(['', '']);
  if (peers) {
    const {
      igraph,
      igraphBuild,
      l1,
      prpackMs,
      scipy,
      scipyIteration_float32: float32,
      scipyIteration_float64: float64
    } = peers;
    lines.push(
      [
        `scipy ${scipy}`,
        `iteration ${float32.toFixed(0)} us in float32, ${float64.toFixed(0)} us in float64; full solve ${(peers.scipySolve / 1000).toFixed(0)} ms`
      ],
      [
        `igraph ${igraph}`,
        `PRPACK ${prpackMs.toFixed(0)} ms, L1 error ${l1.toExponential(1)}; graph built in ${(igraphBuild / 1000).toFixed(0)} ms`
      ]
    );
  }
  lines.push(['peak memory', `${peakMegabytes} MB`]);
  return definitions(lines).replaceAll(/ +$/gm, '');
}
