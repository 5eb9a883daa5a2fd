/** The worker behind gpu.test.ts: runs the compute cases, and what only a GPU has to show, in the mode asked for. */
import { type Block, ComputeError, type EligibilityCall } from '../../../src/compute/compute';
import { createGpu, type GpuMode, isRealAdapter } from '../../../src/compute/gpu';
import { createReference } from '../../../src/compute/reference';
import { cases } from '../../../src/compute/conformance/cases';
import { eligibilityBlocks, eligibilityCall } from '../../../src/compute/conformance/eligibility';
import { blockOf, numbersFrom } from '../../../src/compute/conformance/numbers';
import { countObjects } from './objects';
import { feedForwardStep } from './smallNetwork';
import { layerOf, runTicks } from './smallRun';

export interface Report {
  mode: GpuMode;
  description: string;
  real: boolean;
  /** By case: the relative error against the reference, or the message of the error thrown. */
  cases: Record<string, number | string>;
}

const tasks = {
  async runCases(mode: GpuMode): Promise<Report> {
    const gpu = await createGpu({ mode });
    const reference = createReference();
    const outcomes: Report['cases'] = {};
    for (const { name, run } of cases) {
      outcomes[name] = await run(gpu, reference).catch((error: unknown) => String(error));
    }
    const { description, adapter } = gpu;
    gpu.dispose();
    return { mode: gpu.mode, description, real: isRealAdapter(adapter), cases: outcomes };
  },

  /** Buffers and textures alive after 100 ticks and after 1000, and after giving all back. */
  async countOverTicks(mode: GpuMode): Promise<{ early: number; late: number; end: number; bytes: number }> {
    const objects = countObjects(mode);
    const gpu = await createGpu({ mode });
    const layer = layerOf(gpu, 10);
    for (let call = 0; call < 10; call++) await runTicks(gpu, layer, 0, 10);
    const early = objects();
    for (let call = 0; call < 90; call++) await runTicks(gpu, layer, 0, 10);
    const late = objects();
    for (const block of layer.blocks) gpu.free(block);
    await gpu.reduce('sum', gpu.alloc(1, 'barrier'));
    return { early, late, end: objects(), bytes: gpu.bytes };
  },

  /** The same over training steps of every feed-forward layer and loss. */
  async countOverLayers(mode: GpuMode): Promise<{ early: number; late: number }> {
    const objects = countObjects(mode);
    const gpu = await createGpu({ mode });
    const steps = async (many: number): Promise<number> => {
      const step = feedForwardStep(gpu);
      for (let n = 0; n < many; n++) await step.run();
      for (const block of step.blocks) gpu.free(block);
      await gpu.reduce('sum', gpu.alloc(1, 'barrier'));
      return objects();
    };
    const early = await steps(2);
    return { early, late: (await steps(20)) - 1 };
  },

  /** Every block of a run in one call, and of the same run cut into calls of other lengths. */
  async cutRun(mode: GpuMode): Promise<{ whole: number[]; cut: number[] }> {
    const gpu = await createGpu({ mode });
    const bits = async (lengths: number[]): Promise<number[]> => {
      const layer = layerOf(gpu, 75);
      let from = 0;
      for (const steps of lengths) {
        await runTicks(gpu, layer, from, steps);
        from += steps;
      }
      const all: number[] = [];
      for (const block of layer.recorded) all.push(...(await gpu.read(block)));
      return all;
    };
    return { whole: await bits([75]), cut: await bits([1, 40, 2, 32]) };
  },

  /** The blocks of traces walked in one call, and of the same traces walked in calls of seven ticks. */
  async cutTraces(mode: GpuMode, batch: number): Promise<{ whole: number[]; cut: number[] }> {
    const gpu = await createGpu({ mode });
    const [steps, units, fanIn, piece] = [21, 5, 12, 7];
    const options = { form: 'step', steps, batch, units, fanIn, kind: 'alif', carried: true } as const;
    const whole = eligibilityCall(gpu, options, numbersFrom(5));
    const cut = eligibilityCall(gpu, options, numbersFrom(5));
    await gpu.eligibility(whole);
    const part = async (block: Block, from: number, width: number): Promise<Block> =>
      blockOf(gpu, 'piece', await gpu.read(block, from * batch * width, piece * batch * width));
    for (let from = 0; from < steps; from += piece) {
      await gpu.eligibility({
        ...cut,
        steps: piece,
        preTrace: await part(cut.preTrace, from, fanIn),
        drive: await part(cut.drive, from, units),
        signal: await part(cut.signal, from, units)
      });
    }
    const values = async (call: EligibilityCall): Promise<number[]> => {
      const all: number[] = [];
      for (const block of eligibilityBlocks(call)) all.push(...(await gpu.read(block)));
      return all;
    };
    return { whole: await values(whole), cut: await values(cut) };
  },

  /** The messages of the errors for misuse, and a read that was never awaited against a later write. */
  async misuse(mode: GpuMode): Promise<{ messages: string[]; inOrder: number[] }> {
    const gpu = await createGpu({ mode });
    const messages: string[] = [];
    const note = async (act: () => unknown): Promise<void> => {
      try {
        await act();
        messages.push('nothing was thrown');
      } catch (error) {
        messages.push(error instanceof ComputeError ? error.message : `not a ComputeError: ${error}`);
      }
    };
    const block = gpu.alloc(4, 'weights');
    await note(() => gpu.write(block, [1, 2, 3], 2));
    await note(() => gpu.read(block, 3, 2));
    await note(() => gpu.gemm({ m: 3, n: 3, k: 3, a: block, b: block, c: block }));
    const first = gpu.alloc(2, 'first');
    gpu.write(first, [1, 2]);
    const before = gpu.read(first);
    gpu.fill(first, 5);
    const inOrder = [...(await before), ...(await gpu.read(first))];
    gpu.free(block);
    await note(() => gpu.read(block));
    await note(() => gpu.sgd({ weights: first, gradient: block, rate: 1 }));
    gpu.dispose();
    await note(() => gpu.read(first));
    return { messages, inOrder };
  }
};

export type GpuTasks = typeof tasks;
Object.assign(globalThis, { gpuTasks: tasks });
// The page hears that the tasks are in place.
postMessage('ready');
