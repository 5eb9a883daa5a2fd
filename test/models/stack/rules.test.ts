import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runStack } from '../../../src/models/stack/forward';
import { stackGradient } from '../../../src/models/stack/gradient';
import { cascadeStages } from '../../../src/models/stack/rules/cascade';
import { CrossTraces } from '../../../src/models/stack/rules/crossTraces';
import { linearStack } from '../../../src/models/stack/rules/linearise';
import { SelfTraces } from '../../../src/models/stack/rules/selfTraces';
import { learningSignals, signalsByReadout } from '../../../src/models/stack/rules/signals';
import { rules, type StackProblem } from '../../../src/models/stack/stack';
import { diagonalGradient } from '../../../src/models/oracles/diagonalGradient';
import { distance } from '../../../src/models/oracles/oracle';
import { randomStack } from '../../../src/models/oracles/randomStack';

const linear = (problem: StackProblem) => linearStack(problem, runStack(problem));

describe('cross traces', () => {
  test('with full time are the slopes of every activity, by finite differences', () => {
    const problem = randomStack({ seed: 5, units: ['membrane', 'leakyTanh', 'leakyTanh'], steps: 12 });
    const [owner, unit, synapse, h] = [0, 2, 4, 1e-6];
    const cross = new CrossTraces(linear(problem), 'full', owner, unit, synapse, synapse + 1);
    const shifted = (shift: number) => {
      const layers = problem.weights.layers.map((W) => W.slice());
      layers[owner][unit * (layers[owner].length / 4) + synapse] += shift;
      return runStack({ ...problem, weights: { ...problem.weights, layers } });
    };
    const [up, down] = [shifted(h), shifted(-h)];
    for (let t = 0; t < 12; t++) {
      cross.step(t);
      for (const [l, { units }] of problem.stack.layers.entries()) {
        for (let p = 0; p < units; p++) {
          const at = t * units + p;
          const slope = (up.layers[l].activity[at] - down.layers[l].activity[at]) / (2 * h);
          expect(cross.at(l)[p]).toBeCloseTo(slope, 8);
        }
      }
    }
  });

  test('with local time begin with the self trace of the unit, and no other unit of its layer has one', () => {
    const stack = linear(randomStack({ seed: 6, units: ['alif', 'lif'] }));
    const { fanIn, units } = stack.layers[0];
    const cross = new CrossTraces(stack, 'local', 0, 1);
    const self = new SelfTraces(stack.layers[0]);
    let largest = 0;
    for (let t = 0; t < stack.run.steps; t++) {
      cross.step(t);
      self.step(t);
      const expected = new Float64Array(units * fanIn);
      expected.set(self.traces.subarray(fanIn, 2 * fanIn), fanIn);
      for (const [at, value] of cross.at(0).entries()) expect(value).toBeCloseTo(expected[at], 14);
      largest = Math.max(largest, ...cross.at(1).map(Math.abs));
    }
    expect(largest).toBeGreaterThan(0.01);
  });

  test('of some synapses are columns of those of all', () => {
    const stack = linear(randomStack({ seed: 7, units: ['membrane', 'leakyTanh'] }));
    const { fanIn } = stack.layers[0];
    const all = new CrossTraces(stack, 'local', 0, 3);
    const some = new CrossTraces(stack, 'local', 0, 3, 2, 4);
    for (let t = 0; t < stack.run.steps; t++) {
      all.step(t);
      some.step(t);
      const columns = Array.from(all.at(1)).filter((_, at) => at % fanIn === 2 || at % fanIn === 3);
      expect(Array.from(some.at(1))).toEqual(columns);
    }
  });
});

test('the cascade passes a trace through the decay of each layer above, and meets the signal behind the last', () => {
  const problem = randomStack({ seed: 8, units: ['lif', 'leakyTanh', 'membrane'] });
  const decays = problem.stack.layers.map(({ unit }) =>
    unit.kind === 'leakyTanh' ? 1 - unit.leak : unit.kind === 'membrane' ? unit.decay : unit.membraneDecay
  );
  const stages = cascadeStages(linear(problem));
  expect(stages.map((own) => own.map(({ filter }) => filter))).toEqual([
    [undefined, decays[1], decays[2]],
    [undefined, decays[2]],
    [undefined]
  ]);
  expect(stages.map((own) => own.map(({ signal }) => signal !== undefined))).toEqual([
    [false, false, true],
    [false, true],
    [true]
  ]);
});

test('the signal of a layer is the sum of those from each layer that is read out', () => {
  const stack = linear(randomStack({ seed: 9, units: ['membrane', 'alif', 'leakyTanh'], readout: 'all' }));
  const total = learningSignals(stack);
  for (const [k, signals] of signalsByReadout(stack).entries()) {
    expect(signals).toHaveLength(3 - k);
    for (let at = 0; at < total[k].length; at++)
      expect(total[k][at]).toBeCloseTo(
        signals.reduce((sum, signal) => sum + signal[at], 0),
        14
      );
  }
});

test('in a trial of one step there is no time: every rule but top is exact, spikes included', () => {
  const problem = randomStack({
    seed: 10,
    units: ['leakyTanh', 'alif', 'membrane'],
    readoutDecay: 0.4,
    readout: 'all',
    steps: 1
  });
  const exact = stackGradient(problem, 'bptt').layers;
  for (const rule of rules) {
    for (const [k, dW] of stackGradient(problem, rule).layers.entries()) {
      if (rule !== 'top') expect(distance(dW, exact[k])).toBeLessThan(1e-14);
    }
  }
});

describe('stacks of any kinds of units in any order', () => {
  const unit = fc.constantFrom('leakyTanh', 'membrane', 'lif', 'alif');
  const anyStack = fc
    .record({
      seed: fc.nat(1000),
      units: fc.array(unit, { minLength: 1, maxLength: 4 }),
      readout: fc.constantFrom('top', 'all'),
      readoutDecay: fc.constantFrom(0, 0.5, 0.9),
      steps: fc.integer({ min: 1, max: 15 })
    })
    .map(randomStack);
  /** Norms of differences, so that stacks whose spikes never come count as well. */
  const near = (left: ArrayLike<number>, right: ArrayLike<number>): void => {
    for (let at = 0; at < right.length; at++)
      expect(Math.abs(left[at] - right[at])).toBeLessThan(1e-10 * Math.max(1, Math.abs(right[at])));
  };

  test('forward and backward exact gradients agree', () => {
    fc.assert(
      fc.property(anyStack, (problem) => {
        const exact = stackGradient(problem, 'bptt').layers;
        for (const [k, dW] of stackGradient(problem, 'rtrl').layers.entries()) near(dW, exact[k]);
      }),
      { numRuns: 40 }
    );
  });

  test('deep is back-propagation with diagonal Jacobians', () => {
    fc.assert(
      fc.property(anyStack, (problem) => {
        const diagonal = diagonalGradient(problem);
        for (const [k, dW] of stackGradient(problem, 'deep').layers.entries()) near(dW, diagonal[k].flat());
      }),
      { numRuns: 40 }
    );
  });
});
