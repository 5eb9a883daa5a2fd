/**
 * The judge: every operation of compute.ts as plain float64 loops (reference/), short enough to be read beside
 * its equation. Slow on purpose.
 */
import { checkCall, checkLength } from './checks';
import type { Compute } from './compute';
import { backward, filterBackward } from './reference/backward';
import { batchNorm, batchNormBackward } from './reference/batchNorm';
import { dataOf, type ReferenceBlock } from './reference/block';
import { code, codeBackward } from './reference/code';
import { convolve, convolveBackward, maxPool, maxPoolBackward } from './reference/convolution';
import { dense, denseBackward, multiply } from './reference/dense';
import { eligibilityChunk, eligibilitySteps } from './reference/eligibility';
import { forward } from './reference/forward';
import { gemm, gemv, reduce } from './reference/linear';
import { answerLoss, imageLoss } from './reference/losses';
import { adam, sgd } from './reference/optimisers';
import { readout } from './reference/readout';
import { attending } from './reference/sequences/attending';
import { scanning } from './reference/sequences/scanning';
import { gatherRows } from './rows';

export function createReference(): Compute {
  let bytes = 0;

  return {
    kind: 'reference',
    description: 'reference, float64, 1 thread',
    precision: 'float64',
    threads: 1,
    get bytes() {
      return bytes;
    },
    alloc(length, label) {
      checkLength(length, label);
      bytes += 8 * length;
      return { label, length, data: new Float64Array(length) } as ReferenceBlock;
    },
    free(block) {
      bytes -= 8 * block.length;
      (block as ReferenceBlock).data = new Float64Array(0);
    },
    write(block, data, offset = 0) {
      dataOf(block).set(data, offset);
    },
    async read(block, offset = 0, length = block.length - offset) {
      return dataOf(block).slice(offset, offset + length);
    },
    async readRows(block, rows) {
      return gatherRows(dataOf(block), rows, new Float64Array(rows.count * rows.width));
    },
    fill(block, value) {
      dataOf(block).fill(value);
    },
    async gemm(call) {
      checkCall('gemm', call);
      gemm(call);
    },
    async gemv(call) {
      checkCall('gemv', call);
      gemv(call);
    },
    async forward(call) {
      checkCall('forward', call);
      forward(call);
    },
    async readout(call) {
      checkCall('readout', call);
      readout(call);
    },
    async eligibility(call) {
      checkCall('eligibility', call);
      if (call.form === 'step') eligibilitySteps(call);
      else eligibilityChunk(call);
    },
    async backward(call) {
      checkCall('backward', call);
      backward(call);
    },
    async filterBackward(call) {
      checkCall('filterBackward', call);
      filterBackward(call);
    },
    async sgd(call) {
      checkCall('sgd', call);
      sgd(call);
    },
    async adam(call) {
      checkCall('adam', call);
      adam(call);
    },
    async dense(call) {
      checkCall('dense', call);
      dense(call);
    },
    async denseBackward(call) {
      checkCall('denseBackward', call);
      denseBackward(call);
    },
    async multiply(call) {
      checkCall('multiply', call);
      multiply(call);
    },
    async convolve(call) {
      checkCall('convolve', call);
      convolve(call);
    },
    async convolveBackward(call) {
      checkCall('convolveBackward', call);
      convolveBackward(call);
    },
    async maxPool(call) {
      checkCall('maxPool', call);
      maxPool(call);
    },
    async maxPoolBackward(call) {
      checkCall('maxPoolBackward', call);
      maxPoolBackward(call);
    },
    async batchNorm(call) {
      checkCall('batchNorm', call);
      batchNorm(call);
    },
    async batchNormBackward(call) {
      checkCall('batchNormBackward', call);
      batchNormBackward(call);
    },
    async code(call) {
      checkCall('code', call);
      code(call);
    },
    async codeBackward(call) {
      checkCall('codeBackward', call);
      codeBackward(call);
    },
    async imageLoss(call) {
      checkCall('imageLoss', call);
      imageLoss(call);
    },
    async answerLoss(call) {
      checkCall('answerLoss', call);
      answerLoss(call);
    },
    sequences: { ...attending, ...scanning },
    async reduce(kind, block) {
      return reduce(kind, dataOf(block));
    },
    dispose() {
      bytes = 0;
    }
  };
}
