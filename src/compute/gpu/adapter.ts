/** Which graphics adapter would answer, and whether it is real hardware. */

export type GpuMode = 'webgpu' | 'webgl2';

/** What the platform says about an adapter; empty strings where it says nothing. */
export interface AdapterInfo {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  /** True where the platform itself calls the adapter a fallback. */
  fallback: boolean;
}

/** The part of the page or worker that is asked for an adapter. */
interface Platform {
  navigator?: { gpu?: { requestAdapter(): Promise<WebGpuAdapter | null> } };
  OffscreenCanvas?: new (width: number, height: number) => { getContext(kind: 'webgl2'): WebGl | null };
}

export interface WebGpuAdapter {
  info?: { [Name in 'vendor' | 'architecture' | 'device' | 'description']?: string } & {
    isFallbackAdapter?: boolean;
  };
}

export interface WebGl {
  canvas: { addEventListener(type: 'webglcontextlost', listener: () => void): void };
  getExtension(name: string): object | null;
  getParameter(name: number): unknown;
}

/** UNMASKED_VENDOR_WEBGL and UNMASKED_RENDERER_WEBGL of WEBGL_debug_renderer_info, fixed by its specification. */
const unmaskedVendor = 0x9245;
const unmaskedRenderer = 0x9246;

const softwareRasterisers = /swiftshader|llvmpipe|lavapipe|softpipe|swrast|software|basic render/i;

const namesOf = ({ vendor, architecture, device, description }: AdapterInfo): string =>
  [vendor, architecture, device, description].join(' ');

/** True unless the adapter is, by its own words, a software rasteriser: those are far slower than the wasm backend. */
export function isRealAdapter(info: AdapterInfo): boolean {
  return !info.fallback && !softwareRasterisers.test(namesOf(info));
}

/** In words for the status bar: "SwiftShader, software", "nvidia ampere". */
export function describeAdapter(info: AdapterInfo): string {
  if (/swiftshader/i.test(namesOf(info))) return 'SwiftShader, software';
  const name = info.description || info.device || [info.vendor, info.architecture].filter(Boolean).join(' ');
  return (name || 'unnamed adapter') + (isRealAdapter(info) ? '' : ', software');
}

export function webGpuInfo({ info = {} }: WebGpuAdapter): AdapterInfo {
  const { vendor = '', architecture = '', device = '', description = '', isFallbackAdapter = false } = info;
  return { vendor, architecture, device, description, fallback: isFallbackAdapter };
}

export function webGlInfo(context: WebGl): AdapterInfo {
  const named = context.getExtension('WEBGL_debug_renderer_info') !== null;
  const ask = (name: number) => (named ? String(context.getParameter(name) ?? '') : '');
  return {
    vendor: ask(unmaskedVendor),
    architecture: '',
    device: '',
    description: ask(unmaskedRenderer),
    fallback: false
  };
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
