/**
 * Every operation, in the sizes that go wrong, as functions of a backend and the reference; no test framework,
 * so that a page can run them too. Each returns the largest difference relative to the largest magnitude of
 * the array it occurs in.
 */
import type {
  Block,
  Compute,
  EligibilityCall,
  ForwardCall,
  ReadoutCall,
  Reduction
} from '../../src/compute/compute';

export interface ComputeCase {
  name: string;
  run(compute: Compute, reference: Compute): Promise<number>;
}

/** Does the same work on any backend and names the blocks to look at. */
type Work = (compute: Compute, numbers: Numbers) => Promise<Block[]>;

/** The same numbers for every backend, exact in float32. */
export interface Numbers {
  between(low: number, high: number, length: number): Float32Array;
  spikes(rate: number, length: number): Float32Array;
}

export function numbersFrom(seed: number): Numbers {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  return {
    between: (low, high, length) => Float32Array.from({ length }, () => low + (high - low) * next()),
    spikes: (rate, length) => Float32Array.from({ length }, () => (next() < rate ? 1 : 0))
  };
}

export function blockOf(compute: Compute, label: string, data: ArrayLike<number>): Block {
  const block = compute.alloc(data.length, label);
  compute.write(block, data);
  return block;
}

export async function relativeError(
  compute: Compute,
  got: Block[],
  reference: Compute,
  wanted: Block[]
): Promise<number> {
  let worst = 0;
  for (let n = 0; n < wanted.length; n++) {
    const [actual, expected] = [await compute.read(got[n]), await reference.read(wanted[n])];
    let largest = 0;
    let difference = 0;
    for (let i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      const d = Math.abs(actual[i] - expected[i]);
      difference = Math.max(difference, Number.isNaN(d) ? Number.POSITIVE_INFINITY : d);
    }
    if (difference > 0) worst = Math.max(worst, difference / (largest || 1e-30));
  }
  return worst;
}

function caseOf(name: string, work: Work, seed = 1): ComputeCase {
  return {
    name,
    async run(compute, reference) {
      const got = await work(compute, numbersFrom(seed));
      const wanted = await work(reference, numbersFrom(seed));
      return relativeError(compute, got, reference, wanted);
    }
  };
}

function gemmWork(
  m: number,
  n: number,
  k: number,
  flags: { ta: boolean; tb: boolean; accumulate: boolean }
): Work {
  return async (compute, { between }) => {
    const a = blockOf(compute, 'a', between(-1, 1, m * k));
    const b = blockOf(compute, 'b', between(-1, 1, k * n));
    const c = blockOf(compute, 'c', between(-1, 1, m * n));
    const { ta: transposeA, tb: transposeB, accumulate } = flags;
    await compute.gemm({ m, n, k, a, b, c, transposeA, transposeB, accumulate, alpha: 0.75 });
    return [c];
  };
}

function gemvWork(rows: number, columns: number, transpose: boolean, accumulate: boolean): Work {
  return async (compute, { between }) => {
    const a = blockOf(compute, 'a', between(-1, 1, rows * columns));
    const x = blockOf(compute, 'x', between(-1, 1, transpose ? rows : columns));
    const y = blockOf(compute, 'y', between(-1, 1, transpose ? columns : rows));
    await compute.gemv({ rows, columns, a, x, y, transpose, accumulate, alpha: -1.5 });
    return [y];
  };
}

export interface Sizes {
  steps: number;
  batch: number;
  inputs: number;
  units: number;
}

/** A layer with its histories and states, ready to be run from tick 0. */
export function forwardCall(
  compute: Compute,
  kind: 'leakyTanh' | 'spiking',
  { steps, batch, inputs, units }: Sizes,
  { between, spikes }: Numbers
): ForwardCall {
  const fanIn = inputs + units;
  const zeros = (label: string, length: number): Block => compute.alloc(length, label);
  const size = kind === 'spiking' ? 1.6 / Math.sqrt(fanIn) : 1 / Math.sqrt(fanIn);
  const low = kind === 'spiking' ? -0.6 * size : -size;
  const weights = blockOf(compute, 'weights', between(low, size, units * fanIn));
  const perUnit =
    kind === 'spiking'
      ? Float32Array.from(between(0, 0.3, units), (beta, i) => (i % 2 ? beta : 0))
      : between(0.05, 1, units);
  const x = kind === 'spiking' ? spikes(0.3, steps * batch * inputs) : between(-1, 1, steps * batch * inputs);
  const own = blockOf(compute, 'perUnit', perUnit);
  return {
    unit:
      kind === 'spiking'
        ? {
            kind,
            membraneDecay: 0.95,
            currentGain: 1,
            threshold: 0.6,
            dampening: 0.3,
            refractory: 3,
            adaptationDecay: 0.99,
            adaptation: own
          }
        : { kind, leak: own },
    from: 0,
    steps,
    batch,
    inputs,
    units,
    weights,
    x: blockOf(compute, 'x', x),
    state: {
      potential: blockOf(compute, 'v', between(0, 0.5, batch * units)),
      activity: blockOf(
        compute,
        'z',
        kind === 'spiking' ? spikes(0.2, batch * units) : between(-1, 1, batch * units)
      ),
      preTrace: blockOf(compute, 'pre', between(0, 1, batch * fanIn)),
      adaptation: blockOf(compute, 'a', between(0, 1, batch * units)),
      refractory: zeros('r', batch * units)
    },
    history: {
      potential: zeros('vs', steps * batch * units),
      threshold: zeros('As', steps * batch * units),
      activity: zeros('zs', steps * batch * units),
      drive: zeros('psis', steps * batch * units),
      preTrace: zeros('pres', steps * batch * fanIn)
    }
  };
}

export function forwardBlocks({ state, history }: ForwardCall): Block[] {
  return [...Object.values(state), ...Object.values(history)];
}

function forwardWork(kind: 'leakyTanh' | 'spiking', sizes: Sizes): Work {
  return async (compute, numbers) => {
    const call = forwardCall(compute, kind, sizes, numbers);
    await compute.forward(call);
    return forwardBlocks(call);
  };
}

/** Smallest |v - A| of the reference: a backend that rounds otherwise may flip a spike when this is tiny. */
async function margin(reference: Compute, sizes: Sizes, seed: number): Promise<number> {
  const call = forwardCall(reference, 'spiking', sizes, numbersFrom(seed));
  await reference.forward(call);
  const [v, A] = [await reference.read(call.history.potential), await reference.read(call.history.threshold)];
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < v.length; i++) smallest = Math.min(smallest, Math.abs(v[i] - A[i]));
  return smallest;
}

/** The first seed whose net never comes within 1e-4 of a spike it does not fire, or of not firing one. */
export async function clearSeed(reference: Compute, sizes: Sizes): Promise<number> {
  for (let seed = 1; seed < 400; seed++) if ((await margin(reference, sizes, seed)) > 1e-4) return seed;
  throw new Error(`No net of ${JSON.stringify(sizes)} stays clear of ties.`);
}

function spikingCase(sizes: Sizes): ComputeCase {
  const name = `forward, spiking, ${describe(sizes)}`;
  return {
    name,
    async run(compute, reference) {
      const seed = sizes.steps * sizes.batch ? await clearSeed(reference, sizes) : 1;
      return caseOf(name, forwardWork('spiking', sizes), seed).run(compute, reference);
    }
  };
}

function describe(sizes: object): string {
  return Object.entries(sizes)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

export interface ReadoutSizes {
  steps: number;
  batch: number;
  units: number;
  outputs: number;
}

export function readoutCall(
  compute: Compute,
  loss: ReadoutCall['loss'],
  { steps, batch, units, outputs }: ReadoutSizes,
  { between, spikes }: Numbers
): ReadoutCall {
  const rows = steps * batch;
  const target = new Float32Array(rows * outputs);
  if (loss === 'regression') target.set(between(-1, 1, rows * outputs));
  else
    between(0, outputs, rows).forEach((k, row) => {
      target[row * outputs + Math.floor(k)] = 1;
    });
  return {
    loss,
    from: 0,
    steps,
    batch,
    units,
    outputs,
    decay: 0.9,
    weights: blockOf(compute, 'weights', between(-1, 1, outputs * units)),
    activity: blockOf(compute, 'z', spikes(0.2, rows * units)),
    target: blockOf(compute, 'target', target),
    mask: blockOf(compute, 'mask', spikes(0.7, rows)),
    state: {
      output: blockOf(compute, 'y', between(-1, 1, batch * outputs)),
      trace: blockOf(compute, 'trace', between(0, 1, batch * units)),
      loss: blockOf(compute, 'loss', between(0, 1, batch))
    },
    history: {
      output: compute.alloc(rows * outputs, 'ys'),
      error: compute.alloc(rows * outputs, 'errors'),
      trace: compute.alloc(rows * units, 'traces')
    }
  };
}

function readoutWork(loss: ReadoutCall['loss'], sizes: ReadoutSizes): Work {
  return async (compute, numbers) => {
    const call = readoutCall(compute, loss, sizes, numbers);
    await compute.readout(call);
    return [...Object.values(call.state), ...Object.values(call.history)];
  };
}

export interface EligibilityOptions {
  form: EligibilityCall['form'];
  steps: number;
  batch: number;
  units: number;
  fanIn: number;
  kind: 'alif' | 'leakyTanh' | 'plain';
  carried: boolean;
  constant?: boolean;
  selfFrom?: number;
}

export function eligibilityCall(
  compute: Compute,
  options: EligibilityOptions,
  { between }: Numbers
): EligibilityCall {
  const { form, steps, batch, units, fanIn, kind, carried, constant, selfFrom } = options;
  const carry = between(0.6, 0.99, units);
  const pass = kind === 'alif' ? new Float32Array(units) : carry;
  const slope = kind === 'alif' ? between(-0.3, 0, units) : between(-0.2, 0.2, units);
  if (kind === 'plain') slope.fill(0);
  const traces = () => blockOf(compute, 'traces', between(-1, 1, batch * units * fanIn));
  return {
    form,
    steps,
    batch,
    units,
    fanIn,
    preTrace: blockOf(compute, 'pre', between(-0.2, 1, steps * batch * fanIn)),
    drive: blockOf(compute, 'psi', between(0, 0.6, steps * batch * units)),
    carry: blockOf(compute, 'carry', carry),
    pass: blockOf(compute, 'pass', pass),
    slope: blockOf(compute, 'slope', slope),
    readoutDecay: kind === 'plain' ? 0 : 0.9,
    signal: blockOf(compute, 'L', between(-1, 1, steps * batch * units)),
    ...(constant ? { constantSignal: blockOf(compute, 'c', between(-0.1, 0.1, batch * units)) } : {}),
    scale: 0.5,
    gradient: blockOf(compute, 'G', between(-1, 1, units * fanIn)),
    ...(carried ? { eligibility: traces(), filtered: traces() } : {}),
    ...(selfFrom === undefined ? {} : { selfFrom })
  };
}

export function eligibilityBlocks({ gradient, eligibility, filtered }: EligibilityCall): Block[] {
  return [gradient, ...(eligibility && filtered ? [eligibility, filtered] : [])];
}

function eligibilityWork(options: EligibilityOptions): Work {
  return async (compute, numbers) => {
    const call = eligibilityCall(compute, options, numbers);
    await compute.eligibility(call);
    return eligibilityBlocks(call);
  };
}

function adamWork(length: number): Work {
  return async (compute, { between }) => {
    const weights = blockOf(compute, 'w', between(-1, 1, length));
    const gradient = blockOf(compute, 'g', between(-1, 1, length));
    const firstMoment = compute.alloc(length, 'm');
    const secondMoment = compute.alloc(length, 'v');
    const rates = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.001 };
    for (let step = 1; step <= 20; step++) {
      await compute.adam({ weights, gradient, firstMoment, secondMoment, step, ...rates });
      compute.write(gradient, between(-1, 1, length));
    }
    return [weights, firstMoment, secondMoment];
  };
}

function sgdWork(length: number): Work {
  return async (compute, { between }) => {
    const weights = blockOf(compute, 'w', between(-1, 1, length));
    const gradient = blockOf(compute, 'g', between(-1, 1, length));
    await compute.sgd({ weights, gradient, rate: 0.1, weightDecay: 0.01 });
    return [weights];
  };
}

function rowsCase(rows: { offset: number; width: number; count: number; stride: number }): ComputeCase {
  return {
    name: `read rows, ${JSON.stringify(rows)}`,
    async run(compute) {
      const data = numbersFrom(3).between(-1, 1, 60);
      const got = await compute.readRows(blockOf(compute, 'data', data), rows);
      if (got.length !== rows.count * rows.width) return Number.POSITIVE_INFINITY;
      const { offset, width, stride } = rows;
      return Math.max(
        0,
        ...got.map((value, at) =>
          Math.abs(value - data[offset + Math.floor(at / width) * stride + (at % width)])
        )
      );
    }
  };
}

function reduceCase(kind: Reduction, length: number): ComputeCase {
  return {
    name: `reduce, ${kind}, length ${length}`,
    async run(compute, reference) {
      const data = numbersFrom(length + 1).between(-1, 2, length);
      const got = await compute.reduce(kind, blockOf(compute, 'data', data));
      const wanted = await reference.reduce(kind, blockOf(reference, 'data', data));
      if (Number.isNaN(wanted)) return Number.isNaN(got) ? 0 : Number.POSITIVE_INFINITY;
      return Math.abs(got - wanted) / (Math.abs(wanted) || 1);
    }
  };
}

const booleans = [false, true];
const forwardSizes: Sizes[] = [
  { steps: 300, batch: 1, inputs: 3, units: 7 },
  { steps: 20, batch: 1, inputs: 0, units: 1 },
  { steps: 25, batch: 1, inputs: 5, units: 41 },
  { steps: 40, batch: 3, inputs: 6, units: 13 },
  { steps: 11, batch: 9, inputs: 2, units: 10 },
  { steps: 0, batch: 2, inputs: 2, units: 5 }
];

export const cases: ComputeCase[] = [
  rowsCase({ offset: 4, width: 3, count: 5, stride: 11 }),
  rowsCase({ offset: 0, width: 7, count: 0, stride: 9 }),
  rowsCase({ offset: 58, width: 2, count: 1, stride: 100 }),
  ...booleans.flatMap((ta) =>
    booleans.flatMap((tb) =>
      booleans.flatMap((accumulate) =>
        [
          [5, 7, 3],
          [1, 1, 1],
          [1, 33, 70],
          [34, 9, 300],
          [3, 4, 0]
        ].map(([m, n, k]) =>
          caseOf(
            `gemm ${m} x ${n} x ${k}${ta ? ', a transposed' : ''}${tb ? ', b transposed' : ''}${accumulate ? ', accumulated' : ''}`,
            gemmWork(m, n, k, { ta, tb, accumulate })
          )
        )
      )
    )
  ),
  ...booleans.flatMap((transpose) =>
    booleans.flatMap((accumulate) =>
      [
        [37, 65],
        [1, 1],
        [300, 3],
        [5, 0]
      ].map(([rows, columns]) =>
        caseOf(
          `gemv ${rows} x ${columns}${transpose ? ', transposed' : ''}${accumulate ? ', accumulated' : ''}`,
          gemvWork(rows, columns, transpose, accumulate)
        )
      )
    )
  ),
  ...forwardSizes.map((sizes) =>
    caseOf(`forward, leaky tanh, ${describe(sizes)}`, forwardWork('leakyTanh', sizes))
  ),
  ...forwardSizes.map(spikingCase),
  ...(['regression', 'classification'] as const).flatMap((loss) =>
    [
      { steps: 300, batch: 1, units: 13, outputs: 3 },
      { steps: 20, batch: 5, units: 6, outputs: 10 },
      { steps: 4, batch: 2, units: 1, outputs: 1 },
      { steps: 0, batch: 1, units: 3, outputs: 2 }
    ].map((sizes) => caseOf(`readout, ${loss}, ${describe(sizes)}`, readoutWork(loss, sizes)))
  ),
  ...(['step', 'chunk'] as const).flatMap((form) =>
    (
      [
        { form, steps: 300, batch: 1, units: 6, fanIn: 9, kind: 'alif', carried: true },
        { form, steps: 90, batch: 1, units: 21, fanIn: 34, kind: 'plain', carried: true },
        {
          form,
          steps: 12,
          batch: 4,
          units: 5,
          fanIn: 7,
          kind: 'alif',
          carried: true,
          constant: true,
          selfFrom: 2
        },
        { form, steps: 40, batch: 3, units: 7, fanIn: 18, kind: 'leakyTanh', carried: false, constant: true },
        { form, steps: 70, batch: 2, units: 9, fanIn: 150, kind: 'alif', carried: true, selfFrom: 141 },
        { form, steps: 5, batch: 1, units: 1, fanIn: 1, kind: 'alif', carried: true, selfFrom: 0 },
        { form, steps: 0, batch: 2, units: 3, fanIn: 4, kind: 'alif', carried: true }
      ] as const
    ).map((options) => caseOf(`eligibility, ${describe(options)}`, eligibilityWork(options)))
  ),
  ...[1, 30, 1001, 0].map((length) => caseOf(`adam, length ${length}`, adamWork(length))),
  ...[1, 30, 1001, 0].map((length) => caseOf(`sgd, length ${length}`, sgdWork(length))),
  ...(['sum', 'mean', 'min', 'max', 'sumOfSquares'] as const).flatMap((kind) =>
    [0, 1, 7, 1000].map((length) => reduceCase(kind, length))
  )
];
