/**
 * A small network that predicts a sequence: embedding, layers around mixers, a last norm, and a head that gives logits of the next
 * token or a vector. What it is made of is planned without a backend; `Network` gives it weights and runs it chunk by chunk.
 */
import type { Block, Compute } from '../../../compute/compute';
import type { Random } from '../../random';
import { residual } from './layers';
import { residualMixers } from './layout';
import type { View } from './mixers/mixer';
import { embed, linear, norm } from './operations';
import type { NetworkSizes, Vocabulary } from './plan';
import { Remembered } from './remembered';
import { Pool, signalOf, Tape, type Tensor } from './tape';
import { constant, Weights, WeightPlan } from './weights';
import { zambaLayers } from './zamba';

export interface Built {
  input: Tensor;
  output: Tensor;
  views: (View | undefined)[];
}

export interface NetworkPlan {
  weights: WeightPlan;
  layers: number;
  /** Floats kept of one sequence after so many ticks. */
  stateFloats(ticks: number): number;
  build(tape: Tape): Built;
}

export function planNetwork(sizes: NetworkSizes, asked: Vocabulary): NetworkPlan {
  const { layer, layers: count, tied, width } = sizes;
  const weights = new WeightPlan();
  const tokens = 'vocabulary' in asked;
  const inputs = tokens ? asked.vocabulary : asked.inputs;
  const outputs = tokens ? asked.vocabulary : asked.outputs;
  // Small where it is the head as well, so that the first logits are.
  const table = tokens
    ? weights.matrix('embedding', inputs, width, tied ? 1 : Math.sqrt(width))
    : weights.matrix('input', width, inputs);
  const layers =
    layer === 'zamba2'
      ? zambaLayers(weights, sizes)
      : residualMixers(sizes).map(({ kind }, l) => residual(weights, `layer ${l + 1}`, sizes, kind));
  const last = weights.other('last norm', width, constant(1));
  const head = tied && tokens ? undefined : weights.matrix('head', outputs, width);
  return {
    weights,
    layers: count,
    stateFloats: (ticks) => layers.reduce((sum, one) => sum + one.stateFloats(ticks), 0),
    build(tape) {
      const input = tape.input(tokens ? 1 : inputs);
      const first = tokens ? embed(tape, input, table) : linear(tape, input, table);
      const views: Built['views'] = [];
      let x = first;
      layers.forEach((one, l) => {
        x = one.build(tape, x, first, (view) => {
          views[l] ??= view;
        });
      });
      const top = norm(tape, x, { weights: last });
      // The head as a matrix of the embedding: logits are inner products with every token's row.
      return { input, output: linear(tape, top, head ?? table), views };
    }
  };
}

/** What a chunk was and what came of it, row by row, [batch, ticks]. */
export interface Outcome {
  /** Nats, or half a squared error; 0 where nothing was asked. */
  loss: Float64Array;
  /** 1 where the token asked for was thought likeliest; nothing of vectors. */
  hit: Float64Array;
}

export interface Data {
  /** [batch, ticks, inputs]; tokens are one number. */
  x: Float64Array;
  target: Float64Array;
  /** [batch, ticks]. */
  mask: Float64Array;
}

/** A laid-down tape with what data go in and out of. */
interface Programme extends Built {
  tape: Tape;
  target: Block;
  mask: Block;
  loss: Block;
  hit: Block;
  /** Of the loss, where the tape itself has none. */
  signal: Block;
}

/** Uses of a network on sequences it remembers: as many tapes as there are lengths of chunks. */
export class Use {
  readonly remembered: Remembered;
  private readonly network: Network;
  private readonly values: Pool;
  private readonly signals: Pool;
  private readonly programmes = new Map<string, Programme>();
  private latest: Programme | undefined;

  constructor(network: Network, remembered: Remembered) {
    this.network = network;
    this.remembered = remembered;
    this.values = new Pool(network.compute);
    this.signals = new Pool(network.compute);
  }

  /** Lays down what a chunk of so many ticks needs, if it is not there yet. */
  prepare(ticks: number, learning: boolean): void {
    this.programme(ticks, learning);
  }

  /** Runs a chunk forwards and, learning, back: the gradient of `scale` times the summed loss is added to the weights'. */
  async run(data: Data, scale?: number): Promise<Outcome> {
    const { compute } = this.network;
    const ticks = data.mask.length / this.remembered.batch;
    const programme = this.programme(ticks, scale !== undefined);
    this.latest = programme;
    const { hit, input, loss, mask, output, tape, target } = programme;
    compute.write(input.value, data.x);
    compute.write(target, data.target);
    compute.write(mask, data.mask);
    await tape.forward();
    const signal = scale === undefined ? programme.signal : signalOf(output);
    const seed = async (): Promise<void> => {
      const call = { rows: tape.rows, target, mask, loss, signal, scale: scale ?? 0 };
      const { asked } = this.network;
      if ('vocabulary' in asked) {
        const { vocabulary } = asked;
        await tape.sequences.tokenLoss({ ...call, vocabulary, logits: output.value, hit });
      } else await tape.sequences.valueLoss({ ...call, width: asked.outputs, y: output.value });
    };
    if (scale === undefined) await seed();
    else await tape.backward(seed);
    await tape.end();
    return {
      loss: Float64Array.from(await compute.read(loss, 0, tape.rows)),
      hit: Float64Array.from(await compute.read(hit, 0, tape.rows))
    };
  }

  /** [rows, outputs] of the chunk run last. */
  async output(): Promise<Float64Array> {
    const { output } = this.latest!;
    return Float64Array.from(await this.network.compute.read(output.value, 0, output.rows * output.width));
  }

  /** What may be looked at of a layer, as the chunk run last left it; `ticks` of that chunk, 0 before the first. */
  view(layer: number): { view: View; ticks: number } | undefined {
    const [prepared] = this.programmes.values();
    const view = (this.latest ?? prepared)?.views[layer];
    return view && { view, ticks: this.latest?.tape.ticks ?? 0 };
  }

  dispose(): void {
    for (const { hit, loss, mask, signal, tape, target } of this.programmes.values()) {
      for (const block of [hit, loss, mask, signal, target]) this.network.compute.free(block);
      tape.dispose();
    }
    this.values.dispose();
    this.signals.dispose();
    this.remembered.dispose();
  }

  private programme(ticks: number, learning: boolean): Programme {
    const key = `${ticks} ${learning}`;
    const found = this.programmes.get(key);
    if (found) return found;
    const { remembered, signals, values } = this;
    const { compute, weights } = this.network;
    const parts = { compute, weights, remembered, values, signals };
    const tape = new Tape(parts, { batch: remembered.batch, ticks }, learning);
    const built = this.network.plan.build(tape);
    const block = (label: string, width: number): Block => compute.alloc(tape.rows * width, label);
    const { asked } = this.network;
    const programme: Programme = {
      ...built,
      tape,
      target: block('target', 'vocabulary' in asked ? 1 : asked.outputs),
      mask: block('mask', 1),
      loss: block('loss', 1),
      hit: block('hit', 1),
      signal: block('signal of the loss', learning ? 0 : built.output.width)
    };
    this.programmes.set(key, programme);
    return programme;
  }
}

export class Network {
  readonly compute: Compute;
  readonly plan: NetworkPlan;
  readonly asked: Vocabulary;
  readonly weights: Weights;

  constructor(compute: Compute, sizes: NetworkSizes, asked: Vocabulary, random: Random | undefined) {
    this.compute = compute;
    this.asked = asked;
    this.plan = planNetwork(sizes, asked);
    this.weights = new Weights(compute, this.plan.weights, random);
  }

  /** Of `batch` sequences, read in chunks after which at most `reach` ticks have passed before the next. */
  use(batch: number, reach: number): Use {
    return new Use(this, new Remembered(this.compute, batch, reach));
  }

  dispose(): void {
    this.weights.dispose();
  }
}
