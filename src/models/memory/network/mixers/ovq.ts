/**
 * Online vector-quantised attention (Alonso, Figliolia & Millidge 2026): keys and queries of unit length, a strength beta of each head
 * that is learned, no positions:
 *
 *   o_t = softmax( beta sqrt(d) q_t . [rows ; tokens of the block] + [log counts ; 0] ) [mean values ; values]
 *
 * and beside it attention over a codebook that stands still in the forward pass (Lingle 2023), `rounded`, which may follow its keys by
 * moving averages from one update to the next. State of fixed size.
 */
import { ovqTraceFloats } from '../../../../compute/sequences';
import type { OvqCall } from '../../../../compute/sequences';
import type { Block } from '../../../../compute/compute';
import { addMet } from '../followed';
import { linear, unitHeads } from '../operations';
import { signalOf, type Tape, type Tensor } from '../tape';
import { type CodebookParameter, constant, normal, type Parameter, type WeightPlan } from '../weights';
import type { Mixer, MixerPlan, View } from './mixer';

export type OvqSizes = Pick<
  OvqCall,
  | 'capacity'
  | 'block'
  | 'growth'
  | 'horizon'
  | 'opening'
  | 'seed'
  | 'assignment'
  | 'rate'
  | 'countBias'
  | 'normCorrection'
> & {
  /** 1 - gamma, at which codes of a codebook follow their keys; 0: they stand still. */
  codeRate: number;
};

export function ovq({ gain, heads, name, plan, width }: MixerPlan, sizes: OvqSizes, rounded: boolean): Mixer {
  const keyWidth = width / heads;
  const query = plan.matrix(`${name} query`, width, width);
  const key = plan.matrix(`${name} key`, width, width);
  const value = plan.matrix(`${name} value`, width, width);
  const out = plan.matrix(`${name} out`, width, width, gain);
  const strength = plan.other(`${name} strength`, heads, constant(1));
  const { block, capacity, codeRate } = sizes;
  const codebook = rounded ? planCodebook(plan, name, heads * capacity, keyWidth, codeRate) : undefined;
  return {
    stateFloats: () => heads * (capacity * (2 * keyWidth + 1) + (block - 1) * 2 * keyWidth),
    build(tape, x, looked) {
      const q = unitHeads(tape, linear(tape, x, query), heads, strength);
      const k = unitHeads(tape, linear(tape, x, key), heads);
      const v = linear(tape, x, value);
      const call = { name, heads, keyWidth, sizes, rounded };
      return linear(tape, read(tape, q, k, v, call, codebook, looked), out);
    }
  };
}

/** Codes of about unit length, as keys are; they learn by no gradient. */
function planCodebook(
  plan: WeightPlan,
  name: string,
  codes: number,
  keyWidth: number,
  rate: number
): Parameter | CodebookParameter {
  const initial = normal(1 / Math.sqrt(keyWidth));
  return rate > 0
    ? plan.codebook(`${name} codebook`, codes, keyWidth, rate, initial)
    : plan.other(`${name} codebook`, codes * keyWidth, initial);
}

interface Read {
  name: string;
  heads: number;
  keyWidth: number;
  sizes: OvqSizes;
  rounded: boolean;
}

function read(
  tape: Tape,
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { heads, keyWidth, name, rounded, sizes }: Read,
  codebook: Parameter | CodebookParameter | undefined,
  looked?: (view: View) => void
): Tensor {
  const { batch, compute, remembered, rows, ticks } = tape;
  const { codeRate: _, ...written } = sizes;
  const { block, capacity } = sizes;
  const y = tape.tensor(v.width);
  const scale = Math.sqrt(keyWidth);
  const call = {
    ...tape.chunk,
    ...written,
    heads,
    keyWidth,
    valueWidth: keyWidth,
    scale,
    rounded,
    q: q.value,
    k: k.value,
    v: v.value,
    keys: remembered.keep(`${name} keys`, heads * capacity * keyWidth),
    values: remembered.keep(`${name} values`, heads * capacity * keyWidth),
    counts: remembered.keep(`${name} counts`, heads * capacity),
    pendingKeys: remembered.keep(`${name} pending keys`, block * k.width),
    pendingValues: remembered.keep(`${name} pending values`, block * v.width),
    y: y.value,
    lse: tape.block(batch * heads * ticks),
    assigned: tape.block(rows * heads)
  };
  const trace = tape.blockForAdjoint(ovqTraceFloats({ ...call, batch, ticks }));
  if (codebook) {
    const { from, gradient, parameters } = tape.at(codebook);
    const one = tape.constant(Float64Array.of(1));
    const length = heads * capacity * keyWidth;
    const begin = async (): Promise<void> => {
      if (tape.before > 0) return;
      for (let b = 0; b < batch; b++)
        await compute.gemm({
          m: 1,
          n: length,
          k: 1,
          a: one,
          b: parameters,
          offsetB: from,
          c: call.keys,
          offsetC: b * length
        });
    };
    const meet = async (): Promise<void> => {
      if (codebook.kind !== 'followed') return;
      const numbers = async (block: Block, count: number): Promise<Float64Array> =>
        Float64Array.from(await compute.read(block, 0, count));
      const met = {
        ...tape.chunk,
        heads,
        capacity,
        k: await numbers(k.value, rows * k.width),
        assigned: await numbers(call.assigned, rows * heads),
        codes: await numbers(call.keys, batch * length)
      };
      const seen = Float64Array.from(await compute.read(gradient!, from, codebook.length));
      addMet(codebook as CodebookParameter, met, seen);
      compute.write(gradient!, seen, from);
    };
    tape.step(begin, meet);
  }
  const tokens = (): number => tape.before;
  tape.step(
    () => tape.sequences.ovq({ ...call, tokens: tokens(), ...(trace && { trace }) }),
    () =>
      tape.sequences.ovqBackward({
        ...call,
        tokens: tokens(),
        trace: trace!,
        signal: signalOf(y),
        qSignal: signalOf(q),
        kSignal: signalOf(k),
        vSignal: signalOf(v)
      })
  );
  const { assigned, counts, keys, lse } = call;
  const { countBias, normCorrection } = sizes;
  const dictionary = { rows: capacity, block, countBias, normCorrection, keys, counts, assigned };
  looked?.({ kind: 'dictionary', q: q.value, k: k.value, lse, heads, keyWidth, scale, ...dictionary });
  return y;
}
