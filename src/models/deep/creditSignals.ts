/**
 * The learning signal of the moment, at the output of every unit, sent down through depth and never through time:
 *
 *   sigma^m_t = heard^m error_t,   sigma^{l-1}_t = down^l (dz^l_t/dcurrent^l_t sigma^l_t)
 *
 * Millidge 2025 (arXiv 2512.24506) for the descent; heard = O^T and down = U^T when feedback is symmetric.
 */
import type { Block } from '../../compute/compute';
import type { Feedback } from './feedback';
import type { Network } from './network';
import type { Rollout } from './rollout';
import { isReadOut } from '../stack/stack';

export class Signals {
  /** sigma^l of all readouts together, [capacity, batch, n_l]; formed when the chunk ends or when asked for before. */
  readonly signal: readonly Block[];
  /** Room for dE/dcurrent of one layer, [capacity, batch, widest]. */
  readonly current: Block;
  private readonly network: Network;
  private readonly rollout: Rollout;
  private readonly feedback: Feedback;

  constructor(network: Network, rollout: Rollout, feedback: Feedback) {
    const { compute, layers, widest } = network;
    const rows = rollout.capacity * rollout.batch;
    this.network = network;
    this.rollout = rollout;
    this.feedback = feedback;
    this.signal = layers.map(({ units, label }) =>
      compute.alloc(rows * units, `learning signal of ${label}`)
    );
    this.current = compute.alloc(rows * widest, 'dE/dcurrent');
  }

  /** Whether layer l hears the error itself. */
  hears(l: number): boolean {
    return this.feedback.kind === 'broadcast' || isReadOut(this.network.stack, l);
  }

  /** Whether signals go from layer to layer. */
  get descends(): boolean {
    return this.feedback.kind !== 'broadcast';
  }

  /** Forms the signals of the chunk's first `steps` ticks, each the same whatever their number; with `onlyTop` no layer below the top hears anything. */
  async form(steps: number, onlyTop: boolean): Promise<void> {
    const top = this.signal.length - 1;
    for (let l = top; l >= 0; l--) {
      const passed = l < top && this.descends && !onlyTop;
      if (passed) await this.descend(l + 1, this.signal[l + 1], this.signal[l], steps);
      if (this.hears(l) && (l === top || !onlyTop)) await this.hear(l, this.signal[l], steps, passed);
      else if (!passed) this.network.compute.fill(this.signal[l], 0);
    }
  }

  /** into (+)= what layer l hears of the error itself. */
  async hear(l: number, into: Block, steps: number, accumulate: boolean): Promise<void> {
    const { compute, layers, outputs } = this.network;
    const b = this.feedback.heard(l);
    if (!b) throw new Error(`Layer ${l + 1} hears no error.`);
    const a = this.rollout.whole.history.error;
    await compute.gemm({
      m: steps * this.rollout.batch,
      n: layers[l].units,
      k: outputs,
      a,
      b,
      c: into,
      accumulate
    });
  }

  /** into = the signal one layer below l, from that at l. */
  async descend(l: number, signal: Block, into: Block, steps: number): Promise<void> {
    const { compute, layers } = this.network;
    const { units, below } = layers[l];
    const rows = this.feedback.down(l);
    if (!rows) throw new Error(`Layer ${l + 1} passes nothing down.`);
    await this.differentiate(l, 'tick', signal, steps);
    await compute.gemm({
      m: steps * this.rollout.batch,
      n: below,
      k: units,
      a: this.current,
      b: rows.block,
      strideB: rows.stride,
      c: into
    });
  }

  /** `current` = dE/dcurrent of layer l, from dE/dz. */
  async differentiate(
    l: number,
    through: 'tick' | 'unit' | 'layer',
    signal: Block,
    steps: number
  ): Promise<void> {
    const { compute, layers } = this.network;
    const { unit, units, below, weights } = layers[l];
    await compute.backward({
      through,
      unit,
      steps,
      batch: this.rollout.batch,
      inputs: below,
      units,
      bias: true,
      weights,
      drive: this.rollout.layers[l].history.drive,
      signal,
      current: this.current
    });
  }

  dispose(): void {
    for (const block of [...this.signal, this.current]) this.network.compute.free(block);
  }
}
