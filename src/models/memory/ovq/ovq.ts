/**
 * Online vector-quantised attention: softmax over the rows of a dictionary that sums up all past chunks, and over the tokens of the
 * current chunk as they are:
 *
 *   o_t = softmax( scale q_t . [mu_1 .. mu_n ; k_s .. k_t] + [log c_1 .. log c_n ; 0 .. 0] ) [nu_1 .. nu_n ; v_s .. v_t]
 *
 * The dictionary stands still within a chunk and takes the chunk when it is full (`dictionary.ts`). Alonso, Figliolia & Millidge 2026
 * (arXiv 2602.03922). What surprises: the log counts are what makes it exact where each row stands for equal keys.
 * One head. The published layer hands in q and k of unit norm and scale = beta sqrt(d); no positions are coded here.
 */
import { log } from '../../../compute/transcendentals';
import { type SoftmaxAttention, softmaxAttention } from '../attention/softmax';
import { checkAttention, dot, joinRows, type Rows, rowAt, sliceRows, zeroRows } from '../rows';
import { carryOut, type Dictionary, emptyDictionary, planWrite, type Write } from './dictionary';
import { checkOvq, type OvqSettings } from './settings';

/** Of bounded size: the dictionary and less than a chunk of tokens. */
export interface OvqState {
  dictionary: Dictionary;
  /** [pending, d] and [pending, dv]: the tokens of the chunk under way. */
  k: Rows;
  v: Rows;
}

/** Throws MemoryError for settings that make no sense. */
export function ovqStart(d: number, dv: number, settings: OvqSettings): OvqState {
  checkOvq(settings);
  return { dictionary: emptyDictionary(settings.capacity, d, dv), k: zeroRows(0, d), v: zeroRows(0, dv) };
}

/** What one stretch of tokens within a chunk was read from, and what the chunk's end wrote: all that the gradient needs. */
export interface OvqStretch {
  /** First token, counted from the first of the call. */
  from: number;
  /** Tokens of the chunk that were pending before the call. */
  pending: number;
  attention: SoftmaxAttention;
  /** Rows of the dictionary among the keys, before the chunk's tokens. */
  rows: number;
  write: Write | undefined;
}

/**
 * Any number of further tokens, from `state` on, which is moved. `trace` takes what `ovqBackward` needs. Throws MemoryError for
 * shapes that do not fit.
 */
export function ovqAttention(
  state: OvqState,
  q: Rows,
  k: Rows,
  v: Rows,
  settings: OvqSettings,
  trace?: OvqStretch[]
): Rows {
  checkAttention(q, k, v);
  const out = zeroRows(q.rows, v.columns);
  for (let from = 0; from < q.rows; ) {
    const pending = state.k.rows;
    const to = Math.min(q.rows, from + settings.chunk - pending);
    state.k = joinRows(state.k, sliceRows(k, from, to));
    state.v = joinRows(state.v, sliceRows(v, from, to));
    const { dictionary } = state;
    const rows = dictionary.open;
    const attention = {
      q: sliceRows(q, from, to),
      k: joinRows(sliceRows(dictionary.keys, 0, rows), state.k),
      v: joinRows(sliceRows(dictionary.values, 0, rows), state.v),
      scale: settings.scale,
      bias: biases(dictionary, state.k.rows, settings)
    };
    out.data.set(softmaxAttention(attention).out.data, from * v.columns);
    const write = state.k.rows === settings.chunk ? commit(state, settings) : undefined;
    trace?.push({ from, pending, attention, rows, write });
    from = to;
  }
  return out;
}

/** [rows + tokens], 0 for tokens. */
function biases({ counts, keys, open }: Dictionary, tokens: number, settings: OvqSettings): Float64Array {
  const bias = new Float64Array(open + tokens);
  for (let n = 0; n < open; n++) {
    if (settings.countBias) bias[n] = log(counts[n]);
    if (settings.normCorrection) bias[n] += (settings.scale * (1 - dot(rowAt(keys, n), rowAt(keys, n)))) / 2;
  }
  return bias;
}

function commit(state: OvqState, settings: OvqSettings): Write {
  const { dictionary, k, v } = state;
  const write = planWrite(dictionary, k, settings);
  carryOut(write, dictionary.keys, k);
  carryOut(write, dictionary.values, v);
  state.k = zeroRows(0, k.columns);
  state.v = zeroRows(0, v.columns);
  return write;
}
