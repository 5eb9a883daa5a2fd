/** gpu.js as this backend sees it: the few members used, loaded only when a GPU is asked for. */
import type { GpuMode, WebGl, WebGpuAdapter } from './adapter';

/** The output of a kernel where it lies: a storage buffer or a texture of floats. */
export interface Handle {
  delete(): void;
}

export interface Kernel {
  (...values: (Handle | Float32Array | number)[]): Promise<Handle | Float32Array>;
  setOutput(output: readonly number[]): Kernel;
  /** The kernel that really runs; its context is a device (webgpu) or a rendering context (webgl2). */
  kernel: { constructor: object; context: object };
}

export interface KernelSettings {
  output: readonly number[];
  argumentTypes: string[];
  pipeline: boolean;
  immutable: boolean;
  dynamicOutput: boolean;
  dynamicArguments: boolean;
  asyncMode: boolean;
  precision: 'single';
  tactic: 'precision';
  loopMaxIterations: number;
}

export interface Gpu {
  createKernel(source: string, settings: KernelSettings): Kernel;
  destroy(): Promise<void>;
}

export interface GpuJs {
  new (settings: { mode: GpuMode }): Gpu;
  WebGPUKernel: object;
  /** Asking this is what fills in the features below. */
  isWebGL2Supported: boolean;
  WebGL2Kernel: { features: { isFloatRead: boolean } | null };
}

export interface WebGpuContext {
  adapter: WebGpuAdapter;
  device: {
    addEventListener(
      type: 'uncapturederror',
      listener: (event: { error: { message: string } }) => void
    ): void;
  };
}

export type WebGlContext = WebGl;

export async function loadGpuJs(): Promise<GpuJs> {
  const module = (await import('gpu.js')) as unknown as { default?: GpuJs; GPU?: GpuJs };
  const GPU = module.GPU ?? module.default;
  if (!GPU) throw new Error('gpu.js was loaded but exports no GPU.');
  return GPU;
}
