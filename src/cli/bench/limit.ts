/** What the arithmetic of a machine allows at most. */
import { usually } from '../../compute/usually';
import { kernelsModule, loadKernels } from '../../compute/wasm/kernels';

/** GFLOP/s of multiplies and adds whose numbers never leave the registers, at the best of all times: a limit is not to be beaten. */
export async function limit(): Promise<number> {
  const memory = new WebAssembly.Memory({ initial: 32, maximum: 65536 });
  const kernels = await loadKernels(await kernelsModule(false), memory);
  const count = 200_000;
  const at = kernels.heapBase() + 1024;
  const us = await usually(async () => kernels.multiplyAdds(at - (at % 16), count), 300, 0);
  return (96 * count) / us / 1000;
}
