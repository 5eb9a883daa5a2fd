// The platform as the pure folders may see it: what pages, workers and Node share, and nothing else.

declare const TextEncoder: new () => TextEncoder;
declare const TextDecoder: new (
  label?: string,
  options?: { fatal?: boolean; ignoreBOM?: boolean }
) => TextDecoder;

declare function structuredClone<T>(value: T, options?: { transfer?: ArrayBuffer[] }): T;
declare function atob(base64: string): string;
declare function btoa(binary: string): string;
declare function queueMicrotask(task: () => void): void;

declare function setTimeout(task: () => void, milliseconds?: number): unknown;
declare function clearTimeout(timer: unknown): void;

declare const performance: { now(): number };
declare const console: Record<'log' | 'info' | 'warn' | 'error', (...values: unknown[]) => void>;
