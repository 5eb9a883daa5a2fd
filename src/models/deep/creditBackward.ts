/**
 * Credit by the adjoint of the layers, backwards over the ticks of a chunk:
 *
 *   dE/dcurrent^l = backward(dE/dz^l),   dE/dz^{l-1} = U^T dE/dcurrent^l (+ what the layer's own readout adds),
 *   dE/dW^l = sum_t dE/dcurrent^l_t pre_t^T,   pre_t = [z^{l-1}_t, z^l_{t-1}, 1]
 *
 *   bptt        through everything: the exact gradient
 *   deep        through each unit's own state alone: deep e-prop, by its identity with diagonal-Jacobian BPTT
 *   immediate   through nothing but the tick: spatial back-propagation without any memory
 *
 * Nothing is heard from beyond the chunk: where updates cut a trial, credit is truncated there.
 */
import type { Block } from '../../compute/compute';
import type { Signals } from './creditSignals';
import type { Feedback } from './feedback';
import type { Network } from './network';
import type { Rollout } from './rollout';
import { isReadOut, type Stack } from '../stack/stack';

export type BackwardRule = 'bptt' | 'deep' | 'immediate';

export class BackwardCredit {
  readonly carried: [name: string, block: Block][] = [];
  private readonly network: Network;
  private readonly rollout: Rollout;
  private readonly signals: Signals;
  private readonly feedback: Feedback;
  private readonly rule: BackwardRule;
  private readonly ones: Block;
  /** dE/dz of one layer, [capacity, batch, widest]. */
  private readonly outside: Block | undefined;

  /** `ones`: [capacity * batch]. */
  constructor(
    network: Network,
    rollout: Rollout,
    signals: Signals,
    feedback: Feedback,
    rule: BackwardRule,
    ones: Block
  ) {
    this.network = network;
    this.rollout = rollout;
    this.signals = signals;
    this.feedback = feedback;
    this.rule = rule;
    this.ones = ones;
    const room = rollout.capacity * rollout.batch * network.widest;
    this.outside = rule === 'immediate' ? undefined : network.compute.alloc(room, 'dE/dz');
  }

  /** Adds to the gradients. Uses up the errors of the chunk. */
  async assign(steps: number, gradients: readonly Block[]): Promise<void> {
    const { network, rollout, signals, outside } = this;
    const { compute, layers, outputs, stack } = network;
    const kappa = stack.readoutDecay;
    if (!outside) {
      for (const [l, gradient] of gradients.entries()) {
        await signals.differentiate(l, 'tick', signals.signal[l], steps);
        await this.collect(l, steps, gradient, 1 - kappa);
      }
      return;
    }
    const { error } = rollout.whole.history;
    const width = rollout.batch * outputs;
    await compute.filterBackward({ values: error, steps, width, decay: kappa, gain: 1 - kappa });
    for (let l = layers.length - 1; l >= 0; l--) {
      const passed = l < layers.length - 1;
      if (passed) await this.pass(l + 1, steps, outside);
      if (isReadOut(stack, l)) await this.readIn(l, steps, outside, passed);
      await signals.differentiate(l, this.rule === 'bptt' ? 'layer' : 'unit', outside, steps);
      await this.collect(l, steps, gradients[l], 1);
    }
  }

  /** into = U^T dE/dcurrent of layer l. */
  private async pass(l: number, steps: number, into: Block): Promise<void> {
    const { compute, layers } = this.network;
    const { units, below, fanIn, weights } = layers[l];
    const a = this.signals.current;
    const m = steps * this.rollout.batch;
    await compute.gemm({ m, n: below, k: units, a, b: weights, strideB: fanIn, c: into });
  }

  /** into (+)= what layer l hears of the filtered errors: by O^T under bptt, by the feedback's matrix otherwise. */
  private async readIn(l: number, steps: number, into: Block, accumulate: boolean): Promise<void> {
    const { compute, layers, outputs, readouts } = this.network;
    const b = this.rule === 'bptt' ? readouts[l] : this.feedback.heard(l);
    if (!b) throw new Error(`Layer ${l + 1} hears no error.`);
    const a = this.rollout.whole.history.error;
    const m = steps * this.rollout.batch;
    await compute.gemm({ m, n: layers[l].units, k: outputs, a, b, c: into, accumulate });
  }

  /** gradient += gain sum_t current_t pre_t^T, mean over the batch. */
  private async collect(l: number, steps: number, gradient: Block, gain: number): Promise<void> {
    const { rollout, ones } = this;
    const { compute, layers } = this.network;
    const { units, below, fanIn, selfFrom } = layers[l];
    const { batch } = rollout;
    const product = {
      m: units,
      transposeA: true,
      a: this.signals.current,
      c: gradient,
      strideC: fanIn,
      alpha: gain / batch,
      accumulate: true
    };
    await compute.gemm({ ...product, n: below, k: steps * batch, b: rollout.below(l) });
    const recurrent = { ...product, n: units, offsetC: below };
    await compute.gemm({ ...recurrent, k: batch, b: rollout.before[l] });
    const { activity } = rollout.layers[l].history;
    if (steps > 1) {
      await compute.gemm({ ...recurrent, k: (steps - 1) * batch, offsetA: batch * units, b: activity });
    }
    await compute.gemm({ ...product, n: 1, k: steps * batch, b: ones, offsetC: fanIn - 1 });
    if (selfFrom === undefined) return;
    // The diagonal as a column: nothing learns where there are no autapses.
    await compute.gemm({
      ...{ m: units, n: 1, k: 1, a: ones, b: ones, alpha: 0 },
      ...{ c: gradient, offsetC: selfFrom, strideC: fanIn + 1 }
    });
  }

  dispose(): void {
    if (this.outside) this.network.compute.free(this.outside);
  }

  static floats(stack: Stack, rule: BackwardRule, batch: number, capacity: number): number {
    if (rule === 'immediate') return 0;
    return capacity * batch * Math.max(...stack.layers.map(({ units }) => units));
  }
}
