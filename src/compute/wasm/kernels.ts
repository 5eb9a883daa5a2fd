/** The compiled kernels: what the module exports, by the names of src/kernels/index.ts, and an instance of it. */
import { kernelsPlain, kernelsShared } from '../../kernels/build/kernels';
import type { Reduction } from '../compute';

/** Operations by the numbers src/kernels/index.ts knows them by. */
export const operations = {
  pack: 0,
  gemm: 1,
  gemv: 2,
  forward: 3,
  readout: 4,
  eligibilitySteps: 5,
  eligibilityChunk: 6,
  sgd: 7,
  adam: 8,
  backward: 9,
  filterBackward: 10,
  walk: 11,
  push: 12,
  spread: 13,
  dense: 14,
  denseBackward: 15,
  multiply: 16,
  code: 17,
  codeBackward: 18,
  imageLoss: 19,
  answerLoss: 20,
  convolve: 21,
  convolveBackward: 22,
  maxPool: 23,
  maxPoolBackward: 24,
  batchNorm: 25,
  batchNormBackward: 26,
  combine: 27,
  embed: 28,
  embedBackward: 29,
  norm: 30,
  normBackward: 31,
  rotate: 32,
  activate: 33,
  remember: 34,
  tokenLoss: 35,
  valueLoss: 36,
  attend: 37,
  attendBackward: 38,
  attendStep: 39,
  convolveTicks: 47,
  delay: 48,
  scan: 49,
  scanBackward: 50,
  ovq: 51,
  ovqBackward: 52,
  minhash: 56,
  cosineJoin: 57
} as const;

export interface Kernels {
  heapBase(): number;
  controlBytes(): number;
  parametersOffset(): number;
  packedBytes(columns: number, k: number): number;
  productScratch(threads: number): number;
  answerLossScratch(classes: number, threads: number): number;
  attendScratch(
    heads: number,
    keyHeads: number,
    keyWidth: number,
    valueWidth: number,
    threads: number
  ): number;
  attendStepScratch(
    batch: number,
    heads: number,
    keyWidth: number,
    valueWidth: number,
    held: number,
    threads: number
  ): number;
  attendBackwardScratch(
    batch: number,
    ticks: number,
    heads: number,
    keyHeads: number,
    keyWidth: number,
    valueWidth: number,
    held: number,
    threads: number
  ): number;
  rotateScratch(turned: number, threads: number): number;
  scanScratch(
    batch: number,
    ticks: number,
    heads: number,
    headWidth: number,
    stateWidth: number,
    block: number,
    backward: number,
    threads: number
  ): number;
  ovqScratch(
    ticks: number,
    keyWidth: number,
    valueWidth: number,
    capacity: number,
    block: number,
    backward: number,
    threads: number
  ): number;
  /** 96 flops a round on the 208 bytes at `data`. */
  multiplyAdds(data: number, rounds: number): void;
  forwardScratch(batch: number, inputs: number, units: number, threads: number): number;
  backwardScratch(batch: number, units: number, threads: number): number;
  convolveScratch(
    channels: number,
    rows: number,
    columns: number,
    filters: number,
    kernel: number,
    stride: number,
    padding: number,
    enlarge: number,
    threads: number
  ): number;
  convolveBackwardScratch(
    channels: number,
    rows: number,
    columns: number,
    filters: number,
    kernel: number,
    stride: number,
    padding: number,
    enlarge: number,
    batch: number,
    threads: number
  ): number;
  readoutScratch(batch: number, units: number, outputs: number, threads: number): number;
  eligibilityStepsScratch(
    batch: number,
    units: number,
    fanIn: number,
    filters: number,
    carried: number,
    threads: number
  ): number;
  eligibilityChunkScratch(
    steps: number,
    units: number,
    fanIn: number,
    filters: number,
    carried: number,
    threads: number
  ): number;
  sum(data: number, length: number): number;
  sumOfSquares(data: number, length: number): number;
  smallest(data: number, length: number): number;
  largest(data: number, length: number): number;
  run(operation: number, control: number, threads: number): number;
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

function compiled(base64: string): Promise<WebAssembly.Module> {
  const known = modules.get(base64);
  if (known) return known;
  const module = WebAssembly.compile(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  modules.set(base64, module);
  return module;
}

/** The module for plain or for shared memory; compiled once per process. */
export function kernelsModule(shared: boolean): Promise<WebAssembly.Module> {
  return compiled(shared ? kernelsShared : kernelsPlain);
}

/** An instance over `memory` for the thread that owns the backend. */
export async function loadKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const words = new Int32Array(memory.buffer);
  const sleep = (address: number, value: number, milliseconds: number): boolean =>
    Atomics.wait(words, address >>> 2, value, milliseconds) !== 'timed-out';
  const instance = await WebAssembly.instantiate(module, { env: { memory, sleep } });
  return instance.exports as unknown as Kernels;
}

/** Reduces `length` floats at address `data`. */
export function reduce(kernels: Kernels, kind: Reduction, data: number, length: number): number {
  if (kind === 'min') return kernels.smallest(data, length);
  if (kind === 'max') return kernels.largest(data, length);
  if (kind === 'sumOfSquares') return kernels.sumOfSquares(data, length);
  const sum = kernels.sum(data, length);
  return kind === 'mean' ? sum / length : sum;
}
