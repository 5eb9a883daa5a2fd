import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/compute/compute';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import { createReference } from '../../src/compute/reference';
import { scanning } from '../../src/compute/reference/sequences/scanning';
import { type OvqCall, ovqTraceFloats } from '../../src/compute/sequences';
import { ovqBackward } from '../../src/models/memory/ovq/backward';
import { ovqAttention, ovqStart, type OvqStretch } from '../../src/models/memory/ovq/ovq';
import { type OvqSettings, ovqDefaults } from '../../src/models/memory/ovq/settings';
import { type Rows, rowsOf } from '../../src/models/memory/rows';
import { valuesOf } from './differences';

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
    const signals = [call.y, call.q, call.k, call.v].map((of, n) =>
      blockOf(
        compute,
        'signal',
        n === 0 ? numbersFrom(9).between(-1, 1, of.length) : new Float64Array(of.length)
      )
    );
    const [signal, qSignal, kSignal, vSignal] = signals;
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
});
