/**
 * The classifiers that answer queries: one a factor that is asked, and one a factor that only checks, with other first weights and
 * other minibatches. They learn first, on the images themselves; then they are frozen, though signals still flow through them.
 */
import type { Block, Compute } from '../../compute/compute';
import type { AnswerLossCall } from '../../compute/feedForward';
import type { ModelSnapshot } from '../model';
import type { Random } from '../random';
import type { Settings } from '../settings';
import type { Factor, ImageShape } from '../stream';
import { keepRandom, restoreRandom } from '../training/snapshots';
import type { OptimiserConstants } from '../training/optimiser';
import { classifierPlan } from './architecture';
import { Network, Pass } from './network';

/** A factor with classes, and its column in the target. */
export interface ClassFactor {
  factor: Factor;
  column: number;
}

export interface Classifier {
  classes: number;
  column: number;
  network: Network;
  /** Over images as they are, and over reconstructions. */
  ofImage: Pass;
  ofReconstruction: Pass;
  /** [most, classes] the labels, one-hot. */
  labels: Block;
  /** [most]. */
  loss: Block;
}

export class Classifiers {
  /** One a factor. */
  readonly asked: readonly Classifier[];
  readonly independent: readonly Classifier[];
  private readonly compute: Compute;
  private readonly dropout: Random;
  /** Columns of a target. */
  private readonly width: number;

  /** `width`: columns of a target; `most`: images of a minibatch. */
  constructor(
    compute: Compute,
    settings: Settings,
    images: ImageShape,
    { factors, most, width }: { factors: readonly ClassFactor[]; most: number; width: number },
    random: Random
  ) {
    this.compute = compute;
    this.width = width;
    this.dropout = random.fork('dropout');
    const bank = (name: string): Classifier[] =>
      factors.map(({ column, factor }) => {
        const classes = factor.classes!.length;
        const label = `${name} ${factor.name}`;
        const network = new Network(
          compute,
          images,
          classifierPlan(settings, classes),
          random.fork(label),
          label
        );
        return {
          classes,
          column,
          network,
          ofImage: new Pass(compute, network, most),
          ofReconstruction: new Pass(compute, network, most),
          labels: compute.alloc(most * classes, `${label}: labels`),
          loss: compute.alloc(most, `${label}: loss`)
        };
      });
    this.asked = bank('asked');
    this.independent = bank('independent');
  }

  /** One step of every classifier of a bank on `count` labelled images; returns the mean loss of each, nats. */
  async learn(
    bank: readonly Classifier[],
    images: Block,
    targets: Float64Array,
    count: number,
    constants: OptimiserConstants
  ): Promise<number[]> {
    const means: number[] = [];
    for (const classifier of bank) {
      const { classes, labels, loss, network, ofImage } = classifier;
      this.label(classifier, targets, count);
      const logits = await ofImage.forward(images, count, this.dropout);
      await this.compute.answerLoss({
        kind: 'label',
        batch: count,
        classes,
        logits,
        target: labels,
        loss,
        signal: ofImage.signal,
        scale: 1 / count
      });
      await ofImage.backward({ learn: true });
      await network.learn(constants);
      means.push(mean(await this.compute.read(loss, 0, count)));
    }
    return means;
  }

  /** Writes the labels of `count` images, one-hot, to the backend. */
  label({ classes, column, labels }: Classifier, targets: Float64Array, count: number): void {
    const hot = new Float32Array(count * classes);
    for (let b = 0; b < count; b++) hot[b * classes + targets[b * this.width + column]] = 1;
    this.compute.write(labels, hot);
  }

  /**
   * Divergence of the answers to a reconstruction from those to the image (or from the label), whose passes `ofImage` have gone
   * forward; leaves dE/dlogits in `ofReconstruction.signal`.
   */
  async compare(
    classifier: Classifier,
    kind: AnswerLossCall['kind'],
    reconstruction: Block,
    count: number,
    written: Pick<AnswerLossCall, 'loss' | 'lossFrom' | 'scale'>
  ): Promise<void> {
    const { classes, labels, ofImage, ofReconstruction } = classifier;
    await this.compute.answerLoss({
      kind,
      batch: count,
      classes,
      logits: await ofReconstruction.forward(reconstruction, count),
      target: kind === 'label' ? labels : ofImage.output,
      signal: ofReconstruction.signal,
      ...written
    });
  }

  async snapshot(into: ModelSnapshot): Promise<void> {
    for (const { network } of this.all()) await network.snapshot(into);
    keepRandom(into.numbers, 'dropout', this.dropout);
  }

  restore(from: ModelSnapshot): void {
    for (const { network } of this.all()) network.restore(from);
    restoreRandom(from.numbers, 'dropout', this.dropout);
  }

  dispose(): void {
    for (const { labels, loss, network, ofImage, ofReconstruction } of this.all()) {
      ofImage.dispose();
      ofReconstruction.dispose();
      network.dispose();
      this.compute.free(labels);
      this.compute.free(loss);
    }
  }

  private all(): readonly Classifier[] {
    return [...this.asked, ...this.independent];
  }
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}
