/** The row before, and the adjoint, the row after. */
import type { DelayCall } from '../../sequences';
import { dataOf } from '../block';

export function delay({ backwards, batch, held, past, ticks, width, x, y }: DelayCall): void {
  const [X, P, Y] = [dataOf(x), dataOf(past), dataOf(y)];
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < ticks; t++)
      for (let c = 0; c < width; c++) {
        const at = (b * ticks + t) * width + c;
        if (backwards) Y[at] += t + 1 < ticks ? X[at + width] : 0;
        else if (t > 0) Y[at] = X[at - width];
        else Y[at] = held > 0 ? P[b * width + c] : 0;
      }
}
