/**
 * How long one decoding step takes on a cluster, by the alpha-beta model: a message costs latency + bytes / bandwidth. Devices of a
 * node are joined by fast links, nodes by slow ones.
 *
 *   ring = (p - 1) (latency + 2 b t d bytes / bandwidth) of its slowest link, and the local work of every step
 *   tree = local work + reductions * 2 sum over levels (latency) + 2 sum over levels ((b d + 2 b n_h) bytes / bandwidth)
 *
 * Speed-up grows with tokens, and with devices at equal tokens a device. At equal tokens in all it need not: beyond one node the
 * ring moves (p - 1) / p of the same bytes over the same links, while the tree gets deeper.
 *
 * Bandwidths and sizes are the setup of Shyam et al. 2024 (arXiv 2408.04093); the latencies are assumptions and say so.
 */
import type { DecodeShape } from './devices';

export interface Link {
  /** Seconds. */
  latency: number;
  /** Bytes a second. */
  bandwidth: number;
}

export interface Cluster {
  perNode: number;
  within: Link;
  between: Link;
  bytesPerElement: number;
  /** Local attention: seconds per key, per column of the width and query. */
  secondsPerElement: number;
  /** Parts joined at a node of the tree. */
  fanIn: number;
  /** All-reduces of a step: 3 as published, 2 with numerator and denominator in one, 1 with the whole monoid in one. */
  reductions: 1 | 2 | 3;
  /** Whether the ring computes while it sends. */
  overlap: boolean;
}

/**
 * DGX H100: 8 devices a node, NVLink 900 GB/s within, 400 Gb/s between nodes for each device, bf16. Local work from the paper's
 * example: 80,000 keys of width 2048 in 1e-5 s. Latencies (2 us, 10 us) are assumed, not the paper's.
 */
export const paperCluster: Cluster = {
  perNode: 8,
  within: { latency: 2e-6, bandwidth: 900e9 },
  between: { latency: 1e-5, bandwidth: 50e9 },
  bytesPerElement: 2,
  secondsPerElement: 1e-5 / (80_000 * 2048),
  fanIn: 2,
  reductions: 3,
  overlap: false
};

/** Attention of the paper's figures: 16 heads of 128, one query. */
export const paperShape: DecodeShape = { batch: 1, tokens: 5_120_000, width: 2048, heads: 16, devices: 128 };

export interface DecodeTimes {
  /** Seconds. */
  ring: number;
  tree: number;
  /** ring / tree. */
  speedUp: number;
}

export function decodeTimes(
  { batch, tokens, width, heads, devices }: DecodeShape,
  cluster: Cluster
): DecodeTimes {
  const { between, bytesPerElement, fanIn, perNode, reductions, secondsPerElement, within } = cluster;
  const shard = (batch * width * tokens) / devices;
  const work = shard * secondsPerElement;
  const slowest = devices > perNode ? between : within;
  const hop = slowest.latency + (2 * shard * bytesPerElement) / slowest.bandwidth;
  const together = cluster.overlap ? Math.max(hop, work) : hop + work;
  const ring = work + (devices - 1) * together;

  const payload = batch * (width + 2 * heads) * bytesPerElement;
  const levels: [number, Link][] = [
    [depth(Math.min(devices, perNode), fanIn), within],
    [depth(Math.ceil(devices / perNode), fanIn), between]
  ];
  let tree = work;
  for (const [count, { latency, bandwidth }] of levels)
    tree += 2 * count * (reductions * latency + payload / bandwidth);
  return { ring, tree, speedUp: ring / tree };
}

/** Levels of a tree over `parts`: the least n with fanIn^n >= parts. */
export function depth(parts: number, fanIn: number): number {
  let levels = 0;
  for (let reach = 1; reach < parts; reach *= fanIn) levels++;
  return levels;
}
