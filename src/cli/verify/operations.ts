/**
 * Every operation of a backend on drawn numbers of awkward sizes (none divisible by 4), as a function of the backend, so
 * that two backends can be compared block by block.
 */
import type { Block, Compute, ForwardCall, ReadoutCall } from '../../compute/compute';
import { Random } from '../../models/random';

export interface Operation {
  name: string;
  /** Runs it on fresh blocks and returns those it wrote. */
  run(compute: Compute): Promise<readonly Block[]>;
}

const units = 13;
const inputs = 6;
const fanIn = inputs + units;
const outputs = 3;
const batch = 2;

/** Draws blocks one after another from a seed of its own. */
class Blocks {
  private readonly random: Random;
  private readonly compute: Compute;

  constructor(compute: Compute, name: string) {
    this.compute = compute;
    this.random = new Random(`verify/${name}`);
  }

  zeros(length: number): Block {
    return this.compute.alloc(length, 'verify');
  }

  /** Normal numbers times `scale`; single precision, so that every backend gets the same. */
  normal(length: number, scale = 1): Block {
    return this.write(length, () => scale * this.random.normal());
  }

  uniform(length: number, low: number, high: number): Block {
    return this.write(length, () => low + (high - low) * this.random.uniform());
  }

  spikes(length: number, share: number): Block {
    return this.write(length, () => (this.random.uniform() < share ? 1 : 0));
  }

  write(length: number, value: (i: number) => number): Block {
    const block = this.zeros(length);
    this.compute.write(
      block,
      Float32Array.from({ length }, (_, i) => value(i))
    );
    return block;
  }
}

function operation(
  name: string,
  body: (compute: Compute, blocks: Blocks) => Promise<readonly Block[]>
): Operation {
  return { name, run: (compute) => body(compute, new Blocks(compute, name)) };
}

export const operations: readonly Operation[] = [
  ...[false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) =>
      operation(
        `gemm${transposeA ? ', a transposed' : ''}${transposeB ? ', b transposed' : ''}`,
        async (compute, blocks) => {
          const c = blocks.normal(7 * 5);
          const [a, b] = [blocks.normal(7 * 11), blocks.normal(11 * 5)];
          await compute.gemm({
            m: 7,
            n: 5,
            k: 11,
            a,
            b,
            c,
            transposeA,
            transposeB,
            alpha: 0.5,
            accumulate: true
          });
          return [c];
        }
      )
    )
  ),
  ...[false, true].map((transpose) =>
    operation(`gemv${transpose ? ', transposed' : ''}`, async (compute, blocks) => {
      const y = blocks.zeros(transpose ? 17 : 9);
      await compute.gemv({
        rows: 9,
        columns: 17,
        a: blocks.normal(9 * 17),
        x: blocks.normal(17),
        y,
        transpose
      });
      return [y];
    })
  ),
  operation('forward, leaky tanh, 300 ticks', (compute, blocks) =>
    forward(compute, blocks, 300, blocks.normal(300 * batch * inputs), {
      kind: 'leakyTanh',
      leak: blocks.uniform(units, 0.1, 0.9)
    })
  ),
  ...(['LIF', 'ALIF'] as const).map((kind) =>
    operation(`forward, ${kind}, 60 ticks`, (compute, blocks) =>
      forward(compute, blocks, 60, blocks.spikes(60 * batch * inputs, 0.2), {
        kind: 'spiking',
        membraneDecay: 0.95,
        currentGain: 1,
        threshold: 0.6,
        dampening: 0.3,
        refractory: 3,
        adaptationDecay: 0.99,
        adaptation: kind === 'LIF' ? blocks.zeros(units) : blocks.uniform(units, 0, 0.3)
      })
    )
  ),
  ...(['regression', 'classification'] as const).map((loss) =>
    operation(`readout, ${loss}, 300 ticks`, (compute, blocks) => readout(compute, blocks, 300, loss))
  ),
  ...(['step', 'chunk'] as const).flatMap((form) =>
    (['LIF', 'ALIF', 'leaky tanh'] as const).map((kind) =>
      operation(`eligibility, ${kind}, ${form} form, 300 ticks`, (compute, blocks) =>
        eligibility(compute, blocks, 300, form, kind)
      )
    )
  ),
  operation('sgd', async (compute, blocks) => {
    const weights = blocks.normal(37);
    await compute.sgd({ weights, gradient: blocks.normal(37), rate: 0.1, weightDecay: 0.01 });
    return [weights];
  }),
  operation('adam, 5 steps', async (compute, blocks) => {
    const weights = blocks.normal(37);
    const moments = { firstMoment: blocks.zeros(37), secondMoment: blocks.zeros(37) };
    for (let step = 1; step <= 5; step++) {
      const constants = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step };
      await compute.adam({ weights, gradient: blocks.normal(37), ...moments, ...constants });
    }
    return [weights, moments.firstMoment, moments.secondMoment];
  }),
  ...(['sum', 'mean', 'min', 'max', 'sumOfSquares'] as const).map((kind) =>
    operation(`reduce, ${kind}`, async (compute, blocks) => {
      const value = await compute.reduce(kind, blocks.uniform(1003, -1, 2));
      return [blocks.write(1, () => value)];
    })
  )
];

async function forward(
  compute: Compute,
  blocks: Blocks,
  steps: number,
  x: Block,
  unit: ForwardCall['unit']
): Promise<readonly Block[]> {
  const state = {
    potential: blocks.zeros(batch * units),
    activity: blocks.zeros(batch * units),
    preTrace: blocks.zeros(batch * fanIn),
    adaptation: blocks.zeros(batch * units),
    refractory: blocks.zeros(batch * units)
  };
  const history = {
    potential: blocks.zeros(steps * batch * units),
    threshold: blocks.zeros(steps * batch * units),
    activity: blocks.zeros(steps * batch * units),
    drive: blocks.zeros(steps * batch * units),
    preTrace: blocks.zeros(steps * batch * fanIn)
  };
  const weights = blocks.normal(units * fanIn, 0.3);
  await compute.forward({ unit, from: 0, steps, batch, inputs, units, weights, x, state, history });
  const { threshold, ...always } = history;
  return [...Object.values(always), ...(unit.kind === 'spiking' ? [threshold] : [])];
}

async function readout(
  compute: Compute,
  blocks: Blocks,
  steps: number,
  loss: ReadoutCall['loss']
): Promise<readonly Block[]> {
  const state = {
    output: blocks.zeros(batch * outputs),
    trace: blocks.zeros(batch * units),
    loss: blocks.zeros(batch)
  };
  const history = {
    output: blocks.zeros(steps * batch * outputs),
    error: blocks.zeros(steps * batch * outputs),
    trace: blocks.zeros(steps * batch * units)
  };
  await compute.readout({
    loss,
    from: 0,
    steps,
    batch,
    units,
    outputs,
    decay: 0.9,
    weights: blocks.normal(outputs * units),
    activity: blocks.normal(steps * batch * units),
    target: blocks.write(steps * batch * outputs, (i) =>
      i % outputs === Math.floor(i / outputs) % outputs ? 1 : 0
    ),
    mask: blocks.spikes(steps * batch, 0.5),
    state,
    history
  });
  return [state.loss, ...Object.values(history)];
}

async function eligibility(
  compute: Compute,
  blocks: Blocks,
  steps: number,
  form: 'step' | 'chunk',
  kind: 'LIF' | 'ALIF' | 'leaky tanh'
): Promise<readonly Block[]> {
  const gradient = blocks.zeros(units * fanIn);
  const vectors = {
    eligibility: blocks.zeros(batch * units * fanIn),
    filtered: blocks.zeros(batch * units * fanIn)
  };
  const zeros = blocks.zeros(units);
  const leaks = blocks.uniform(units, 0.1, 0.9);
  const rates =
    kind === 'LIF'
      ? { pass: zeros, carry: zeros, slope: zeros }
      : kind === 'ALIF'
        ? { pass: zeros, carry: blocks.uniform(units, 0.9, 0.99), slope: blocks.uniform(units, -0.3, 0) }
        : { pass: leaks, carry: leaks, slope: blocks.normal(units, 0.1) };
  await compute.eligibility({
    form,
    steps,
    batch,
    units,
    fanIn,
    preTrace: blocks.uniform(steps * batch * fanIn, 0, 2),
    drive: blocks.uniform(steps * batch * units, 0, 0.5),
    ...rates,
    readoutDecay: 0.9,
    signal: blocks.normal(steps * batch * units, 0.1),
    constantSignal: blocks.normal(batch * units, 0.1),
    scale: 0.5,
    gradient,
    ...vectors,
    selfFrom: inputs
  });
  return [gradient, ...Object.values(vectors)];
}
