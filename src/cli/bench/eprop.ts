/**
 * The e-prop step of a leaky tanh network, as the peer script bench/peers measures it: N units with their own
 * leaks, u = W h + x, h <- leaky tanh(u), e <- d e + h, g <- g + L e, with d and L per unit. Expressed with the
 * operations every model uses: a forward call and an eligibility call over the same ticks.
 */
import type { Block, Compute, EligibilityCall } from '../../compute/compute';
import { createWasm } from '../../compute/wasm';
import { spawnNodeThread } from '../threads';

export interface EpropRate {
  n: number;
  threads: number;
  backend: string;
  usPerStep: number;
}

export interface EpropBenchOptions {
  threads: number;
  sizes?: readonly number[];
  /** Default: tick by tick, the same arithmetic as the peer's. */
  form?: EligibilityCall['form'];
}

/** Ticks per repeat and per call; repeats of which the median counts. */
const STEPS = 200;
const REPEATS = 7;

/** Microseconds per step at each size. Empty where that many threads cannot be had. */
export async function benchEprop(options: EpropBenchOptions): Promise<EpropRate[]> {
  const { threads, sizes = [256, 512, 1024], form = 'step' } = options;
  const compute = await createWasm({ threads, spawnThread: spawnNodeThread });
  const rates: EpropRate[] = [];
  try {
    if (compute.threads !== threads) return [];
    for (const n of sizes) {
      const step = prepare(compute, n, form);
      await step();
      const times: number[] = [];
      for (let repeat = 0; repeat < REPEATS; repeat++) {
        const start = performance.now();
        await step();
        times.push((performance.now() - start) / STEPS);
      }
      times.sort((a, b) => a - b);
      rates.push({ n, threads, backend: compute.kind, usPerStep: times[(REPEATS - 1) / 2] * 1000 });
    }
  } finally {
    compute.dispose();
  }
  return rates;
}

/** A network of n units; the returned function takes it, its traces and its gradient through STEPS ticks. */
function prepare(compute: Compute, n: number, form: EligibilityCall['form']): () => Promise<void> {
  let state = 1;
  /** Uniform between the bounds, the same numbers in every run. */
  const between = (low: number, high: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + ((high - low) * state) / 2 ** 32;
  };
  const zeros = (label: string, length: number): Block => compute.alloc(length, label);
  const filled = (label: string, length: number, value: () => number): Block => {
    const block = zeros(label, length);
    compute.write(block, Float32Array.from({ length }, value));
    return block;
  };
  // The constant drive x of the peer is a weight from one input that is always 1.
  const fanIn = n + 1;
  const bound = Math.sqrt(3 / n);
  const decay = filled('decay', n, () => between(0.8, 0.95));
  const history = {
    potential: zeros('potentials', STEPS * n),
    threshold: zeros('thresholds', 0),
    activity: zeros('activities', STEPS * n),
    drive: zeros('drives', STEPS * n),
    preTrace: zeros('presynaptic traces', STEPS * fanIn)
  };
  const forward = {
    unit: { kind: 'leakyTanh', leak: filled('leak', n, () => between(0.05, 0.1)) },
    from: 0,
    steps: STEPS,
    batch: 1,
    inputs: 1,
    units: n,
    weights: filled('weights', n * fanIn, () => between(-bound, bound)),
    x: filled('x', STEPS, () => 1),
    state: {
      potential: zeros('potential', n),
      activity: zeros('activity', n),
      preTrace: zeros('presynaptic trace', fanIn),
      adaptation: zeros('adaptation', 0),
      refractory: zeros('refractory', 0)
    },
    history
  } as const;
  const learning = {
    form,
    steps: STEPS,
    batch: 1,
    units: n,
    fanIn,
    preTrace: history.preTrace,
    drive: filled('ones', STEPS * n, () => 1),
    carry: decay,
    pass: decay,
    slope: zeros('slope', n),
    readoutDecay: 0,
    signal: filled('signal', STEPS * n, () => between(-0.1, 0.1)),
    scale: 1,
    gradient: zeros('gradient', n * fanIn),
    eligibility: zeros('eligibility', n * fanIn),
    filtered: zeros('filtered', n * fanIn)
  } as const;
  return async () => {
    await compute.forward(forward);
    await compute.eligibility(learning);
  };
}
