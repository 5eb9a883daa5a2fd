import { describe, expect, it } from 'vitest';
import type { Block, Compute } from '../../../src/compute/compute';
import type { CoderLoss } from '../../../src/models/codes/coderList';
import { Network, Pass, type LayerPlan } from '../../../src/models/codes/network';
import { Random } from '../../../src/models/random';
import { createReference } from '../../../src/compute/reference';
import { coderFixture } from './coderFixture';

const nudge = 1e-5;

/** Moves every weight a little: biases of exactly 0 would put dead units on the kink of their ReLU. */
async function unsettle(compute: Compute, weights: Block): Promise<void> {
  const random = new Random(11);
  const start = await compute.read(weights);
  compute.write(
    weights,
    Float64Array.from(start, (weight) => weight + 0.1 * random.normal())
  );
}

/** Largest distance of a gradient from central differences, relative to the largest entry, over every `every`th weight. */
async function gradientError(
  compute: Compute,
  weights: Block,
  gradient: ArrayLike<number>,
  loss: () => Promise<number>,
  every = 1
): Promise<number> {
  const start = await compute.read(weights);
  let [worst, largest] = [0, 0];
  for (let k = 0; k < start.length; k += every) {
    const at = async (by: number): Promise<number> => {
      compute.write(weights, [start[k] + by], k);
      const value = await loss();
      compute.write(weights, [start[k]], k);
      return value;
    };
    const numeric = ((await at(nudge)) - (await at(-nudge))) / (2 * nudge);
    worst = Math.max(worst, Math.abs(numeric - gradient[k]));
    largest = Math.max(largest, Math.abs(numeric));
  }
  expect(largest).toBeGreaterThan(1e-4);
  return worst / largest;
}

describe('the gradient of a coder', () => {
  const cases: [words: string, loss: CoderLoss, settings: object, lesson: object][] = [
    ['vanilla, Bernoulli', 'vanilla', {}, {}],
    ['vanilla, squared', 'vanilla', { pixelLoss: 'squared' }, {}],
    ['action-centric, two queries, forward', 'action', {}, {}],
    ['action-centric, reverse', 'action', {}, { divergence: 'reverse' }],
    ['action-centric, label', 'action', {}, { divergence: 'label' }],
    ['action-centric, one query', 'action', {}, { queries: [{ factor: 1, weight: 1 }] }],
    ['action-centric, convolutional', 'action', { coder: 'cnn' }, {}],
    ['vanilla, two hidden layers', 'vanilla', { hidden: '7, 5' }, {}]
  ];
  it.each(cases)(
    '%s: agrees with finite differences through the frozen classifier',
    async (_, loss, settings, lesson) => {
      const fixture = await coderFixture(loss, { ...settings }, lesson);
      for (const { weights } of fixture.coder.networks) await unsettle(fixture.compute, weights);
      await fixture.step();
      for (const network of fixture.coder.networks) {
        const gradient = (await fixture.compute.read(network.gradient)).slice();
        const every = Math.max(1, Math.floor(gradient.length / 60));
        const error = await gradientError(fixture.compute, network.weights, gradient, fixture.loss, every);
        expect(error).toBeLessThan(1e-5);
      }
    }
  );

  it('holds the rate to a capacity: the signal of the rate changes its sign there', async () => {
    const below = await coderFixture('vanilla', {}, { capacity: { nats: 100, weight: 2 } });
    const above = await coderFixture('vanilla', {}, { capacity: { nats: 0, weight: 2 } });
    const free = await coderFixture('vanilla', {}, { capacity: { nats: 0, weight: 0 } });
    const gradient = async ({ coder, compute, step }: typeof below): Promise<ArrayLike<number>> => {
      await step();
      return compute.read(coder.networks[0].gradient);
    };
    const [low, high, none] = [await gradient(below), await gradient(above), await gradient(free)];
    let largest = 0;
    for (let k = 0; k < none.length; k++) {
      expect(low[k] - none[k]).toBeCloseTo(-(high[k] - none[k]), 10);
      largest = Math.max(largest, Math.abs(low[k] - none[k]));
    }
    expect(largest).toBeGreaterThan(1e-3);
  });

  it('leaves the classifiers as they were', async () => {
    const { classifiers, compute, coder, images, lesson } = await coderFixture('action');
    const before = await Promise.all(classifiers.asked.map(({ network }) => compute.read(network.weights)));
    const weights = (await compute.read(coder.networks[1].weights)).slice();
    for (let k = 0; k < 20; k++)
      await coder.learn(images, classifiers, { ...lesson, constants: { ...lesson.constants, rate: 0.01 } });
    expect(await compute.read(coder.networks[1].weights)).not.toEqual(weights);
    for (const [k, { network }] of classifiers.asked.entries())
      expect(await compute.read(network.weights)).toEqual(before[k]);
  });
});

describe('a network of every kind of layer', () => {
  const plans: LayerPlan[] = [
    { kind: 'convolve', filters: 3, kernel: 3, stride: 1, padding: 1, activation: 'linear' },
    { kind: 'batchNorm', activation: 'relu' },
    { kind: 'maxPool', kernel: 2, stride: 1 },
    { kind: 'convolve', filters: 4, kernel: 3, stride: 2, padding: 1, activation: 'tanh' },
    { kind: 'dense', outputs: 6, activation: 'relu' },
    { kind: 'dropout', share: 0.3 },
    { kind: 'dense', outputs: 3, activation: 'linear' }
  ];

  it('has the gradient of finite differences, batch normalisation and dropout in training', async () => {
    const compute = createReference();
    const network = new Network(compute, { channels: 2, rows: 5, columns: 5 }, plans, new Random(1), 'net');
    const pass = new Pass(compute, network, 4);
    const random = new Random(2);
    const x = compute.alloc(4 * 50, 'x');
    compute.write(
      x,
      Float64Array.from({ length: 200 }, () => random.normal())
    );
    const target = compute.alloc(12, 'target');
    compute.write(
      target,
      Float64Array.from({ length: 12 }, (_, k) => (k % 3 === Math.floor(k / 3) % 3 ? 1 : 0))
    );
    const lossBlock = compute.alloc(4, 'loss');
    const forward = async (): Promise<number> => {
      // The same masks every time.
      const logits = await pass.forward(x, 4, new Random(9));
      await compute.answerLoss({
        kind: 'label',
        batch: 4,
        classes: 3,
        logits,
        target,
        loss: lossBlock,
        signal: pass.signal,
        scale: 1
      });
      return Array.from(await compute.read(lossBlock)).reduce((sum, value) => sum + value, 0);
    };
    await unsettle(compute, network.weights);
    await forward();
    await pass.backward({ learn: true });
    const gradient = (await compute.read(network.gradient)).slice();
    expect(await gradientError(compute, network.weights, gradient, forward)).toBeLessThan(1e-5);
  });
});
