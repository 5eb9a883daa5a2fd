/** `engram bench`: how fast this machine computes, beside peers measured in the same run. */
import type { Compute } from '../../compute/compute';
import { createWasm } from '../../compute/wasm';
import { type EvidenceRow, benchEvidence } from '../bench/evidence';
import { benchIteration } from '../bench/iteration';
import { type Call, type Command, definitions, UsageError } from '../command';
import type { Io } from '../io';
import { suggestion } from '../nearest';
import { findPython, runPeer } from '../peers';
import { spawnNodeThread } from '../threads';

const works: Readonly<Record<string, (call: Call, io: Io) => Promise<void>>> = { evidence, learning };
const names = Object.keys(works);
/** Threads our kernels and the peers are measured with. */
const threadCounts = [1, 2] as const;

export const bench: Command = {
  name: 'bench',
  positional: `<${names.join('|')}>`,
  summary: 'Measure the speed of learning on this machine.',
  options: [
    { name: 'json', help: 'Print the measurements as one line of JSON.' },
    { name: 'peers', help: 'Measure NumPy and PyTorch too, where a python3 has them, and print the ratios.' }
  ],
  details: () =>
    definitions([
      ['eprop', 'One e-prop step of 256, 512 and 1024 leaky tanh units, in microseconds.'],
      ['evidence', 'One training iteration of the demonstration-scale evidence task, in milliseconds.'],
      ['learning', 'Trials until the evidence task is learned, over seeds and feedbacks (minutes).']
    ]),
  async run(call, io) {
    const [name] = call.positionals;
    if (name === undefined) throw new UsageError(`'engram bench' needs one of ${names.join(', ')}.`);
    const work = works[name];
    if (!work) {
      throw new UsageError(
        `Unknown benchmark '${name}'.${suggestion(name, names)} Benchmarks: ${names.join(', ')}.`
      );
    }
    await work(call, io);
    return 0;
  }
};

/** A wasm backend with this many threads, for as long as `use` takes; skipped where the threads cannot be had. */
async function withThreads<Result>(
  threads: number,
  use: (compute: Compute) => Promise<Result>
): Promise<Result | undefined> {
  const compute = await createWasm({ threads, spawnThread: spawnNodeThread });
  try {
    return compute.threads === threads ? await use(compute) : undefined;
  } finally {
    compute.dispose();
  }
}

async function evidence(call: Call, io: Io): Promise<void> {
  const ours: { threads: number; backend: string; msPerIteration: number }[] = [];
  for (const threads of threadCounts) {
    const measured = await withThreads(threads, async (compute) => ({
      threads,
      backend: compute.kind,
      msPerIteration: await benchIteration(compute)
    }));
    if (measured) ours.push(measured);
  }
  const peers = call.has('peers') ? await evidencePeers() : undefined;
  const best = Math.min(...ours.map(({ msPerIteration }) => msPerIteration));
  const peerBest =
    peers && Math.min(...peers.flatMap(({ numpyMs, torchMs }) => [numpyMs, torchMs ?? numpyMs]));
  if (call.has('json')) {
    io.out(`${JSON.stringify(peers && peerBest ? { engram: ours, peers, ratio: peerBest / best } : ours)}\n`);
    return;
  }
  io.out('One training iteration: batch 32, 230 ticks, 20 inputs, 20 LIF + 20 ALIF units\n');
  const rows = ours.map(({ threads, backend, msPerIteration }) => [
    `engram ${backend}, ${threads} thread${threads > 1 ? 's' : ''}`,
    `${msPerIteration.toFixed(2)} ms`
  ]);
  for (const { threads, numpy, numpyMs, torch, torchMs } of peers ?? []) {
    rows.push([`NumPy ${numpy}, ${threads} threads`, `${numpyMs.toFixed(2)} ms`]);
    if (torchMs !== undefined)
      rows.push([`PyTorch ${torch}, ${threads} threads`, `${torchMs.toFixed(2)} ms`]);
  }
  if (peerBest) rows.push(['best peer / engram', (peerBest / best).toFixed(1)]);
  io.out(definitions(rows));
}

interface EvidencePeer {
  threads: number;
  numpy: string;
  numpyMs: number;
  torch?: string;
  torchMs?: number;
}

async function evidencePeers(): Promise<EvidencePeer[]> {
  const python = await findPython('torch').catch(() => findPython('numpy'));
  const peers: EvidencePeer[] = [];
  for (const threads of threadCounts) {
    peers.push((await runPeer(python, 'evidence_peer.py', [String(threads)])) as EvidencePeer);
  }
  return peers;
}

async function learning(call: Call, io: Io): Promise<void> {
  const json = call.has('json');
  const show = ({ variant, seed, reached, error, milliseconds }: EvidenceRow): void => {
    const when = reached === undefined ? 'not below 0.07' : `below 0.07 after ${reached} trials`;
    const end = `error ${error.toFixed(3)}, ${(milliseconds / 1000).toFixed(1)} s`;
    if (!json) io.out(`  ${variant.padEnd(9)}  seed ${seed}  ${when}; ${end}\n`);
  };
  const rows = await benchEvidence(() => createWasm(), show);
  if (json) io.out(`${JSON.stringify(rows)}\n`);
}
