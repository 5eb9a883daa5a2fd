/**
 * A variational autoencoder whose distortion is chosen (De Llanza Varona et al. 2024, eq. 24, with the sign that minimises it):
 *
 *   vanilla        D = -ln p(x | z) summed over pixels
 *   action-centric D = sum_i p(Q_i) Div[Q_i(x) || Q_i(r(z))],  r the reconstruction, Q_i a frozen classifier
 *   loss = D + beta R,  R = KL[q(z | x) || N(0, I)] >= I(X; Z)
 *
 * What surprises: the action-centric signal reaches the decoder through a classifier that does not learn.
 */
import type { Block, Compute, Floats } from '../../compute/compute';
import type { AnswerLossCall, ImageLossCall } from '../../compute/feedForward';
import type { ModelSnapshot } from '../model';
import type { Random } from '../random';
import type { Settings } from '../settings';
import type { ImageShape } from '../stream';
import type { OptimiserConstants } from '../training/optimiser';
import { decoderPlan, encoderPlan } from './architecture';
import type { Classifiers } from './classifiers';
import type { CoderPlan } from './coderList';
import { Network, Pass, pixelsOf } from './network';
import type { Query } from './queries';

/** Minibatches between two readings of what they cost: a backend is asked for numbers no more often. */
export const readEvery = 64;

/** What a step needs besides the images. */
export interface Lesson {
  /** [count, K] standard normal draws, the same for every coder. */
  noise: Block;
  count: number;
  queries: readonly Query[];
  divergence: AnswerLossCall['kind'];
  constants: OptimiserConstants;
  /** Place among the minibatches since the last reading, below `readEvery`. */
  row: number;
  /** Rate to be held to, nats, and how strongly; undefined while the rate is paid for. */
  capacity?: { nats: number; weight: number };
}

export class Coder {
  plan: CoderPlan;
  private readonly compute: Compute;
  private readonly latents: number;
  private readonly pixels: number;
  readonly pixelLoss: ImageLossCall['kind'];
  private readonly encoder: { network: Network; pass: Pass };
  private readonly decoder: { network: Network; pass: Pass };
  private readonly code: Block;
  private readonly codeSignal: Block;
  /** [readEvery, K] nats. */
  private readonly ratesHeld: Block;
  /** [readEvery, queries at most, most]. */
  private readonly losses: Block;
  private readonly most: number;
  private readonly mostQueries: number;

  /** `random` gives the first weights: the same for coders that share it. `most`: images of a minibatch. */
  constructor(
    compute: Compute,
    plan: CoderPlan,
    settings: Settings,
    images: ImageShape,
    { factors, label, most, random }: { factors: number; label: string; most: number; random: Random }
  ) {
    this.compute = compute;
    this.plan = plan;
    this.latents = Number(settings.latents);
    this.pixels = pixelsOf(images);
    this.pixelLoss = settings.pixelLoss === 'squared' ? 'squared' : 'bernoulli';
    this.most = most;
    this.mostQueries = Math.max(1, factors);
    const part = (network: Network) => ({ network, pass: new Pass(compute, network, most) });
    this.encoder = part(
      new Network(compute, images, encoderPlan(settings, images), random.fork('encoder'), `${label} encoder`)
    );
    this.decoder = part(
      new Network(
        compute,
        { channels: this.latents, rows: 1, columns: 1 },
        decoderPlan(settings, images),
        random.fork('decoder'),
        `${label} decoder`
      )
    );
    const block = (length: number, what: string): Block => compute.alloc(length, `${label}: ${what}`);
    this.code = block(most * this.latents, 'code');
    this.codeSignal = block(most * this.latents, 'code signal');
    this.ratesHeld = block(readEvery * this.latents, 'rates');
    this.losses = block(readEvery * this.mostQueries * most, 'losses');
  }

  /** Encoder and decoder. */
  get networks(): readonly [encoder: Network, decoder: Network] {
    return [this.encoder.network, this.decoder.network];
  }

  /** Codes `count` images with this noise and decodes them; returns [count, K] codes and [count, pixels] reconstructions. */
  async reconstruct(
    images: Block,
    noise: Block,
    count: number,
    row = 0
  ): Promise<{ statistics: Block; code: Block; reconstruction: Block }> {
    const { code, compute, latents } = this;
    const statistics = await this.encoder.pass.forward(images, count);
    const rate = { rate: this.ratesHeld, rateFrom: row * latents };
    await compute.code({ batch: count, latents, statistics, noise, code, ...rate });
    return { statistics, code, reconstruction: await this.decoder.pass.forward(code, count) };
  }

  /** [count, pixels] from [count, K] codes. */
  decode(code: Block, count: number): Promise<Block> {
    return this.decoder.pass.forward(code, count);
  }

  /** One step. Of action-centric coders the classifiers must have gone forward over the images. */
  async learn(images: Block, classifiers: Classifiers, lesson: Lesson): Promise<void> {
    const { compute, decoder, encoder, latents } = this;
    const { capacity, constants, count, noise, row } = lesson;
    const { statistics, reconstruction } = await this.reconstruct(images, noise, count, row);
    if (this.plan.loss === 'vanilla') await this.comparePixels(images, reconstruction, count, row);
    else await this.compareAnswers(classifiers, reconstruction, lesson);
    await decoder.pass.backward({
      learn: true,
      inputSignal: this.codeSignal,
      beforeActivation: this.plan.loss === 'vanilla' && this.pixelLoss === 'bernoulli'
    });
    let price = this.plan.beta;
    if (capacity) {
      const rates = await compute.read(this.ratesHeld, row * latents, latents);
      price = sumOf(rates) > capacity.nats ? capacity.weight : -capacity.weight;
    }
    await compute.codeBackward({
      batch: count,
      latents,
      statistics,
      noise,
      signal: this.codeSignal,
      rateWeight: price / count,
      statisticsSignal: encoder.pass.signal
    });
    await encoder.pass.backward({ learn: true });
    await encoder.network.learn(constants);
    await decoder.network.learn(constants);
  }

  private async comparePixels(images: Block, image: Block, count: number, row: number): Promise<void> {
    await this.compute.imageLoss({
      kind: this.pixelLoss,
      batch: count,
      pixels: this.pixels,
      image,
      target: images,
      loss: this.losses,
      lossFrom: this.lossFrom(row, 0),
      signal: this.decoder.pass.signal,
      scale: 1 / count
    });
  }

  private async compareAnswers(
    classifiers: Classifiers,
    reconstruction: Block,
    { count, divergence, queries, row }: Lesson
  ): Promise<void> {
    for (const [q, { factor, weight }] of queries.entries()) {
      const classifier = classifiers.asked[factor];
      await classifiers.compare(classifier, divergence, reconstruction, count, {
        loss: this.losses,
        lossFrom: this.lossFrom(row, q),
        scale: weight / count
      });
      await classifier.ofReconstruction.backward({
        learn: false,
        inputSignal: this.decoder.pass.signal,
        accumulate: q > 0
      });
    }
  }

  /** [rows, K] nats, of the first `rows` minibatches since the last reading. */
  rates(rows: number): Promise<Floats> {
    return this.compute.read(this.ratesHeld, 0, rows * this.latents);
  }

  /** Mean rate (bits) and distortion (nats) of each of the first `rows` minibatches since the last reading. */
  async costs(
    lessons: readonly { count: number; queries: readonly Query[] }[]
  ): Promise<{ rate: number; distortion: number }[]> {
    const { latents } = this;
    const rates = await this.rates(lessons.length);
    const losses = await this.compute.read(this.losses, 0, this.lossFrom(lessons.length, 0));
    return lessons.map(({ count, queries }, row) => {
      const rate = sumOf(rates.subarray(row * latents, (row + 1) * latents));
      let distortion = 0;
      const weights = this.plan.loss === 'vanilla' ? [1] : queries.map(({ weight }) => weight);
      weights.forEach((weight, q) => {
        const from = this.lossFrom(row, q);
        for (let b = 0; b < count; b++) distortion += (weight * losses[from + b]) / count;
      });
      return { rate: rate / Math.LN2, distortion };
    });
  }

  async snapshot(into: ModelSnapshot): Promise<void> {
    await this.encoder.network.snapshot(into);
    await this.decoder.network.snapshot(into);
  }

  restore(from: ModelSnapshot): void {
    this.encoder.network.restore(from);
    this.decoder.network.restore(from);
  }

  dispose(): void {
    for (const { network, pass } of [this.encoder, this.decoder]) {
      pass.dispose();
      network.dispose();
    }
    for (const block of [this.code, this.codeSignal, this.ratesHeld, this.losses]) this.compute.free(block);
  }

  private lossFrom(row: number, query: number): number {
    return (row * this.mostQueries + query) * this.most;
  }
}

function sumOf(values: Floats): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
