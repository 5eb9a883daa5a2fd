/**
 * Activations of layers over sequences on four lanes, plain or gated (src/compute/sequences.ts), some 30 to 60 operations each.
 * GELU is written with a sigmoid, (1 + tanh(a)) / 2 = sigmoid(2 a), which keeps its accuracy where it is nearly 0.
 */
import { share } from './barrier';
import { exp4, log4, sigmoid4, storeSome } from './math';

const SILU: i32 = 0;
const GELU: i32 = 1;
const ELU_PLUS_ONE: i32 = 2;
const SOFTPLUS: i32 = 3;

/** 2 sqrt(2 / pi), and that times 0.044715. */
const GELU_LINEAR: f32 = 1.5957691216057308;
const GELU_CUBIC: f32 = 0.07135481627159957;

/** ln(1 + exp(x)) = max(x, 0) + ln(1 + e), e = exp(-|x|); what 1 + e loses of e is made good (as log1p is by Kahan). */
// @ts-ignore: decorator
@inline
export function softplus4(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exp4(f32x4.neg(f32x4.abs(x)));
  const u = f32x4.add(one, e);
  const rest = f32x4.sub(u, one);
  const log = f32x4.mul(log4(u), f32x4.div(e, rest));
  return f32x4.add(f32x4.pmax(f32x4.splat(0), x), v128.bitselect(log, e, f32x4.gt(rest, f32x4.splat(0))));
}

// @ts-ignore: decorator
@inline
export function silu4(x: v128): v128 {
  return f32x4.mul(x, sigmoid4(x));
}

/** d SiLU / dx = s (1 + x (1 - s)). */
// @ts-ignore: decorator
@inline
export function siluSlope4(x: v128): v128 {
  const one = f32x4.splat(1);
  const s = sigmoid4(x);
  return f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s))));
}

// @ts-ignore: decorator
@inline
function geluSigmoid(x: v128): v128 {
  const inner = f32x4.add(f32x4.splat(GELU_LINEAR), f32x4.mul(f32x4.splat(GELU_CUBIC), f32x4.mul(x, x)));
  return sigmoid4(f32x4.mul(x, inner));
}

function value4(activation: i32, x: v128): v128 {
  if (activation == SILU) return silu4(x);
  if (activation == GELU) return f32x4.mul(x, geluSigmoid(x));
  if (activation == ELU_PLUS_ONE) {
    const zero = f32x4.splat(0);
    return v128.bitselect(f32x4.add(x, f32x4.splat(1)), exp4(x), f32x4.gt(x, zero));
  }
  return activation == SOFTPLUS ? softplus4(x) : exp4(x);
}

function slope4(activation: i32, x: v128): v128 {
  const one = f32x4.splat(1);
  if (activation == SILU) return siluSlope4(x);
  if (activation == GELU) {
    const s = geluSigmoid(x);
    const square = f32x4.mul(x, x);
    const inner = f32x4.add(f32x4.splat(GELU_LINEAR), f32x4.mul(f32x4.splat(3 * GELU_CUBIC), square));
    return f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.mul(f32x4.sub(one, s), inner))));
  }
  if (activation == ELU_PLUS_ONE) return v128.bitselect(one, exp4(x), f32x4.gt(x, f32x4.splat(0)));
  return activation == SOFTPLUS ? sigmoid4(x) : exp4(x);
}

@unmanaged
export class ActivateCall {
  /** 0 SiLU, 1 GELU, 2 ELU + 1, 3 softplus, 4 exp. */
  activation: i32;
  gated: i32;
  rows: i32;
  width: i32;
  x: usize;
  y: usize;
  /** 0 in the forward pass; else `y` is dE/dy. */
  inputSignal: usize;
}

export function activate(call: ActivateCall, thread: i32, threads: i32): void {
  if (!call.gated) {
    const count = call.rows * call.width;
    const first = share(count, 16, thread, threads);
    const o = 4 * <usize>first;
    part(call, call.x + o, call.y + o, call.inputSignal + o, share(count, 16, thread + 1, threads) - first);
    return;
  }
  const width = 4 * <usize>call.width;
  const last = share(call.rows, 1, thread + 1, threads);
  for (let row = <usize>share(call.rows, 1, thread, threads); row < <usize>last; row++) {
    const o = 2 * row * width;
    part(call, call.x + o, call.y + row * width, call.inputSignal + o, call.width);
  }
}

/** `count` floats of y that lie together. */
function part(call: ActivateCall, x: usize, y: usize, below: usize, count: i32): void {
  const right = 4 * <usize>call.width;
  const gated = call.gated != 0;
  const back = call.inputSignal != 0;
  for (let i = 0; i < count; i += 4) {
    const o = 4 * <usize>i;
    const left = v128.load(x + o);
    const rest = count - i;
    if (back) {
      const s = v128.load(y + o);
      let down = f32x4.mul(s, slope4(call.activation, left));
      if (gated) {
        down = f32x4.mul(down, v128.load(x + right + o));
        const to = below + right + o;
        storeSome(to, f32x4.add(v128.load(to), f32x4.mul(s, value4(call.activation, left))), rest);
      }
      storeSome(below + o, f32x4.add(v128.load(below + o), down), rest);
    } else {
      const value = value4(call.activation, left);
      storeSome(y + o, gated ? f32x4.mul(value, v128.load(x + right + o)) : value, rest);
    }
  }
}
