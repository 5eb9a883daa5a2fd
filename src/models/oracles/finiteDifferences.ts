/** The gradient of a stack by central differences of its loss: blind to how gradients are made. */
import type { StackWeights } from '../stack/stack';

/** dE/dW of every layer, as the weights, and dE/dO; wrong by the order of h^2. */
export function finiteDifferences(
  weights: StackWeights,
  loss: (weights: StackWeights) => number,
  h = 1e-5
): Pick<StackWeights, 'layers' | 'readout'> {
  const differences = (part: 'layers' | 'readout') =>
    weights[part].map((W, l) => {
      const lossAt = (at: number, shift: number): number => {
        const arrays = [...weights[part]];
        arrays[l] = W.slice();
        arrays[l][at] += shift;
        return loss({ ...weights, [part]: arrays });
      };
      return W.map((_, at) => (lossAt(at, h) - lossAt(at, -h)) / (2 * h));
    });
  return { layers: differences('layers'), readout: differences('readout') };
}
