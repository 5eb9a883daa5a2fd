/**
 * What an update moves: W and O of every layer by their gradients, and adaptive feedback by the gradient of the weights it
 * stands in for. Kolen & Pollack 1994: equal updates and equal decay make the two alike, so with adaptive feedback O and U
 * (of the layers that pass signals down) decay as well.
 */
import type { Floats } from '../../compute/compute';
import { Optimiser, type Parameter } from '../training/optimiser';
import type { LearningConstants } from './constants';
import type { Credit } from './credit';
import type { Feedback } from './feedback';
import type { Layer } from './layer';
import type { Network } from './network';

export class Updates {
  readonly optimiser: Optimiser;
  /** By name: `W0`, `O0`, and of adaptive feedback, once used, `heard0`, `down1`. */
  readonly parameters = new Map<string, Parameter>();
  private readonly network: Network;
  private readonly feedback: Feedback;
  private readonly credit: Credit;
  private readonly adam: boolean;

  constructor(network: Network, feedback: Feedback, credit: Credit, adam: boolean) {
    this.network = network;
    this.feedback = feedback;
    this.credit = credit;
    this.adam = adam;
    this.optimiser = new Optimiser(network.compute);
    for (const [l, { weights }] of network.layers.entries()) {
      const O = network.readouts[l];
      const gradient = credit.readoutGradients[l];
      this.add(`W${l}`, this.optimiser.parameter(weights, credit.gradients[l], adam));
      if (O && gradient) this.add(`O${l}`, this.optimiser.parameter(O, gradient, adam));
    }
    this.followFeedback();
  }

  /** Takes up adaptive feedback that has come into being, and lets go of one that is no more. */
  followFeedback(): void {
    const { optimiser, adam, credit } = this;
    const { adaptive } = this.feedback;
    for (const l of this.network.layers.keys()) {
      const heard = adaptive?.heard[l];
      const down = adaptive?.down[l]?.block;
      const gradient = credit.readoutGradients[l];
      if (!heard) this.drop(`heard${l}`);
      else if (gradient && !this.parameters.has(`heard${l}`))
        this.add(`heard${l}`, optimiser.parameter(heard, gradient, adam));
      if (!down) this.drop(`down${l}`);
      else if (!this.parameters.has(`down${l}`))
        this.add(`down${l}`, optimiser.parameter(down, credit.gradients[l], adam));
    }
  }

  private add(name: string, parameter: Parameter): void {
    this.parameters.set(name, parameter);
  }

  private drop(name: string): void {
    const parameter = this.parameters.get(name);
    if (!parameter) return;
    this.optimiser.drop(parameter);
    this.parameters.delete(name);
  }

  /** One update by the gradients there are. */
  async make(learning: LearningConstants): Promise<void> {
    const { learnInput, learnRecurrent, learnReadout } = learning;
    if (!learnInput && !learnRecurrent && !learnReadout) return;
    this.optimiser.step++;
    for (const [l, layer] of this.network.layers.entries()) {
      if (learnInput || learnRecurrent) await this.moveLayer(l, layer, learning);
      if (!learnReadout) continue;
      await this.move(`O${l}`, learning, learning.weightDecay);
      if (this.feedback.kind === 'adaptive') await this.move(`heard${l}`, learning, learning.weightDecay);
    }
  }

  private async moveLayer(l: number, layer: Layer, learning: LearningConstants): Promise<void> {
    const { learnInput, learnRecurrent, weightDecay } = learning;
    const { compute } = this.network;
    const held = learnInput && learnRecurrent ? undefined : await compute.read(layer.weights);
    const paired = learnInput && l > 0 && this.feedback.kind === 'adaptive';
    if (paired && weightDecay > 0) await shrinkForward(layer, weightDecay);
    await this.move(`W${l}`, learning, 0);
    if (held) await holdColumns(layer, held, learnInput);
    await layer.weightsMoved();
    if (paired) await this.move(`down${l}`, learning, weightDecay);
  }

  private async move(name: string, learning: LearningConstants, weightDecay: number): Promise<void> {
    const parameter = this.parameters.get(name);
    if (parameter) await this.optimiser.move(parameter, learning, weightDecay);
  }

  dispose(): void {
    this.optimiser.dispose();
  }
}

/** U <- (1 - decay) U. */
async function shrinkForward({ compute, weights, units, below, fanIn }: Layer, decay: number): Promise<void> {
  const W = await compute.read(weights);
  for (let i = 0; i < units; i++) for (let j = 0; j < below; j++) W[i * fanIn + j] *= 1 - decay;
  compute.write(weights, W);
}

/** Puts the columns of W that are not to learn back as they were: R, or U and b. */
async function holdColumns(layer: Layer, before: Floats, learnInput: boolean): Promise<void> {
  const { compute, weights, units, below, fanIn } = layer;
  const after = await compute.read(weights);
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < fanIn; j++) {
      const recurrent = j >= below && j < below + units;
      if (recurrent === learnInput) after[i * fanIn + j] = before[i * fanIn + j];
    }
  }
  compute.write(weights, after);
}
