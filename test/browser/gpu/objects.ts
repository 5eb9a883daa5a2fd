import type { GpuMode } from '../../../src/compute/gpu';

/** Counts the buffers and textures that are created and not yet given back, from now on. */
export function countObjects(mode: GpuMode): () => number {
  let alive = 0;
  const count = <Owner extends object>(owner: Owner, method: keyof Owner & string, change: number): void => {
    const original = owner[method] as (...values: unknown[]) => unknown;
    owner[method] = function (this: unknown, ...values: unknown[]) {
      alive += change;
      return original.apply(this, values);
    } as Owner[typeof method];
  };
  if (mode === 'webgpu') {
    count(GPUDevice.prototype, 'createBuffer', 1);
    count(GPUBuffer.prototype, 'destroy', -1);
  } else {
    count(WebGL2RenderingContext.prototype, 'createTexture', 1);
    count(WebGL2RenderingContext.prototype, 'deleteTexture', -1);
    count(WebGL2RenderingContext.prototype, 'createBuffer', 1);
    count(WebGL2RenderingContext.prototype, 'deleteBuffer', -1);
    count(WebGL2RenderingContext.prototype, 'createFramebuffer', 1);
    count(WebGL2RenderingContext.prototype, 'deleteFramebuffer', -1);
  }
  return () => alive;
}
