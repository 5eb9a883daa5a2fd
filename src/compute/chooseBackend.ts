/** Which backend a run gets, and one sentence that says why. */
import { type BackendKind, type Block, type Compute, ComputeError } from './compute';
import type { SpawnThread } from './kernelThread';
import { createReference } from './reference';
import { createWasm } from './wasm';

/** The layer that will be run; enough to guess what a tick costs. */
export interface RunSizes {
  batch: number;
  inputs: number;
  units: number;
  /** Layers are run forwards and backwards once, over a batch, instead of tick by tick with traces. */
  feedForward?: boolean;
  /** Layers over sequences are run, which no GPU has. */
  sequences?: boolean;
}

export interface BackendHosts<Gpu extends Compute = Compute> {
  /** How this host starts a helper thread; without it there is one thread. */
  spawnThread?: SpawnThread;
  /** Processors this process may use. */
  processors?: number;
  /** Makes the GPU backend, or throws where there is none. */
  createGpu?: () => Promise<Gpu>;
  /** Whether the adapter is hardware rather than a software rasteriser, which would be far slower than wasm. */
  isReal?: (gpu: Gpu) => boolean;
  /** Milliseconds on any clock. */
  now?: () => number;
}

export interface BackendChoice {
  compute: Compute;
  reason: string;
}

/** Ticks of a calibration run, and runs of which the fastest counts: a few milliseconds in all. */
const TICKS = 8;
const RUNS = 4;

/** A second thread or a GPU has to be this much faster, since calibration is short and machines are shared. */
const CLEARLY = 0.85;

/** Below this many synapses times trials one thread is always as fast. */
const WORTH_THREADS = 16_000;

/** Below this many, launches alone cost a GPU more than the whole tick on wasm. */
const WORTH_GPU = 200_000;

/**
 * Makes the wanted backend. 'auto' is wasm, on two threads where a calibration on these sizes finds them faster,
 * and the GPU only where the adapter is real and the calibration finds it faster than wasm.
 */
export async function chooseBackend<Gpu extends Compute>(options: {
  wanted: 'auto' | BackendKind;
  sizes: RunSizes;
  hosts?: BackendHosts<Gpu>;
}): Promise<BackendChoice> {
  const { wanted, sizes, hosts = {} } = options;
  if (wanted === 'reference')
    return { compute: createReference(), reason: 'The float64 reference was asked for.' };
  if (sizes.sequences) {
    const { compute, reason } = await chooseThreads({ ...sizes, feedForward: true }, hosts);
    if (!compute.sequences) {
      compute.dispose();
      const lacking = 'wasm has no layers over sequences here, so the float64 reference runs.';
      return { compute: createReference(), reason: lacking };
    }
    const instead = `No GPU has layers over sequences, so wasm runs instead: ${uncapitalised(reason)}`;
    return { compute, reason: wanted === 'gpu' ? instead : reason };
  }
  if (wanted === 'gpu') {
    if (hosts.createGpu) return { compute: await hosts.createGpu(), reason: 'The GPU was asked for.' };
    const { compute, reason } = await chooseThreads(sizes, hosts);
    return { compute, reason: `There is no GPU here, so wasm runs instead: ${uncapitalised(reason)}` };
  }
  const wasm = await chooseThreads(sizes, hosts);
  if (wanted === 'wasm' || !hosts.createGpu) return wasm;
  return (await preferGpu(wasm.compute, sizes, hosts)) ?? wasm;
}

async function chooseThreads(
  sizes: RunSizes,
  hosts: Pick<BackendHosts, 'spawnThread' | 'processors' | 'now'>
): Promise<BackendChoice> {
  const { spawnThread, processors = 2, now = () => performance.now() } = hosts;
  const one = await createWasm();
  if (!spawnThread) return { compute: one, reason: 'One thread: helper threads cannot be started here.' };
  if (processors < 2) return { compute: one, reason: 'One thread: only one processor is free.' };
  if (synapses(sizes) < WORTH_THREADS) return { compute: one, reason: 'One thread: the network is small.' };
  const two = await createWasm({ threads: 2, spawnThread });
  if (two.threads < 2) {
    one.dispose();
    return { compute: two, reason: `One thread: ${two.description}.` };
  }
  let single: number;
  let double: number;
  try {
    single = await tickTime(one, sizes, now);
    double = await tickTime(two, sizes, now);
  } catch (error) {
    two.dispose();
    if (error instanceof ComputeError) {
      return { compute: one, reason: 'One thread: there is no memory to measure two.' };
    }
    one.dispose();
    throw error;
  }
  const faster = double < CLEARLY * single;
  (faster ? one : two).dispose();
  const times = `${microseconds(double)} a tick against ${microseconds(single)}`;
  return faster
    ? { compute: two, reason: `Two threads: ${times} with one.` }
    : { compute: one, reason: `One thread: two took ${times}.` };
}

/** The GPU in place of `wasm`, which is then disposed of; undefined where it is missing, software or slower. */
async function preferGpu<Gpu extends Compute>(
  wasm: Compute,
  sizes: RunSizes,
  hosts: BackendHosts<Gpu>
): Promise<BackendChoice | undefined> {
  const { createGpu, isReal = () => false, now = () => performance.now() } = hosts;
  if (!createGpu || synapses(sizes) < WORTH_GPU) return undefined;
  let gpu: Gpu;
  try {
    gpu = await createGpu();
  } catch {
    return undefined;
  }
  try {
    if (isReal(gpu)) {
      const [theirs, ours] = [await tickTime(gpu, sizes, now), await tickTime(wasm, sizes, now)];
      if (theirs < CLEARLY * ours) {
        wasm.dispose();
        const reason = `GPU: ${microseconds(theirs)} a tick against ${microseconds(ours)} on wasm.`;
        return { compute: gpu, reason };
      }
    }
  } catch {
    // A GPU that fails its calibration is not chosen.
  }
  gpu.dispose();
  return undefined;
}

function synapses({ batch, inputs, units }: RunSizes): number {
  return batch * units * (inputs + units);
}

function microseconds(milliseconds: number): string {
  return `${Math.max(1, Math.round(milliseconds * 1000))} us`;
}

function uncapitalised(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** Milliseconds a tick of forward pass and traces takes on a layer of these sizes: the fastest of a few runs. */
async function tickTime(compute: Compute, sizes: RunSizes, now: () => number): Promise<number> {
  const blocks: Block[] = [];
  const zeros = (label: string, length: number): Block => {
    const block = compute.alloc(length, `calibration: ${label}`);
    blocks.push(block);
    return block;
  };
  try {
    const time = sizes.feedForward ? timeLayers : timeTicks;
    return await time(compute, sizes, now, zeros);
  } finally {
    for (const block of blocks) compute.free(block);
  }
}

async function timeTicks(
  compute: Compute,
  { batch, inputs, units }: RunSizes,
  now: () => number,
  zeros: (label: string, length: number) => Block
): Promise<number> {
  const fanIn = inputs + units;
  const drive = zeros('drive', TICKS * batch * units);
  const preTrace = zeros('preTrace', TICKS * batch * fanIn);
  const leak = zeros('leak', units);
  const x = zeros('x', TICKS * batch * inputs);
  compute.fill(leak, 0.5);
  compute.fill(x, 1);
  const forward = {
    unit: { kind: 'leakyTanh', leak },
    from: 0,
    steps: TICKS,
    batch,
    inputs,
    units,
    weights: zeros('weights', units * fanIn),
    x,
    state: {
      potential: zeros('potential', batch * units),
      activity: zeros('activity', batch * units),
      preTrace: zeros('state of preTrace', batch * fanIn),
      adaptation: zeros('adaptation', 0),
      refractory: zeros('refractory', 0)
    },
    history: {
      potential: zeros('potentials', TICKS * batch * units),
      threshold: zeros('thresholds', 0),
      activity: zeros('activities', TICKS * batch * units),
      drive,
      preTrace
    }
  } as const;
  compute.fill(forward.weights, 0.01);
  compute.fill(forward.state.activity, 0.1);
  const gradient = zeros('gradient', units * fanIn);
  const learning = {
    form: 'chunk',
    steps: TICKS,
    batch,
    units,
    fanIn,
    preTrace,
    drive,
    carry: leak,
    pass: leak,
    slope: zeros('slope', units),
    readoutDecay: 0.9,
    signal: zeros('signal', TICKS * batch * units),
    scale: 1,
    gradient
  } as const;
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const start = now();
    await compute.forward(forward);
    await compute.eligibility(learning);
    // On a GPU the work is done only once something is read.
    await compute.read(gradient, 0, 1);
    fastest = Math.min(fastest, now() - start);
  }
  return fastest / TICKS;
}

/** A dense layer over the batch and its adjoint, as many times as ticks are timed. */
async function timeLayers(
  compute: Compute,
  { batch, inputs, units }: RunSizes,
  now: () => number,
  zeros: (label: string, length: number) => Block
): Promise<number> {
  const layer = {
    batch,
    inputs,
    outputs: units,
    activation: 'relu',
    x: zeros('x', batch * inputs),
    y: zeros('y', batch * units),
    parameters: zeros('weights', units * (inputs + 1))
  } as const;
  compute.fill(layer.x, 1);
  compute.fill(layer.parameters, 0.01);
  const signal = zeros('signal', batch * units);
  const gradient = zeros('gradient', units * (inputs + 1));
  const inputSignal = zeros('input signal', batch * inputs);
  let fastest = Number.POSITIVE_INFINITY;
  // Threads wake slowly the first times; layers are quick, so there is time for more runs.
  for (let run = 0; run < 4 * RUNS; run++) {
    const start = now();
    for (let tick = 0; tick < TICKS; tick++) {
      await compute.dense(layer);
      await compute.denseBackward({ ...layer, signal, gradient, inputSignal });
    }
    await compute.read(gradient, 0, 1);
    fastest = Math.min(fastest, now() - start);
  }
  return fastest / TICKS;
}
