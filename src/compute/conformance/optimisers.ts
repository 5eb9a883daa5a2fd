/** Steps of gradient descent and of Adam, with and without decay of the weights. */
import { caseOf, type ComputeCase, type Work } from './computeCase';
import { blockOf } from './numbers';

interface Decay {
  weightDecay?: number;
}

function adamWork(length: number, decay: Decay): Work {
  return async (compute, { between }) => {
    const weights = blockOf(compute, 'w', between(-1, 1, length));
    const gradient = blockOf(compute, 'g', between(-1, 1, length));
    const firstMoment = compute.alloc(length, 'm');
    const secondMoment = compute.alloc(length, 'v');
    const rates = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...decay };
    for (let step = 1; step <= 20; step++) {
      await compute.adam({ weights, gradient, firstMoment, secondMoment, step, ...rates });
      compute.write(gradient, between(-1, 1, length));
    }
    return [weights, firstMoment, secondMoment];
  };
}

function sgdWork(length: number, decay: Decay): Work {
  return async (compute, { between }) => {
    const weights = blockOf(compute, 'w', between(-1, 1, length));
    const gradient = blockOf(compute, 'g', between(-1, 1, length));
    await compute.sgd({ weights, gradient, rate: 0.1, ...decay });
    return [weights];
  };
}

const lengths = [1, 30, 37, 1001, 0];

export const optimiserCases: ComputeCase[] = [
  ...lengths.map((length) => caseOf('adam', `length ${length}`, adamWork(length, { weightDecay: 0.001 }))),
  caseOf('adam', 'length 37, no decay', adamWork(37, {})),
  ...lengths.map((length) => caseOf('sgd', `length ${length}`, sgdWork(length, { weightDecay: 0.01 }))),
  caseOf('sgd', 'length 37, no decay', sgdWork(37, {}))
];
