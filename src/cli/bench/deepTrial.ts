/**
 * One trial of deep e-prop by the cascade on a stack of leaky tanh layers, as the peer script bench/peers/deep_torch.py
 * measures it: forward with biases, readout, instantaneous signals down the layers, traces behind one filter per
 * layer above, gradients of every weight. Expressed with the operations the model uses.
 */
import type { Block, Compute, EligibilityCall } from '../../compute/compute';

export interface DeepSizes {
  layers: number;
  units: number;
  /** Ticks of the trial. */
  steps: number;
  form: EligibilityCall['form'];
}

export interface DeepTrial {
  /** Weights of all layers; every one has a trace and a gradient. */
  synapses: number;
  /**
   * Bytes of weights that a step of the forward part must read: the recurrent ones at every step, those from below once
   * in `ticksAhead`.
   */
  forwardBytes: number;
  /** dE/dW of each layer, bottom first. */
  gradients: readonly Block[];
  /** Runs the forward part, and then credit, of the whole trial. */
  forward(): Promise<void>;
  credit(): Promise<void>;
  dispose(): void;
}

/** The kernels form the input part of so many ticks together, since it waits for none. */
const ticksAhead = 16;
const inputs = 64;
const outputs = 10;
const leak = 0.1;

/** Allocates the network with small random weights, its histories and its trial. */
export function deepTrial(compute: Compute, { layers, units, steps, form }: DeepSizes): DeepTrial {
  const blocks: Block[] = [];
  let state = 1;
  /** Uniform in -1 .. 1, the same numbers in every run. */
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (2 * state) / 2 ** 32 - 1;
  };
  const zeros = (label: string, length: number): Block => {
    const block = compute.alloc(length, label);
    blocks.push(block);
    return block;
  };
  const filled = (label: string, length: number, value: () => number): Block => {
    const block = zeros(label, length);
    compute.write(block, Float32Array.from({ length }, value));
    return block;
  };

  const perUnit = filled('leak', units, () => leak);
  const kept = filled('carry', units, () => 1 - leak);
  const none = zeros('slope', units);
  const stack = Array.from({ length: layers }, (_, l) => {
    const below = l === 0 ? inputs : units;
    const fanIn = below + units + 1;
    const scale = Math.sqrt(3 / fanIn);
    return {
      below,
      fanIn,
      weights: filled(`W ${l}`, units * fanIn, () => scale * uniform()),
      gradient: zeros(`dE/dW ${l}`, units * fanIn),
      signal: zeros(`signal ${l}`, steps * units),
      current: zeros(`signal down ${l}`, steps * units),
      state: {
        potential: zeros('potential', units),
        activity: zeros('activity', units),
        preTrace: zeros('presynaptic trace', fanIn),
        adaptation: zeros('adaptation', 0),
        refractory: zeros('refractory', 0)
      },
      history: {
        potential: zeros('potentials', steps * units),
        threshold: zeros('thresholds', 0),
        activity: zeros('activities', steps * units),
        drive: zeros('drives', steps * units),
        preTrace: zeros('presynaptic traces', steps * fanIn)
      }
    };
  });
  const x = filled('x', steps * inputs, uniform);
  const readout = {
    loss: 'regression',
    from: 0,
    steps,
    batch: 1,
    units,
    outputs,
    decay: 0,
    weights: filled('W_out', outputs * units, () => Math.sqrt(3 / units) * uniform()),
    activity: stack[layers - 1].history.activity,
    target: filled('target', steps * outputs, uniform),
    mask: filled('mask', steps, () => 1),
    state: { output: zeros('output', outputs), trace: zeros('readout trace', units), loss: zeros('loss', 1) },
    history: {
      output: zeros('outputs', steps * outputs),
      error: zeros('errors', steps * outputs),
      trace: zeros('readout traces', steps * units)
    }
  } as const;
  const readoutGradient = zeros('dE/dW_out', outputs * units);
  const unit = { kind: 'leakyTanh', leak: perUnit } as const;

  return {
    gradients: stack.map(({ gradient }) => gradient),
    forwardBytes: stack.reduce((sum, { below }) => sum + 4 * units * (units + (below + 1) / ticksAhead), 0),
    synapses: stack.reduce((sum, { gradient }) => sum + gradient.length, 0),
    async forward() {
      for (const [l, layer] of stack.entries()) {
        for (const block of Object.values(layer.state)) compute.fill(block, 0);
        await compute.forward({
          unit,
          from: 0,
          steps,
          batch: 1,
          inputs: layer.below,
          units,
          bias: true,
          weights: layer.weights,
          x: l === 0 ? x : stack[l - 1].history.activity,
          state: layer.state,
          history: layer.history
        });
      }
      await compute.readout(readout);
    },
    async credit() {
      const { error, trace } = readout.history;
      await compute.gemm({
        m: outputs,
        n: units,
        k: steps,
        a: error,
        b: trace,
        c: readoutGradient,
        transposeA: true
      });
      await compute.gemm({
        m: steps,
        n: units,
        k: outputs,
        a: error,
        b: readout.weights,
        c: stack[layers - 1].signal
      });
      for (let l = layers - 1; l >= 0; l--) {
        const { below, fanIn, weights, gradient, signal, current, history } = stack[l];
        compute.fill(gradient, 0);
        await compute.eligibility({
          form,
          steps,
          batch: 1,
          units,
          fanIn,
          preTrace: history.preTrace,
          drive: history.drive,
          carry: kept,
          pass: kept,
          slope: none,
          filters: Array.from({ length: layers - 1 - l }, () => 1 - leak),
          readoutDecay: 0,
          signal,
          scale: 1,
          gradient
        });
        if (l === 0) continue;
        await compute.backward({
          through: 'tick',
          unit,
          steps,
          batch: 1,
          inputs: below,
          units,
          bias: true,
          weights,
          drive: history.drive,
          signal,
          current
        });
        await compute.gemm({
          m: steps,
          n: below,
          k: units,
          a: current,
          b: weights,
          strideB: fanIn,
          c: stack[l - 1].signal
        });
      }
    },
    dispose() {
      for (const block of blocks) compute.free(block);
    }
  };
}
