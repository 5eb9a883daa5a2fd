/** Rotary positions in float64. */
import type { RotateCall } from '../../sequences';
import { cos, exp, log, sin } from '../../transcendentals';
import { dataOf } from '../block';

export function rotate(call: RotateCall): void {
  const { backwards, batch, first, headWidth, heads, theta, ticks, turned } = call;
  const [X, Y] = [dataOf(call.x), dataOf(call.y)];
  const half = turned / 2;
  const put = (at: number, value: number): void => {
    Y[at] = backwards ? Y[at] + value : value;
  };
  const rates = Array.from({ length: half }, (_, i) => exp(((-2 * i) / turned) * log(theta)));
  for (let t = 0; t < ticks; t++) {
    const turns = rates.map((rate) => {
      const angle = (first + t) * rate;
      return { c: cos(angle), s: backwards ? -sin(angle) : sin(angle) };
    });
    for (let b = 0; b < batch; b++)
      for (let h = 0; h < heads; h++) {
        const at = ((b * ticks + t) * heads + h) * headWidth;
        turns.forEach(({ c, s }, i) => {
          const [left, right] = [X[at + i], X[at + half + i]];
          put(at + i, left * c - right * s);
          put(at + half + i, left * s + right * c);
        });
        for (let i = turned; i < headWidth; i++) put(at + i, X[at + i]);
      }
  }
}
