/**
 * Memories over one long sequence: exact attention, whose cost a token grows with the sequence, online vector-quantised attention and
 * the state-space scan, whose cost does not; beside PyTorch's. One head, one thread, seconds of the processor.
 */
import { join } from 'node:path';
import { type Block, type Compute, ComputeError } from '../../compute/compute';
import type { AttendCall, OvqCall, ScanCall, Sequences } from '../../compute/sequences';
import { createWasm } from '../../compute/wasm';
import { toSvg } from '../../figures/toSvg';
import { writeCsv } from '../../formats/csv';
import { Random } from '../../models/random';
import { type Call, definitions } from '../command';
import { draftFolder } from '../files';
import type { Io } from '../io';
import { findPython, runPeer } from '../peers';
import { type Stream, streamFigure } from './streamFigure';
import { limit } from './limit';

const sizes = {
  ticks: 65536,
  width: 64,
  capacity: 1024,
  block: 128,
  scanBlock: 64,
  /** Tokens met before one is streamed. */
  lengths: [1024, 2048, 4096, 8192, 16384, 32768, 65536]
} as const;

const kinds = ['ovq', 'scan', 'exact'] as const;
type Kind = (typeof kinds)[number];

interface Measured {
  label: string;
  /** Seconds of a whole sequence. */
  whole: Record<Kind, number>;
  /** Microseconds of a token after each of the lengths; the peer streams no scan. */
  streams: (Record<'ovq' | 'exact', number> & { scan?: number })[];
}

export async function memoryWork(call: Call, io: Io): Promise<void> {
  const python = call.has('peers') ? await findPython('torch') : undefined;
  if (call.has('peers') && !python)
    io.err('engram: no python3 here can import torch; measured without it.\n');
  const most = await limit();
  const ours = await measured();
  const peer = python
    ? ((await runPeer(python, 'memory_torch.py', ['1', JSON.stringify(sizes)])) as Measured)
    : undefined;
  const out = call.get('out');
  if (out !== undefined) await writeStreams(out, io, ours, peer);
  const report = { limit: most, sizes, states: stateBytes(), ours, ...(peer && { peer }) };
  io.out(call.has('json') ? `${JSON.stringify(report)}\n` : inWords(most, ours, peer));
  if (out !== undefined && !call.has('json'))
    io.out(`Written to ${join(out, 'memory-streams.svg')} and memory-streams.csv.\n`);
}

/** Microseconds of a token against tokens met, as a figure and as numbers. */
async function writeStreams(out: string, io: Io, ours: Measured, peer: Measured | undefined): Promise<void> {
  const lengths = [...sizes.lengths];
  const streams: Stream[] = [ours, ...(peer ? [peer] : [])].flatMap((of) =>
    kinds.flatMap((kind) => {
      const times = of.streams.map((each) => each[kind]);
      return times.every((time) => time !== undefined)
        ? [{ kind, name: titles[kind], peer: of === peer, times }]
        : [];
    })
  );
  const folder = await draftFolder(out, io.cwd);
  try {
    const csv = [
      { name: 'tokens', values: lengths },
      ...streams.map(({ kind, peer: beside, times }) => ({
        name: `${beside ? 'peer ' : ''}${kind} (us)`,
        values: times
      }))
    ];
    await folder.write('memory-streams.csv', writeCsv(csv));
    const title = 'What one more token costs, measured';
    await folder.write(
      'memory-streams.svg',
      toSvg(streamFigure(lengths, streams), { title, sizeMm: { width: 120, height: 80 } })
    );
    await folder.publish();
  } finally {
    await folder.discard();
  }
}

async function measured(): Promise<Measured> {
  const compute = await createWasm({ maximumBytes: 2 ** 30 });
  const { sequences } = compute;
  if (!sequences) throw new ComputeError(`The backend '${compute.description}' has no sequences.`);
  try {
    const work = workOf(compute, sequences);
    const whole = {
      ovq: await seconds(() => work.ovq(0, sizes.ticks), 3),
      scan: await seconds(() => work.scan(sizes.ticks), 3),
      exact: await seconds(() => work.exact(0, sizes.ticks), 1)
    };
    const streams: Measured['streams'] = [];
    for (const length of sizes.lengths) {
      await work.ovq(0, length);
      // A block at a time, with its write.
      const one = async (step: (t: number) => Promise<void>): Promise<number> => {
        let [best, t] = [Number.POSITIVE_INFINITY, 0];
        for (let n = 0; n < 8; n++)
          best = Math.min(
            best,
            await seconds(async () => {
              for (const end = t + sizes.block; t < end; t++) await step(t);
            }, 1)
          );
        return (1e6 * best) / sizes.block;
      };
      streams.push({
        ovq: await one((t) => work.ovq(length + t, 1)),
        scan: await one(() => work.scan(1)),
        exact: await one(() => work.exact(length, 1))
      });
    }
    return { label: compute.description, whole, streams };
  } finally {
    compute.dispose();
  }
}

/** The three memories on one sequence of unit keys and queries. */
function workOf(compute: Compute, sequences: Sequences) {
  const { block, capacity, scanBlock, ticks, width } = sizes;
  const random = new Random(1);
  const empty = (label: string, length: number): Block => compute.alloc(length, label);
  const drawn = (label: string, unit: boolean): Block => {
    const rows = empty(label, ticks * width);
    const data = Float32Array.from({ length: rows.length }, () => random.quickNormal());
    for (let at = 0; at < data.length && unit; at += width) {
      const row = data.subarray(at, at + width);
      const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
      row.forEach((x, i) => {
        row[i] = x / norm;
      });
    }
    compute.write(rows, data);
    return rows;
  };
  const [q, k, v] = [drawn('q', true), drawn('k', true), drawn('v', false)];
  const [y, lse, assigned] = [empty('y', ticks * width), empty('lse', ticks), empty('assigned', ticks)];
  const rows = { q, k, v, y, lse, batch: 1, heads: 1, keyWidth: width, valueWidth: width, scale: 8 };
  const dictionary: Pick<OvqCall, 'keys' | 'values' | 'counts' | 'pendingKeys' | 'pendingValues'> = {
    keys: empty('rows', capacity * width),
    values: empty('values', capacity * width),
    counts: empty('counts', capacity),
    pendingKeys: empty('pending keys', block * width),
    pendingValues: empty('pending values', block * width)
  };
  const ovqCall: Omit<OvqCall, 'ticks' | 'tokens'> = {
    ...{ ...rows, ...dictionary, assigned, capacity, block },
    ...{ growth: 'plateau', horizon: ticks, opening: 'spread', seed: 1, assignment: 'similar', rate: 0 },
    ...{ countBias: true, normCorrection: false, rounded: false }
  };
  const scanCall: Omit<ScanCall, 'ticks'> = {
    ...{ batch: 1, heads: 1, headWidth: width, stateWidth: width, groups: 1, plain: false, block: scanBlock },
    ...{ parameters: empty('parameters', 3), dtRaw: empty('dt', ticks), x: v, b: k, c: q, y },
    ...{ state: empty('state', width * width), starts: empty('starts', (ticks / scanBlock) * width * width) }
  };
  const attendCall: Omit<AttendCall, 'ticks'> = { ...rows, keyHeads: 1, window: 0 };
  return {
    /** From the start, or `count` tokens more. */
    async ovq(tokens: number, count: number): Promise<void> {
      if (tokens === 0) for (const of of Object.values(dictionary)) compute.fill(of, 0);
      await sequences.ovq({ ...ovqCall, tokens, ticks: count });
    },
    scan: (count: number): Promise<void> => sequences.scan({ ...scanCall, ticks: count }),
    exact: (held: number, count: number): Promise<void> =>
      sequences.attend({
        ...attendCall,
        ticks: count,
        ...(held > 0 && { held, capacity: held, pastKeys: k, pastValues: v })
      })
  };
}

/** Seconds of the processor, best of some runs: one thread's work, whatever else the machine does meanwhile. */
async function seconds(run: () => Promise<void>, times: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let n = 0; n < times; n++) {
    const start = process.cpuUsage();
    await run();
    const { system, user } = process.cpuUsage(start);
    best = Math.min(best, (system + user) / 1e6);
  }
  return best;
}

/** Bytes of what is carried from token to token after the whole sequence. */
function stateBytes(): Record<Kind, number> {
  const { block, capacity, ticks, width } = sizes;
  return {
    ovq: 4 * (capacity * (2 * width + 1) + 2 * block * width),
    scan: 4 * width * width,
    exact: 4 * 2 * ticks * width
  };
}

/** Flops of the products of a whole sequence. */
function flops(): Record<Kind, number> {
  const { block, capacity, scanBlock, ticks, width } = sizes;
  let [read, written] = [0, 0];
  for (let t = 0; t < ticks; t += block) {
    const open = t === 0 ? 0 : Math.max(1, Math.floor((t * capacity) / (t + capacity)));
    read += 4 * width * block * (open + (block + 1) / 2);
    written += 2 * width * block * Math.max(1, open);
  }
  return {
    ovq: read + written,
    scan: ticks * (4 * width * ((scanBlock + 1) / 2) + 4 * width * width),
    exact: 4 * width * ticks * ((ticks + 1) / 2)
  };
}

const titles: Record<Kind, string> = {
  ovq: 'online vector-quantised attention',
  scan: 'state-space scan',
  exact: 'exact attention'
};

function inWords(most: number, ours: Measured, peer: Measured | undefined): string {
  const { block, capacity, lengths, ticks, width } = sizes;
  const wholes = kinds.map((kind) => {
    const time = ours.whole[kind];
    const share = Math.round((100 * flops()[kind]) / time / 1e9 / most);
    const beside = peer
      ? `; ${peer.label} ${peer.whole[kind].toFixed(2)} s, ratio ${(peer.whole[kind] / time).toFixed(2)}`
      : '';
    const state = `${(stateBytes()[kind] / 1000).toFixed(0)} kB kept`;
    return [titles[kind], `${time.toFixed(2)} s, ${share} % of the limit, ${state}${beside}`] as const;
  });
  const streams = kinds.map((kind) => {
    const list = (of: Measured): string =>
      of.streams.map((times) => times[kind]?.toFixed(0) ?? '-').join(', ');
    const beside = peer && kind !== 'scan' ? `; ${peer.label} ${list(peer)} us` : '';
    return [`${titles[kind]}, a token after ${lengths.join(', ')}`, `${list(ours)} us${beside}`] as const;
  });
  return definitions([
    [
      'sequence',
      `${ticks} tokens, width ${width}, ${capacity} rows, blocks of ${block}, ${ours.label}, processor time`
    ],
    ...wholes.map((pair) => [...pair]),
    ...streams.map((pair) => [...pair]),
    ['limit of 128-bit multiplies and adds', `${most.toFixed(1)} GFLOP/s a thread`]
  ]);
}
