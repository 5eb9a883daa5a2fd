import { describe, expect, test } from 'vitest';
import { inChunks, networkCases, networkOf, smallSizes, tokenData, vocabulary } from './networkCases';

const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);

/** Rounding is passed straight through; only what comes after the last of it has the loss's own slope. */
const followsRounding = (name: string): boolean =>
  /^(head|last norm|layer 2 (out|value|strength|query|MLP .*))$/.test(name);

describe.each(networkCases)('a network of %s', (_, sizes) => {
  test('has the gradient that finite differences have, for every parameter', async () => {
    const network = networkOf(sizes);
    const [batch, ticks] = [2, 9];
    const data = tokenData(batch, ticks);
    const learning = network.use(batch, 0);
    await learning.run(data, 1);
    const use = network.use(batch, 0);
    const lossOf = async (): Promise<number> => {
      use.remembered.forget();
      return sum((await use.run(data)).loss);
    };
    for (const parameter of network.weights.parameters) {
      if (sizes.layer === 'vq' && !followsRounding(parameter.name)) continue;
      const gradient = await network.weights.readGradient(parameter);
      const values = await network.weights.read(parameter);
      const step = 1e-5;
      for (const at of [0, Math.floor(values.length / 2), values.length - 1]) {
        const moved = async (by: number): Promise<number> => {
          const changed = values.slice();
          changed[at] += by;
          network.weights.write(parameter, changed);
          return lossOf();
        };
        const slope = ((await moved(step)) - (await moved(-step))) / (2 * step);
        network.weights.write(parameter, values);
        expect(gradient[at], `${parameter.name} ${at}`).toBeCloseTo(slope, 6);
      }
    }
  });

  test('reads a sequence token by token as in chunks of any length', async () => {
    const network = networkOf(sizes);
    const data = tokenData(2, 11);
    const whole = await inChunks(network, data, 2, 11);
    for (const chunk of [1, 4, 5]) {
      const parts = await inChunks(network, data, 2, chunk);
      for (const [i, value] of parts.outputs.entries()) expect(value).toBeCloseTo(whole.outputs[i], 9);
    }
  });

  test('reads a sequence as if it were alone', async () => {
    const network = networkOf(sizes);
    const data = tokenData(3, 9);
    const together = await inChunks(network, data, 3, 9);
    const alone = { x: data.x.slice(9, 18), target: data.target.slice(9, 18), mask: data.mask.slice(9, 18) };
    const one = await inChunks(network, alone, 1, 9);
    const width = 9 * vocabulary;
    expect(one.outputs).toEqual(together.outputs.slice(width, 2 * width));
  });

  test('knows nothing of the future', async () => {
    const network = networkOf(sizes);
    const data = tokenData(1, 10);
    const before = await inChunks(network, data, 1, 10);
    const x = data.x.slice();
    for (let t = 6; t < 10; t++) x[t] = (x[t] + 1) % vocabulary;
    const after = await inChunks(network, { ...data, x }, 1, 10);
    expect(after.outputs.slice(0, 6 * vocabulary)).toEqual(before.outputs.slice(0, 6 * vocabulary));
    expect(after.outputs.slice(6 * vocabulary)).not.toEqual(before.outputs.slice(6 * vocabulary));
  });

  test('allocates nothing once it has begun', async () => {
    const network = networkOf(sizes);
    const use = network.use(2, 8);
    const learn = async (): Promise<void> => {
      for (const ticks of [4, 4, 2]) await use.run(tokenData(2, ticks), 0.1);
      await network.weights.move({ rate: 0.01, weightDecay: 0.1, clip: 1 });
      use.remembered.forget();
    };
    await learn();
    const { bytes } = network.compute;
    await learn();
    expect(network.compute.bytes).toBe(bytes);
    use.dispose();
    network.dispose();
    expect(network.compute.bytes).toBe(0);
  });
});

test('adapters of shared blocks change nothing at first, and shared blocks whose way out is shut are not there', async () => {
  const zamba = { ...smallSizes, layer: 'zamba2', layers: 4 } as const;
  const data = tokenData(1, 8);
  const outputs = async (sizes: typeof smallSizes, shut = false): Promise<number[]> => {
    const network = networkOf(sizes);
    for (const parameter of network.weights.parameters)
      if (shut && /^use \d out$/.test(parameter.name))
        network.weights.write(parameter, new Float64Array(parameter.length));
    return (await inChunks(network, data, 1, 8)).outputs;
  };
  const whole = await outputs(zamba);
  expect(await outputs({ ...zamba, adapterRank: 0 })).toEqual(whole);
  const bare = await outputs({ ...zamba, sharedBlocks: 0 });
  expect(bare).not.toEqual(whole);
  expect(await outputs(zamba, true)).toEqual(bare);
});

test('a network reads vectors and answers in vectors, with the gradient of half the squared error', async () => {
  const network = networkOf(smallSizes, { asked: { inputs: 3, outputs: 2 } });
  const rows = 6;
  const data = {
    x: Float64Array.from({ length: rows * 3 }, (_, i) => Math.sin(i)),
    target: Float64Array.from({ length: rows * 2 }, (_, i) => Math.cos(i)),
    mask: Float64Array.of(1, 0, 1, 1, 1, 1)
  };
  await network.use(1, 0).run(data, 1);
  const input = network.weights.find('input');
  const gradient = await network.weights.readGradient(input);
  const values = await network.weights.read(input);
  const lossAt = async (by: number): Promise<number> => {
    const changed = values.slice();
    changed[4] += by;
    network.weights.write(input, changed);
    const use = network.use(1, 0);
    return sum((await use.run(data)).loss);
  };
  expect(gradient[4]).toBeCloseTo(((await lossAt(1e-5)) - (await lossAt(-1e-5))) / 2e-5, 6);
});
