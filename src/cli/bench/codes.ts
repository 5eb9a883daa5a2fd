/** Steps of variational autoencoders and square products beside PyTorch, in rounds that take turns; loss beside the reference. */
import type { Compute } from '../../compute/compute';
import { createReference } from '../../compute/reference';
import { createWasm } from '../../compute/wasm';
import { Random } from '../../models/random';
import { type Call, definitions } from '../command';
import type { Io } from '../io';
import { findPython, runPeer } from '../peers';
import { spawnNodeThread } from '../threads';
import { codeStep, type StepKind } from './codeStep';
import { usually } from '../../compute/usually';
import { limit } from './limit';

const kinds = ['pixels', 'actions'] as const;
const products = [256, 512, 1024] as const;
const rounds = 3;
/** Steps after which losses are compared. */
const learned = 50;

interface Times {
  /** Microseconds of a step that one in ten stays below, best over the rounds. */
  pixels: number;
  actions: number;
  /** Microseconds of a product, by its side. */
  gemm: Record<number, number>;
}

interface Ours extends Times {
  threads: number;
  /** Relative distance of the loss after `learned` steps from the reference's. */
  apart: Record<StepKind, number>;
}

interface Theirs extends Times {
  torch: string;
  label: string;
}

interface Report {
  /** Most GFLOP/s of 128-bit multiplies and adds on one thread. */
  limit: number;
  ours: Ours[];
  peers: Theirs[];
}

export async function codesWork(call: Call, io: Io): Promise<void> {
  const python = call.has('peers') ? await findPython('torch') : undefined;
  if (call.has('peers') && !python)
    io.err('engram: no python3 here can import torch; measured without it.\n');
  const losses = await referenceLosses();
  const report: Report = { limit: 0, ours: [], peers: [] };
  for (let round = 0; round < rounds; round++) {
    report.limit = Math.max(report.limit, await limit());
    for (const threads of [1, 2]) {
      const times = await measured(threads, losses);
      if (times) note(report.ours, times, ({ threads: other }) => other === threads);
    }
    if (!python) continue;
    for (const { environment, label, threads } of settings) {
      const times = (await runPeer(python, 'vae_torch.py', [String(threads)], environment)) as Theirs;
      note(report.peers, { ...times, label }, ({ label: other }) => other === label);
    }
  }
  io.out(call.has('json') ? `${JSON.stringify(report)}\n` : inWords(report));
}

const settings = [
  { threads: 1, label: '1 thread', environment: {} },
  { threads: 2, label: '2 threads', environment: {} },
  { threads: 2, label: '2 bound threads', environment: { OMP_PROC_BIND: 'true' } }
];

/** Keeps the best of each time over the rounds. */
function note<Row extends Times>(rows: Row[], times: Row, same: (row: Row) => boolean): void {
  const known = rows.find(same);
  if (!known) {
    rows.push(times);
    return;
  }
  for (const kind of kinds) known[kind] = Math.min(known[kind], times[kind]);
  for (const n of products) known.gemm[n] = Math.min(known.gemm[n], times.gemm[n]);
}

async function lossAfter(compute: Compute, kind: StepKind): Promise<number> {
  const { loss, step } = codeStep(compute, kind, new Random(1));
  for (let k = 0; k < learned; k++) await step();
  return loss();
}

async function referenceLosses(): Promise<Record<StepKind, number>> {
  const compute = createReference();
  const losses = {
    pixels: await lossAfter(compute, 'pixels'),
    actions: await lossAfter(compute, 'actions')
  };
  compute.dispose();
  return losses;
}

/** Undefined where that many threads cannot be had. */
async function measured(threads: number, losses: Record<StepKind, number>): Promise<Ours | undefined> {
  const compute = await createWasm({ threads, spawnThread: spawnNodeThread });
  try {
    if (compute.threads !== threads) return undefined;
    const far = async (kind: StepKind) => Math.abs((await lossAfter(compute, kind)) / losses[kind] - 1);
    const apart = { pixels: await far('pixels'), actions: await far('actions') };
    const gemm: Record<number, number> = {};
    for (const n of products) gemm[n] = await usually(product(compute, n));
    return {
      threads,
      apart,
      gemm,
      pixels: await usually(codeStep(compute, 'pixels', new Random(2)).step),
      actions: await usually(codeStep(compute, 'actions', new Random(2)).step)
    };
  } finally {
    compute.dispose();
  }
}

function product(compute: Compute, n: number): () => Promise<void> {
  const random = new Random(3);
  const [a, b, c] = ['a', 'b', 'c'].map((label) => compute.alloc(n * n, label));
  for (const block of [a, b])
    compute.write(
      block,
      Float32Array.from({ length: n * n }, () => random.uniform() - 0.5)
    );
  return () => compute.gemm({ m: n, n, k: n, a, b, c });
}

function inWords({ limit: most, ours, peers }: Report): string {
  const best = (of: (times: Times) => number): Theirs | undefined =>
    peers.length > 0 ? peers.reduce((least, peer) => (of(peer) < of(least) ? peer : least)) : undefined;
  const beside = (time: number, of: (times: Times) => number): string => {
    const peer = best(of);
    return peer
      ? `; PyTorch ${peer.torch}, ${peer.label}: ${of(peer).toFixed(0)} us, ratio ${(of(peer) / time).toFixed(2)}`
      : '';
  };
  const words = {
    pixels: 'VAE 784-256-16, pixels',
    actions: 'VAE 144-128-8, actions of a frozen classifier'
  };
  const rows = ours.flatMap((row) => {
    const name = `${row.threads} thread${row.threads > 1 ? 's' : ''}`;
    return [
      ...kinds.map((kind) => [
        `${words[kind]}, ${name}`,
        `${row[kind].toFixed(0)} us a step${beside(row[kind], (times) => times[kind])}; loss after ${learned} steps ${row.apart[kind].toExponential(1)} from the reference's`
      ]),
      ...products.map((n) => {
        const rate = (2 * n ** 3) / row.gemm[n] / 1000;
        const share = Math.round((100 * rate) / (most * row.threads));
        const text = `${rate.toFixed(1)} GFLOP/s, ${share} % of the limit`;
        return [`product of ${n} x ${n}, ${name}`, `${text}${beside(row.gemm[n], ({ gemm }) => gemm[n])}`];
      })
    ];
  });
  return definitions([
    ...rows,
    ['limit of 128-bit multiplies and adds', `${most.toFixed(1)} GFLOP/s a thread`]
  ]);
}
