import { describe, expect, it } from 'vitest';
import type { Block, Compute } from '../../src/compute/compute';
import { batchNormBackwardCall } from '../../src/compute/conformance/batchNorm';
import { answerLossCall, codeCall, imageLossCall } from '../../src/compute/conformance/codeAndLosses';
import { convolveBackwardCall } from '../../src/compute/conformance/convolution';
import { denseBackwardCall } from '../../src/compute/conformance/denseLayers';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import { maxPoolBackwardCall } from '../../src/compute/conformance/pooling';
import type { Activation, Adjoint } from '../../src/compute/feedForward';
import { createReference } from '../../src/compute/reference';
import { exp, log } from '../../src/compute/transcendentals';
import { expectNear, slopes as slopesOn, valuesOf } from './differences';

const compute: Compute = createReference();
const block = (...data: number[]): Block => blockOf(compute, 'block', data);
const values = (of: Block): Promise<number[]> => valuesOf(compute, of);
const slopes = (of: Block, loss: () => Promise<number>): Promise<number[]> => slopesOn(compute, of, loss);
const activations: Activation[] = ['linear', 'relu', 'tanh', 'sigmoid'];

type Layer = Adjoint & { x: Block; parameters: Block; y: Block };

/** Holds what an adjoint gives, of the loss sum signal y, to differences in x and in the parameters. */
async function checkLayer(
  call: Layer,
  forward: () => Promise<void>,
  backward: () => Promise<void>
): Promise<void> {
  const { gradient, inputSignal, parameters, signal, x, y } = call;
  if (!gradient || !inputSignal) throw new Error('nothing to check');
  const weigh = await values(signal);
  const before = await values(inputSignal);
  const loss = async (): Promise<number> => {
    await forward();
    return (await values(y)).reduce((sum, value, i) => sum + weigh[i] * value, 0);
  };
  const ofX = await slopes(x, loss);
  const ofParameters = await slopes(parameters, loss);
  const others = await values(gradient);
  await forward();
  await backward();
  expectNear(
    (await values(inputSignal)).map((value, i) => value - (call.accumulate ? before[i] : 0)),
    ofX
  );
  // Floats that belong to other layers move nothing and are left alone.
  const got = await values(gradient);
  const own = got.map((value, i) => (ofParameters[i] === 0 && value === others[i] ? 0 : value));
  expectNear(own, ofParameters);
}

describe('the adjoint is what finite differences give', () => {
  for (const activation of activations) {
    for (const accumulate of [false, true]) {
      const how = `${activation}${accumulate ? ', accumulated' : ''}`;

      it(`of a dense layer: ${how}`, async () => {
        const sizes = { activation, batch: 3, inputs: 4, outputs: 5, from: 2 };
        const below = accumulate ? 'accumulate' : 'replace';
        const call = denseBackwardCall(compute, sizes, { below }, numbersFrom(41));
        await checkLayer(
          call,
          () => compute.dense(call),
          () => compute.denseBackward(call)
        );
      });

      it.each([
        { rows: 4, columns: 5, kernel: 3, stride: 1, padding: 1 },
        { rows: 5, columns: 7, kernel: 3, stride: 2, padding: 1 },
        { rows: 3, columns: 2, kernel: 3, stride: 1, padding: 1, enlarge: 2 },
        { rows: 4, columns: 4, kernel: 2, stride: 3, padding: 2, enlarge: 3 },
        { rows: 3, columns: 3, kernel: 1, stride: 1, padding: 0 }
      ])(`of a convolution: ${how}, %o`, async (shape) => {
        const sizes = { ...shape, activation, batch: 2, channels: 2, filters: 3, from: 3 };
        const call = convolveBackwardCall(compute, sizes, { accumulate }, numbersFrom(42));
        await checkLayer(
          call,
          () => compute.convolve(call),
          () => compute.convolveBackward(call)
        );
      });

      it.each([true, false])(`of batch normalisation: ${how}, training %s`, async (training) => {
        const sizes = { activation, batch: 3, channels: 2, plane: 5, from: 1, training };
        const call = batchNormBackwardCall(compute, sizes, { accumulate }, numbersFrom(43));
        await checkLayer(
          call,
          () => compute.batchNorm(call),
          () => compute.batchNormBackward(call)
        );
      });
    }
  }

  it.each([
    { kernel: 2, stride: 2 },
    { kernel: 3, stride: 1 },
    { kernel: 2, stride: 3 }
  ])('of max-pooling away from ties: %o', async (window) => {
    const sizes = { batch: 2, channels: 2, rows: 6, columns: 7, ...window };
    const call = maxPoolBackwardCall(compute, sizes, numbersFrom(44));
    const weigh = await values(call.signal);
    const wanted = await slopes(call.x, async () => {
      await compute.maxPool(call);
      return (await values(call.y)).reduce((sum, value, i) => sum + weigh[i] * value, 0);
    });
    await compute.maxPoolBackward(call);
    expectNear(await values(call.inputSignal), wanted);
  });

  it('of the Gaussian code, with the weight of its rate', async () => {
    const [batch, latents, rateWeight] = [3, 4, 0.3];
    const call = codeCall(compute, { batch, latents, spread: 2 }, numbersFrom(45));
    const signal = blockOf(compute, 'signal', numbersFrom(46).between(-1, 1, batch * latents));
    const weigh = await values(signal);
    const wanted = await slopes(call.statistics, async () => {
      await compute.code(call);
      const drawn = (await values(call.code)).reduce((sum, z, i) => sum + weigh[i] * z, 0);
      const rate = (await values(call.rate)).slice(0, latents).reduce((sum, nats) => sum + nats, 0);
      return drawn + rateWeight * batch * rate;
    });
    const statisticsSignal = compute.alloc(2 * batch * latents, 'statistics signal');
    const { noise, statistics } = call;
    await compute.codeBackward({ batch, latents, statistics, noise, signal, rateWeight, statisticsSignal });
    expectNear(await values(statisticsSignal), wanted);
  });

  it.each(['bernoulli', 'squared'] as const)('of the %s loss of images', async (kind) => {
    const [batch, pixels] = [2, 5];
    const call = imageLossCall(compute, { kind, batch, pixels, lossFrom: 2 }, numbersFrom(47));
    // The signal of the Bernoulli loss is with respect to the logits of y.
    const logits = blockOf(compute, 'logits', numbersFrom(48).between(-2, 2, batch * pixels));
    const loss = async (): Promise<number> => {
      const image = (await values(logits)).map((a) => (kind === 'squared' ? a : 1 / (1 + exp(-a))));
      compute.write(call.image, image);
      await compute.imageLoss(call);
      const [first, second] = await compute.read(call.loss, 2, batch);
      return call.scale * (first + second);
    };
    const wanted = await slopes(logits, loss);
    await loss();
    expectNear(await values(call.signal), wanted);
  });

  it.each(['forward', 'reverse', 'label'] as const)('of the %s loss of answers', async (kind) => {
    const call = answerLossCall(compute, { kind, batch: 2, classes: 5, lossFrom: 1 }, numbersFrom(49));
    const wanted = await slopes(call.logits, async () => {
      await compute.answerLoss(call);
      const [first, second] = await compute.read(call.loss, 1, 2);
      return call.scale * (first + second);
    });
    await compute.answerLoss(call);
    expectNear(await values(call.signal), wanted);
  });
});

async function expectClose(got: Block, wanted: readonly number[]): Promise<void> {
  const actual = await values(got);
  expect(actual.length).toBe(wanted.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(wanted[i], 12);
}

describe('the reference, against numbers worked out by hand', () => {
  const one = { batch: 1, channels: 1, filters: 1, activation: 'linear' } as const;

  it('slides a kernel over an image without turning it round', async () => {
    const y = compute.alloc(4, 'y');
    const x = block(1, 2, 3, 4, 5, 6, 7, 8, 9);
    const shape = { ...one, rows: 3, columns: 3, kernel: 2, stride: 1, padding: 0 };
    await compute.convolve({ ...shape, x, parameters: block(1, 2, 3, 4, 0.5), y });
    // 1 1 + 2 2 + 4 3 + 5 4 + .5, and so on.
    await expectClose(y, [37.5, 47.5, 67.5, 77.5]);
  });

  it('repeats pixels before it pads them', async () => {
    const y = compute.alloc(9, 'y');
    const shape = { ...one, rows: 1, columns: 1, kernel: 2, stride: 1, padding: 1, enlarge: 2 };
    await compute.convolve({ ...shape, x: block(2), parameters: block(1, 1, 1, 1, 0), y });
    await expectClose(y, [2, 4, 2, 4, 8, 4, 2, 4, 2]);
  });

  it('gives the signal of a window to the first of equals, and adds up where windows overlap', async () => {
    const x = block(3, 3, 1, 3, 0, 2);
    const shape = { batch: 1, channels: 1, rows: 2, columns: 3, kernel: 2, stride: 1 };
    const [y, inputSignal] = [compute.alloc(2, 'y'), compute.alloc(6, 'inputSignal')];
    await compute.maxPool({ ...shape, x, y });
    await expectClose(y, [3, 3]);
    await compute.maxPoolBackward({ ...shape, x, y, signal: block(5, 7), inputSignal });
    await expectClose(inputSignal, [5, 7, 0, 0, 0, 0]);
  });

  it('normalises a channel by its batch and remembers what it saw', async () => {
    const [y, used, running] = [compute.alloc(4, 'y'), compute.alloc(2, 'used'), block(1, 1)];
    const call = {
      ...({ batch: 2, channels: 1, plane: 2, activation: 'linear', momentum: 0.25, epsilon: 0 } as const),
      ...{ x: block(1, 3, 5, 7), parameters: block(2, 10), y, used, running }
    };
    await compute.batchNorm({ ...call, training: true });
    // Mean 4, variance 5; the unbiased one is 20 / 3.
    const r = 1 / Math.sqrt(5);
    await expectClose(y, [10 - 6 * r, 10 - 2 * r, 10 + 2 * r, 10 + 6 * r]);
    await expectClose(used, [4, r]);
    await expectClose(running, [1.75, 1 + 0.25 * (20 / 3 - 1)]);
    await compute.batchNorm({ ...call, training: false });
    const frozen = 2 / Math.sqrt(1 + 0.25 * (20 / 3 - 1));
    await expectClose(
      y,
      [1, 3, 5, 7].map((x) => 10 + frozen * (x - 1.75))
    );
    await expectClose(running, [1.75, 1 + 0.25 * (20 / 3 - 1)]);
  });

  it('rates a Gaussian code by its divergence from the prior, and draws it', async () => {
    const [code, rate] = [compute.alloc(2, 'code'), block(9, 9, 9, 9)];
    const statistics = block(1, 0, 0, log(4));
    await compute.code({ batch: 1, latents: 2, statistics, noise: block(0.5, -1), code, rate, rateFrom: 1 });
    await expectClose(code, [1.5, -2]);
    // KL[N(1, 1) || N(0, 1)] = 1/2, KL[N(0, 4) || N(0, 1)] = (4 - 1 - ln 4) / 2.
    await expectClose(rate, [9, 0.5, (3 - log(4)) / 2, 9]);
  });

  it('keeps log variances within their range, and lets no gradient through beyond it', async () => {
    const [code, rate, statisticsSignal] = [2, 2, 4].map((length) => compute.alloc(length, 'out'));
    const [statistics, noise] = [block(0, 0, -11, 5), block(1, 1)];
    await compute.code({ batch: 1, latents: 2, statistics, noise, code, rate });
    await expectClose(code, [exp(-5), exp(2)]);
    const call = { batch: 1, latents: 2, statistics, noise, signal: block(1, 1), rateWeight: 1 };
    await compute.codeBackward({ ...call, statisticsSignal });
    await expectClose(statisticsSignal, [1, 1, 0, 0]);
  });

  it('loses ln 2 a pixel by not knowing, and half the square by being off', async () => {
    const [loss, signal] = [block(7, 0, 7), compute.alloc(3, 'signal')];
    const call = { batch: 1, pixels: 3, target: block(0, 1, 0.25), loss, lossFrom: 1, signal, scale: 2 };
    await compute.imageLoss({ ...call, kind: 'bernoulli', image: block(0.5, 0.5, 0.5) });
    await expectClose(loss, [7, 3 * log(2), 7]);
    await expectClose(signal, [1, -1, 0.5]);
    await compute.imageLoss({ ...call, kind: 'squared', image: block(0.5, 0.5, 0.5) });
    await expectClose(loss, [7, (0.25 + 0.25 + 0.0625) / 2, 7]);
    await compute.imageLoss({ ...call, kind: 'bernoulli', image: block(1, 1, 0.25) });
    const own = -0.25 * log(0.25) - 0.75 * log(0.75);
    expect((await values(loss))[1]).toBeCloseTo(-log(1e-7) + own, 6);
  });

  it('measures answers by divergences either way, and by surprise', async () => {
    const [loss, signal] = [block(7, 0), compute.alloc(2, 'signal')];
    const [p, q] = [
      [0.25, 0.75],
      [0.5, 0.5]
    ];
    const logits = block(...p.map((value) => log(value) + 3));
    const target = block(...q.map((value) => log(value) - 2));
    const call = { batch: 1, classes: 2, logits, target, loss, lossFrom: 1, signal, scale: 1 };
    await compute.answerLoss({ ...call, kind: 'forward' });
    await expectClose(loss, [7, 0.5 * log(0.5 / 0.25) + 0.5 * log(0.5 / 0.75)]);
    await expectClose(signal, [-0.25, 0.25]);
    await compute.answerLoss({ ...call, kind: 'reverse' });
    const reverse = 0.25 * log(0.25 / 0.5) + 0.75 * log(0.75 / 0.5);
    await expectClose(loss, [7, reverse]);
    await expectClose(signal, [0.25 * (log(0.5) - reverse), 0.75 * (log(1.5) - reverse)]);
    await compute.answerLoss({ ...call, kind: 'forward', target: logits });
    await expectClose(loss, [7, 0]);
    await compute.answerLoss({ ...call, kind: 'label', logits: block(4, 4), target: block(0, 1) });
    await expectClose(loss, [7, log(2)]);
    await expectClose(signal, [0.5, -0.5]);
  });

  it('surprises by ln K where K answers are alike', async () => {
    const [loss, signal] = [compute.alloc(1, 'loss'), compute.alloc(7, 'signal')];
    const call = { batch: 1, classes: 7, logits: compute.alloc(7, 'logits'), loss, signal, scale: 1 };
    await compute.answerLoss({ ...call, kind: 'label', target: block(0, 0, 1, 0, 0, 0, 0) });
    await expectClose(loss, [log(7)]);
  });
});

describe('a feed-forward call', () => {
  const shape = { batch: 2, channels: 2, rows: 4, columns: 4, filters: 3, kernel: 3, stride: 1, padding: 1 };
  const small = compute.alloc(5, 'the small one');

  it('is refused by the name of the block that is too short', async () => {
    const sizes = { ...shape, activation: 'relu' } as const;
    const call = convolveBackwardCall(compute, sizes, {}, numbersFrom(50));
    for (const [role, needed] of [
      ['x', 64],
      ['parameters', 57],
      ['y', 96],
      ['signal', 96],
      ['gradient', 57],
      ['inputSignal', 64]
    ] as const) {
      await expect(compute.convolveBackward({ ...call, [role]: small })).rejects.toThrow(
        `convolveBackward: block 'the small one' given as ${role} holds 5 floats; ${needed} are needed.`
      );
    }
    const pool = maxPoolBackwardCall(compute, { ...shape, kernel: 2, stride: 2 }, numbersFrom(51));
    await expect(compute.maxPoolBackward({ ...pool, inputSignal: small })).rejects.toThrow(
      "maxPoolBackward: block 'the small one' given as inputSignal holds 5 floats; 64 are needed."
    );
    const norm = { batch: 2, channels: 3, plane: 4, activation: 'tanh', from: 2, training: true } as const;
    const normal = batchNormBackwardCall(compute, norm, {}, numbersFrom(52));
    await expect(compute.batchNorm({ ...normal, running: small })).rejects.toThrow(
      "batchNorm: block 'the small one' given as running holds 5 floats; 6 are needed."
    );
    const code = codeCall(compute, { batch: 1, latents: 3, rateFrom: 4 }, numbersFrom(53));
    await expect(compute.code({ ...code, rate: small })).rejects.toThrow(
      "code: block 'the small one' given as rate holds 5 floats; 7 are needed."
    );
    const answer = answerLossCall(
      compute,
      { kind: 'label', batch: 3, classes: 2, lossFrom: 3 },
      numbersFrom(54)
    );
    await expect(compute.answerLoss({ ...answer, loss: small })).rejects.toThrow(
      "answerLoss: block 'the small one' given as loss holds 5 floats; 6 are needed."
    );
  });

  it('is refused where its window does not fit, and where a signal would be written over itself', async () => {
    const sizes = { ...shape, activation: 'relu' } as const;
    const call = convolveBackwardCall(compute, sizes, {}, numbersFrom(55));
    await expect(compute.convolve({ ...call, kernel: 7 })).rejects.toThrow(
      'convolve: the kernel is larger than the image with its padding.'
    );
    await expect(compute.convolveBackward({ ...call, inputSignal: call.signal })).rejects.toThrow(
      "convolveBackward: block 'signal' is given as signal and as inputSignal; give two blocks."
    );
  });
});
