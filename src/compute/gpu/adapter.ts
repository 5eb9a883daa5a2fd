/** Which graphics adapter would answer, and whether it is real hardware. */

export type GpuMode = 'webgpu' | 'webgl2';

/** What the platform says about an adapter; empty strings where it says nothing. */
export interface AdapterInfo {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
}

/** The part of the page or worker that is asked for an adapter. */
interface Platform {
  navigator?: { gpu?: { requestAdapter(): Promise<WebGpuAdapter | null> } };
  OffscreenCanvas?: new (width: number, height: number) => { getContext(kind: 'webgl2'): WebGl | null };
}

export interface WebGpuAdapter {
  info?: Partial<AdapterInfo>;
}

export interface WebGl {
  getExtension(name: string): object | null;
  getParameter(name: number): unknown;
}

/** UNMASKED_VENDOR_WEBGL and UNMASKED_RENDERER_WEBGL of WEBGL_debug_renderer_info, fixed by its specification. */
const unmaskedVendor = 0x9245;
const unmaskedRenderer = 0x9246;

const softwareRasterisers = /swiftshader|llvmpipe|lavapipe|softpipe|swrast|software|basic render/i;

/** True unless the adapter names itself as a software rasteriser, which is far slower than the wasm backend. */
export function isRealAdapter(info: AdapterInfo): boolean {
  return !softwareRasterisers.test(Object.values(info).join(' '));
}

/** In words for the status bar: "SwiftShader, software", "nvidia ampere". */
export function describeAdapter(info: AdapterInfo): string {
  if (/swiftshader/i.test(Object.values(info).join(' '))) return 'SwiftShader, software';
  const name = info.description || info.device || [info.vendor, info.architecture].filter(Boolean).join(' ');
  return (name || 'unnamed adapter') + (isRealAdapter(info) ? '' : ', software');
}

export function webGpuInfo(adapter: WebGpuAdapter): AdapterInfo {
  const { vendor = '', architecture = '', device = '', description = '' } = adapter.info ?? {};
  return { vendor, architecture, device, description };
}

export function webGlInfo(context: WebGl): AdapterInfo {
  const named = context.getExtension('WEBGL_debug_renderer_info') !== null;
  const ask = (name: number) => (named ? String(context.getParameter(name) ?? '') : '');
  return { vendor: ask(unmaskedVendor), architecture: '', device: '', description: ask(unmaskedRenderer) };
}

/**
 * The adapter the given mode would use (without a mode: WebGPU, else WebGL2), or undefined where none
 * answers. Cheap: gpu.js is not loaded.
 */
export async function findAdapter(mode?: GpuMode): Promise<{ mode: GpuMode; info: AdapterInfo } | undefined> {
  const { navigator, OffscreenCanvas } = globalThis as Platform;
  if (mode !== 'webgl2') {
    const adapter = await navigator?.gpu?.requestAdapter().catch(() => null);
    if (adapter) return { mode: 'webgpu', info: webGpuInfo(adapter) };
  }
  if (mode !== 'webgpu' && OffscreenCanvas) {
    const context = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (context) {
      const info = webGlInfo(context);
      (context.getExtension('WEBGL_lose_context') as { loseContext(): void } | null)?.loseContext();
      return { mode: 'webgl2', info };
    }
  }
  return undefined;
}
