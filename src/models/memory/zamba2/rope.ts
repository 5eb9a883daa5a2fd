/**
 * Rotary positions (Su et al. 2021, arXiv 2104.09864) over whole heads: columns i and i + width / 2 of a head are turned as a plane by
 * position theta^(-2 i / width). Products of turned queries and keys depend on how far apart they are alone.
 */
import { cos, exp, log, sin } from '../../../compute/transcendentals';
import { type Rows, rowAt } from '../rows';

/** x [T, heads width]; row t stands at position `first` + t. `direction` -1 turns the other way, which is the adjoint. */
export function rotate(x: Rows, heads: number, theta: number, first: number, direction: 1 | -1 = 1): Rows {
  const y = { ...x, data: x.data.slice() };
  const half = x.columns / heads / 2;
  for (let i = 0; i < half; i++) {
    const rate = exp((-i / half) * log(theta));
    for (let t = 0; t < x.rows; t++) {
      const angle = (first + t) * rate;
      const [c, s] = [cos(angle), direction * sin(angle)];
      const row = rowAt(y, t);
      for (let at = i; at < x.columns; at += 2 * half) {
        const [left, right] = [row[at], row[at + half]];
        row[at] = left * c - right * s;
        row[at + half] = left * s + right * c;
      }
    }
  }
  return y;
}
