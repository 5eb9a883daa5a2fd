/** Times on a machine that others use too, and what its arithmetic allows at most. */
import { kernelsModule, loadKernels } from '../../compute/wasm/kernels';

/** Microseconds of a run that a share of all stays below, one in ten: other programs on the machine only ever add to a time. */
export async function usually(
  run: () => Promise<void>,
  milliseconds = 700,
  share = 0.1,
  least = 20
): Promise<number> {
  for (let k = 0; k < 3; k++) await run();
  const all: number[] = [];
  for (const end = performance.now() + milliseconds; all.length < least || performance.now() < end; ) {
    const start = performance.now();
    await run();
    all.push(1000 * (performance.now() - start));
  }
  return all.sort((a, b) => a - b)[Math.floor(share * all.length)];
}

/** GFLOP/s of multiplies and adds whose numbers never leave the registers, at the best of all times: a limit is not to be beaten. */
export async function limit(): Promise<number> {
  const memory = new WebAssembly.Memory({ initial: 32, maximum: 65536 });
  const kernels = await loadKernels(await kernelsModule(false), memory);
  const count = 200_000;
  const at = kernels.heapBase() + 1024;
  const us = await usually(async () => kernels.multiplyAdds(at - (at % 16), count), 300, 0);
  return (96 * count) / us / 1000;
}
