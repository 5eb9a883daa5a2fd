/** Low-rank additions to shared projections (LoRA, Hu et al. 2021, arXiv 2106.09685), without a factor, as Zamba2 has them. */
import { type Rows, sumOf } from '../rows';
import { project, projectBackward } from '../weights';
import type { Adapter } from './weights';

/** x W + x down up; x W alone without an adapter. */
export function adapted(x: Rows, w: Rows, adapter: Adapter | undefined): Rows {
  const y = project(x, w);
  return adapter ? sumOf(y, project(project(x, adapter.down), adapter.up)) : y;
}

/** From dE/d(x W + x down up): adds to the gradients of W and the adapter and returns dE/dx. */
export function adaptedBackward(
  x: Rows,
  w: Rows,
  adapter: Adapter | undefined,
  gradient: Rows,
  toWeight: Rows,
  toAdapter: Adapter | undefined
): Rows {
  const input = projectBackward(x, w, gradient, toWeight);
  if (!adapter || !toAdapter) return input;
  const onMiddle = projectBackward(project(x, adapter.down), adapter.up, gradient, toAdapter.up);
  return sumOf(input, projectBackward(x, adapter.down, onMiddle, toAdapter.down));
}
