/** Closed forms of walks that oracles and figures are held to. */
import { cos } from '../../compute/transcendentals';

function power(base: number, exponent: number): number {
  let product = 1;
  for (let k = 0; k < exponent; k++) product *= base;
  return product;
}

/** M_d on a ring of `n` states, unbiased: (r^d + r^(n - d)) / ((1 - r^n) sqrt(1 - gamma^2)), r = (1 - sqrt(1 - gamma^2)) / gamma. */
export function ringValue(n: number, d: number, gamma: number): number {
  const root = Math.sqrt(1 - gamma * gamma);
  const r = (1 - root) / gamma;
  return (power(r, d) + power(r, n - d)) / ((1 - power(r, n)) * root);
}

/** M_i,i+k on an endless line with steps right with probability p: a^k / S, and b^-k / S for k < 0. */
export function biasedLine(p: number, gamma: number, k: number): number {
  const q = 1 - p;
  const S = Math.sqrt(1 - 4 * gamma * gamma * p * q);
  const a = (1 - S) / (2 * gamma * q);
  const b = (1 - S) / (2 * gamma * p);
  return power(k >= 0 ? a : b, Math.abs(k)) / S;
}

/** Eigenvalue of P on a grid of nx x ny states, four moves, a bump stays: (cos(pi a / nx) + cos(pi b / ny)) / 2. */
export function gridEigenvalue(nx: number, ny: number, a: number, b: number): number {
  return (cos((Math.PI * a) / nx) + cos((Math.PI * b) / ny)) / 2;
}

/** Row of the middle state of the 3 x 3 grid at gamma .95. */
export const gridFixture = [
  2.00611281, 2.21728258, 2.00611281, 2.21728258, 3.10641845, 2.21728258, 2.00611281, 2.21728258, 2.00611281
];

/** Three cliques of five joined in a ring, every degree 4. */
export const communityNumbers = {
  eigenvalues: [1, 0.8922124, 0.8922124, 0.158888, 0.158888],
  within: 1.1484,
  between: 0.3383
};
