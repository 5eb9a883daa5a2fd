/** Dense layers and their adjoints of every activation, inside larger blocks of parameters, and elementwise products. */
import type { Block, Compute } from '../compute';
import { type Activation, type DenseBackwardCall, type DenseCall, denseParameters } from '../feedForward';
import { adjointBlocks } from './adjoint';
import { caseOf, type ComputeCase, describe, type Work } from './computeCase';
import { blockOf, type Numbers } from './numbers';

export interface DenseSizes {
  batch: number;
  inputs: number;
  outputs: number;
  activation: Activation;
  from?: number;
}

/** Floats behind the layer's own in its network. */
const behind = 5;

function parametersOf(compute: Compute, { from = 0, inputs, outputs }: DenseSizes, numbers: Numbers): Block {
  const size = 1 / Math.sqrt(inputs || 1);
  const length = from + denseParameters(inputs, outputs) + behind;
  return blockOf(compute, 'parameters', numbers.between(-size, size, length));
}

export function denseCall(compute: Compute, sizes: DenseSizes, numbers: Numbers): DenseCall {
  const { batch, inputs, outputs } = sizes;
  return {
    ...sizes,
    parameters: parametersOf(compute, sizes, numbers),
    x: blockOf(compute, 'x', numbers.between(-1, 1, batch * inputs)),
    y: compute.alloc(batch * outputs, 'y')
  };
}

/** What the layer's adjoint is asked for beside its own signal. */
export interface Asked {
  frozen?: boolean;
  /** Whether a layer below listens. */
  below?: 'replace' | 'accumulate';
}

/** What the activation gives. */
const ranges: Readonly<Record<Activation, readonly [number, number]>> = {
  linear: [-2, 2],
  relu: [-1, 1],
  tanh: [-1, 1],
  sigmoid: [0, 1]
};

export function denseBackwardCall(
  compute: Compute,
  sizes: DenseSizes,
  { below, frozen }: Asked,
  numbers: Numbers
): DenseBackwardCall {
  const { activation, batch, inputs, outputs } = sizes;
  const { between } = numbers;
  const [low, high] = ranges[activation];
  const y = between(low, high, batch * outputs).map((value) =>
    activation === 'relu' ? Math.max(value, 0) : value
  );
  const parameters = parametersOf(compute, sizes, numbers);
  return {
    ...sizes,
    parameters,
    x: blockOf(compute, 'x', between(-1, 1, batch * inputs)),
    y: blockOf(compute, 'y', y),
    signal: blockOf(compute, 'signal', between(-1, 1, batch * outputs)),
    ...(!frozen && { gradient: blockOf(compute, 'gradient', between(-1, 1, parameters.length)) }),
    ...(below && { inputSignal: blockOf(compute, 'below', between(-1, 1, batch * inputs)) }),
    ...(below === 'accumulate' && { accumulate: true })
  };
}

function forwardWork(sizes: DenseSizes): Work {
  return async (compute, numbers) => {
    const call = denseCall(compute, sizes, numbers);
    await compute.dense(call);
    return [call.y];
  };
}

function backwardWork(sizes: DenseSizes, asked: Asked): Work {
  return async (compute, numbers) => {
    const call = denseBackwardCall(compute, sizes, asked, numbers);
    await compute.denseBackward(call);
    return adjointBlocks(call);
  };
}

function multiplyWork(length: number): Work {
  return async (compute, { between }) => {
    const values = blockOf(compute, 'values', between(-1, 1, length + 3));
    const by = blockOf(compute, 'by', between(-1, 2, length));
    await compute.multiply({ length, values, by });
    return [values];
  };
}

const activations = Object.keys(ranges) as Activation[];

const shapes: Omit<DenseSizes, 'activation'>[] = [
  { batch: 5, inputs: 7, outputs: 3 },
  { batch: 1, inputs: 1, outputs: 1, from: 2 },
  { batch: 1, inputs: 70, outputs: 33, from: 17 },
  { batch: 34, inputs: 300, outputs: 9, from: 4 },
  { batch: 3, inputs: 17, outputs: 270 },
  { batch: 9, inputs: 0, outputs: 6 },
  { batch: 0, inputs: 4, outputs: 5 }
];

const asked: Asked[] = [
  { below: 'replace' },
  { below: 'accumulate' },
  {},
  { frozen: true, below: 'accumulate' },
  { frozen: true }
];

export const denseLayerCases: ComputeCase[] = [
  ...activations.flatMap((activation) =>
    shapes.flatMap((shape) => {
      const sizes = { activation, ...shape };
      return [
        caseOf('dense', describe(sizes), forwardWork(sizes)),
        ...asked.map((each) =>
          caseOf('denseBackward', describe({ ...sizes, ...each }), backwardWork(sizes, each))
        )
      ];
    })
  ),
  caseOf(
    'denseBackward',
    'more examples than terms of a sum',
    backwardWork({ activation: 'tanh', batch: 300, inputs: 9, outputs: 7 }, { below: 'replace' })
  ),
  ...[1, 7, 40, 1003, 0].map((length) => caseOf('multiply', `length ${length}`, multiplyWork(length)))
];
