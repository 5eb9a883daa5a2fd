/** What a kernel takes: a block on the GPU, values from the host, a whole number, or a real number. */
export type Parameter = 'block' | 'values' | 'integer' | 'real';

export interface KernelSource {
  /** The kernel's parameters in order; the names are those of its body. */
  readonly takes: Readonly<Record<string, Parameter>>;
  readonly body: string;
}

/** Keeps the literal types of a kernel's parameters, from which the runner types its calls. */
export const define = <const Source extends KernelSource>(source: Source): Source => source;
