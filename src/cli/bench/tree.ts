/** One query before a long past, by a tree over threads that each hold a shard: two against one, and what is sent against a ring. */
import { longQuery, measureTree, type TreeMeasurement } from '../../models/memory/workers/measured';
import { hasThreads, spawnDevice } from '../attention/deviceThreads';
import { type Call, definitions, UsageError } from '../command';
import type { Io } from '../io';
import { findPython, runPeer } from '../peers';

/** Keys, and numbers in a key and in a value. */
const sizes = { keys: 131_072, width: 64 };
const counts = [1, 2, 4, 8];
const rounds = 3;
const bytesPerNumber = 8;

interface Peer {
  threads: number;
  label: string;
  us: number;
}

export async function treeWork(call: Call, io: Io): Promise<void> {
  if (!hasThreads())
    throw new UsageError("'bench tree' starts threads from the built program; run it as bin/engram.mjs.");
  const python = call.has('peers') ? await findPython('torch') : undefined;
  if (call.has('peers') && !python)
    io.err('engram: no python3 here can import torch; measured without it.\n');
  const query = longQuery(sizes.keys, sizes.width);
  const rows = new Map<number, TreeMeasurement>();
  const peers: Peer[] = [];
  // In rounds that take turns: other programs slow each as much.
  for (let round = 0; round < rounds; round++) {
    for (const devices of counts) {
      const row = await measureTree(query, devices, 2, spawnDevice);
      const us = Math.min(row.us, rows.get(devices)?.us ?? Number.POSITIVE_INFINITY);
      rows.set(devices, { ...row, us });
    }
    if (!python) continue;
    for (const threads of [1, 2]) {
      const args = [String(threads), String(sizes.keys), String(sizes.width)];
      const peer = (await runPeer(python, 'tree_torch.py', args)) as Peer;
      const known = peers.find((other) => other.threads === threads);
      if (known) known.us = Math.min(known.us, peer.us);
      else peers.push(peer);
    }
  }
  const report = { ...sizes, rows: [...rows.values()], peers };
  io.out(call.has('json') ? `${JSON.stringify(report)}\n` : inWords(report));
}

function inWords({
  keys,
  peers,
  rows,
  width
}: typeof sizes & { rows: TreeMeasurement[]; peers: Peer[] }): string {
  const count = (number: number): string => number.toLocaleString('en-US');
  const alone = rows[0].us;
  const said = rows.flatMap(({ devices, difference, elements, ring, steps, us }) => [
    [
      `${devices} ${devices === 1 ? 'thread' : 'threads'}`,
      `${us.toFixed(0)} us, ${(alone / us).toFixed(2)} times as fast as one; ${difference.toExponential(1)} from softmax`
    ],
    [
      '',
      `tree ${steps} steps, ${count(elements * bytesPerNumber)} bytes; a ring ${ring.steps} steps, ${count(ring.elements * bytesPerNumber)} bytes`
    ]
  ]);
  const beside = peers.map(({ label, threads, us }) => {
    const ours = rows.find(({ devices }) => devices === threads)?.us ?? Number.NaN;
    return [
      `${label}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      `${us.toFixed(0)} us, ${(us / ours).toFixed(2)} times as long`
    ];
  });
  return `One query before ${count(keys)} keys, a head of ${width}, float64\n${definitions([...said, ...beside])}`;
}
