/** Activations of feed-forward layers as text inside kernels, chosen by the integer `activation`. */
import type { Activation } from '../../feedForward';

export const activations: Readonly<Record<Activation, number>> = { linear: 0, relu: 1, tanh: 2, sigmoid: 3 };

/**
 * Declares `squashed`, the tanh of the variable `x`. It is 1 in float32 from 10 on, and some drivers overflow later; near 0,
 * where they cancel, its series is exact to 2e-8 of it.
 */
export const squash = (x: string): string => `
      let squashed = Math.tanh(Math.max(-10.0, Math.min(10.0, ${x})));
      if (Math.abs(${x}) < 0.02) {
        squashed = ${x} * (1.0 - ${x} * ${x} / 3.0);
      }`;

/** Returns the activation of the variable `sum`. */
export const returnActivated = `
      if (activation === 1) {
        return Math.max(sum, 0.0);
      }
      if (activation === 2) {${squash('sum')}
        return squashed;
      }
      if (activation === 3) {
        return 1.0 / (1.0 + Math.exp(Math.min(80.0, -sum)));
      }
      return sum;`;
