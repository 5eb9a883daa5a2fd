/**
 * Networks that learn on a backend, held to the float64 layers of the papers, which share no line with them: the same weights, the same
 * tokens, whole and in chunks. A second judge of gradients: those of the fast backend against those of the reference.
 */
import { describe, expect, test } from 'vitest';
import type { Compute } from '../../../src/compute/compute';
import { createReference } from '../../../src/compute/reference';
import { createWasm } from '../../../src/compute/wasm';
import type { NetworkSizes } from '../../../src/models/memory/network/plan';
import { judgeOutputs } from './judges/networks';
import { Copied, shake } from './judges/weights';
import { inChunks, networkCases, networkOf, smallSizes, tokenData } from './networkCases';

const more: readonly (readonly [name: string, sizes: NetworkSizes])[] = [
  ['mla without positions', { ...smallSizes, layer: 'mla', rope: false }],
  ['gqa without an MLP', { ...smallSizes, layer: 'gqa', mlp: 0 }],
  ['cca with convolutions alone', { ...smallSizes, layer: 'cca', qkMean: false, valueShift: false }],
  ['cca with narrow queries', { ...smallSizes, layer: 'cca', width: 16, queryFactor: 2, keyFactor: 4 }],
  ['ssd of two groups', { ...smallSizes, layer: 'ssd', groups: 2 }],
  ['ovq to the nearest row', { ...smallSizes, layer: 'ovq', assignment: 'nearest', growth: 'linear' }],
  ['zamba2 with its head tied', { ...smallSizes, layer: 'zamba2', tied: true }],
  ['zamba2 without adapters', { ...smallSizes, layer: 'zamba2', adapterRank: 0, mlp: 0 }],
  ['zamba2 with adapters of the MLP alone', { ...smallSizes, layer: 'zamba2', adaptQueries: false }],
  ['zamba2 without shared blocks', { ...smallSizes, layer: 'zamba2', sharedBlocks: 0 }]
];
const judged = [...networkCases, ...more];

const [batch, ticks] = [2, 23];
const data = tokenData(batch, ticks);

const sumOfSquares = (values: Float64Array): number => values.reduce((all, x) => all + x * x, 0);

/** The greatest distance from the judge, as a share of the greatest number it gives. */
async function fromJudge(sizes: NetworkSizes, compute: Compute, chunk: number): Promise<number> {
  const network = networkOf(sizes, { compute });
  await shake(network);
  const { outputs, use } = await inChunks(network, data, batch, chunk);
  const copied = await Copied.of(network);
  const judge = Array.from({ length: batch }, (_, b) => [
    ...judgeOutputs(copied, sizes, data.x.subarray(b * ticks, (b + 1) * ticks)).data
  ]).flat();
  use.dispose();
  network.dispose();
  expect(outputs.length).toBe(judge.length);
  const most = judge.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
  expect(most).toBeGreaterThan(0.1);
  return outputs.reduce((worst, value, i) => Math.max(worst, Math.abs(value - judge[i])), 0) / most;
}

describe.each(judged)('a network of %s', (_, sizes) => {
  test.each([ticks, 5, 1])('answers as the float64 layers do, in chunks of %i', async (chunk) => {
    expect(await fromJudge(sizes, createReference(), chunk)).toBeLessThan(1e-10);
  });

  test('answers so on the fast backend, as far as single precision goes', async () => {
    const compute = await createWasm();
    try {
      for (const chunk of [ticks, 7]) expect(await fromJudge(sizes, compute, chunk)).toBeLessThan(1e-4);
    } finally {
      compute.dispose();
    }
  });

  test('has the same gradient on both backends', async () => {
    const compute = await createWasm();
    const reference = createReference();
    const gradients = async (on: Compute): Promise<Map<string, Float64Array>> => {
      const network = networkOf(sizes, { compute: on });
      await shake(network);
      // Of equal numbers: single precision has rounded those of one.
      for (const parameter of network.weights.parameters)
        network.weights.write(parameter, Float32Array.from(await network.weights.read(parameter)));
      await network.use(batch, 0).run(data, 1);
      const found = new Map<string, Float64Array>();
      for (const parameter of network.weights.parameters)
        found.set(parameter.name, await network.weights.readGradient(parameter));
      return found;
    };
    try {
      const [fast, exact] = [await gradients(compute), await gradients(reference)];
      const longest = Math.sqrt(
        [...exact].reduce(
          (sum, [name, values]) => sum + (name.endsWith('codebook') ? 0 : sumOfSquares(values)),
          0
        )
      );
      expect(longest).toBeGreaterThan(0.1);
      for (const [name, values] of exact) {
        const gap = Math.sqrt(values.reduce((sum, x, i) => sum + (x - fast.get(name)![i]) ** 2, 0));
        // What a codebook has met stands in its gradient's place, and is larger.
        const whole = name.endsWith('codebook')
          ? Math.max(longest, Math.sqrt(sumOfSquares(values)))
          : longest;
        expect(gap / whole, name).toBeLessThan(2e-5);
      }
    } finally {
      compute.dispose();
    }
  });
});
