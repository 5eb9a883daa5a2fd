/** Layers over sequences that carry a state give equal bits whatever the threads. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnNodeThread } from '../../src/cli/threads';
import type { Block, Compute } from '../../src/compute/compute';
import { sequencesOf } from '../../src/compute/conformance/computeCase';
import { numbersFrom } from '../../src/compute/conformance/numbers';
import {
  ovqBackwardBlocks,
  ovqBackwardCall,
  ovqBlocks,
  type OvqSizes
} from '../../src/compute/conformance/sequences/ovq';
import {
  scanBackwardBlocks,
  scanBackwardCall,
  scanBlocks,
  type ScanSizes
} from '../../src/compute/conformance/sequences/scan';
import {
  convolveTicksBackwardCall,
  type ConvolveTicksSizes,
  delayCall
} from '../../src/compute/conformance/sequences/ticks';
import { createWasm } from '../../src/compute/wasm';
import { expectEqualBits } from './backends';

describe('layers that carry a state on two threads give the bits of one', () => {
  let one: Compute;
  let two: Compute;
  beforeAll(async () => {
    one = await createWasm();
    two = await createWasm({ threads: 2, spawnThread: spawnNodeThread });
  });
  afterAll(() => {
    one.dispose();
    two.dispose();
  });

  async function compare(work: (compute: Compute) => Promise<Block[]>): Promise<void> {
    expect(two.threads).toBe(2);
    const [wanted, got] = [await work(one), await work(two)];
    await expectEqualBits(two, got, wanted, one);
  }

  it.each<OvqSizes>([
    { batch: 3, ticks: 150, heads: 3, keyWidth: 16, valueWidth: 17, capacity: 60, block: 32, before: 5 },
    { batch: 1, ticks: 260, heads: 2, keyWidth: 17, valueWidth: 8, capacity: 40, block: 97, rate: 0.1 },
    { batch: 3, ticks: 90, heads: 1, keyWidth: 16, valueWidth: 16, capacity: 90, block: 8, rounded: true }
  ])('online vector quantisation, %o', async (sizes) => {
    await compare(async (compute) => {
      const call = await ovqBackwardCall(compute, sizes, numbersFrom(31));
      await sequencesOf(compute).ovqBackward(call);
      return [...ovqBlocks(call), ...ovqBackwardBlocks(call)];
    });
  });

  it.each<ScanSizes>([
    { batch: 3, ticks: 100, heads: 6, groups: 3, headWidth: 16, stateWidth: 17, block: 32, plain: false },
    { batch: 5, ticks: 130, heads: 2, groups: 1, headWidth: 9, stateWidth: 16, block: 97, plain: true }
  ])('the scan, %o', async (sizes) => {
    await compare(async (compute) => {
      const call = await scanBackwardCall(compute, sizes, numbersFrom(32));
      await sequencesOf(compute).scanBackward(call);
      return [...scanBlocks(call), ...scanBackwardBlocks(call)];
    });
  });

  it.each<ConvolveTicksSizes>([
    { batch: 3, ticks: 400, groups: 67, groupWidth: 1, taps: 4, held: 2 },
    { batch: 3, ticks: 100, groups: 5, groupWidth: 13, taps: 4, held: 3 }
  ])('convolutions over ticks, %o', async (sizes) => {
    await compare(async (compute) => {
      const call = convolveTicksBackwardCall(compute, sizes, numbersFrom(33));
      const sequences = sequencesOf(compute);
      await sequences.convolveTicks(call);
      await sequences.convolveTicksBackward(call);
      return [call.y, call.gradient, call.inputSignal];
    });
  });

  it('delays', async () => {
    await compare(async (compute) => {
      const sizes = { batch: 9, ticks: 400, width: 67, held: 1 };
      const calls = [sizes, { ...sizes, backwards: true }].map((each) =>
        delayCall(compute, each, numbersFrom(34))
      );
      for (const call of calls) await sequencesOf(compute).delay(call);
      return calls.map(({ y }) => y);
    });
  });
});
