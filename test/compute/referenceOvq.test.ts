import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/compute/compute';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import { openingOrder } from '../../src/compute/ovqOpening';
import { createReference } from '../../src/compute/reference';
import { scanning } from '../../src/compute/reference/sequences/scanning';
import { type OvqCall, ovqTraceFloats } from '../../src/compute/sequences';
import { vqAttention, vqBackward, vqStart } from '../../src/models/memory/attention/vectorQuantised';
import { ovqBackward } from '../../src/models/memory/ovq/backward';
import { ovqAttention, ovqStart, type OvqStretch } from '../../src/models/memory/ovq/ovq';
import { type OvqSettings, ovqDefaults } from '../../src/models/memory/ovq/settings';
import { type Rows, rowsOf } from '../../src/models/memory/rows';
import { checkAdjoint, valuesOf } from './differences';

const compute = createReference();

type Switches = Partial<
  Pick<
    OvqCall,
    | 'growth'
    | 'horizon'
    | 'opening'
    | 'seed'
    | 'assignment'
    | 'rate'
    | 'countBias'
    | 'normCorrection'
    | 'rounded'
  >
>;
type Sizes = Pick<
  OvqCall,
  'batch' | 'ticks' | 'heads' | 'keyWidth' | 'valueWidth' | 'capacity' | 'block' | 'tokens'
>;

const small: Sizes = {
  batch: 2,
  ticks: 17,
  heads: 2,
  keyWidth: 5,
  valueWidth: 3,
  capacity: 6,
  block: 4,
  tokens: 0
};

const published = {
  scale: 1.7,
  growth: 'plateau',
  horizon: 20,
  opening: 'spread',
  seed: 3,
  assignment: 'similar',
  rate: 0,
  countBias: true,
  normCorrection: false,
  rounded: false
} as const;

/** A call on an empty dictionary; a codebook is drawn where keys are rounded. */
function ovqCall(sizes: Sizes, switches: Switches = {}, seed = 5): OvqCall {
  const { between } = numbersFrom(seed);
  const { batch, block, capacity, heads, keyWidth, ticks, valueWidth } = sizes;
  const drawn = (length: number): Block => blockOf(compute, 'drawn', between(-1, 1, length));
  const empty = (length: number): Block => compute.alloc(length, 'empty');
  const rows = batch * ticks * heads;
  const dictionaries = batch * heads * capacity;
  return {
    ...sizes,
    ...published,
    ...switches,
    q: drawn(rows * keyWidth),
    k: drawn(rows * keyWidth),
    v: drawn(rows * valueWidth),
    keys: switches.rounded ? drawn(dictionaries * keyWidth) : empty(dictionaries * keyWidth),
    values: empty(dictionaries * valueWidth),
    counts: empty(dictionaries),
    pendingKeys: empty(batch * block * heads * keyWidth),
    pendingValues: empty(batch * block * heads * valueWidth),
    y: empty(rows * valueWidth),
    lse: empty(rows),
    assigned: empty(rows),
    trace: empty(ovqTraceFloats(sizes))
  };
}

/** The rows of a head, cut out of [batch, ticks, heads width]. */
async function rowsFor(of: Block, { batch, heads, ticks }: Sizes, b: number, h: number): Promise<Rows> {
  const data = await valuesOf(compute, of);
  const width = of.length / (batch * ticks * heads);
  const rows = Array.from({ length: ticks }, (_, t) => {
    const at = ((b * ticks + t) * heads + h) * width;
    return data.slice(at, at + width);
  });
  return rowsOf(ticks, width, rows.flat());
}

/** A drawn dE/dy, and zeros for what is added to. */
function signalsOf({ k, q, v, y }: OvqCall): Block[] {
  const drawn = numbersFrom(9).between(-1, 1, y.length);
  return [blockOf(compute, 'signal', drawn), ...[q, k, v].map((of) => compute.alloc(of.length, 'signal'))];
}

const settingsOf = (call: OvqCall): OvqSettings => ({
  ...ovqDefaults,
  ...call,
  chunk: call.block,
  rate: call.rate === 0 ? undefined : call.rate
});

const heads = ({ batch, heads }: Sizes): [b: number, h: number][] =>
  Array.from({ length: batch * heads }, (_, n) => [Math.floor(n / heads), n % heads]);

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(got.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++)
    expect(Math.abs(got[i] - wanted[i])).toBeLessThan(1e-12 * Math.max(1, Math.abs(wanted[i])));
}

const switches: Switches[] = [
  {},
  { growth: 'linear' },
  { growth: 'min' },
  { assignment: 'nearest' },
  { rate: 0.3 },
  { rate: 1 },
  { countBias: false },
  { normCorrection: true },
  { growth: 'min', assignment: 'nearest', rate: 0.2, normCorrection: true }
];

describe('online vector-quantised attention on blocks', () => {
  it.each([
    ...switches.map((each) => [small, each] as const),
    [{ ...small, block: 1 }, {}] as const,
    [{ ...small, block: 97 }, {}] as const,
    [{ ...small, capacity: 1 }, {}] as const,
    [{ ...small, ticks: 1, keyWidth: 1, valueWidth: 1 }, {}] as const
  ])('is that of the model, sizes %o, %o', async (sizes, each) => {
    const call = ovqCall(sizes, each);
    const [signal, qSignal, kSignal, vSignal] = signalsOf(call);
    await scanning.ovq(call);
    await scanning.ovqBackward({ ...call, trace: call.trace!, signal, qSignal, kSignal, vSignal });
    for (const [b, h] of heads(sizes)) {
      const [q, k, v, g] = await Promise.all(
        [call.q, call.k, call.v, signal].map((of) => rowsFor(of, sizes, b, h))
      );
      const trace: OvqStretch[] = [];
      const state = ovqStart(sizes.keyWidth, sizes.valueWidth, settingsOf(call));
      const out = ovqAttention(state, q, k, v, settingsOf(call), trace);
      expectClose((await rowsFor(call.y, sizes, b, h)).data, out.data);
      const at = (b * sizes.heads + h) * sizes.capacity;
      const counts = (await valuesOf(compute, call.counts)).slice(at, at + sizes.capacity);
      expect(counts).toEqual(Array.from(state.dictionary.counts));
      const keys = await valuesOf(compute, call.keys);
      expectClose(
        keys.slice(at * sizes.keyWidth, (at + sizes.capacity) * sizes.keyWidth),
        state.dictionary.keys.data
      );
      const assigned = (await rowsFor(call.assigned, sizes, b, h)).data;
      const written = trace.flatMap((stretch) => Array.from(stretch.write?.assigned ?? []));
      expect(Array.from(assigned)).toEqual(
        Array.from(assigned, (_, t) => (t < written.length ? written[t] : -1))
      );
      const gradient = ovqBackward(trace, settingsOf(call), g);
      expectClose((await rowsFor(qSignal, sizes, b, h)).data, gradient.q.data);
      expectClose((await rowsFor(kSignal, sizes, b, h)).data, gradient.k.data);
      expectClose((await rowsFor(vSignal, sizes, b, h)).data, gradient.v.data);
    }
  });

  it('opens rows for random tokens in the order told, whatever else', async () => {
    const sizes = { ...small, ticks: 8, block: 8, capacity: 4 };
    for (const seed of [1, 2, 3]) {
      const call = ovqCall(sizes, { opening: 'random', seed, growth: 'min' });
      await scanning.ovq(call);
      for (const [b, h] of heads(sizes)) {
        // Token 0 opens row 0; three others open rows 1 .. 3.
        const order = [1, 2, 3, 4, 5, 6, 7].sort(
          (left, right) => openingOrder(seed, h, 0, left) - openingOrder(seed, h, 0, right)
        );
        const assigned = (await rowsFor(call.assigned, sizes, b, h)).data;
        expect(order.slice(0, 3).map((j) => assigned[j])).toEqual([1, 2, 3]);
        expect(order.slice(3).map((j) => assigned[j])).toEqual([0, 0, 0, 0]);
      }
    }
    const orders = [1, 2, 3].map((seed) => Array.from({ length: 8 }, (_, j) => openingOrder(seed, 0, 0, j)));
    expect(new Set(orders.flat()).size).toBe(24);
  });

  it.each([1, 4, 97])('rounds keys to a codebook in blocks of %i', async (block) => {
    const sizes = { ...small, block };
    const call = ovqCall(sizes, { rounded: true });
    const [signal, qSignal, kSignal, vSignal] = signalsOf(call);
    await scanning.ovq(call);
    await scanning.ovqBackward({ ...call, trace: call.trace!, signal, qSignal, kSignal, vSignal });
    const codebooks = await valuesOf(compute, call.keys);
    for (const [b, h] of heads(sizes)) {
      const [q, k, v, g] = await Promise.all(
        [call.q, call.k, call.v, signal].map((of) => rowsFor(of, sizes, b, h))
      );
      const floats = sizes.capacity * sizes.keyWidth;
      const at = (b * sizes.heads + h) * floats;
      const codebook = rowsOf(sizes.capacity, sizes.keyWidth, codebooks.slice(at, at + floats));
      const out = vqAttention(vqStart(sizes.capacity, sizes.valueWidth), q, k, v, codebook, call.scale);
      expectClose((await rowsFor(call.y, sizes, b, h)).data, out.data);
      const gradient = vqBackward(q, k, v, codebook, call.scale, g);
      expectClose((await rowsFor(qSignal, sizes, b, h)).data, gradient.q.data);
      expectClose((await rowsFor(vSignal, sizes, b, h)).data, gradient.v.data);
      // Codes in the dictionary are constants, so that keys hear all of it where one block holds all.
      if (block > sizes.ticks) expectClose((await rowsFor(kSignal, sizes, b, h)).data, gradient.k.data);
    }
  });

  it.each([
    ...switches,
    { opening: 'random' } as const,
    { rounded: true } as const,
    { rounded: true, rate: 0.4 } as const
  ])('is the same in other chunks, %o', async (each) => {
    const whole = ovqCall(small, each);
    await scanning.ovq(whole);
    const cut = ovqCall(small, each);
    const got: number[][] = Array.from({ length: small.batch }, () => []);
    for (const [from, to] of [
      [0, 1],
      [1, 3],
      [3, 8],
      [8, 8],
      [8, 15],
      [15, 17]
    ]) {
      const sizes = { ...small, ticks: to - from, tokens: from };
      const part = ovqCall(sizes, each);
      for (const name of ['q', 'k', 'v'] as const) {
        const width = cut[name].length / (small.batch * small.ticks);
        const data = await valuesOf(compute, cut[name]);
        for (let b = 0; b < small.batch; b++) {
          const rows = data.slice((b * small.ticks + from) * width, (b * small.ticks + to) * width);
          compute.write(part[name], rows, b * sizes.ticks * width);
        }
      }
      const { counts, keys, pendingKeys, pendingValues, values } = cut;
      await scanning.ovq({ ...part, counts, keys, pendingKeys, pendingValues, values });
      const y = await valuesOf(compute, part.y);
      const floats = y.length / small.batch;
      for (const [b, rows] of got.entries()) rows.push(...y.slice(b * floats, (b + 1) * floats));
    }
    expectClose(got.flat(), await valuesOf(compute, whole.y));
    for (const name of ['keys', 'values', 'counts'] as const)
      expectClose(await valuesOf(compute, cut[name]), await valuesOf(compute, whole[name]));
  });

  it.each([...switches, { rounded: true } as const])(
    'has the adjoint that finite differences give, after tokens that came before, %o',
    async (each) => {
      const before = ovqCall({ ...small, batch: 1, ticks: 6 }, each);
      await scanning.ovq(before);
      const sizes = { ...small, batch: 1, ticks: 9, tokens: 6 };
      const call = ovqCall(sizes, each, 23);
      const moved = ['keys', 'values', 'counts', 'pendingKeys', 'pendingValues'] as const;
      const start = await Promise.all(moved.map((name) => valuesOf(compute, before[name])));
      const [signal, qSignal, kSignal, vSignal] = signalsOf(call);
      await checkAdjoint(
        compute,
        {
          y: call.y,
          signal,
          added: [
            [call.q, qSignal],
            [call.v, vSignal],
            // Straight-through is not a derivative.
            ...(each.rounded ? [] : [[call.k, kSignal] as const])
          ]
        },
        async () => {
          moved.forEach((name, n) => {
            compute.write(call[name], start[n]);
          });
          await scanning.ovq(call);
        },
        () => scanning.ovqBackward({ ...call, trace: call.trace!, signal, qSignal, kSignal, vSignal })
      );
    }
  );
});
