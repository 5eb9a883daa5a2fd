/**
 * Layers over sequences on a backend: what transformers, state-space models and online memories are made of, each with its
 * adjoint. A backend without them (`Compute.sequences` absent) runs no such network.
 *
 * Conventions, said once:
 * - a call takes a chunk of `ticks` of every sequence; activities are `[batch, ticks, width]`, heads lie side by side in `width`;
 * - what came before the chunk is a state block, `[batch, ...]`, read and moved by the forward call; adjoints end at the chunk's
 *   first tick: no gradient reaches a state. Cutting a sequence into other chunks changes a result by rounding at most;
 * - parameters lie in one block from an offset on; a gradient has the same layout in a block of its own;
 * - signals are dE/d(what the name says). Adjoints ADD to input signals and to gradients, and leave `signal` as it was, so that an
 *   activity may be used twice and a weight shared. An absent gradient or input signal is not computed;
 * - inputs, outputs and signals of one call are different blocks.
 */
import type { Block } from './block';

/** A chunk of every sequence. */
export interface Chunk {
  batch: number;
  ticks: number;
}

/** Where a layer's parameters lie, and where their gradient goes. */
export interface SequenceParameters {
  parameters: Block;
  /** Of the first; default 0. */
  from?: number;
  /** Of the length of `parameters`. */
  gradient?: Block;
}

/** y = a x + b z over `length` floats, added to y where `accumulate`; z may be absent. */
export interface CombineCall {
  length: number;
  x: Block;
  a: number;
  z?: Block;
  b?: number;
  y: Block;
  accumulate?: boolean;
}

/** y_r = E[token_r], E [vocabulary, width] from `from` on. Tokens are whole numbers kept as floats; others are refused beforehand. */
export interface EmbedCall extends SequenceParameters {
  rows: number;
  vocabulary: number;
  width: number;
  /** [rows]. */
  tokens: Block;
  /** [rows, width]. */
  y: Block;
}
/** gradient of E[token_r] += signal_r, in the order of the rows. */
export interface EmbedBackwardCall extends Omit<EmbedCall, 'y'> {
  signal: Block;
}

/**
 * Root-mean-square norm of each group of `groupWidth` columns (Zhang & Sennrich 2019), optionally gated before it as in Mamba2:
 *
 *   u = x SiLU(gate) or x;   y = w u / sqrt(mean over the group of u^2 + epsilon)
 *
 * `weights`: a weight per column [groups groupWidth], per group [groups] (a head's temperature), or none. With epsilon 0 and no
 * weights, y / sqrt(groupWidth) has unit norm; a group of zeros stays zero.
 */
export interface NormCall extends Partial<SequenceParameters> {
  rows: number;
  groups: number;
  groupWidth: number;
  weights: 'column' | 'group' | 'none';
  epsilon: number;
  /** [rows, groups groupWidth]. */
  x: Block;
  gate?: Block;
  y: Block;
  /** [rows, groups] 1 / sqrt(..), written for the adjoint. */
  inverse: Block;
}
export interface NormBackwardCall extends NormCall {
  signal: Block;
  inputSignal?: Block;
  gateSignal?: Block;
}

/**
 * Rotary positions (Su et al. 2021) on the first `turned` columns of every head: the pair (i, i + turned / 2) is turned by
 * position theta^(-2 i / turned), position = `first` + tick. `backwards` turns the other way, which is the adjoint; y += then.
 */
export interface RotateCall extends Chunk {
  heads: number;
  headWidth: number;
  /** Even, at most `headWidth`. */
  turned: number;
  theta: number;
  /** Position of the chunk's first tick. */
  first: number;
  x: Block;
  y: Block;
  backwards?: boolean;
}

export type SequenceActivation = 'silu' | 'gelu' | 'eluPlusOne' | 'softplus' | 'exp';

/**
 * y = activation(x), or with `gated` x is [rows, 2 width] and y = activation(left half) * right half (GLU, Shazeer 2020).
 * silu x sigmoid(x); gelu by its usual form with tanh, x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2; eluPlusOne as in
 * linear attention (Katharopoulos et al. 2020).
 */
export interface ActivateCall {
  activation: SequenceActivation;
  gated: boolean;
  rows: number;
  /** Of y. */
  width: number;
  x: Block;
  y: Block;
}
export interface ActivateBackwardCall extends ActivateCall {
  signal: Block;
  inputSignal: Block;
}

/**
 * The last `capacity` rows met: `cache` [batch, capacity, width] holds `held` of them from its start on, oldest first; the chunk's
 * rows follow, and the oldest give way. What attention, convolutions and delays know of the past.
 */
export interface RememberCall extends Chunk {
  width: number;
  capacity: number;
  held: number;
  x: Block;
  cache: Block;
}

/**
 * Causal softmax attention (Vaswani et al. 2017) over `held` rows of the past and the chunk's own; query head h reads key head
 * floor(h keyHeads / heads) (grouped-query attention, Ainslie et al. 2023); with `window` w a query sees the w latest keys, its own
 * tick's included (0: all).
 *
 *   o_t = sum_{s <= t} p_ts v_s,   p_ts = softmax_s( scale q_t . k_s )
 */
export interface AttendCall extends Chunk {
  heads: number;
  keyHeads: number;
  /** Width of queries and keys of a head. */
  keyWidth: number;
  /** Width of values of a head. */
  valueWidth: number;
  scale: number;
  window: number;
  /** [batch, ticks, heads keyWidth]. */
  q: Block;
  /** [batch, ticks, keyHeads keyWidth], [batch, ticks, keyHeads valueWidth]. */
  k: Block;
  v: Block;
  /** [batch, capacity, ...] as `remember` leaves them; not moved by this call. */
  pastKeys?: Block;
  pastValues?: Block;
  capacity?: number;
  held?: number;
  /** [batch, ticks, heads valueWidth]. */
  y: Block;
  /** [batch, heads, ticks] log sum exp of the logits, for the adjoint. */
  lse: Block;
}
export interface AttendBackwardCall extends AttendCall {
  signal: Block;
  qSignal: Block;
  kSignal: Block;
  vSignal: Block;
}

/**
 * Causal convolution over ticks within groups of columns, `taps` lags:
 *
 *   y_t,gi = b_gi + sum_l sum_j W[g, l, i, j] x_{t-l, gj}
 *
 * With groupWidth 1 it is depthwise. Parameters: W [groups, taps, groupWidth, groupWidth], then b [groups groupWidth].
 * Ticks before the first are the `held` rows of `past` [batch, taps - 1, width], and zeros before them.
 */
export interface ConvolveTicksCall extends Chunk, SequenceParameters {
  groups: number;
  groupWidth: number;
  taps: number;
  held: number;
  past: Block;
  x: Block;
  y: Block;
}
export interface ConvolveTicksBackwardCall extends ConvolveTicksCall {
  signal: Block;
  inputSignal?: Block;
}

/** y_t = x_{t-1}; the first row is `past` [batch, 1, width] where `held` is 1, else zeros. `backwards`: y_t += x_{t+1}, the adjoint. */
export interface DelayCall extends Chunk {
  width: number;
  held: number;
  past: Block;
  x: Block;
  y: Block;
  backwards?: boolean;
}

/**
 * The state-space scan with one decay a head (SSD, Dao & Gu 2024). H heads of width P share B and C in G groups; state h [P, N]:
 *
 *   dt = softplus(dtRaw + bias_h),  A_h = -exp(aLog_h)
 *   h_t = exp(dt_t A_h) h_{t-1} + dt_t x_t B_t^T,   y_t = h_t C_t + D_h x_t
 *
 * Parameters: aLog [heads], then bias [heads], then D [heads]. With `plain` there are none, decay and dt are 1 and D is 0: causal
 * linear attention with B keys, C queries and x values. Work is done in blocks of `block` ticks, any from 1.
 */
export interface ScanCall extends Chunk, Partial<SequenceParameters> {
  heads: number;
  /** P. */
  headWidth: number;
  /** N. */
  stateWidth: number;
  /** G, divides `heads`. */
  groups: number;
  plain: boolean;
  block: number;
  /** [batch, ticks, heads headWidth]. */
  x: Block;
  /** [batch, ticks, heads]; absent where `plain`. */
  dtRaw?: Block;
  /** [batch, ticks, groups stateWidth] each. */
  b: Block;
  c: Block;
  /** [batch, heads, headWidth, stateWidth], moved. */
  state: Block;
  y: Block;
  /** [batch, ceil(ticks / block), heads, headWidth, stateWidth] states at the starts of blocks, for the adjoint. */
  starts: Block;
}
export interface ScanBackwardCall extends ScanCall {
  signal: Block;
  xSignal: Block;
  dtSignal?: Block;
  bSignal: Block;
  cSignal: Block;
}

/**
 * Online vector-quantised attention (Alonso, Figliolia & Millidge 2026), one dictionary for each sequence and head, as in
 * models/memory/ovq: reading rows and the current block's tokens with log counts as bias, then one write a block of `block` tokens.
 * Blocks are counted from the sequence's first tick, `tokens` of which came before this call; a call may begin and end within one.
 * `scale` multiplies logits; a head's own factor is folded into q beforehand.
 *
 * `rounded` is the layer with a codebook instead (Lingle 2023): `keys` stand still and are all open, every key is rounded to its
 * nearest code, straight-through, and only counts and mean values move.
 *
 * Assignments are constants of the adjoint; otherwise it goes through all writes of this call, back to its first tick.
 */
export interface OvqCall extends Chunk {
  heads: number;
  keyWidth: number;
  valueWidth: number;
  capacity: number;
  block: number;
  scale: number;
  growth: 'plateau' | 'linear' | 'min';
  horizon: number;
  opening: 'spread' | 'random';
  /** Of the random opening, a whole number below 2^32: tokens open rows in the order of `openingOrder` (`ovqOpening.ts`). */
  seed: number;
  assignment: 'similar' | 'nearest';
  /** 0: running means; else the constant rate. */
  rate: number;
  countBias: boolean;
  normCorrection: boolean;
  rounded: boolean;
  tokens: number;
  /** [batch, ticks, heads keyWidth] twice, [batch, ticks, heads valueWidth]. */
  q: Block;
  k: Block;
  v: Block;
  /** The dictionaries: [batch, heads, capacity, keyWidth], [batch, heads, capacity, valueWidth], [batch, heads, capacity]. */
  keys: Block;
  values: Block;
  counts: Block;
  /**
   * [batch, block, heads keyWidth], [batch, block, heads valueWidth]: tokens of the block under way, `tokens` mod `block` of them,
   * their keys as they are read (`rounded`: codes).
   */
  pendingKeys: Block;
  pendingValues: Block;
  y: Block;
  /** [batch, heads, ticks]. */
  lse: Block;
  /** [batch, ticks, heads] the row each token was written to (-1: not yet), for the adjoint and for pictures. */
  assigned: Block;
  /** Floats as told by `ovqTraceFloats`, for the adjoint: what each block was read from. Absent where there will be none. */
  trace?: Block;
}
export interface OvqBackwardCall extends OvqCall {
  trace: Block;
  signal: Block;
  qSignal: Block;
  kSignal: Block;
  vSignal: Block;
}

/** Blocks that a call of `ticks` after `tokens` touches. */
export const ovqBlocks = (tokens: number, ticks: number, block: number): number =>
  ticks === 0 ? 0 : Math.floor((tokens + ticks - 1) / block) - Math.floor(tokens / block) + 1;

/**
 * Floats of a trace that is large enough for every call of `ticks`: what was pending before, then keys, values and counts of all
 * dictionaries as they were for each block.
 */
export const ovqTraceFloats = ({
  batch,
  ticks,
  heads,
  capacity,
  keyWidth,
  valueWidth,
  block
}: Pick<OvqCall, 'batch' | 'ticks' | 'heads' | 'capacity' | 'keyWidth' | 'valueWidth' | 'block'>): number =>
  batch * heads * block * (keyWidth + valueWidth) +
  (Math.ceil(ticks / block) + 1) * batch * heads * capacity * (keyWidth + valueWidth + 1);

/**
 * Cross entropy of the next token, where asked for:
 *
 *   loss_r = -mask_r ln softmax(logits_r)[target_r];   signal = scale mask_r (softmax(logits_r) - onehot(target_r))
 *   hit_r = 1 where target_r has the greatest logit (the first of equals), else 0
 */
export interface TokenLossCall {
  rows: number;
  vocabulary: number;
  logits: Block;
  /** [rows] each. */
  target: Block;
  mask: Block;
  loss: Block;
  hit: Block;
  /** Replaced, the only signal that is. */
  signal: Block;
  scale: number;
}

/** loss_r = mask_r sum (y - target)^2 / 2;   signal = scale mask_r (y - target), replaced. */
export interface ValueLossCall {
  rows: number;
  width: number;
  y: Block;
  target: Block;
  mask: Block;
  loss: Block;
  signal: Block;
  scale: number;
}

/** The part of a backend that runs sequence memories. */
export interface Sequences {
  combine(call: CombineCall): Promise<void>;
  embed(call: EmbedCall): Promise<void>;
  embedBackward(call: EmbedBackwardCall): Promise<void>;
  norm(call: NormCall): Promise<void>;
  normBackward(call: NormBackwardCall): Promise<void>;
  rotate(call: RotateCall): Promise<void>;
  activate(call: ActivateCall): Promise<void>;
  activateBackward(call: ActivateBackwardCall): Promise<void>;
  remember(call: RememberCall): Promise<void>;
  attend(call: AttendCall): Promise<void>;
  attendBackward(call: AttendBackwardCall): Promise<void>;
  convolveTicks(call: ConvolveTicksCall): Promise<void>;
  convolveTicksBackward(call: ConvolveTicksBackwardCall): Promise<void>;
  delay(call: DelayCall): Promise<void>;
  scan(call: ScanCall): Promise<void>;
  scanBackward(call: ScanBackwardCall): Promise<void>;
  ovq(call: OvqCall): Promise<void>;
  ovqBackward(call: OvqBackwardCall): Promise<void>;
  tokenLoss(call: TokenLossCall): Promise<void>;
  valueLoss(call: ValueLossCall): Promise<void>;
}
