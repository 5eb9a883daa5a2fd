/**
 * Longer steps of the iteration (SQUAREM: Varadhan & Roland 2008), in ln q. From two steps r1 = ln c(q0), r2 = ln c(q1) the step
 *
 *   ln q = ln q0 + 2 s r1 + s^2 (r2 - r1),   s = |r1| / |r2 - r1|   (norms weighted by q)
 *
 * is tried, where s = 1 is two plain steps. It is kept only where R + b D does not rise, so the iteration stays monotone.
 */
import { exp } from '../../compute/transcendentals';
import { type Evaluation, type Kernel, scaled } from './kernel';

/** A long step leaves a reproduction at least this, or what two plain steps leave: it may be wanted again. */
const kept = 1e-14;

export class Extrapolation {
  private readonly kernel: Kernel;
  /** The longest s tried; grows with success. */
  private longest = 4;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** From q, with what is known there, to a q of no larger R + b D. */
  step(q: Float64Array, first: Evaluation): Float64Array {
    const { kernel } = this;
    const once = kernel.next(q, first.c);
    const second = kernel.evaluate(once);
    const twice = kernel.next(once, second.c);
    let size = 0;
    let change = 0;
    for (let y = 0; y < q.length; y++) {
      if (!(twice[y] > 0)) continue;
      const bend = second.logs[y] - first.logs[y];
      size += twice[y] * first.logs[y] * first.logs[y];
      change += twice[y] * bend * bend;
    }
    const wanted = Math.sqrt(size / change);
    if (!(wanted > 1)) return twice;
    const s = Math.min(wanted, this.longest);
    const far = twice.map((share, y) => {
      if (share === 0) return 0;
      const more = (2 * s - 1) * first.logs[y] + s * s * (second.logs[y] - first.logs[y]) - second.logs[y];
      return Math.max(share * exp(Math.min(more, 50)), Math.min(share, kept));
    });
    scaled(far);
    if (kernel.freeOf(far) <= second.free) {
      if (wanted > this.longest) this.longest *= 4;
      return far;
    }
    this.longest = Math.max(2, this.longest / 4);
    return twice;
  }
}
