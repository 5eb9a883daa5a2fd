/** How fast deep e-prop by the cascade runs: microseconds a step, synapse updates a second, share of the bandwidth. */
import type { Compute } from '../../compute/compute';
import { createWasm } from '../../compute/wasm';
import { spawnNodeThread } from '../threads';
import { type DeepSizes, deepTrial } from './deepTrial';

export interface DeepRate extends DeepSizes {
  threads: number;
  backend: string;
  synapses: number;
  /** Forward alone, and forward with credit. */
  forwardUsPerStep: number;
  usPerStep: number;
  /** Synapses times steps a second: each with its forward product, traces, filters and gradient. */
  updatesPerSecond: number;
  /** What the forward part must read over its time: bytes a second. */
  forwardBandwidth: number;
}

const REPEATS = 5;

/** Rates of every size in turn; empty where that many threads cannot be had. */
export async function benchDeep(threads: number, sizes: readonly DeepSizes[]): Promise<DeepRate[]> {
  const compute = await createWasm({ threads, spawnThread: spawnNodeThread });
  try {
    if (compute.threads !== threads) return [];
    const rates: DeepRate[] = [];
    for (const size of sizes) rates.push(await rateOf(compute, size));
    return rates;
  } finally {
    compute.dispose();
  }
}

async function rateOf(compute: Compute, size: DeepSizes): Promise<DeepRate> {
  const trial = deepTrial(compute, size);
  const forward: number[] = [];
  const whole: number[] = [];
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    const start = performance.now();
    await trial.forward();
    const between = performance.now();
    await trial.credit();
    const end = performance.now();
    // The first one warms up.
    if (repeat === 0) continue;
    forward.push(between - start);
    whole.push(end - start);
  }
  trial.dispose();
  const { synapses, forwardBytes } = trial;
  const forwardUsPerStep = (median(forward) * 1000) / size.steps;
  const usPerStep = (median(whole) * 1000) / size.steps;
  return {
    ...size,
    threads: compute.threads,
    backend: compute.kind,
    synapses,
    forwardUsPerStep,
    usPerStep,
    updatesPerSecond: (synapses / usPerStep) * 1e6,
    forwardBandwidth: forwardBytes / (forwardUsPerStep * 1e-6)
  };
}

/** Bytes a second of w <- w - r g over two blocks of `floats` each: 12 bytes a float, the usual triad. */
export async function benchTriad(threads: number, floats: number): Promise<number> {
  const compute = await createWasm({ threads, spawnThread: spawnNodeThread });
  try {
    const weights = compute.alloc(floats, 'weights');
    const gradient = compute.alloc(floats, 'gradient');
    const rounds = Math.max(1, Math.round(2e8 / (12 * floats)));
    const times: number[] = [];
    for (let repeat = 0; repeat <= REPEATS; repeat++) {
      const start = performance.now();
      for (let round = 0; round < rounds; round++) await compute.sgd({ weights, gradient, rate: 0.1 });
      if (repeat > 0) times.push((performance.now() - start) / rounds);
    }
    return (12 * floats) / (median(times) * 1e-3);
  } finally {
    compute.dispose();
  }
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1];
}
