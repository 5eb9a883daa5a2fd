/** Optimiser steps in float64. */
import type { AdamCall, SgdCall } from '../compute';
import { integerPower } from '../transcendentals';
import { dataOf } from './block';

export function sgd({ weights, gradient, rate, weightDecay = 0 }: SgdCall): void {
  const W = dataOf(weights);
  const G = dataOf(gradient);
  for (let i = 0; i < W.length; i++) W[i] = (1 - weightDecay) * W[i] - rate * G[i];
}

export function adam(call: AdamCall): void {
  const W = dataOf(call.weights);
  const G = dataOf(call.gradient);
  const M = dataOf(call.firstMoment);
  const V = dataOf(call.secondMoment);
  const { beta1, beta2, epsilon, rate, step, weightDecay = 0 } = call;
  const correction1 = 1 - integerPower(beta1, step);
  const correction2 = 1 - integerPower(beta2, step);
  for (let i = 0; i < W.length; i++) {
    M[i] = beta1 * M[i] + (1 - beta1) * G[i];
    V[i] = beta2 * V[i] + (1 - beta2) * G[i] * G[i];
    const move = M[i] / correction1 / (Math.sqrt(V[i] / correction2) + epsilon);
    W[i] = (1 - weightDecay) * W[i] - rate * move;
  }
}
