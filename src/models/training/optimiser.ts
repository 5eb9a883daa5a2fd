/**
 * Gradient descent, or Adam (Kingma & Ba 2015) with one step count for all weights. What surprises: readout
 * and adaptive feedback keep moments of their own, though both see the same gradient (transposed).
 */
import type { Block, Compute } from '../../compute/compute';

/** Step size, and Adam's constants. */
export interface OptimiserConstants {
  rate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

export interface Parameter {
  weights: Block;
  gradient: Block;
  /** Adam's, zero at first; absent for plain gradient descent. */
  moments: { first: Block; second: Block } | undefined;
}

export class Optimiser {
  /** Updates made. */
  step = 0;
  private readonly compute: Compute;
  private readonly parameters: Parameter[] = [];

  constructor(compute: Compute) {
    this.compute = compute;
  }

  parameter(weights: Block, gradient: Block, adam: boolean): Parameter {
    const moment = (order: string): Block =>
      this.compute.alloc(weights.length, `${order} moment of ${weights.label}`);
    const moments = adam ? { first: moment('first'), second: moment('second') } : undefined;
    const parameter: Parameter = { weights, gradient, moments };
    this.parameters.push(parameter);
    return parameter;
  }

  /** Moves one parameter by its gradient. The caller counts `step` first. */
  async move(
    { weights, gradient, moments }: Parameter,
    constants: OptimiserConstants,
    weightDecay = 0
  ): Promise<void> {
    const { rate, beta1, beta2, epsilon } = constants;
    if (!moments) return this.compute.sgd({ weights, gradient, rate, weightDecay });
    return this.compute.adam({
      weights,
      gradient,
      rate,
      weightDecay,
      firstMoment: moments.first,
      secondMoment: moments.second,
      step: this.step,
      beta1,
      beta2,
      epsilon
    });
  }

  /** Forgets a parameter and its moments. */
  drop(parameter: Parameter): void {
    this.parameters.splice(this.parameters.indexOf(parameter), 1);
    this.release(parameter);
  }

  dispose(): void {
    for (const parameter of this.parameters) this.release(parameter);
  }

  private release({ moments }: Parameter): void {
    if (moments) for (const block of Object.values(moments)) this.compute.free(block);
  }
}
