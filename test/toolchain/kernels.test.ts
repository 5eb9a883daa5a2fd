import { describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { kernelsPlain, kernelsShared } from '../../src/kernels/build/kernels';

const pages = 64;
const plainMemory = new WebAssembly.Memory({ initial: pages, maximum: pages });
const sharedMemory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });

const instantiate = (base64: string, memory: WebAssembly.Memory): WebAssembly.Exports => {
  const module = new WebAssembly.Module(new Uint8Array(Buffer.from(base64, 'base64')));
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
};

describe('the built kernels', () => {
  it('come once for memory of one thread and once for memory shared between threads', () => {
    expect(() => instantiate(kernelsPlain, sharedMemory)).toThrow(WebAssembly.LinkError);
    expect(() => instantiate(kernelsShared, plainMemory)).toThrow(WebAssembly.LinkError);
  });

  it('offer the same functions in both, and need nothing but their memory', () => {
    const names = Object.keys(instantiate(kernelsPlain, plainMemory)).sort();
    expect(names.length).toBeGreaterThan(1);
    expect(Object.keys(instantiate(kernelsShared, sharedMemory)).sort()).toEqual(names);
  });

  it('are not built again while their sources stay the same', async () => {
    expect(await buildKernels()).toBe(false);
  });
});
