/**
 * Rotary positions (Su et al. 2021, arXiv 2104.09864): in each head columns i and i + turned / 2, for i < turned / 2, are turned as
 * a plane by position theta^(-2 i / turned); the columns after `turned` stay. What surprises: products of turned queries and keys
 * depend on the difference of their positions alone. Halves, not neighbours, form a plane, as in published code.
 */
import { cos, exp, log, sin } from '../../compute/transcendentals';
import { MemoryError, type Rows, rowAt, zeroRows } from './rows';

export interface Rope {
  /** Columns of a head that turn: even, at most the width of a head. */
  turned: number;
  theta: number;
}

/** Throws MemoryError. */
export function checkRope({ theta, turned }: Rope, headWidth: number): void {
  if (!(Number.isSafeInteger(turned) && turned >= 0 && turned % 2 === 0 && turned <= headWidth))
    throw new MemoryError(
      `${turned} columns of a head turn; expected an even number from 0 to ${headWidth}, the width of a head.`
    );
  if (!(theta > 0 && Number.isFinite(theta)))
    throw new MemoryError(`The theta of the positions is ${theta}; expected a finite number above 0.`);
}

/** Row t stands at position `first` + t. `backwards` turns the other way, which is the adjoint. */
export function rotate(
  x: Rows,
  heads: number,
  rope: Rope | undefined,
  first: number,
  direction: 'forwards' | 'backwards' = 'forwards'
): Rows {
  if (!rope) return x;
  const headWidth = x.columns / heads;
  checkRope(rope, headWidth);
  const y = zeroRows(x.rows, x.columns);
  y.data.set(x.data);
  const half = rope.turned / 2;
  const rates = Array.from({ length: half }, (_, i) => exp(((-2 * i) / rope.turned) * log(rope.theta)));
  for (let t = 0; t < x.rows; t++) {
    const row = rowAt(y, t);
    rates.forEach((rate, i) => {
      const angle = (first + t) * rate;
      const [c, s] = [cos(angle), direction === 'forwards' ? sin(angle) : -sin(angle)];
      for (let at = i; at < x.columns; at += headWidth) {
        const [left, right] = [row[at], row[at + half]];
        row[at] = left * c - right * s;
        row[at + half] = left * s + right * c;
      }
    });
  }
  return y;
}
