/**
 * The adjoint of online vector-quantised attention in float64: through the reads and back through the writes, with assignments as
 * constants. With p the weights and g = dE/do: dE/dv_a += p_a g, dE/dlogit_a = p_a g . (v_a - o), and through a write
 * row' = kept row + sum weight token: dE/dtoken += weight dE/drow', dE/drow = kept dE/drow'.
 *
 * `rounded`: the gradient of a key is that of its code where it is read within its block; codes in the dictionary are constants.
 */
import type { OvqBackwardCall } from '../../sequences';
import { dataOf } from '../block';
import { asRead, dictionaryOf, type Stretch, stretchesOf, tokensOf } from './ovq';
import { addScaled, dot, row, type Tokens, token, weigh } from './ovqDictionary';
import { biases, read } from './ovqRead';

export function ovqBackward(call: OvqBackwardCall): void {
  for (let b = 0; b < call.batch; b++) for (let h = 0; h < call.heads; h++) headOf(call, b, h);
}

/** Rows of both kinds: keys and values, or dE/d them. */
interface Pair<Of> {
  keys: Of;
  values: Of;
}

function headOf(call: OvqBackwardCall, b: number, h: number): void {
  const { capacity, heads, keyWidth, ticks, valueWidth } = call;
  const signals: Pair<Tokens> = {
    keys: tokensOf(dataOf(call.kSignal), ticks, keyWidth, heads, b, h),
    values: tokensOf(dataOf(call.vSignal), ticks, valueWidth, heads, b, h)
  };
  // dE/d(rows) as they were after the stretch at hand.
  const rows: Pair<Float64Array> = {
    keys: new Float64Array(capacity * keyWidth),
    values: new Float64Array(capacity * valueWidth)
  };
  const stretches = stretchesOf(call);
  for (const stretch of [...stretches].reverse()) {
    // Nothing of this call is read from what the last block wrote.
    if (stretch.index + 1 < stretches.length) writeBackward(call, b, h, stretch, rows, signals);
    readBackward(call, b, h, stretch, rows, signals);
  }
}

/** Moves `rows` from after to before the write of a stretch's block. */
function writeBackward(
  call: OvqBackwardCall,
  b: number,
  h: number,
  { index, from, to }: Stretch,
  rows: Pair<Float64Array>,
  signals: Pair<Tokens>
): void {
  const { counts: before } = dictionaryOf(call, b, h, index);
  const { counts: after } = dictionaryOf(call, b, h, index + 1);
  const assigned = Int32Array.from(
    { length: to - from },
    (_, j) => dataOf(call.assigned)[(b * call.ticks + from + j) * call.heads + h]
  );
  const { kept, weights } = weigh(before, after, assigned, call.rate);
  for (const kind of call.rounded ? (['values'] as const) : (['keys', 'values'] as const)) {
    const { width } = signals[kind];
    assigned.forEach((n, j) => {
      addScaled(token(signals[kind], from + j), weights[j], row(rows[kind], width, n));
    });
    kept.forEach((share, n) => {
      const values = row(rows[kind], width, n);
      for (let i = 0; i < width; i++) values[i] *= share;
    });
  }
}

/** The tokens of a stretch's block up to its end, their keys as they are read. */
function blockOf(
  call: OvqBackwardCall,
  b: number,
  h: number,
  { from, index, pending, to }: Stretch
): Pair<Tokens> {
  const { batch, block, heads, keyWidth, ticks, valueWidth } = call;
  const dictionary = dictionaryOf(call, b, h, index);
  const trace = dataOf(call.trace);
  const part = (of: OvqBackwardCall['k'], width: number, traceFrom: number): Tokens => {
    const before = tokensOf(trace.subarray(traceFrom), block, width, heads, b, h);
    const now = tokensOf(dataOf(of), ticks, width, heads, b, h);
    const rows = pending + to - from;
    const tokens = { data: new Float64Array(rows * width), offset: 0, stride: width, width, rows };
    for (let j = 0; j < rows; j++) {
      const t = from - pending + j;
      const own = t < 0 ? token(before, j) : token(now, t);
      token(tokens, j).set(of === call.k ? asRead(own, dictionary, call) : own);
    }
    return tokens;
  };
  return {
    keys: part(call.k, keyWidth, 0),
    values: part(call.v, valueWidth, batch * block * heads * keyWidth)
  };
}

function readBackward(
  call: OvqBackwardCall,
  b: number,
  h: number,
  stretch: Stretch,
  rows: Pair<Float64Array>,
  signals: Pair<Tokens>
): void {
  const { capacity, heads, keyWidth, scale, ticks, valueWidth } = call;
  const { from, index, pending, to } = stretch;
  const dictionary = dictionaryOf(call, b, h, index);
  const tokens = blockOf(call, b, h, stretch);
  const bias = biases(dictionary, call);
  const [q, dq] = [call.q, call.qSignal].map((of) => tokensOf(dataOf(of), ticks, keyWidth, heads, b, h));
  const [y, g] = [call.y, call.signal].map((of) => tokensOf(dataOf(of), ticks, valueWidth, heads, b, h));
  const weights = new Float64Array(capacity + call.block);
  for (let t = from; t < to; t++) {
    const seen = pending + t - from + 1;
    read(token(q, t), dictionary, bias, tokens.keys, seen, scale, weights);
    const signal = token(g, t);
    const along = dot(signal, token(y, t));
    for (let a = 0; a < capacity + seen; a++) {
      if (weights[a] === 0) continue;
      const [own, at] = [a < capacity, a < capacity ? a : a - capacity];
      const key = own ? row(dictionary.keys, keyWidth, at) : token(tokens.keys, at);
      const value = own ? row(dictionary.values, valueWidth, at) : token(tokens.values, at);
      const logit = weights[a] * (dot(signal, value) - along);
      addScaled(token(dq, t), scale * logit, key);
      const place = from - pending + at;
      // Tokens from before the call are constants.
      if (own || place >= 0) {
        const intoKey = own ? row(rows.keys, keyWidth, at) : token(signals.keys, place);
        const intoValue = own ? row(rows.values, valueWidth, at) : token(signals.values, place);
        addScaled(intoKey, scale * logit, token(q, t));
        addScaled(intoValue, weights[a], signal);
        // d(bias_n) / d(mu_n) = -scale mu_n.
        if (own && call.normCorrection) addScaled(intoKey, -scale * logit, key);
      }
    }
  }
}
