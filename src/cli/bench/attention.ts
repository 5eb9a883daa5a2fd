/** Causal attention, forward and with its adjoint, beside PyTorch's, in rounds that take turns. */
import { type Compute, ComputeError } from '../../compute/compute';
import type { AttendBackwardCall } from '../../compute/sequences';
import { createWasm } from '../../compute/wasm';
import { Random } from '../../models/random';
import { type Call, definitions } from '../command';
import type { Io } from '../io';
import { findPython, runPeer } from '../peers';
import { spawnNodeThread } from '../threads';
import { usually } from '../../compute/usually';
import { limit } from './limit';

interface Sizes {
  batch: number;
  heads: number;
  ticks: number;
  /** Of keys and of values of a head. */
  width: number;
  /** Keys met before. */
  held: number;
}

const cases: readonly Sizes[] = [
  { batch: 8, heads: 4, ticks: 512, width: 32, held: 0 },
  { batch: 1, heads: 1, ticks: 4096, width: 64, held: 0 },
  { batch: 1, heads: 4, ticks: 1, width: 32, held: 65536 }
];
const rounds = 2;

/** Microseconds of a case, best over the rounds. */
interface Times {
  forward: number;
  /** Forward and backward. */
  both: number;
}

interface Row {
  threads: number;
  label: string;
  times: Times[];
}

export async function attentionWork(call: Call, io: Io): Promise<void> {
  const python = call.has('peers') ? await findPython('torch') : undefined;
  if (call.has('peers') && !python)
    io.err('engram: no python3 here can import torch; measured without it.\n');
  const report = { limit: 0, cases, ours: [] as Row[], peers: [] as Row[] };
  for (let round = 0; round < rounds; round++) {
    report.limit = Math.max(report.limit, await limit());
    for (const threads of [1, 2]) {
      const ours = await measured(threads);
      if (ours) note(report.ours, ours);
      if (!python) continue;
      const args = [String(threads), JSON.stringify(cases)];
      note(report.peers, (await runPeer(python, 'attention_torch.py', args)) as Row);
    }
  }
  io.out(call.has('json') ? `${JSON.stringify(report)}\n` : inWords(report));
}

/** Keeps the best of each time over the rounds. */
function note(rows: Row[], row: Row): void {
  const known = rows.find(({ threads }) => threads === row.threads);
  if (!known) rows.push(row);
  else
    known.times = known.times.map((best, i) => ({
      forward: Math.min(best.forward, row.times[i].forward),
      both: Math.min(best.both, row.times[i].both)
    }));
}

/** Undefined where that many threads cannot be had. */
async function measured(threads: number): Promise<Row | undefined> {
  const compute = await createWasm({ threads, spawnThread: spawnNodeThread });
  try {
    if (compute.threads !== threads) return undefined;
    const times: Times[] = [];
    for (const sizes of cases) times.push(await timesOf(compute, sizes));
    return { threads, label: compute.description, times };
  } finally {
    compute.dispose();
  }
}

async function timesOf(compute: Compute, sizes: Sizes): Promise<Times> {
  const { sequences } = compute;
  if (!sequences) throw new ComputeError(`The backend '${compute.description}' has no attention.`);
  const call = drawn(compute, sizes);
  const forward = await usually(() => sequences.attend(call), 500, 0.1, 3);
  const backward = await usually(() => sequences.attendBackward(call), 500, 0.1, 3);
  const { k, kSignal, lse, pastKeys, pastValues, q, qSignal, signal, v, vSignal, y } = call;
  for (const block of [q, k, v, y, lse, signal, qSignal, kSignal, vSignal, pastKeys, pastValues])
    if (block) compute.free(block);
  return { forward, both: forward + backward };
}

function drawn(compute: Compute, { batch, heads, held, ticks, width }: Sizes): AttendBackwardCall {
  const random = new Random(1);
  const block = (label: string, rows: number) => {
    const made = compute.alloc(batch * rows * heads * width, label);
    compute.write(
      made,
      Float32Array.from({ length: made.length }, () => random.uniform() - 0.5)
    );
    return made;
  };
  return {
    ...{ batch, ticks, heads, keyHeads: heads, keyWidth: width, valueWidth: width, window: 0 },
    scale: 1 / Math.sqrt(width),
    ...{ q: block('q', ticks), k: block('k', ticks), v: block('v', ticks) },
    ...(held > 0 && {
      held,
      capacity: held,
      pastKeys: block('past k', held),
      pastValues: block('past v', held)
    }),
    ...{
      y: block('y', ticks),
      lse: compute.alloc(batch * heads * ticks, 'lse'),
      signal: block('signal', ticks)
    },
    ...{ qSignal: block('dq', ticks), kSignal: block('dk', ticks), vSignal: block('dv', ticks) }
  };
}

/** Flops of the products over the keys that are seen, two of them forward and five backward. */
function flops({ batch, heads, held, ticks, width }: Sizes): Times {
  const product = 2 * width * batch * heads * ticks * (held + (ticks + 1) / 2);
  return { forward: 2 * product, both: 7 * product };
}

function inWords(report: { limit: number; ours: Row[]; peers: Row[] }): string {
  const { limit: most, ours, peers } = report;
  const rows = ours.flatMap(({ threads, times }) =>
    times.flatMap((time, i) =>
      (['forward', 'both'] as const).map((kind) => {
        const sizes = cases[i];
        const share = Math.round((100 * flops(sizes)[kind]) / time[kind] / 1000 / (most * threads));
        const peer = peers.find((other) => other.threads === threads);
        const beside = peer
          ? `; ${peer.label} ${peer.times[i][kind].toFixed(0)} us, ratio ${(peer.times[i][kind] / time[kind]).toFixed(2)}`
          : '';
        return [
          `${inShort(sizes)}, ${kind === 'both' ? 'forward and backward' : kind}, ${threads} thread${threads > 1 ? 's' : ''}`,
          `${time[kind].toFixed(0)} us, ${share} % of the limit${beside}`
        ];
      })
    )
  );
  return definitions([
    ...rows,
    ['limit of 128-bit multiplies and adds', `${most.toFixed(1)} GFLOP/s a thread`]
  ]);
}

const inShort = ({ batch, heads, held, ticks, width }: Sizes): string =>
  held > 0
    ? `one query before ${held} keys, ${heads} heads of ${width}`
    : `${batch} x ${ticks} ticks, ${heads} head${heads > 1 ? 's' : ''} of ${width}`;
