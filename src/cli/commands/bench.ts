/** `engram bench`: how fast this machine computes, beside a peer measured in the same run. */
import { createWasm } from '../../compute/wasm';
import { alignment } from '../bench/alignment';
import { attentionWork } from '../bench/attention';
import { codesWork } from '../bench/codes';
import { corpusWork } from '../bench/corpus';
import { deepWork } from '../bench/deepWork';
import { benchEprop, type EpropRate } from '../bench/eprop';
import { type EvidenceRow, benchEvidence } from '../bench/evidence';
import { benchIteration } from '../bench/iteration';
import { hybridWork } from '../bench/hybrid';
import { memoryWork } from '../bench/memory';
import { pagerankWork } from '../bench/pagerank';
import { retrieveWork } from '../bench/retrieve';
import { rulesWork } from '../bench/rulesWork';
import { successorWork } from '../bench/successor';
import { treeWork } from '../bench/tree';
import { type Call, type Command, definitions, UsageError } from '../command';
import type { Io } from '../io';
import { suggestion } from '../nearest';
import { findPython, runPeer } from '../peers';
import { spawnNodeThread } from '../threads';

const works: Readonly<Record<string, (call: Call, io: Io) => Promise<void>>> = {
  eprop,
  evidence,
  learning,
  deep: deepWork,
  rules: rulesWork,
  alignment,
  pagerank: pagerankWork,
  successor: successorWork,
  codes: codesWork,
  attention: attentionWork,
  memory: memoryWork,
  hybrid: hybridWork,
  corpus: corpusWork,
  retrieve: retrieveWork,
  tree: treeWork
};
const names = Object.keys(works);
/** Threads our kernels and the peers are measured with. */
const threadCounts = [1, 2] as const;

export const bench: Command = {
  name: 'bench',
  positional: `<${names.join('|')}>`,
  summary: 'Measure the speed of learning on this machine.',
  options: [
    { name: 'json', help: 'Print the measurements as one line of JSON.' },
    { name: 'peers', help: 'Measure NumPy and PyTorch too, where a python3 has them, and print the ratios.' },
    {
      name: 'large',
      help: 'Of pagerank: 10^6 nodes and 10^7 edges; of corpus: up to 10^7 documents (15 GB of disk); of retrieve: 10^7 words. Without peers.'
    },
    {
      name: 'worth',
      help: 'Of corpus: what it finds and what that is worth to a small model, instead of how fast.'
    },
    {
      name: 'text',
      value: '<file>',
      help: 'Of retrieve: a text of your own, a line a passage, instead of a drawn one.'
    },
    { name: 'out', value: '<folder>', help: 'Of deep and memory: write the figure and its numbers there.' }
  ],
  details: () =>
    definitions([
      ['eprop', 'One e-prop step of 256, 512 and 1024 leaky tanh units, in microseconds.'],
      ['evidence', 'One training iteration of the demonstration-scale evidence task, in milliseconds.'],
      ['learning', 'Trials until the evidence task is learned, over seeds and feedbacks (minutes).'],
      [
        'deep',
        'One step of deep e-prop on 3 x 512 leaky tanh units, and how it grows with depth and synapses.'
      ],
      ['rules', 'Updates to 90 % on the hierarchical task under five learning rules, six seeds (minutes).'],
      [
        'alignment',
        'Cosine of each local rule to the exact gradient against depth, beside an independent implementation.'
      ],
      [
        'pagerank',
        'One iteration, a full solve and the 50 best nodes by push on 10^5 nodes and 10^6 edges, beside scipy and igraph.'
      ],
      [
        'successor',
        'Updates of a successor matrix by temporal differences, a second, in an arena of 400 states.'
      ],
      ['codes', 'One training step of variational autoencoders, and products of square matrices.'],
      ['attention', 'Causal attention, forward and backward, and one query before a long past.'],
      [
        'memory',
        'Memories over 65,536 tokens: exact attention, online vector quantisation, a state-space scan.'
      ],
      ['hybrid', 'One training step of a Zamba2 hybrid of a million parameters.'],
      ['corpus', 'MinHash signatures, and the corpus pipeline: bytes a second and memory against documents.'],
      [
        'retrieve',
        'A text of 10^6 words indexed, its sentences linked and asked, beside scikit-learn and scipy.'
      ],
      ['tree', 'One query before 131,072 keys by a tree over threads: two against one, and against a ring.']
    ]),
  async run(call, io) {
    const [name] = call.positionals;
    if (name === undefined) throw new UsageError(`'engram bench' needs one of ${names.join(', ')}.`);
    const work = Object.hasOwn(works, name) ? works[name] : undefined;
    if (!work) {
      throw new UsageError(
        `Unknown benchmark '${name}'.${suggestion(name, names)} Benchmarks: ${names.join(', ')}.`
      );
    }
    await work(call, io);
    return 0;
  }
};

/** The best time of a peer, and how it was reached; undefined where the machine has no such peer. */
interface Peer {
  time: number;
  label: string;
}

async function eprop(call: Call, io: Io): Promise<void> {
  // Both ways to walk the traces give the same numbers; the faster one counts, as it does for the peer.
  const measured: (EpropRate & { form: string })[] = [];
  for (const threads of threadCounts) {
    const forms = [];
    for (const form of ['step', 'chunk'] as const) {
      const rates = await benchEprop({ threads, form });
      forms.push(rates.map((rate) => ({ ...rate, form })));
    }
    const [step, chunk] = forms;
    measured.push(...step.map((rate, i) => (chunk[i].usPerStep < rate.usPerStep ? chunk[i] : rate)));
  }
  const peers = call.has('peers') ? await torchPeers(io) : [];
  const rows = measured.map((rate) => ({
    ...rate,
    ...(peers.length > 0 && { peers: bestOf(peers, rate.n, rate.usPerStep) })
  }));
  if (call.has('json')) {
    io.out(`${JSON.stringify(rows)}\n`);
    return;
  }
  io.out('One e-prop step of leaky tanh units: forward, eligibility traces, gradient\n');
  const words = rows.flatMap(({ n, threads, backend, form, usPerStep, peers: beside = [] }) => [
    [
      `${n} units, ${backend}, ${threads} thread${threads > 1 ? 's' : ''} (${form})`,
      `${usPerStep.toFixed(1)} us`
    ],
    ...beside.map(({ label, time, ratio }) => [
      '',
      `${label}: ${time.toFixed(1)} us, ratio ${ratio.toFixed(2)}`
    ])
  ]);
  io.out(definitions(words));
}

/** The fields a measurement gains beside a peer: the peer's best, and how many times longer it takes. */
function comparison(peer: Peer | undefined, ours: number): { peer?: Peer; ratio?: number } {
  return peer ? { peer, ratio: peer.time / ours } : {};
}

function against(peer: Peer | undefined, ratio: number | undefined): string {
  return peer && ratio !== undefined
    ? `; ${peer.label} ${peer.time.toFixed(1)}, ${ratio.toFixed(2)} times as long`
    : '';
}

/** A way of writing the step in PyTorch, with the settings of its threads. */
interface TorchTime extends Peer {
  n: number;
  way: string;
}

/** Each way's best time at size n over all settings, and how many times longer than ours that is. */
function bestOf(peers: readonly TorchTime[], n: number, ours: number): (Peer & { ratio: number })[] {
  const sized = peers.filter((peer) => peer.n === n);
  return [...new Set(sized.map(({ way }) => way))].map((way) => {
    const ofWay = sized.filter((peer) => peer.way === way);
    const { time, label } = ofWay.reduce((best, peer) => (peer.time < best.time ? peer : best));
    return { time, label, ratio: time / ours };
  });
}

/** PyTorch's times: every way to write the step, on one thread, on two, and on two bound to their processors. */
async function torchPeers(io: Io): Promise<TorchTime[]> {
  const python = await pythonWith('torch', io);
  if (!python) return [];
  const settings = [
    { count: 1, note: '1 thread', environment: {} },
    { count: 2, note: '2 threads', environment: {} },
    { count: 2, note: '2 bound threads', environment: { OMP_PROC_BIND: 'true' } }
  ];
  const times: TorchTime[] = [];
  for (const { count, note, environment } of settings) {
    const measured = await runPeer(python, 'eprop_torch.py', [String(count)], environment);
    const { torch, results } = measured as TorchResult;
    for (const { n, way, usPerStep } of results)
      times.push({ n, way, time: usPerStep, label: `PyTorch ${torch} ${way}, ${note}` });
  }
  return times;
}

interface TorchResult {
  torch: string;
  threads: number;
  results: readonly { n: number; way: string; usPerStep: number }[];
}

async function evidence(call: Call, io: Io): Promise<void> {
  const peer = call.has('peers') ? await evidencePeer(io) : undefined;
  const rows: { threads: number; backend: string; msPerIteration: number; peer?: Peer; ratio?: number }[] =
    [];
  for (const threads of threadCounts) {
    const compute = await createWasm({ threads, spawnThread: spawnNodeThread });
    try {
      if (compute.threads !== threads) continue;
      const msPerIteration = await benchIteration(compute);
      rows.push({ threads, backend: compute.kind, msPerIteration, ...comparison(peer, msPerIteration) });
    } finally {
      compute.dispose();
    }
  }
  if (call.has('json')) {
    io.out(`${JSON.stringify(rows)}\n`);
    return;
  }
  io.out('One training iteration: batch 32, 230 ticks, 20 inputs, 20 LIF + 20 ALIF units\n');
  const words = rows.map(({ threads, backend, msPerIteration, ratio }) => [
    `${backend}, ${threads} thread${threads > 1 ? 's' : ''}`,
    `${msPerIteration.toFixed(2)} ms${against(peer, ratio)}`
  ]);
  io.out(definitions(words));
}

/** The best of NumPy and PyTorch over numbers of threads. */
async function evidencePeer(io: Io): Promise<Peer | undefined> {
  const python = (await pythonWith('torch', io)) ?? (await pythonWith('numpy', io));
  if (!python) return undefined;
  const measured: Peer[] = [];
  for (const count of threadCounts) {
    const result = (await runPeer(python, 'evidence_peer.py', [String(count)])) as EvidenceResult;
    measured.push({ time: result.numpyMs, label: `NumPy ${result.numpy}, threads: ${count}` });
    if (result.torchMs !== undefined) {
      measured.push({ time: result.torchMs, label: `PyTorch ${result.torch}, threads: ${count}` });
    }
  }
  return measured.reduce((best, next) => (next.time < best.time ? next : best));
}

interface EvidenceResult {
  numpy: string;
  numpyMs: number;
  torch?: string;
  torchMs?: number;
}

/** A Python that can import `module`; where there is none, a line says so and ours are measured alone. */
async function pythonWith(module: string, io: Io): Promise<string | undefined> {
  const python = await findPython(module);
  if (!python) io.err(`engram: no python3 here can import ${module}; measured without it.\n`);
  return python;
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
