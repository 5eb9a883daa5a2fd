import type { Block, Compute } from '../../../src/compute/compute';
import { batchNormBackwardCall } from '../../../src/compute/conformance/batchNorm';
import {
  answerLossCall,
  codeBackwardCall,
  codeCall,
  imageLossCall
} from '../../../src/compute/conformance/codeAndLosses';
import { convolveBackwardCall } from '../../../src/compute/conformance/convolution';
import { denseBackwardCall } from '../../../src/compute/conformance/denseLayers';
import { blockOf, numbersFrom } from '../../../src/compute/conformance/numbers';
import { maxPoolBackwardCall } from '../../../src/compute/conformance/pooling';

/** One of every feed-forward operation, forwards and backwards, on blocks of its own. */
export function feedForwardStep(compute: Compute): { blocks: Block[]; run(): Promise<void> } {
  const blocks: Block[] = [];
  const alloc: Compute['alloc'] = (length, label) => {
    const block = compute.alloc(length, label);
    blocks.push(block);
    return block;
  };
  const ours = { ...compute, alloc };
  const numbers = numbersFrom(31);
  const shape = { batch: 2, channels: 2, rows: 4, columns: 5, filters: 3, kernel: 3, padding: 1 } as const;
  const image = { ...shape, stride: 2, enlarge: 2, activation: 'relu', from: 2 } as const;
  const convolution = convolveBackwardCall(ours, image, { accumulate: true }, numbers);
  const pool = maxPoolBackwardCall(ours, { ...shape, kernel: 2, stride: 1 }, numbers);
  const norm = { batch: 2, channels: 3, plane: 4, activation: 'tanh', from: 1, training: true } as const;
  const normal = batchNormBackwardCall(ours, norm, { accumulate: true }, numbers);
  const dense = { batch: 3, inputs: 4, outputs: 2, activation: 'sigmoid', from: 1 } as const;
  const layer = denseBackwardCall(ours, dense, { below: 'accumulate' }, numbers);
  const code = codeCall(ours, { batch: 2, latents: 3, rateFrom: 1 }, numbers);
  const codeBackward = codeBackwardCall(ours, { batch: 2, latents: 3 }, numbers);
  const images = imageLossCall(ours, { kind: 'bernoulli', batch: 2, pixels: 5, lossFrom: 1 }, numbers);
  const answers = answerLossCall(ours, { kind: 'reverse', batch: 2, classes: 3, lossFrom: 1 }, numbers);
  const [values, by] = ['values', 'by'].map((label) => blockOf(ours, label, numbers.between(-1, 1, 9)));
  return {
    blocks,
    async run() {
      await compute.convolve(convolution);
      await compute.convolveBackward(convolution);
      await compute.maxPool(pool);
      await compute.maxPoolBackward(pool);
      await compute.batchNorm(normal);
      await compute.batchNormBackward(normal);
      await compute.dense(layer);
      await compute.denseBackward(layer);
      await compute.multiply({ length: 7, values, by });
      await compute.code(code);
      await compute.codeBackward(codeBackward);
      await compute.imageLoss(images);
      await compute.answerLoss(answers);
    }
  };
}
