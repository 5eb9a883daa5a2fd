import { resolve } from 'node:path';
import type { Worker } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GpuMode } from '../../src/compute/gpu';
import { cases, tolerances } from '../../src/compute/conformance/cases';
import type { GpuTasks, Report } from './gpu/worker';
import { type BuiltPage, noChromium, openBuiltPage } from './page';

declare const gpuTasks: GpuTasks;

const root = resolve('out/test-gpu');

beforeAll(async () => {
  if (noChromium) return;
  await build({
    configFile: false,
    logLevel: 'error',
    root: resolve('test/browser/gpu'),
    base: './',
    build: { outDir: root, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2000 },
    worker: { format: 'es' }
  });
});

describe.skipIf(noChromium).each<GpuMode>(['webgpu', 'webgl2'])('gpu.js on %s', (mode) => {
  let built: BuiltPage;
  let worker: Worker;
  let report: Report;

  beforeAll(async () => {
    built = await openBuiltPage({ graphics: mode, root });
    await built.page.waitForFunction(() => document.title === 'ready');
    worker = built.page.workers()[0];
    report = await worker.evaluate((asked) => gpuTasks.runCases(asked), mode);
  });
  afterAll(() => built?.close());

  test('runs in the mode it is asked for and names the adapter', () => {
    expect(report.mode).toBe(mode);
    expect(report.description).toBe(`gpu.js ${mode} (SwiftShader, software)`);
    expect(report.real).toBe(false);
  });

  for (const { name } of cases) {
    test(`agrees with the reference: ${name}`, () => {
      expect(report.cases[name]).toBeTypeOf('number');
      expect(report.cases[name]).toBeLessThanOrEqual(tolerances.gpu);
    });
  }

  test('keeps no buffer or texture over 1000 ticks', async () => {
    const { early, late, end, bytes } = await worker.evaluate(
      (asked) => gpuTasks.countOverTicks(asked),
      mode
    );
    expect(late).toBe(early);
    expect(end).toBeLessThan(early);
    expect(bytes).toBe(4);
  });

  test('keeps no buffer or texture over steps of feed-forward networks', async () => {
    const { early, late } = await worker.evaluate((asked) => gpuTasks.countOverLayers(asked), mode);
    expect(late).toBe(early);
  });

  test('leaves the same bits however a run is cut into calls', async () => {
    const { whole, cut } = await worker.evaluate((asked) => gpuTasks.cutRun(asked), mode);
    expect(whole.some((value) => value !== 0)).toBe(true);
    expect(cut).toEqual(whole);
  });

  test.each([1, 3])('leaves the same bits however traces are cut into calls, batch %i', async (batch) => {
    const { whole, cut } = await worker.evaluate(([asked, trials]) => gpuTasks.cutTraces(asked, trials), [
      mode,
      batch
    ] as const);
    expect(whole.some((value) => value !== 0)).toBe(true);
    expect(cut).toEqual(whole);
  });

  test('refuses misuse by name and keeps calls in order', async () => {
    const { messages, inOrder } = await worker.evaluate((asked) => gpuTasks.misuse(asked), mode);
    expect(inOrder).toEqual([1, 2, 5, 5]);
    expect(messages).toEqual([
      "Block 'weights' holds 4 floats; 3 from 2 on do not lie in it.",
      "Block 'weights' holds 4 floats; 2 from 3 on do not lie in it.",
      "gemm: block 'weights' given as a holds 4 floats; 9 are needed.",
      "Block 'weights' was freed and can no longer be used.",
      "Block 'weights' is no live block of this backend: freed, or another's.",
      'GPU: this backend was disposed of and can no longer be used.'
    ]);
  });

  test('reports no error to the console', () => {
    expect(built.errors).toEqual([]);
  });
});
