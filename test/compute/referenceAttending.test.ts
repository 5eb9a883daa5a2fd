import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/compute/compute';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import { createReference } from '../../src/compute/reference';
import { attending } from '../../src/compute/reference/sequences/attending';
import type { AttendCall, NormCall, RotateCall } from '../../src/compute/sequences';
import { softmaxAttention } from '../../src/models/memory/attention/softmax';
import { checkAdjoint, expectNear, valuesOf } from './differences';

const compute = createReference();
const numbers = numbersFrom(71);
const drawn = (length: number, low = -1, high = 1): Block =>
  blockOf(compute, 'drawn', numbers.between(low, high, length));
const block = (...data: number[]): Block => blockOf(compute, 'block', data);
const empty = (length: number): Block => compute.alloc(length, 'empty');
const values = (of: Block): Promise<number[]> => valuesOf(compute, of);

describe('adjoints of layers over sequences are what finite differences give', () => {
  it('of an embedding, token by token', async () => {
    const [parameters, gradient, y, signal] = [drawn(2 + 5 * 3), drawn(2 + 5 * 3), empty(12), drawn(12)];
    const call = {
      rows: 4,
      vocabulary: 5,
      width: 3,
      from: 2,
      tokens: block(3, 0, 3, 4),
      parameters,
      gradient
    };
    await checkAdjoint(
      compute,
      { y, signal, added: [[parameters, gradient]] },
      () => attending.embed({ ...call, y }),
      () => attending.embedBackward({ ...call, signal })
    );
  });

  for (const weights of ['column', 'group', 'none'] as const) {
    for (const gated of [false, true]) {
      it(`of a norm, weights ${weights}, ${gated ? 'gated' : 'plain'}`, async () => {
        const [groups, groupWidth, rows] = [3, 4, 5];
        const floats = rows * groups * groupWidth;
        const [parameters, gradient] = [drawn(20, 0.5, 2), drawn(20)];
        const [x, gate, inputSignal, gateSignal] = [
          drawn(floats),
          drawn(floats, -3, 3),
          drawn(floats),
          drawn(floats)
        ];
        const call: NormCall = {
          ...{ rows, groups, groupWidth, weights, epsilon: 1e-3, x },
          ...{ y: empty(floats), inverse: empty(rows * groups) },
          ...(weights !== 'none' && { parameters, gradient, from: 1 }),
          ...(gated && { gate })
        };
        const signal = drawn(floats);
        await checkAdjoint(
          compute,
          {
            y: call.y,
            signal,
            added: [
              [x, inputSignal],
              ...(gated ? [[gate, gateSignal] as const] : []),
              ...(weights === 'none' ? [] : [[parameters, gradient] as const])
            ]
          },
          () => attending.norm(call),
          () => attending.normBackward({ ...call, signal, inputSignal, ...(gated && { gateSignal }) })
        );
      });
    }
  }

  it('of rotary positions', async () => {
    const sizes = { batch: 2, ticks: 3, heads: 2, headWidth: 5, turned: 4, theta: 100, first: 7 };
    const [x, y, signal, inputSignal] = [drawn(60), empty(60), drawn(60), drawn(60)];
    await checkAdjoint(
      compute,
      { y, signal, added: [[x, inputSignal]] },
      () => attending.rotate({ ...sizes, x, y }),
      () => attending.rotate({ ...sizes, x: signal, y: inputSignal, backwards: true })
    );
  });

  for (const activation of ['silu', 'gelu', 'eluPlusOne', 'softplus', 'exp'] as const) {
    it.each([false, true])(`of ${activation}, gated %s`, async (gated) => {
      const floats = 3 * 4 * (gated ? 2 : 1);
      const [x, y, signal, inputSignal] = [drawn(floats, -4, 4), empty(12), drawn(12), drawn(floats)];
      const call = { activation, gated, rows: 3, width: 4, x, y };
      await checkAdjoint(
        compute,
        { y, signal, added: [[x, inputSignal]] },
        () => attending.activate(call),
        () => attending.activateBackward({ ...call, signal, inputSignal })
      );
    });
  }

  it.each([
    { heads: 1, keyHeads: 1, window: 0, held: 0 },
    { heads: 4, keyHeads: 2, window: 0, held: 3 },
    { heads: 2, keyHeads: 1, window: 3, held: 4 }
  ])('of attention, %o', async (shape) => {
    const call = attention({ ...shape, batch: 2, ticks: 5, capacity: 4 });
    const [signal, qSignal, kSignal, vSignal] = [call.y, call.q, call.k, call.v].map(({ length }) =>
      drawn(length)
    );
    await checkAdjoint(
      compute,
      {
        y: call.y,
        signal,
        added: [
          [call.q, qSignal],
          [call.k, kSignal],
          [call.v, vSignal]
        ]
      },
      () => attending.attend(call),
      () => attending.attendBackward({ ...call, signal, qSignal, kSignal, vSignal })
    );
  });

  it('of the loss of tokens and of vectors', async () => {
    const [logits, loss, hit, mask] = [drawn(20, -3, 3), empty(4), empty(4), block(1, 0, 2, 0.5)];
    const signal = empty(20);
    const call = {
      rows: 4,
      vocabulary: 5,
      logits,
      loss,
      hit,
      mask,
      signal,
      target: block(4, -1, 0, 2),
      scale: 1
    };
    // The signal of the losses' own sum, scaled by 1, and nothing of what the block held.
    await checkLoss(logits, loss, signal, () => attending.tokenLoss(call));
    const [y, target] = [drawn(12), drawn(12)];
    const away = { rows: 4, width: 3, y, target, mask, loss, signal: empty(12), scale: 1 };
    await checkLoss(y, loss, away.signal, () => attending.valueLoss(away));
  });
});

async function checkLoss(of: Block, loss: Block, signal: Block, run: () => Promise<void>): Promise<void> {
  const at = await values(of);
  const wanted: number[] = [];
  const sum = async (): Promise<number> => {
    await run();
    return (await values(loss)).reduce((all, value) => all + value, 0);
  };
  for (const [n, value] of at.entries()) {
    compute.write(of, [value + 1e-5], n);
    const above = await sum();
    compute.write(of, [value - 1e-5], n);
    wanted.push((above - (await sum())) / 2e-5);
    compute.write(of, [value], n);
  }
  compute.fill(signal, 9);
  await run();
  expectNear(await values(signal), wanted);
}

type Shape = Pick<AttendCall, 'batch' | 'ticks' | 'heads' | 'keyHeads' | 'window'> & {
  held: number;
  capacity: number;
};

function attention(shape: Shape): AttendCall {
  const { batch, capacity, heads, keyHeads, ticks } = shape;
  const [keyWidth, valueWidth, rows] = [3, 2, batch * ticks];
  return {
    ...{ ...shape, keyWidth, valueWidth, scale: 0.7 },
    q: drawn(rows * heads * keyWidth, -2, 2),
    k: drawn(rows * keyHeads * keyWidth, -2, 2),
    v: drawn(rows * keyHeads * valueWidth),
    pastKeys: drawn(batch * capacity * keyHeads * keyWidth, -2, 2),
    pastValues: drawn(batch * capacity * keyHeads * valueWidth),
    y: empty(rows * heads * valueWidth),
    lse: empty(rows * heads)
  };
}

describe('layers over sequences', () => {
  it('attend as the attention of models/memory does, the past first', async () => {
    const call = attention({ batch: 1, ticks: 4, heads: 1, keyHeads: 1, window: 0, held: 3, capacity: 5 });
    await attending.attend(call);
    const rows = async (past: Block | undefined, own: Block, columns: number) => {
      const before = past ? (await values(past)).slice(0, 3 * columns) : [];
      const data = Float64Array.from([...before, ...(await values(own))]);
      return { data, rows: data.length / columns, columns };
    };
    const [q, k, v] = [
      await rows(undefined, call.q, 3),
      await rows(call.pastKeys, call.k, 3),
      await rows(call.pastValues, call.v, 2)
    ];
    const { lse, out } = softmaxAttention({ q, k, v, scale: 0.7 });
    expectNear(await values(call.y), Array.from(out.data), 1e-14);
    expectNear(await values(call.lse), Array.from(lse), 1e-14);
  });

  it.each([
    { window: 0, capacity: 12, size: 5 },
    { window: 4, capacity: 3, size: 1 },
    { window: 4, capacity: 3, size: 7 }
  ])('attend to a sequence cut into chunks, keys remembered, as to the whole: %o', async (cut) => {
    const { capacity, size, window } = cut;
    const whole = attention({ batch: 2, ticks: 12, heads: 2, keyHeads: 1, window, held: 0, capacity: 0 });
    await attending.attend(whole);
    const wanted = await values(whole.y);
    const [pastKeys, pastValues] = [empty(2 * capacity * 3), empty(2 * capacity * 2)];
    const piece = async (of: Block, width: number, from: number, ticks: number): Promise<Block> => {
      const all = await values(of);
      const part = [0, 1].flatMap((b) => all.slice((b * 12 + from) * width, (b * 12 + from + ticks) * width));
      return blockOf(compute, 'piece', part);
    };
    let held = 0;
    for (let from = 0; from < 12; from += size) {
      const ticks = Math.min(size, 12 - from);
      const [q, k, v] = [
        await piece(whole.q, 6, from, ticks),
        await piece(whole.k, 3, from, ticks),
        await piece(whole.v, 2, from, ticks)
      ];
      const y = empty(2 * ticks * 4);
      const chunk = { batch: 2, ticks, capacity, held };
      await attending.attend({ ...whole, ...chunk, q, k, v, y, pastKeys, pastValues, lse: empty(4 * ticks) });
      await attending.remember({ ...chunk, width: 3, x: k, cache: pastKeys });
      await attending.remember({ ...chunk, width: 2, x: v, cache: pastValues });
      held = Math.min(capacity, held + ticks);
      expectNear(
        await values(y),
        await values(await piece(blockOf(compute, 'y', wanted), 4, from, ticks)),
        1e-14
      );
    }
  });

  it('give the value of the only key by far, whatever the size of logits', async () => {
    const call = attention({ batch: 1, ticks: 3, heads: 1, keyHeads: 1, window: 0, held: 0, capacity: 0 });
    compute.write(call.q, [1e5, 0, 0, 1e5, 0, 0, 1e5, 0, 0]);
    compute.write(call.k, [-1e5, 0, 0, 1e5, 0, 0, -1e5, 0, 0]);
    await attending.attend(call);
    const [v, y] = [await values(call.v), await values(call.y)];
    expect(y).toEqual([v[0], v[1], v[2], v[3], v[2], v[3]]);
  });

  it('remember the last rows, oldest first', async () => {
    const cache = block(1, 2, 3, 0, 0, 0);
    const call = { batch: 1, width: 1, capacity: 6, cache };
    await attending.remember({ ...call, ticks: 2, held: 3, x: block(4, 5) });
    expect(await values(cache)).toEqual([1, 2, 3, 4, 5, 0]);
    await attending.remember({ ...call, ticks: 3, held: 5, x: block(6, 7, 8) });
    expect(await values(cache)).toEqual([3, 4, 5, 6, 7, 8]);
    await attending.remember({ ...call, ticks: 7, held: 6, x: block(1, 2, 3, 4, 5, 6, 7) });
    expect(await values(cache)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('turn pairs by position and frequency, so that a product knows the distance alone', async () => {
    const sizes = { batch: 1, ticks: 1, heads: 1, headWidth: 4, turned: 4, theta: 10000 };
    const [q, k] = [drawn(4), drawn(4)];
    const product = async (at: number, other: number): Promise<number> => {
      const [a, b] = [empty(4), empty(4)];
      await attending.rotate({ ...sizes, first: at, x: q, y: a });
      await attending.rotate({ ...sizes, first: other, x: k, y: b });
      const [left, right] = [await values(a), await values(b)];
      return left.reduce((sum, value, i) => sum + value * right[i], 0);
    };
    expect(await product(60000, 59991)).toBeCloseTo(await product(9, 0), 10);
    const turn: RotateCall = { ...sizes, first: 1, x: block(1, 1, 0, 0), y: empty(4) };
    await attending.rotate(turn);
    expectNear(await values(turn.y), [Math.cos(1), Math.cos(0.01), Math.sin(1), Math.sin(0.01)], 1e-15);
  });

  it('keep a group of zeros at zero where epsilon is 0, and give others unit norm', async () => {
    const [x, y, inverse] = [block(0, 0, 3, 4), empty(4), empty(2)];
    const call = { rows: 2, groups: 1, groupWidth: 2, weights: 'none' as const, epsilon: 0, x, y, inverse };
    await attending.norm(call);
    expectNear(await values(y), [0, 0, 0.6 * Math.SQRT2, 0.8 * Math.SQRT2], 1e-15);
    const [signal, inputSignal] = [block(1, 1, 1, 1), empty(4)];
    await attending.normBackward({ ...call, signal, inputSignal });
    expect((await values(inputSignal)).slice(0, 2)).toEqual([0, 0]);
  });

  it('say how often the right token had the greatest logit, the first of equals', async () => {
    const [loss, hit, signal] = [empty(3), empty(3), empty(6)];
    const logits = block(1, 1, 1, 1, 1000, -1000);
    const sizes = { rows: 3, vocabulary: 2, scale: 2 };
    const rows = { logits, target: block(0, 1, 1), mask: block(1, 1, 1) };
    await attending.tokenLoss({ ...sizes, ...rows, loss, hit, signal });
    expect(await values(hit)).toEqual([1, 0, 0]);
    expectNear(await values(loss), [Math.LN2, Math.LN2, 2000], 1e-15);
    expectNear(await values(signal), [-1, 1, 1, -1, 2, -2], 1e-15);
  });

  it('combine', async () => {
    const y = block(1, 2);
    await attending.combine({ length: 2, x: block(1, 10), a: 2, z: block(1, 1), b: -1, y, accumulate: true });
    expect(await values(y)).toEqual([2, 21]);
    await attending.combine({ length: 1, x: block(5), a: 3, y });
    expect(await values(y)).toEqual([15, 21]);
  });
});

describe('what does not fit is refused', () => {
  const call = attention({ batch: 1, ticks: 2, heads: 2, keyHeads: 1, window: 0, held: 1, capacity: 1 });

  it.each<[string, Partial<AttendCall>, string]>([
    [
      'heads that cannot share keys',
      { heads: 3, keyHeads: 2 },
      '3 query heads cannot share 2 key heads evenly'
    ],
    ['a size that is not whole', { ticks: 1.5 }, 'attend: ticks is 1.5; a whole number >= 0 is needed'],
    ['more held than there is room', { held: 2 }, '2 rows are held by a cache of capacity 1'],
    ['a block that is too short', { k: block(1) }, "block 'block' given as k holds 1 floats; 6 are needed"],
    ['a block that is read and written', { y: call.q }, 'is given as q and as y; give two blocks']
  ])('%s', async (_, changes, message) => {
    await expect(attending.attend({ ...call, ...changes })).rejects.toThrow(message);
  });

  it('a past without its blocks', async () => {
    const { pastKeys: _keys, pastValues: _values, ...without } = call;
    await expect(attending.attend(without)).rejects.toThrow(
      "1 rows are held; give 'pastKeys' and 'pastValues'"
    );
  });

  it('tokens outside the vocabulary, but not targets nobody asks for', async () => {
    const embed = { rows: 1, vocabulary: 2, width: 1, parameters: empty(2), y: empty(1) };
    for (const token of [2, -1, 0.5, Number.NaN]) {
      await expect(attending.embed({ ...embed, tokens: block(token) })).rejects.toThrow(
        `embed: the token of row 0 is ${token}; a whole number from 0 to 1 is needed.`
      );
    }
    const loss = {
      rows: 1,
      vocabulary: 2,
      scale: 1,
      logits: empty(2),
      loss: empty(1),
      hit: empty(1),
      signal: empty(2)
    };
    await expect(attending.tokenLoss({ ...loss, target: block(2), mask: block(1) })).rejects.toThrow(
      'row 0 is 2'
    );
    await attending.tokenLoss({ ...loss, target: block(2), mask: block(0) });
    expect(await values(loss.signal)).toEqual([0, 0]);
  });

  it('an odd number of columns to turn, a norm without its weights, half a sum', async () => {
    const [x, y] = [empty(4), empty(4)];
    const rotate = { batch: 1, ticks: 1, heads: 1, headWidth: 4, theta: 10, first: 0, x, y };
    await expect(attending.rotate({ ...rotate, turned: 3 })).rejects.toThrow('3 columns of a head of 4');
    const norm = { rows: 1, groups: 1, groupWidth: 4, epsilon: 0, x, y, inverse: empty(1) };
    await expect(attending.norm({ ...norm, weights: 'column' })).rejects.toThrow("no block 'parameters'");
    await expect(attending.combine({ length: 4, x, a: 1, y, b: 2 })).rejects.toThrow(
      '`z` and its factor `b`'
    );
  });
});
