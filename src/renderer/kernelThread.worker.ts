/** A helper thread of the wasm backend: serves calls from inside the kernels until it is terminated. */
import { type KernelThreadMessage, runKernelThread } from '../compute/kernelThread';

self.addEventListener(
  'message',
  ({ data }: MessageEvent<KernelThreadMessage>) => runKernelThread(data, () => self.postMessage('ready')),
  { once: true }
);
