/** A coder, classifiers and a minibatch small enough for finite differences. */
import type { Block, Compute } from '../../../src/compute/compute';
import { createReference } from '../../../src/compute/reference';
import { Classifiers } from '../../../src/models/codes/classifiers';
import { Coder, type Lesson } from '../../../src/models/codes/coder';
import type { CoderLoss } from '../../../src/models/codes/coderList';
import { vaeSettings } from '../../../src/models/codes/settings';
import { Random } from '../../../src/models/random';
import { completeSettings, type Settings } from '../../../src/models/settings';
import type { ImageShape } from '../../../src/models/stream';

export const images: ImageShape = { channels: 1, rows: 4, columns: 4 };
export const count = 5;
const pixels = 16;
const factors = [
  { column: 0, factor: { name: 'shape', label: 'Shape', classes: ['bar', 'plus', 'square'] } },
  { column: 1, factor: { name: 'side', label: 'Side', classes: ['left', 'right'] } }
];

export interface CoderFixture {
  compute: Compute;
  coder: Coder;
  classifiers: Classifiers;
  images: Block;
  lesson: Lesson;
  /** One step with the learning rate 0: gradients are left in the networks, weights stay. */
  step(): Promise<void>;
  /** D + beta R of the minibatch, nats. */
  loss(): Promise<number>;
}

export async function coderFixture(
  loss: CoderLoss,
  given: Settings = {},
  lessonGiven: Partial<Lesson> = {}
): Promise<CoderFixture> {
  const compute = createReference();
  const settings = completeSettings(vaeSettings, { hidden: '6', latents: 3, classifierUnits: 7, ...given });
  const random = new Random(3);
  const classifiers = new Classifiers(compute, settings, images, { factors, most: count, width: 2 }, random);
  const coder = new Coder(compute, { loss, beta: 0.3 }, settings, images, {
    factors: factors.length,
    label: 'coder',
    most: count,
    random
  });
  // Untrained classifiers answer nearly evenly; larger weights make their answers differ.
  for (const { network } of classifiers.asked) {
    const weights = await compute.read(network.weights);
    compute.write(
      network.weights,
      weights.map((weight) => 2 * weight)
    );
  }
  const x = compute.alloc(count * pixels, 'images');
  compute.write(
    x,
    Float64Array.from({ length: count * pixels }, () => random.uniform())
  );
  const noise = compute.alloc(count * 3, 'noise');
  compute.write(
    noise,
    Float64Array.from({ length: count * 3 }, () => random.normal())
  );
  const targets = Float64Array.from({ length: count * 2 }, (_, k) => (k % 2 === 0 ? k % 3 : (k >> 1) % 2));
  const lesson: Lesson = {
    noise,
    count,
    queries: [
      { factor: 0, weight: 0.7 },
      { factor: 1, weight: 0.3 }
    ],
    divergence: 'forward',
    constants: { rate: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    row: 0,
    ...lessonGiven
  };
  for (const classifier of classifiers.asked) {
    classifiers.label(classifier, targets, count);
    await classifier.ofImage.forward(x, count);
  }
  const step = (): Promise<void> => coder.learn(x, classifiers, lesson);
  return {
    compute,
    coder,
    classifiers,
    images: x,
    lesson,
    step,
    async loss() {
      await step();
      const [{ distortion, rate }] = await coder.costs([lesson]);
      return distortion + coder.plan.beta * rate * Math.LN2;
    }
  };
}
