/**
 * Activations of feed-forward layers on four lanes, and their slopes, which follow from what came out.
 * As in the reference, relu takes what is no number for 0.
 */
import { sigmoid4, tanh4 } from './math';

export const LINEAR: i32 = 0;
export const RELU: i32 = 1;
export const TANH: i32 = 2;
export const SIGMOID: i32 = 3;

// @ts-ignore: decorator
@inline
export function activate4(activation: i32, x: v128): v128 {
  if (activation == LINEAR) return x;
  if (activation == RELU) return f32x4.pmax(f32x4.splat(0), x);
  return activation == TANH ? tanh4(x) : sigmoid4(x);
}

/** dy/dx from y = activation(x). */
// @ts-ignore: decorator
@inline
export function slope4(activation: i32, y: v128): v128 {
  const one = f32x4.splat(1);
  if (activation == LINEAR) return one;
  if (activation == RELU) return v128.and(f32x4.gt(y, f32x4.splat(0)), one);
  return activation == TANH ? f32x4.sub(one, f32x4.mul(y, y)) : f32x4.mul(y, f32x4.sub(one, y));
}
