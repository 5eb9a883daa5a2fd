import { describe, expect, test } from 'vitest';
import type { Gpu, Handle, Kernel, KernelSettings } from '../../src/compute/gpu/gpujs';
import { type KernelName, kernels } from '../../src/compute/gpu/kernels';
import { createRunner } from '../../src/compute/gpu/runner';

describe.each(Object.keys(kernels) as KernelName[])('kernel %s', (name) => {
  const takes = Object.entries(kernels[name].takes);
  const { body } = kernels[name];

  test('leaves one of the eight storage buffers of WebGPU for its output', () => {
    expect(takes.filter(([, kind]) => kind === 'block').length).toBeLessThanOrEqual(7);
  });

  test('reads blocks by index and numbers by name, and nothing that it does not take', () => {
    for (const [parameter, kind] of takes) {
      const indexed = new RegExp(`\\b${parameter}\\[`).test(body);
      if (indexed) expect(['block', 'values']).toContain(kind);
      else expect(['integer', 'real']).toContain(kind);
    }
    const indexed = [...body.matchAll(/\b(\w+)\[/g)].map((match) => match[1]);
    expect(takes.map(([parameter]) => parameter)).toEqual(expect.arrayContaining(indexed));
  });
});

class Backend {}
class Other {}

/** A gpu.js that computes nothing: it remembers what it was asked for. */
function fakeGpu(ran: object = Backend) {
  const created: { source: string; settings: KernelSettings }[] = [];
  const calls: { output: readonly number[]; values: unknown[] }[] = [];
  const gpu: Gpu = {
    createKernel(source, settings) {
      created.push({ source, settings });
      let { output } = settings;
      const call = async (...values: unknown[]): Promise<Handle> => {
        calls.push({ output, values });
        return { delete: () => undefined };
      };
      const kernel: Kernel = Object.assign(call as Kernel, {
        setOutput(next: readonly number[]) {
          output = next;
          return kernel;
        },
        kernel: { constructor: ran, context: {} }
      });
      return kernel;
    },
    destroy: async () => undefined
  };
  return { gpu, created, calls };
}

const handle: Handle = { delete: () => undefined };
const pick = { source: handle, from: 1, width: 2, stride: 3 };

test('arguments go to a kernel in the order of its parameters, with their types', async () => {
  const { gpu, created, calls } = fakeGpu();
  await createRunner(gpu, 'webgpu', Backend).run('pick', [2, 3, 4], {
    stride: 3,
    width: 2,
    from: 1,
    source: handle
  });
  expect(created[0]?.source).toMatch(/^function \(source, from, width, stride\) \{/);
  expect(created[0]?.settings.argumentTypes).toEqual(['WebGPUBuffer', 'Integer', 'Integer', 'Integer']);
  expect(calls).toEqual([{ output: [2, 3, 4], values: [handle, 1, 2, 3] }]);
});

test('a kernel is compiled once for each number of axes, whatever their sizes', async () => {
  const { gpu, created, calls } = fakeGpu();
  const runner = createRunner(gpu, 'webgpu', Backend);
  for (const shape of [[5, 1, 1], [7], [3, 2], [4, 9, 1]]) await runner.run('pick', shape, pick);
  expect(created).toHaveLength(2);
  expect(calls.map(({ output }) => output)).toEqual([[5], [7], [3, 2], [4, 9]]);
});

test('WebGL2 outputs always have three axes, because textures of another rank are refused as arguments', async () => {
  const { gpu, created, calls } = fakeGpu();
  const runner = createRunner(gpu, 'webgl2', Backend);
  for (const shape of [[5], [3, 2], [4, 9, 2]]) await runner.run('pick', shape, pick);
  expect(created).toHaveLength(1);
  expect(created[0]?.settings.argumentTypes[0]).toBe('ArrayTexture(1)');
  expect(calls.map(({ output }) => output)).toEqual([
    [5, 1, 1],
    [3, 2, 1],
    [4, 9, 2]
  ]);
});

test('an empty output still runs, on one cell', async () => {
  const { gpu, calls } = fakeGpu();
  await createRunner(gpu, 'webgpu', Backend).run('fill', [0], { value: 0 });
  expect(calls[0]?.output).toEqual([1]);
});

test('a kernel that gpu.js moved to another backend is refused', async () => {
  const { gpu } = fakeGpu(Other);
  await expect(createRunner(gpu, 'webgpu', Backend).run('fill', [1], { value: 0 })).rejects.toThrow(
    "gpu.js was asked for webgpu and ran kernel 'fill' on something else."
  );
});
