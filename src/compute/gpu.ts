/** The gpu.js backend: blocks on the GPU, calls in the order they are made, and the truth about what runs. */
import { checkCall } from './checks';
import { type Compute, ComputeError } from './compute';
import {
  type AdapterInfo,
  describeAdapter,
  findAdapter,
  type GpuMode,
  webGlInfo,
  webGpuInfo
} from './gpu/adapter';
import { backward, filterBackward } from './gpu/backward';
import { batchNorm, batchNormBackward } from './gpu/batchNorm';
import { convolve, convolveBackward, maxPool, maxPoolBackward } from './gpu/convolution';
import { dense, denseBackward, multiply } from './gpu/dense';
import { eligibility } from './gpu/eligibility';
import { type Gpu, loadGpuJs, type WebGlContext, type WebGpuContext } from './gpu/gpujs';
import { forward, readout } from './gpu/layers';
import { adam, gemm, gemv, reduce, sgd } from './gpu/linear';
import { answerLoss, code, codeBackward, imageLoss } from './gpu/losses';
import { createMemory } from './gpu/memory';
import { createRunner, type Runner } from './gpu/runner';
import { gatherRows, spanOf } from './rows';

export { type AdapterInfo, findAdapter, type GpuMode, isRealAdapter } from './gpu/adapter';

export interface GpuOptions {
  /** Default: webgpu where an adapter answers, else webgl2. A mode named here is used or refused, never changed. */
  mode?: GpuMode;
}

export interface GpuCompute extends Compute {
  /** The mode that really runs. */
  readonly mode: GpuMode;
  /** What the adapter says of itself; ask `isRealAdapter` before preferring this backend. */
  readonly adapter: AdapterInfo;
}

/** Throws a ComputeError where the mode, or any GPU at all, is missing. */
export async function createGpu(options: GpuOptions = {}): Promise<GpuCompute> {
  const found = await findAdapter(options.mode);
  if (!found) {
    throw new ComputeError(
      `GPU: no adapter answers for ${options.mode ?? 'webgpu or webgl2'}. Use the wasm backend, or a browser and driver that offer it.`
    );
  }
  const { mode } = found;
  const GPU = await loadGpuJs();
  if (mode === 'webgl2' && !(GPU.isWebGL2Supported && GPU.WebGL2Kernel.features?.isFloatRead)) {
    throw new ComputeError('GPU: this WebGL2 cannot write float32 textures. Use the wasm backend.');
  }
  const gpu = new GPU({ mode });
  const runner = createRunner(gpu, mode, mode === 'webgpu' ? GPU.WebGPUKernel : GPU.WebGL2Kernel);
  let lost: ComputeError | undefined;
  const adapter = await prove(runner, mode, (message) => {
    lost ??= new ComputeError(`GPU: ${message}`);
  });
  return createBackend(gpu, mode, adapter, runner, () => lost);
}

/** Runs one kernel, and asks the context it ran in for its adapter. Errors that come late go to `fail`. */
async function prove(runner: Runner, mode: GpuMode, fail: (message: string) => void): Promise<AdapterInfo> {
  const [value] = await runner.values('fill', 1, { value: 0.5 }).catch((error: unknown) => {
    throw failed(error);
  });
  if (value !== 0.5) throw new ComputeError(`GPU: ${mode} computes wrongly here. Use the wasm backend.`);
  if (mode === 'webgl2') {
    const context = runner.context as WebGlContext;
    context.canvas.addEventListener('webglcontextlost', () => fail('the WebGL2 context was lost.'));
    return webGlInfo(context);
  }
  const { adapter, device } = runner.context as WebGpuContext;
  device.addEventListener('uncapturederror', (event) => fail(event.error.message));
  return webGpuInfo(adapter);
}

/** What gpu.js or the driver threw, as the error every backend raises. */
function failed(error: unknown): ComputeError {
  if (error instanceof ComputeError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ComputeError(`GPU: ${reason} Use the wasm backend, or start this one anew.`, { cause: error });
}

function createBackend(
  gpu: Gpu,
  mode: GpuMode,
  adapter: AdapterInfo,
  runner: Runner,
  lost: () => ComputeError | undefined
): GpuCompute {
  const memory = createMemory(runner);
  let tail: Promise<unknown> = Promise.resolve();
  /** What went wrong where nobody awaited it; every later call then fails with it. */
  let failure: unknown;
  let disposed = false;

  /** Calls follow one another in the order they are made. */
  function enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    if (disposed) throw new ComputeError('GPU: this backend was disposed of and can no longer be used.');
    const result = tail.then(async () => {
      failure ??= lost();
      if (failure) throw failure;
      try {
        return await work();
      } catch (error) {
        throw error instanceof ComputeError
          ? error
          : new ComputeError(`GPU: ${String(error)}`, { cause: error });
      }
    });
    tail = result.catch(() => undefined);
    return result;
  }
  const later = (work: () => Promise<void>): void => {
    enqueue(work).catch((error: unknown) => {
      failure ??= error;
    });
  };

  return {
    kind: 'gpu',
    mode,
    adapter,
    description: `gpu.js ${mode} (${describeAdapter(adapter)})`,
    precision: 'float32',
    threads: 1,
    get bytes() {
      return memory.bytes;
    },
    alloc: (length, label) => memory.alloc(length, label),
    free(block) {
      memory.free(block);
      if (!disposed) later(async () => memory.release(block));
    },
    write(block, data, offset = 0) {
      memory.check(block, offset, data.length);
      const floats = new Float32Array(data);
      later(() => memory.write(block, floats, offset));
    },
    async read(block, offset = 0, length = block.length - offset) {
      memory.check(block, offset, length);
      return enqueue(() => memory.read(block, offset, length));
    },
    async readRows(block, rows) {
      memory.check(block, rows.offset, spanOf(rows));
      const span = await enqueue(() => memory.read(block, rows.offset, spanOf(rows)));
      return gatherRows(span, { ...rows, offset: 0 }, new Float32Array(rows.count * rows.width));
    },
    fill(block, value) {
      memory.check(block);
      later(() => memory.fill(block, value));
    },
    async gemm(call) {
      checkCall('gemm', call);
      return enqueue(() => gemm(memory, call));
    },
    async gemv(call) {
      checkCall('gemv', call);
      return enqueue(() => gemv(memory, call));
    },
    async forward(call) {
      checkCall('forward', call);
      return enqueue(() => forward(memory, call));
    },
    async readout(call) {
      checkCall('readout', call);
      return enqueue(() => readout(memory, call));
    },
    async eligibility(call) {
      checkCall('eligibility', call);
      return enqueue(() => eligibility(memory, call));
    },
    async backward(call) {
      checkCall('backward', call);
      return enqueue(() => backward(memory, call));
    },
    async filterBackward(call) {
      checkCall('filterBackward', call);
      return enqueue(() => filterBackward(memory, call));
    },
    async sgd(call) {
      checkCall('sgd', call);
      return enqueue(() => sgd(memory, call));
    },
    async adam(call) {
      checkCall('adam', call);
      return enqueue(() => adam(memory, call));
    },
    async dense(call) {
      checkCall('dense', call);
      return enqueue(() => dense(memory, call));
    },
    async denseBackward(call) {
      checkCall('denseBackward', call);
      return enqueue(() => denseBackward(memory, call));
    },
    async multiply(call) {
      checkCall('multiply', call);
      return enqueue(() => multiply(memory, call));
    },
    async convolve(call) {
      checkCall('convolve', call);
      return enqueue(() => convolve(memory, call));
    },
    async convolveBackward(call) {
      checkCall('convolveBackward', call);
      return enqueue(() => convolveBackward(memory, call));
    },
    async maxPool(call) {
      checkCall('maxPool', call);
      return enqueue(() => maxPool(memory, call));
    },
    async maxPoolBackward(call) {
      checkCall('maxPoolBackward', call);
      return enqueue(() => maxPoolBackward(memory, call));
    },
    async batchNorm(call) {
      checkCall('batchNorm', call);
      return enqueue(() => batchNorm(memory, call));
    },
    async batchNormBackward(call) {
      checkCall('batchNormBackward', call);
      return enqueue(() => batchNormBackward(memory, call));
    },
    async code(call) {
      checkCall('code', call);
      return enqueue(() => code(memory, call));
    },
    async codeBackward(call) {
      checkCall('codeBackward', call);
      return enqueue(() => codeBackward(memory, call));
    },
    async imageLoss(call) {
      checkCall('imageLoss', call);
      return enqueue(() => imageLoss(memory, call));
    },
    async answerLoss(call) {
      checkCall('answerLoss', call);
      return enqueue(() => answerLoss(memory, call));
    },
    async reduce(kind, block) {
      memory.check(block);
      return enqueue(() => reduce(memory, kind, block));
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      tail = tail
        .then(() => {
          memory.dispose();
          return gpu.destroy();
        })
        .catch(() => undefined);
    }
  };
}
