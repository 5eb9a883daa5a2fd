import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnNodeThread } from '../../src/cli/threads';
import type { Block, Compute } from '../../src/compute/compute';
import { tolerances } from '../../src/compute/conformance/cases';
import { sequencesOf } from '../../src/compute/conformance/computeCase';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import {
  type AttendSizes,
  attendBackwardCall,
  attendCall
} from '../../src/compute/conformance/sequences/attention';
import { normBackwardBlocks, normBackwardCall } from '../../src/compute/conformance/sequences/columns';
import { tokenLossCall } from '../../src/compute/conformance/sequences/rows';
import type { AttendCall } from '../../src/compute/sequences';
import { createWasm } from '../../src/compute/wasm';
import { expectEqualBits } from './backends';

describe('layers over sequences on two threads give the bits of one', () => {
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
    const [wanted, got] = [await work(one), await work(two)];
    await expectEqualBits(two, got, wanted, one);
  }

  it.each<AttendSizes>([
    { batch: 1, ticks: 700, heads: 1, keyHeads: 1, keyWidth: 17, valueWidth: 20 },
    { batch: 3, ticks: 190, heads: 4, keyHeads: 2, keyWidth: 16, valueWidth: 16, window: 70 },
    { batch: 9, ticks: 64, heads: 2, keyHeads: 2, keyWidth: 16, valueWidth: 16, held: 40 },
    { batch: 2, ticks: 1, heads: 6, keyHeads: 3, keyWidth: 16, valueWidth: 12, held: 900 },
    { batch: 1, ticks: 3, heads: 1, keyHeads: 1, keyWidth: 16, valueWidth: 12, held: 5000 }
  ])('attention, %o', async (sizes) => {
    await compare(async (compute) => {
      const call = await attendBackwardCall(compute, sizes, numbersFrom(21));
      await sequencesOf(compute).attendBackward(call);
      return [call.y, call.lse, call.qSignal, call.kSignal, call.vSignal];
    });
  });

  it.each(['column', 'group', 'none'] as const)('norms, weights %s', async (weights) => {
    await compare(async (compute) => {
      const sizes = { rows: 900, groups: 5, groupWidth: 35, weights, gated: true };
      const call = await normBackwardCall(compute, sizes, numbersFrom(22));
      await sequencesOf(compute).normBackward(call);
      return [call.y, call.inverse, ...normBackwardBlocks(call)];
    });
  });

  it('embeddings, rotations, activations, memories, sums and losses', async () => {
    await compare(async (compute) => {
      const numbers = numbersFrom(23);
      const sequences = sequencesOf(compute);
      const drawn = (length: number): Block => blockOf(compute, 'drawn', numbers.between(-1, 1, length));
      const [rows, width, vocabulary] = [3000, 51, 7];
      const [x, y, more] = [drawn(rows * width), drawn(rows * width), drawn(rows * 2 * width)];
      const tokens = blockOf(compute, 'tokens', numbers.between(0, vocabulary, rows).map(Math.floor));
      const [parameters, gradient] = [drawn(vocabulary * width), drawn(vocabulary * width)];
      const table = { rows, vocabulary, width, tokens, parameters };
      await sequences.embed({ ...table, y });
      await sequences.embedBackward({ ...table, gradient, signal: x });
      const turn = { batch: 10, ticks: 300, heads: 3, headWidth: 17, turned: 16, theta: 1e4, first: 5 };
      await sequences.rotate({ ...turn, x, y, backwards: true });
      const gated = { activation: 'gelu' as const, gated: true, rows, width, x: more, y: x };
      await sequences.activate(gated);
      const inputSignal = drawn(rows * 2 * width);
      await sequences.activateBackward({ ...gated, signal: x, inputSignal });
      const cache = drawn(10 * 200 * width);
      await sequences.remember({ batch: 10, ticks: 300, width, capacity: 200, held: 20, x: y, cache });
      await sequences.combine({ length: rows * width, x, a: 0.3, z: y, b: 0.7, y: more, accumulate: true });
      const loss = tokenLossCall(compute, { rows, width }, numbers);
      await sequences.tokenLoss(loss);
      const target = drawn(rows * width);
      const value = { rows, width, y, target, mask: loss.mask, signal: drawn(rows * width), scale: 2 };
      const away = compute.alloc(rows, 'away');
      await sequences.valueLoss({ ...value, loss: away });
      const written = [x, y, more, gradient, inputSignal, cache, loss.loss, loss.hit, loss.signal];
      return [...written, value.signal, away];
    });
  });

  it('when one runs alone', async () => {
    const call = attendCall(
      one,
      { batch: 1, ticks: 300, heads: 1, keyHeads: 1, keyWidth: 8, valueWidth: 8 },
      numbersFrom(1)
    );
    await sequencesOf(one).attend(call);
    const first = await one.read(call.y);
    await sequencesOf(one).attend(call);
    expect(await one.read(call.y)).toEqual(first);
  });

  it.each([1, 7, 64, 100])(
    'attention in chunks of %i ticks, keys remembered, is that of the whole',
    async (size) => {
      const sizes = { batch: 2, ticks: 210, heads: 4, keyHeads: 2, keyWidth: 8, valueWidth: 12, window: 90 };
      const whole = attendCall(one, sizes, numbersFrom(24));
      await sequencesOf(one).attend(whole);
      const capacity = 89;
      const [pastKeys, pastValues] = [
        one.alloc(2 * capacity * 16, 'keys'),
        one.alloc(2 * capacity * 24, 'values')
      ];
      const piece = async (of: Block, width: number, from: number, ticks: number): Promise<Block> => {
        const all = Array.from(await one.read(of));
        const part = [0, 1].flatMap((b) =>
          all.slice((b * 210 + from) * width, (b * 210 + from + ticks) * width)
        );
        return blockOf(one, 'piece', part);
      };
      let worst = 0;
      for (let from = 0, held = 0; from < 210; from += size) {
        const ticks = Math.min(size, 210 - from);
        const [q, k, v] = [
          await piece(whole.q, 32, from, ticks),
          await piece(whole.k, 16, from, ticks),
          await piece(whole.v, 24, from, ticks)
        ];
        const chunk = { batch: 2, ticks, capacity, held };
        const call: AttendCall = {
          ...{ ...whole, ...chunk, q, k, v, pastKeys, pastValues },
          y: one.alloc(2 * ticks * 48, 'y'),
          lse: one.alloc(8 * ticks, 'lse')
        };
        await sequencesOf(one).attend(call);
        await sequencesOf(one).remember({ ...chunk, width: 16, x: k, cache: pastKeys });
        await sequencesOf(one).remember({ ...chunk, width: 24, x: v, cache: pastValues });
        held = Math.min(capacity, held + ticks);
        const [got, wanted] = [await one.read(call.y), await one.read(await piece(whole.y, 48, from, ticks))];
        for (const [i, value] of wanted.entries()) worst = Math.max(worst, Math.abs(got[i] - value));
      }
      expect(worst).toBeLessThan(tolerances.wasm);
    }
  );
});
