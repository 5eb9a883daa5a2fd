import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnNodeThread } from '../../src/cli/threads';
import type { Compute } from '../../src/compute/compute';
import type { SpawnThread } from '../../src/compute/kernelThread';
import { createReference } from '../../src/compute/reference';
import { createWasm } from '../../src/compute/wasm';
import { describeBackend, expectEqualBits } from './backends';
import { adjointBlocks } from '../../src/compute/conformance/adjoint';
import { batchNormBackwardCall, batchNormBlocks } from '../../src/compute/conformance/batchNorm';
import { convolveBackwardCall } from '../../src/compute/conformance/convolution';
import { maxPoolBackwardCall } from '../../src/compute/conformance/pooling';
import { tolerances } from '../../src/compute/conformance/cases';
import {
  answerLossCall,
  codeBackwardCall,
  codeCall,
  imageLossCall
} from '../../src/compute/conformance/codeAndLosses';
import { denseBackwardCall, denseCall } from '../../src/compute/conformance/denseLayers';
import { eligibilityBlocks, eligibilityCall } from '../../src/compute/conformance/eligibility';
import { forwardBlocks, forwardCall } from '../../src/compute/conformance/forward';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import { readoutBlocks, readoutCall } from '../../src/compute/conformance/readout';

describeBackend('the reference', 1e-11, async () => createReference());
describeBackend('wasm on one thread', tolerances.wasm, () => createWasm());
describeBackend('wasm on two threads', tolerances.wasm, () =>
  createWasm({ threads: 2, spawnThread: spawnNodeThread })
);

describe('two threads', () => {
  let one: Compute;
  let two: Compute;
  beforeAll(async () => {
    one = await createWasm();
    two = await createWasm({ threads: 2, spawnThread: spawnNodeThread });
  });
  afterAll(() => {
    one.dispose();
    two.dispose();
  });

  it('are two', () => {
    expect(two.description).toBe('wasm simd, 2 threads');
  });

  for (const [kind, batch, units] of [
    ['leakyTanh', 1, 250],
    ['leakyTanh', 13, 70],
    ['spiking', 1, 500],
    ['spiking', 13, 70]
  ] as const) {
    it(`give the bits of one: ${kind} layer, batch ${batch}`, async () => {
      const sizes = { steps: 40, batch, inputs: 30, units };
      const calls = [one, two].map((compute) => forwardCall(compute, kind, sizes, numbersFrom(8)));
      await one.forward(calls[0]);
      await two.forward(calls[1]);
      await expectEqualBits(two, forwardBlocks(calls[1]), forwardBlocks(calls[0]), one);
    });
  }

  for (const form of ['step', 'chunk'] as const) {
    for (const carried of [true, false]) {
      it(`give the bits of one: eligibility, ${form} form, traces ${carried ? 'carried' : 'forgotten'}`, async () => {
        const options = { form, steps: 50, batch: 3, units: 37, fanIn: 77, kind: 'alif', carried } as const;
        const all = { ...options, constant: true, selfFrom: 40 };
        const calls = [one, two].map((compute) => eligibilityCall(compute, all, numbersFrom(9)));
        await one.eligibility(calls[0]);
        await two.eligibility(calls[1]);
        await expectEqualBits(two, eligibilityBlocks(calls[1]), eligibilityBlocks(calls[0]), one);
      });
    }
  }

  it('give the bits of one: readout, products and optimisers', async () => {
    const results = [];
    for (const compute of [one, two]) {
      const numbers = numbersFrom(10);
      const sizes = { steps: 60, batch: 8, units: 120, outputs: 11 };
      const call = readoutCall(compute, 'classification', sizes, numbers);
      await compute.readout(call);
      const [m, n, k] = [90, 70, 110];
      const [a, b, c] = [m * k, k * n, m * n].map((length) =>
        blockOf(compute, 'm', numbers.between(-1, 1, length))
      );
      await compute.gemm({ m, n, k, a, b, c });
      const [firstMoment, secondMoment] = [compute.alloc(m * k, 'm'), compute.alloc(m * k, 'v')];
      const gradient = blockOf(compute, 'g', numbers.between(-1, 1, m * k));
      const rates = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
      await compute.adam({ weights: a, gradient, firstMoment, secondMoment, step: 1, ...rates });
      results.push([c, a, firstMoment, secondMoment, ...readoutBlocks(call)]);
    }
    await expectEqualBits(two, results[1], results[0], one);
  });

  for (const [batch, inputs, outputs] of [
    [64, 300, 41],
    [64, 37, 190],
    [301, 30, 27],
    [1, 700, 300]
  ]) {
    it(`give the bits of one: dense layer, ${batch} x ${inputs} to ${outputs}`, async () => {
      const results = [];
      for (const compute of [one, two]) {
        const sizes = { activation: 'tanh', batch, from: 3, inputs, outputs } as const;
        const forward = denseCall(compute, sizes, numbersFrom(11));
        await compute.dense(forward);
        const backward = denseBackwardCall(compute, sizes, { below: 'accumulate' }, numbersFrom(12));
        await compute.denseBackward(backward);
        results.push([forward.y, ...adjointBlocks(backward)]);
      }
      await expectEqualBits(two, results[1], results[0], one);
    });
  }

  for (const [batch, channels, filters] of [
    [1, 9, 14],
    [3, 8, 1],
    [13, 3, 6]
  ]) {
    it(`give the bits of one: convolution, ${channels} channels, ${filters} filters, batch ${batch}`, async () => {
      const shape = { channels, filters, rows: 29, columns: 27, kernel: 3, stride: 2, padding: 1 };
      const sizes = { ...shape, batch, activation: 'tanh' } as const;
      const results = [];
      for (const compute of [one, two]) {
        const call = convolveBackwardCall(compute, sizes, {}, numbersFrom(11));
        await compute.convolve(call);
        await compute.convolveBackward(call);
        results.push([call.y, ...adjointBlocks(call)]);
      }
      await expectEqualBits(two, results[1], results[0], one);
    });
  }

  it('give the bits of one: code, losses and elementwise products', async () => {
    const results = [];
    for (const compute of [one, two]) {
      const numbers = numbersFrom(13);
      const code = codeCall(compute, { batch: 301, latents: 37 }, numbers);
      await compute.code(code);
      const back = codeBackwardCall(compute, { batch: 301, latents: 37 }, numbers);
      await compute.codeBackward(back);
      const blocks = [code.code, code.rate, back.statisticsSignal];
      for (const kind of ['bernoulli', 'squared'] as const) {
        const call = imageLossCall(compute, { kind, batch: 67, pixels: 785, certain: true }, numbers);
        await compute.imageLoss(call);
        blocks.push(call.loss, call.signal);
      }
      for (const kind of ['forward', 'reverse', 'label'] as const) {
        const call = answerLossCall(compute, { kind, batch: 301, classes: 13 }, numbers);
        await compute.answerLoss(call);
        blocks.push(call.loss, call.signal);
      }
      const length = 250_001;
      const [values, by] = [1, 2].map(() => blockOf(compute, 'v', numbers.between(-1, 1, length)));
      await compute.multiply({ length, values, by });
      results.push([...blocks, values]);
    }
    await expectEqualBits(two, results[1], results[0], one);
  });

  it('give the bits of one: pooling and batch normalisation', async () => {
    const sizes = { batch: 21, channels: 11 };
    const results = [];
    for (const compute of [one, two]) {
      const pool = { ...sizes, rows: 33, columns: 31, kernel: 3, stride: 2, ties: true };
      const pooled = maxPoolBackwardCall(compute, pool, numbersFrom(12));
      await compute.maxPool(pooled);
      await compute.maxPoolBackward(pooled);
      const norm = { ...sizes, plane: 321, activation: 'relu', training: true } as const;
      const normal = batchNormBackwardCall(compute, norm, {}, numbersFrom(13));
      await compute.batchNorm(normal);
      await compute.batchNormBackward(normal);
      results.push([pooled.y, pooled.inputSignal, ...batchNormBlocks(normal), ...adjointBlocks(normal)]);
    }
    await expectEqualBits(two, results[1], results[0], one);
  });

  it('become one, with the reason, where a thread cannot be started', async () => {
    const spawnThread: SpawnThread = (_, { lost }) => {
      queueMicrotask(() => lost('no worker for you'));
      return { stop: () => undefined };
    };
    const compute = await createWasm({ threads: 2, spawnThread });
    expect(compute.threads).toBe(1);
    expect(compute.description).toBe('wasm simd, 1 thread (a helper thread was lost: no worker for you)');
  });
});

describe('wasm memory', () => {
  it('grows, is given back and used again', async () => {
    const compute = await createWasm();
    const large = compute.alloc(3_000_000, 'large');
    compute.fill(large, 2);
    expect(await compute.reduce('sum', large)).toBe(6_000_000);
    expect(compute.bytes).toBe(12_000_000);
    compute.free(large);
    expect(compute.bytes).toBe(0);
    await expect(compute.reduce('sum', large)).rejects.toThrow("'large' has been freed");
  });

  it('says what does not fit', async () => {
    const compute = await createWasm({ maximumBytes: 8 * 2 ** 20 });
    expect(() => compute.alloc(4_000_000, 'history')).toThrow("'history' does not fit");
  });

  it('packs weights again after they were written', async () => {
    const compute = await createWasm();
    const call = forwardCall(
      compute,
      'leakyTanh',
      { steps: 1, batch: 1, inputs: 2, units: 3 },
      numbersFrom(2)
    );
    await compute.forward(call);
    compute.fill(call.weights, 0);
    await compute.forward(call);
    const drive = await compute.read(call.history.drive);
    if (call.unit.kind !== 'leakyTanh') throw new Error('not a leaky tanh layer');
    expect(Array.from(drive)).toEqual(Array.from(await compute.read(call.unit.leak)));
  });
});
