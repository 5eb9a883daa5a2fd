// The platform as the pure folders may see it: what pages, workers and Node share, and nothing else.

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
}

declare function structuredClone<T>(value: T, options?: { transfer?: ArrayBuffer[] }): T;
declare function atob(base64: string): string;
declare function btoa(binary: string): string;
declare function queueMicrotask(task: () => void): void;

declare function setTimeout(task: () => void, milliseconds?: number): unknown;
declare function clearTimeout(timer: unknown): void;

declare const performance: { now(): number };
declare const console: Record<'log' | 'info' | 'warn' | 'error', (...values: unknown[]) => void>;
