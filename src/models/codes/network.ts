/**
 * A feed-forward network as a list of layers on a backend, run forwards and backwards over a minibatch. Parameters (`Network`) and
 * activities (`Pass`) are apart: a frozen classifier reads the image and the reconstruction at once, with one set of weights.
 */
import type { Block, Compute } from '../../compute/compute';
import {
  type Activation,
  convolutionParameters,
  type DenseBackwardCall,
  denseParameters,
  sideOut
} from '../../compute/feedForward';
import type { ModelSnapshot } from '../model';
import type { Random } from '../random';
import type { ImageShape } from '../stream';
import { arrayIn, numberIn } from '../training/snapshots';
import { Optimiser, type OptimiserConstants, type Parameter } from '../training/optimiser';

/** What one layer does. `gain` scales its initial weights (default 1, that of He et al. 2015). */
export type LayerPlan =
  | { kind: 'dense'; outputs: number; activation: Activation; gain?: number }
  | {
      kind: 'convolve';
      filters: number;
      kernel: number;
      stride: number;
      padding: number;
      enlarge?: number;
      activation: Activation;
      gain?: number;
    }
  | { kind: 'maxPool'; kernel: number; stride: number }
  | { kind: 'batchNorm'; activation: Activation }
  /** What flows on is rearranged, not changed. */
  | { kind: 'reshape'; to: ImageShape }
  /** Drops this share of activities in training (Srivastava et al. 2014), the rest scaled up; in place, so only after a relu. */
  | { kind: 'dropout'; share: number };

/** A layer in its place. */
export interface PlacedLayer {
  plan: LayerPlan;
  input: ImageShape;
  output: ImageShape;
  /** Where its parameters begin in the block of the network, and how many there are. */
  from: number;
  parameters: number;
}

const momentum = 0.1;
const epsilon = 1e-5;

export const pixelsOf = ({ channels, columns, rows }: ImageShape): number => channels * columns * rows;

/** A vector as an image. */
const flat = (length: number): ImageShape => ({ channels: length, rows: 1, columns: 1 });

/** Layers one after another, from an input of this shape. */
export function placeLayers(input: ImageShape, plans: readonly LayerPlan[]): PlacedLayer[] {
  let shape = input;
  let from = 0;
  return plans.map((plan) => {
    const placed = place(plan, shape, from);
    shape = placed.output;
    from += placed.parameters;
    return placed;
  });
}

function place(plan: LayerPlan, input: ImageShape, from: number): PlacedLayer {
  switch (plan.kind) {
    case 'dense':
      return {
        plan,
        input,
        output: flat(plan.outputs),
        from,
        parameters: denseParameters(pixelsOf(input), plan.outputs)
      };
    case 'convolve': {
      const { enlarge, filters, kernel, padding, stride } = plan;
      const side = (length: number): number => sideOut(length, kernel, stride, padding, enlarge);
      return {
        plan,
        input,
        output: { channels: filters, rows: side(input.rows), columns: side(input.columns) },
        from,
        parameters: convolutionParameters({ ...input, ...plan })
      };
    }
    case 'maxPool': {
      const side = (length: number): number => sideOut(length, plan.kernel, plan.stride);
      const output = { channels: input.channels, rows: side(input.rows), columns: side(input.columns) };
      return { plan, input, output, from, parameters: 0 };
    }
    case 'batchNorm':
      return { plan, input, output: input, from, parameters: 2 * input.channels };
    case 'reshape':
      return { plan, input, output: plan.to, from, parameters: 0 };
    case 'dropout':
      return { plan, input, output: input, from, parameters: 0 };
  }
}

/** Floats of all parameters. */
export function parameterCount(layers: readonly PlacedLayer[]): number {
  return layers.reduce((sum, { parameters }) => sum + parameters, 0);
}

/** Floats one example takes in a pass: activities and their signals. */
export function activityCount(layers: readonly PlacedLayer[]): number {
  return layers.reduce((sum, { output }) => sum + 2 * pixelsOf(output), 0);
}

/** Weights, how they are learned, and the running statistics of batch normalisation. */
export class Network {
  readonly layers: readonly PlacedLayer[];
  readonly label: string;
  readonly weights: Block;
  readonly gradient: Block;
  /** Of each batch normalisation, by layer. */
  readonly running = new Map<PlacedLayer, Block>();
  private readonly compute: Compute;
  private readonly optimiser: Optimiser;
  private readonly parameter: Parameter;

  /** Weights are drawn from `random`: N(0, 2 / fan-in) times the layer's gain, biases 0 (He et al. 2015). */
  constructor(
    compute: Compute,
    input: ImageShape,
    plans: readonly LayerPlan[],
    random: Random,
    label: string
  ) {
    this.compute = compute;
    this.label = label;
    this.layers = placeLayers(input, plans);
    const count = parameterCount(this.layers);
    this.weights = compute.alloc(count, `${label}: weights`);
    this.gradient = compute.alloc(count, `${label}: gradient`);
    compute.write(this.weights, initialWeights(this.layers, count, random));
    for (const layer of this.layers)
      if (layer.plan.kind === 'batchNorm') {
        const { channels } = layer.input;
        const block = compute.alloc(2 * channels, `${label}: running statistics`);
        compute.write(block, new Float64Array(channels).fill(1), channels);
        this.running.set(layer, block);
      }
    this.optimiser = new Optimiser(compute);
    this.parameter = this.optimiser.parameter(this.weights, this.gradient, true);
  }

  /** Moves the weights by the gradient of the last backward pass. */
  async learn(constants: OptimiserConstants): Promise<void> {
    this.optimiser.step++;
    await this.optimiser.move(this.parameter, constants);
  }

  /** Everything that decides how it goes on, under its label. */
  async snapshot(into: ModelSnapshot): Promise<void> {
    into.numbers[`${this.label}.step`] = this.optimiser.step;
    for (const [name, block] of this.blocks())
      into.arrays[name] = Float64Array.from(await this.compute.read(block));
  }

  restore({ arrays, numbers }: ModelSnapshot): void {
    this.optimiser.step = numberIn(numbers, `${this.label}.step`);
    for (const [name, block] of this.blocks()) this.compute.write(block, arrayIn(arrays, name, block.length));
  }

  dispose(): void {
    this.optimiser.dispose();
    for (const block of [this.weights, this.gradient, ...this.running.values()]) this.compute.free(block);
  }

  private blocks(): [name: string, block: Block][] {
    const { first, second } = this.parameter.moments!;
    return [
      [`${this.label}.weights`, this.weights],
      [`${this.label}.firstMoment`, first],
      [`${this.label}.secondMoment`, second],
      ...[...this.running.values()].map((block, k): [string, Block] => [`${this.label}.running${k}`, block])
    ];
  }
}

function initialWeights(layers: readonly PlacedLayer[], count: number, random: Random): Float64Array {
  const weights = new Float64Array(count);
  for (const { from, input, plan } of layers) {
    if (plan.kind === 'batchNorm') weights.fill(1, from, from + input.channels);
    if (plan.kind !== 'dense' && plan.kind !== 'convolve') continue;
    const fanIn = plan.kind === 'dense' ? pixelsOf(input) : input.channels * plan.kernel * plan.kernel;
    const outputs = plan.kind === 'dense' ? plan.outputs : plan.filters;
    const spread = (plan.gain ?? 1) * Math.sqrt(2 / fanIn);
    for (let k = 0; k < outputs * fanIn; k++) weights[from + k] = spread * random.normal();
  }
  return weights;
}

export interface BackwardOptions {
  /** Leave the gradient of the weights in the network. */
  learn: boolean;
  /** [batch, input] dE/dinput, where somebody listens below. */
  inputSignal?: Block;
  /** Add to it. */
  accumulate?: boolean;
  /** The signal is with respect to what the last layer had before its activation. */
  beforeActivation?: boolean;
}

/** Activities of one network over at most `most` examples. */
export class Pass {
  /** [most, outputs] dE/doutput: to be filled before `backward`, used up by it. */
  readonly signal: Block;
  private readonly compute: Compute;
  private readonly network: Network;
  private readonly outputs: Block[];
  /** Signals of every layer's output; the last is `signal`. */
  private readonly signals: Block[];
  private readonly used = new Map<PlacedLayer, Block>();
  private readonly masks = new Map<PlacedLayer, Block>();
  private input: Block | undefined;
  private batch = 0;
  private training = false;

  constructor(compute: Compute, network: Network, most: number) {
    this.compute = compute;
    this.network = network;
    const block = (layer: PlacedLayer, what: string): Block =>
      compute.alloc(most * pixelsOf(layer.output), `${network.label}: ${what}`);
    this.outputs = [];
    this.signals = [];
    for (const layer of network.layers) {
      const { kind } = layer.plan;
      // What only passes on what came keeps no copy of it.
      const passesOn = kind === 'reshape' || kind === 'dropout';
      const last = this.outputs.length - 1;
      this.outputs.push(passesOn ? this.outputs[last] : block(layer, 'activity'));
      this.signals.push(passesOn ? this.signals[last] : block(layer, 'signal'));
      if (kind === 'batchNorm')
        this.used.set(layer, compute.alloc(2 * layer.input.channels, `${network.label}: statistics`));
      if (kind === 'dropout') this.masks.set(layer, block(layer, 'mask'));
    }
    this.signal = this.signals[this.signals.length - 1];
  }

  /** [most, outputs] of the last forward pass. */
  get output(): Block {
    return this.outputs[this.outputs.length - 1];
  }

  /**
   * The output for `batch` examples of `input`. With `random` the network is in training: dropout draws from it, and batch
   * normalisation uses the minibatch.
   */
  async forward(input: Block, batch: number, random?: Random): Promise<Block> {
    this.input = input;
    this.batch = batch;
    this.training = random !== undefined;
    const { compute, network } = this;
    for (const [k, layer] of network.layers.entries()) {
      const { from, input: shape, plan } = layer;
      const x = k === 0 ? input : this.outputs[k - 1];
      const y = this.outputs[k];
      const parameters = network.weights;
      // Of many small layers the making of their calls is felt: the commonest kind is written out.
      if (plan.kind === 'dense') {
        const { activation, outputs } = plan;
        const inputs = pixelsOf(shape);
        await compute.dense({ batch, inputs, outputs, activation, x, y, parameters, from });
        continue;
      }
      const shared = { batch, x, y, parameters, from };
      switch (plan.kind) {
        case 'convolve':
          await compute.convolve({ ...shared, ...shape, ...plan });
          break;
        case 'maxPool':
          await compute.maxPool({ ...shared, ...shape, ...plan });
          break;
        case 'batchNorm':
          await compute.batchNorm({ ...shared, ...this.normalisation(layer) });
          break;
        case 'dropout':
          if (random) await this.drop(k, layer, plan.share, random);
      }
    }
    return this.output;
  }

  /** From `signal` to the gradient and the signal below, as asked; only after `forward`. */
  async backward({ accumulate, beforeActivation, inputSignal, learn }: BackwardOptions): Promise<void> {
    const { batch, compute, network, outputs, signals } = this;
    if (!this.input) throw new Error(`${network.label}: backward before forward.`);
    const below = inputSignal ? { inputSignal, accumulate: accumulate === true } : {};
    for (let k = network.layers.length - 1; k >= 0; k--) {
      const layer = network.layers[k];
      const { from, input: shape, plan } = layer;
      const last = k === network.layers.length - 1;
      if (plan.kind === 'dense') {
        const call: DenseBackwardCall = {
          batch,
          inputs: pixelsOf(shape),
          outputs: plan.outputs,
          activation: last && beforeActivation ? 'linear' : plan.activation,
          x: k === 0 ? this.input : outputs[k - 1],
          y: outputs[k],
          parameters: network.weights,
          from,
          signal: signals[k]
        };
        if (learn) call.gradient = network.gradient;
        const under = k > 0 ? signals[k - 1] : inputSignal;
        if (under) call.inputSignal = under;
        if (k === 0 && accumulate) call.accumulate = true;
        await compute.denseBackward(call);
        continue;
      }
      const adjoint = {
        batch,
        x: k === 0 ? this.input : outputs[k - 1],
        y: outputs[k],
        parameters: network.weights,
        from,
        signal: signals[k],
        ...(learn && { gradient: network.gradient }),
        ...(k > 0 ? { inputSignal: signals[k - 1] } : below)
      };
      const linear = last && beforeActivation ? { activation: 'linear' as const } : {};
      switch (plan.kind) {
        case 'convolve':
          await compute.convolveBackward({ ...adjoint, ...shape, ...plan, ...linear });
          break;
        case 'maxPool':
          if (adjoint.inputSignal)
            await compute.maxPoolBackward({
              ...shape,
              ...plan,
              ...adjoint,
              inputSignal: adjoint.inputSignal
            });
          break;
        case 'batchNorm':
          await compute.batchNormBackward({ ...adjoint, ...this.normalisation(layer), ...linear });
          break;
        case 'dropout':
          if (this.training) await this.mask(layer, signals[k]);
      }
    }
  }

  dispose(): void {
    const blocks = new Set([...this.outputs, ...this.signals, ...this.used.values(), ...this.masks.values()]);
    for (const block of blocks) this.compute.free(block);
  }

  private normalisation(layer: PlacedLayer) {
    const { channels, columns, rows } = layer.input;
    const { activation } = layer.plan as LayerPlan & { kind: 'batchNorm' };
    return {
      activation,
      channels,
      plane: rows * columns,
      training: this.training,
      momentum,
      epsilon,
      running: this.network.running.get(layer)!,
      used: this.used.get(layer)!
    };
  }

  private async drop(k: number, layer: PlacedLayer, share: number, random: Random): Promise<void> {
    const length = this.batch * pixelsOf(layer.output);
    const kept = 1 / (1 - share);
    this.compute.write(
      this.masks.get(layer)!,
      Float32Array.from({ length }, () => (random.uniform() < share ? 0 : kept))
    );
    await this.mask(layer, this.outputs[k]);
  }

  private mask(layer: PlacedLayer, values: Block): Promise<void> {
    return this.compute.multiply({
      length: this.batch * pixelsOf(layer.output),
      values,
      by: this.masks.get(layer)!
    });
  }
}
