/**
 * Softmax attention whose state grows with the sequence, or has the length of a window:
 *
 *   o_t = sum_s softmax_s( q_t . k_s / sqrt(d) ) v_s,  q, k, v linear in x, with rotary positions or none
 *
 * Vaswani et al. 2017; with fewer key heads than heads, grouped-query attention (Ainslie et al. 2023).
 */
import type { Block } from '../../../../compute/compute';
import { linear, remember, rotate } from '../operations';
import { signalOf, type Tape, type Tensor } from '../tape';
import { type Mixer, type MixerPlan, ropeTheta, type View } from './mixer';

export interface AttentionSizes {
  keyHeads: number;
  /** Latest keys seen; 0: all. */
  window: number;
  rope: boolean;
}

export function attention(
  { gain, heads, name, plan, width }: MixerPlan,
  { keyHeads, rope, window }: AttentionSizes
): Mixer {
  const keyWidth = width / heads;
  const kept = keyHeads * keyWidth;
  const query = plan.matrix(`${name} query`, width, width);
  const key = plan.matrix(`${name} key`, kept, width);
  const value = plan.matrix(`${name} value`, kept, width);
  const out = plan.matrix(`${name} out`, width, width, gain);
  return {
    stateFloats: (ticks) => 2 * kept * (window > 0 ? Math.min(window, ticks) : ticks),
    build(tape, x, looked) {
      const turn = (tensor: Tensor, count: number): Tensor =>
        rope ? rotate(tape, tensor, { heads: count, turned: keyWidth, theta: ropeTheta }) : tensor;
      const q = turn(linear(tape, x, query), heads);
      const k = turn(linear(tape, x, key), keyHeads);
      const v = linear(tape, x, value);
      const sizes = { name, heads, keyHeads, keyWidth, valueWidth: keyWidth, window };
      const scale = 1 / Math.sqrt(keyWidth);
      return linear(tape, attend(tape, q, k, v, { ...sizes, scale }, looked), out);
    }
  };
}

export interface AttendSizes {
  name: string;
  heads: number;
  keyHeads: number;
  keyWidth: number;
  valueWidth: number;
  window: number;
  scale: number;
}

/** Attention over what is remembered under `name` and the chunk, whose keys and values are then remembered. */
export function attend(
  tape: Tape,
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { name, ...sizes }: AttendSizes,
  looked?: (view: View) => void
): Tensor {
  const { reach } = tape.remembered;
  const capacity = sizes.window > 0 ? Math.min(sizes.window - 1, reach) : reach;
  const past = {
    capacity,
    keys: tape.remembered.keep(`${name} keys`, capacity * k.width),
    values: tape.remembered.keep(`${name} values`, capacity * v.width)
  };
  remember(tape, k, past.keys, capacity);
  remember(tape, v, past.values, capacity);
  return attendTo(tape, past, { q, k, v }, sizes, looked);
}

/** Attention over a given past and the chunk. */
export function attendTo(
  tape: Tape,
  { capacity, keys: pastKeys, values: pastValues }: { capacity: number; keys: Block; values: Block },
  { k, q, v }: { q: Tensor; k: Tensor; v: Tensor },
  sizes: Omit<AttendSizes, 'name'>,
  looked?: (view: View) => void
): Tensor {
  const { batch, ticks } = tape;
  const { heads, valueWidth } = sizes;
  const y = tape.tensor(heads * valueWidth);
  const call = {
    ...tape.chunk,
    ...sizes,
    q: q.value,
    k: k.value,
    v: v.value,
    ...(capacity > 0 && { pastKeys, pastValues }),
    capacity,
    y: y.value,
    lse: tape.block(batch * heads * ticks)
  };
  const held = (): number => Math.min(capacity, tape.before);
  tape.step(
    () => tape.sequences.attend({ ...call, held: held() }),
    () =>
      tape.sequences.attendBackward({
        ...call,
        held: held(),
        signal: signalOf(y),
        qSignal: signalOf(q),
        kSignal: signalOf(k),
        vSignal: signalOf(v)
      })
  );
  looked?.({ kind: 'attention', q: q.value, k: k.value, lse: call.lse, ...sizes });
  return y;
}
