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
const seedCount = 5;
const sizes = {
  usual: { nodes: 100_000, edges: 1_000_000 },
  large: { nodes: 1_000_000, edges: 10_000_000 }
} as const;
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
  const { edges, nodes } = call.has('large') ? sizes.large : sizes.usual;
  const began = performance.now();
  const graph = randomGraph(nodes, edges);
  const buildMs = performance.now() - began;
  const random = new Random('seeds');
  const seeds = Array.from({ length: seedCount }, () => random.below(nodes));
  const peers = call.has('peers') && !call.has('large') ? await peerTimes(graph, seeds, io) : undefined;
  const rows: Record<string, unknown> = { nodes, edges: graph.targets.length, buildMs };
  for (const threads of [1, 2]) {
    const start = performance.now();
    const engine = await createPagerank(graph, { threads, spawnThread: spawnNodeThread });
    try {
      if (engine.threads !== threads) continue;
      rows[`threads${threads}`] = {
        engineMs: performance.now() - start,
        ...(await measured(engine, graph, seeds, peers, threads))
      };
    } finally {
      engine.dispose();
    }
  }
  rows.peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  if (peers) {
    const { seeds: each, ...times } = peers;
    rows.peers = {
      ...times,
      prpackMs: median(each.map(({ prpack }) => prpack)) / 1000,
      l1: median(each.map(({ l1 }) => l1))
    };
  }
  io.out(call.has('json') ? `${JSON.stringify(rows)}\n` : inWords(rows));
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
  graph: Graph,
  seeds: readonly number[],
  peers: PeerResult | undefined,
  threads: number
) {
  const from = (seed: number) => ({ nodes: [seed], weights: [1] });
  // Iterations alone: what six more add, before the solution stands still and while y is float32, as the peer's is.
  const iterating = async (count: number): Promise<number> => {
    const start = performance.now();
    await engine.power({
      seeds: from(seeds[0]),
      alpha,
      tolerance: 1e-300,
      dangling: 'restart',
      mostIterations: count
    });
    return performance.now() - start;
  };
  await iterating(10);
  const each = median(await times(15, async () => (await iterating(10)) - (await iterating(4)))) / 6;
  const solves: number[] = [];
  const pushes: { ms: number; epsilon: number; touched: number }[] = [];
  let iterations = 0;
  let error = 0;
  for (const [k, seed] of seeds.entries()) {
    const peer = peers?.seeds[k];
    const tolerance = peer ? Math.max(peer.l1, 1e-14) : usualTolerance;
    const solve = async () => engine.power({ seeds: from(seed), alpha, tolerance, dangling: 'restart' });
    const { scores, iterations: count, residual } = await solve();
    iterations = Math.max(iterations, count);
    error = Math.max(error, residual / alpha);
    solves.push(median(await times(5, timed(solve))));
    if (threads === 1)
      pushes.push(await topByPush(engine, seed, peer ? new Set(peer.top) : undefined, scores));
  }
  return {
    iterationUs: 1000 * each,
    solveMs: median(solves),
    worstSolveMs: Math.max(...solves),
    iterations,
    errorBound: error,
    ...(pushes.length > 0 && {
      pushMs: median(pushes.map(({ ms }) => ms)),
      worstPushMs: Math.max(...pushes.map(({ ms }) => ms)),
      epsilons: pushes.map(({ epsilon }) => epsilon),
      edgesTouched: pushes.map(({ touched }) => touched)
    }),
    nodes: graph.nodes
  };
}

/** The largest epsilon, of a half-decade ladder, whose 50 best are the exact ones (ties of the 50th excused). */
async function topByPush(
  engine: PagerankEngine,
  seed: number,
  wanted: Set<number> | undefined,
  exact: Float64Array
) {
  const best = topNodes(exact, 50);
  const least = exact[best[49]];
  const good = (found: Uint32Array): boolean =>
    [...found].every(
      (node) => (wanted?.has(node) ?? best.includes(node)) || Math.abs(exact[node] - least) < tie
    );
  const ask = (epsilon: number) =>
    engine.push({ seeds: { nodes: [seed], weights: [1] }, alpha, epsilon, dangling: 'restart' });
  for (let step = 6; step <= 24; step++) {
    const epsilon = 10 ** (-step / 2);
    const { edges, settled } = await ask(epsilon);
    if (!good(topNodes(settled, 50))) continue;
    const ms = median(
      await times(
        7,
        timed(async () => topNodes((await ask(epsilon)).settled, 50))
      )
    );
    return { ms, epsilon, touched: edges };
  }
  return { ms: Number.NaN, epsilon: Number.NaN, touched: 0 };
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

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function inWords(rows: Record<string, unknown>): string {
  const lines: string[][] = [
    ['graph', `${rows.nodes} nodes, ${rows.edges} edges, built in ${(rows.buildMs as number).toFixed(0)} ms`]
  ];
  const peers = rows.peers as (PeerResult & { prpackMs: number; l1: number }) | undefined;
  const beside = (time: number | undefined, ours: number, name: string, unit: string): string =>
    time === undefined
      ? ''
      : `; ${name} ${time.toFixed(time < 100 ? 1 : 0)} ${unit}, ${(time / ours).toFixed(2)} times as long`;
  for (const threads of [1, 2]) {
    const row = rows[`threads${threads}`] as Record<string, number> | undefined;
    if (!row) continue;
    const name = `${threads} thread${threads > 1 ? 's' : ''}`;
    lines.push(
      [
        `iteration, ${name}`,
        `${row.iterationUs.toFixed(0)} us${beside(peers?.scipyIteration_float32, row.iterationUs, 'scipy float32', 'us')}${beside(peers?.scipyIteration_float64, row.iterationUs, 'float64', 'us')}`
      ],
      [
        `full solve, ${name}`,
        `${row.solveMs.toFixed(1)} ms in ${row.iterations} iterations, L1 error at most ${row.errorBound.toExponential(1)}${beside(peers?.prpackMs, row.solveMs, 'igraph PRPACK', 'ms')}`
      ]
    );
    if (row.pushMs !== undefined)
      lines.push([
        '50 best by push',
        `${row.pushMs.toFixed(2)} ms (worst ${row.worstPushMs.toFixed(2)})${beside(peers?.prpackMs, row.pushMs, 'igraph PRPACK, full', 'ms')}`
      ]);
  }
  if (peers)
    lines.push([
      'igraph PRPACK',
      `L1 error ${peers.l1.toExponential(1)}, graph built in ${(peers.igraphBuild / 1000).toFixed(0)} ms`
    ]);
  lines.push(['peak memory', `${rows.peakMegabytes} MB`]);
  return definitions(lines);
}
