import { describe, expect, it } from 'vitest';
import type { Block, Compute } from '../../src/compute/compute';
import { adjointBlocks } from '../../src/compute/conformance/adjoint';
import { batchNormBlocks } from '../../src/compute/conformance/batchNorm';
import { cases as ownCases, sequenceCases, tolerances } from '../../src/compute/conformance/cases';
import {
  type ComputeCase,
  type Operation,
  operations,
  sequenceOperations
} from '../../src/compute/conformance/computeCase';
import { eligibilityBlocks } from '../../src/compute/conformance/eligibility';
import { forwardBlocks } from '../../src/compute/conformance/forward';
import { readoutBlocks } from '../../src/compute/conformance/readout';
import { createReference } from '../../src/compute/reference';
import { sequenceOutputs, wrongSequences } from './wrongSequences';

const cases = [...ownCases, ...sequenceCases];
const everything = [...operations, ...sequenceOperations];

/** Changes a number that is the largest of its block, or one of a block of zeros. */
type Fault = (value: number) => number;

const slightly: Fault = (value) => (value === 0 ? 1e-3 : value * 1.001);

/** The reference, but after `operation` the largest number of the `nth` block it wrote is wrong. */
function wrongBackend(operation: ComputeCase['operation'], nth: number, fault: Fault) {
  const reference = createReference();
  const seen = { faults: 0 };
  const spoil = async (blocks: readonly Block[]): Promise<void> => {
    const block = blocks[nth];
    if (!block || block.length === 0) return;
    const values = Array.from(await reference.read(block));
    const at = values.reduce((best, value, i) => (Math.abs(value) > Math.abs(values[best]) ? i : best), 0);
    reference.write(block, [fault(values[at])], at);
    seen.faults++;
  };
  const wrong: Pick<Compute, Operation> = {
    gemm: (call) => reference.gemm(call).then(() => spoil([call.c])),
    gemv: (call) => reference.gemv(call).then(() => spoil([call.y])),
    forward: (call) => reference.forward(call).then(() => spoil(forwardBlocks(call))),
    readout: (call) => reference.readout(call).then(() => spoil(readoutBlocks(call))),
    eligibility: (call) => reference.eligibility(call).then(() => spoil(eligibilityBlocks(call))),
    backward: (call) => reference.backward(call).then(() => spoil([call.current])),
    filterBackward: (call) => reference.filterBackward(call).then(() => spoil([call.values])),
    sgd: (call) => reference.sgd(call).then(() => spoil([call.weights])),
    adam: (call) =>
      reference.adam(call).then(() => spoil([call.weights, call.firstMoment, call.secondMoment])),
    dense: (call) => reference.dense(call).then(() => spoil([call.y])),
    denseBackward: (call) => reference.denseBackward(call).then(() => spoil(adjointBlocks(call))),
    multiply: (call) => reference.multiply(call).then(() => spoil([call.values])),
    code: (call) => reference.code(call).then(() => spoil([call.code, call.rate])),
    codeBackward: (call) => reference.codeBackward(call).then(() => spoil([call.statisticsSignal])),
    imageLoss: (call) => reference.imageLoss(call).then(() => spoil([call.loss, call.signal])),
    answerLoss: (call) => reference.answerLoss(call).then(() => spoil([call.loss, call.signal])),
    convolve: (call) => reference.convolve(call).then(() => spoil([call.y])),
    convolveBackward: (call) => reference.convolveBackward(call).then(() => spoil(adjointBlocks(call))),
    maxPool: (call) => reference.maxPool(call).then(() => spoil([call.y])),
    maxPoolBackward: (call) => reference.maxPoolBackward(call).then(() => spoil([call.inputSignal])),
    batchNorm: (call) => reference.batchNorm(call).then(() => spoil(batchNormBlocks(call))),
    batchNormBackward: (call) => reference.batchNormBackward(call).then(() => spoil(adjointBlocks(call))),
    reduce: async (kind, block) => {
      const value = await reference.reduce(kind, block);
      seen.faults++;
      return Number.isNaN(value) ? 0 : fault(value);
    },
    readRows: async (block, rows) => {
      const values = await reference.readRows(block, rows);
      if (values.length > 0) seen.faults++;
      return values.map((value, i) => (i === values.length - 1 ? fault(value) : value));
    }
  };
  const wronged = Object.hasOwn(wrong, operation)
    ? { [operation]: wrong[operation as Operation] }
    : { sequences: wrongSequences(reference, operation, spoil) };
  return { compute: { ...reference, ...wronged }, seen };
}

/** Blocks an operation writes; the readings return numbers, once. */
const outputs: Record<ComputeCase['operation'], number> = {
  ...sequenceOutputs,
  readRows: 1,
  gemm: 1,
  gemv: 1,
  forward: 10,
  readout: 6,
  eligibility: 4,
  backward: 1,
  filterBackward: 1,
  sgd: 1,
  adam: 3,
  dense: 1,
  denseBackward: 3,
  multiply: 1,
  code: 2,
  codeBackward: 1,
  imageLoss: 2,
  answerLoss: 2,
  convolve: 1,
  convolveBackward: 3,
  maxPool: 1,
  maxPoolBackward: 1,
  batchNorm: 3,
  batchNormBackward: 3,
  reduce: 1
};

const everyOutput = everything.flatMap((operation) =>
  Array.from({ length: outputs[operation] }, (_, nth) => [operation, nth] as const)
);

describe('the cases of a backend', () => {
  it('have names of their own, and every operation has some', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(new Set(cases.map(({ operation }) => operation))).toEqual(new Set(everything));
  });

  it.each(everyOutput)(
    'all fail where %s spoils block %i of its output by a thousandth',
    async (which, nth) => {
      const reference = createReference();
      let spoilt = 0;
      for (const { operation, name, run } of cases) {
        if (operation !== which) continue;
        const { compute, seen } = wrongBackend(which, nth, slightly);
        const error = await run(compute, reference);
        if (seen.faults > 0) expect(error, name).toBeGreaterThan(tolerances.gpu);
        else expect(error, name).toBe(0);
        spoilt += Math.min(1, seen.faults);
      }
      expect(spoilt).toBeGreaterThanOrEqual(2);
    }
  );

  it.each(everything)('take a number that is none for infinitely far: %s', async (which) => {
    for (const { operation, name, run } of cases) {
      if (operation !== which) continue;
      const { compute, seen } = wrongBackend(which, 0, () => Number.NaN);
      const error = await run(compute, createReference());
      // A reduction of nothing is NaN by right, and wrongBackend then gives 0.
      if (seen.faults > 0) expect(error, name).toBe(Number.POSITIVE_INFINITY);
    }
  });
});
