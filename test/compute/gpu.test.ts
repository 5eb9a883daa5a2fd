import { expect, test } from 'vitest';
import { ComputeError } from '../../src/compute/compute';
import { type AdapterInfo, createGpu, findAdapter, isRealAdapter } from '../../src/compute/gpu';
import { describeAdapter, webGlInfo, webGpuInfo } from '../../src/compute/gpu/adapter';

const info = (given: Partial<AdapterInfo>): AdapterInfo => ({
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  fallback: false,
  ...given
});

test.each<Partial<AdapterInfo>>([
  { vendor: 'google', architecture: 'swiftshader' },
  {
    vendor: 'Google Inc. (Google)',
    description: 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)))'
  },
  { vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
  { vendor: 'microsoft', description: 'Microsoft Basic Render Driver' },
  { vendor: 'apple', description: 'Apple Software Renderer' },
  { vendor: 'nvidia', fallback: true }
])('%o is no real adapter', (given) => {
  expect(isRealAdapter(info(given))).toBe(false);
  expect(describeAdapter(info(given))).toMatch(/, software$/);
});

test.each<[Partial<AdapterInfo>, string]>([
  [{ vendor: 'nvidia', architecture: 'ampere' }, 'nvidia ampere'],
  [{ vendor: 'apple', description: 'Apple M2' }, 'Apple M2'],
  [{}, 'unnamed adapter']
])('%o is a real adapter, shown as %s', (given, words) => {
  expect(isRealAdapter(info(given))).toBe(true);
  expect(describeAdapter(info(given))).toBe(words);
});

test('what a WebGPU adapter leaves unsaid is empty', () => {
  expect(webGpuInfo({})).toEqual(info({}));
  expect(webGpuInfo({ info: { vendor: 'amd', isFallbackAdapter: true } })).toEqual(
    info({ vendor: 'amd', fallback: true })
  );
});

test('a WebGL2 adapter is named by the renderer behind the mask, or not at all', () => {
  const context = (named: boolean) => ({
    canvas: { addEventListener: () => undefined },
    getExtension: () => (named ? {} : null),
    getParameter: (name: number) => (name === 0x9246 ? 'GeForce RTX 3060' : 'NVIDIA')
  });
  expect(webGlInfo(context(true))).toEqual(info({ vendor: 'NVIDIA', description: 'GeForce RTX 3060' }));
  expect(webGlInfo(context(false))).toEqual(info({}));
});

test('where there is no GPU the error says what was asked for and what to use instead', async () => {
  expect(await findAdapter()).toBeUndefined();
  await expect(createGpu()).rejects.toThrow(ComputeError);
  await expect(createGpu()).rejects.toThrow('no adapter answers for webgpu or webgl2. Use the wasm backend');
  await expect(createGpu({ mode: 'webgl2' })).rejects.toThrow('no adapter answers for webgl2');
});
