import { describe, expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';
import { kernelsPlain, kernelsShared } from '../../src/kernels/build/kernels';

const pages = 64;
const plainMemory = new WebAssembly.Memory({ initial: pages, maximum: pages });
const sharedMemory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });

const compile = (base64: string): WebAssembly.Module =>
  new WebAssembly.Module(new Uint8Array(Buffer.from(base64, 'base64')));

const modules = { plain: compile(kernelsPlain), shared: compile(kernelsShared) };

/** Instantiates with functions that do nothing beside the memory. */
const instantiate = (module: WebAssembly.Module, memory: WebAssembly.Memory): WebAssembly.Exports => {
  const functions = WebAssembly.Module.imports(module).filter(({ kind }) => kind === 'function');
  const env = Object.fromEntries(functions.map(({ name }) => [name, () => 0]));
  return new WebAssembly.Instance(module, { env: { ...env, memory } }).exports;
};

describe('the built kernels', () => {
  it('come once for memory of one thread and once for memory shared between threads', () => {
    expect(() => instantiate(modules.plain, sharedMemory)).toThrow(WebAssembly.LinkError);
    expect(() => instantiate(modules.shared, plainMemory)).toThrow(WebAssembly.LinkError);
  });

  it('offer the same functions in both, and need the same from env', () => {
    const names = Object.keys(instantiate(modules.plain, plainMemory)).sort();
    expect(names.length).toBeGreaterThan(1);
    expect(WebAssembly.Module.imports(modules.shared)).toEqual(WebAssembly.Module.imports(modules.plain));
    expect(Object.keys(instantiate(modules.shared, sharedMemory)).sort()).toEqual(names);
  });

  it('are not built again while their sources stay the same', async () => {
    expect(await buildKernels()).toBe(false);
  });
});
