/**
 * Credit truly walked forward: the cross traces of deep e-prop, or all of RTRL, allocated and made tick by tick, in float64 on
 * the host, one trial of the batch after the other. Slow on purpose, and for whole trials only.
 */
import type { Block } from '../../compute/compute';
import type { Streams } from '../training/streams';
import type { Feedback } from './feedback';
import { stackGradient } from '../stack/gradient';
import type { Network } from './network';
import { problemFrom, readMatrices } from './sampling';

export type WalkedRule = 'deep' | 'rtrl';

export class WalkedCredit {
  readonly carried: [name: string, block: Block][] = [];
  private readonly network: Network;
  private readonly feedback: Feedback;
  private readonly rule: WalkedRule;

  constructor(network: Network, feedback: Feedback, rule: WalkedRule) {
    this.network = network;
    this.feedback = feedback;
    this.rule = rule;
  }

  /** Writes the gradients of whole trials, mean over the batch. Throws StackError where something overflows. */
  async assign(streams: Streams, gradients: readonly Block[]): Promise<void> {
    const { network, feedback } = this;
    const { compute, layers, stack } = network;
    const matrices = await readMatrices(network, feedback);
    const sums = layers.map(({ units, fanIn }) => new Float64Array(units * fanIn));
    const batch = streams.batch;
    for (let b = 0; b < batch; b++) {
      const problem = problemFrom(stack, feedback.kind, matrices, streams.trial(b));
      for (const [l, gradient] of stackGradient(problem, this.rule).layers.entries()) {
        for (let at = 0; at < gradient.length; at++) sums[l][at] += gradient[at] / batch;
      }
    }
    for (const [l, { units, fanIn, selfFrom }] of layers.entries()) {
      if (selfFrom !== undefined) for (let i = 0; i < units; i++) sums[l][i * fanIn + selfFrom + i] = 0;
      compute.write(gradients[l], sums[l]);
    }
  }

  dispose(): void {}
}
