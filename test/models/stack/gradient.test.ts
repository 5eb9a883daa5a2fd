import { describe, expect, test } from 'vitest';
import { tanh } from '../../../src/compute/transcendentals';
import { stackGradient } from '../../../src/models/stack/gradient';
import {
  type Feedback,
  type Rule,
  rules,
  StackError,
  type StackProblem
} from '../../../src/models/stack/stack';
import { randomStack, withRecurrence } from '../../../src/models/oracles/randomStack';

const localRules = ['deep', 'cascade', 'spatial', 'immediate', 'top'] as const;
const threeLayers = { seed: 1, units: ['leakyTanh', 'membrane', 'alif'] } as const;

/** One membrane unit that hears one input: decay 1/2, U = O = 1, target 0, x = 1, 0, 0. */
function impulse(): StackProblem {
  return {
    stack: {
      inputs: 1,
      outputs: 1,
      layers: [{ units: 1, unit: { kind: 'membrane', decay: 0.5 } }],
      readout: 'top',
      readoutDecay: 0,
      loss: 'regression'
    },
    weights: { layers: [Float64Array.of(1, 0, 0)], readout: [Float64Array.of(1)] },
    feedback: { kind: 'symmetric' },
    trial: {
      x: Float64Array.of(1, 0, 0),
      target: new Float64Array(3),
      mask: Float64Array.of(1, 1, 0)
    }
  };
}

/** The forward weights themselves, as matrices of their own. */
function transposed({ stack, weights }: StackProblem): Feedback {
  const { layers, outputs } = stack;
  return {
    kind: 'layered',
    output: weights.readout.map((O, m) =>
      O.map((_, at) => O[(at % outputs) * layers[m].units + Math.floor(at / outputs)])
    ),
    down: weights.layers.map((W, l) => {
      if (l === 0) return new Float64Array(0);
      const [n, below] = [layers[l].units, layers[l - 1].units];
      return Float64Array.from(
        { length: n * below },
        (_, at) => W[(at % n) * (W.length / n) + Math.floor(at / n)]
      );
    })
  };
}

describe('the gradient of one trial', () => {
  test('is that of the closed form for one membrane unit and an impulse, and a masked step adds nothing', () => {
    // u_t = 2^-t, y_t = tanh u_t: E = sum y_t^2 / 2 and dE/dU = sum y_t (1 - y_t^2) 2^-t over the two steps that count.
    const [one, two] = [tanh(1), tanh(0.5)];
    for (const rule of ['bptt', 'rtrl', 'deep', 'cascade', 'spatial', 'top'] as const) {
      const { loss, layers, readout } = stackGradient(impulse(), rule);
      expect(loss).toBeCloseTo((one * one + two * two) / 2, 14);
      expect(layers[0][0]).toBeCloseTo(one * (1 - one * one) + 0.5 * two * (1 - two * two), 14);
      expect(readout[0][0]).toBeCloseTo(one * one + two * two, 14);
    }
    expect(stackGradient(impulse(), 'immediate').layers[0][0]).toBeCloseTo(one * (1 - one * one), 14);
  });

  test('counts the cross-entropy of a classification: two equal outputs lose log 2 a step', () => {
    const problem = randomStack({ ...threeLayers, loss: 'classification' });
    const silent = problem.weights.readout.map((O) => O.map(() => 0));
    const steps = problem.trial.mask.reduce((sum, counts) => sum + counts, 0);
    const { loss } = stackGradient({ ...problem, weights: { ...problem.weights, readout: silent } }, 'top');
    expect(loss).toBeCloseTo(Math.LN2 * steps, 12);
  });

  test('has the shapes of the weights, and no readout gradient where nothing is read out', () => {
    const problem = randomStack(threeLayers);
    for (const rule of rules) {
      const gradient = stackGradient(problem, rule);
      expect(gradient.layers.map(({ length }) => length)).toEqual([4 * 8, 5 * 10, 6 * 12]);
      expect(gradient.readout.map(({ length }) => length)).toEqual([0, 0, 12]);
    }
  });

  test('is 0 where no step counts, and where there is none', () => {
    const problem = randomStack(threeLayers);
    const mask = problem.trial.mask.map(() => 0);
    const none = new Float64Array(0);
    for (const trial of [
      { ...problem.trial, mask },
      { x: none, target: none, mask: none }
    ]) {
      for (const rule of rules) {
        const { loss, layers, readout } = stackGradient({ ...problem, trial }, rule);
        expect(loss).toBe(0);
        for (const block of [...layers, ...readout]) expect(block.every((value) => value === 0)).toBe(true);
      }
    }
  });
});

describe('feedback', () => {
  const problem = randomStack({ ...threeLayers, readout: 'all', readoutDecay: 0.5 });

  test.each(localRules)('%s: matrices equal to the forward weights change no bit', (rule) => {
    const own = stackGradient({ ...problem, feedback: transposed(problem) }, rule);
    expect(own).toEqual(stackGradient(problem, rule));
  });

  test.each(['bptt', 'rtrl'] as const)('%s does not use it', (rule) => {
    const random = {
      ...problem,
      feedback: randomStack({ ...threeLayers, readout: 'all', feedback: 'layered' }).feedback
    };
    expect(stackGradient(random, rule)).toEqual(stackGradient(problem, rule));
  });

  test('the readout learns the same from any', () => {
    const broadcast = {
      ...problem,
      feedback: randomStack({ ...threeLayers, feedback: 'broadcast' }).feedback
    };
    for (const rule of localRules)
      expect(stackGradient(broadcast, rule).readout).toEqual(stackGradient(problem, 'bptt').readout);
  });

  test.each(['cascade', 'spatial', 'immediate'] as const)(
    '%s: a broadcast reaches each layer alone, in proportion to its own matrix',
    (rule) => {
      const broadcast = randomStack({ ...threeLayers, feedback: 'broadcast' });
      if (broadcast.feedback.kind !== 'broadcast') throw new Error('not a broadcast');
      const [first, ...others] = broadcast.feedback.broadcast;
      const doubled = [first.map((weight) => 2 * weight), ...others];
      const before = stackGradient(broadcast, rule).layers;
      const after = stackGradient(
        { ...broadcast, feedback: { kind: 'broadcast', broadcast: doubled } },
        rule
      ).layers;
      expect(after[0]).toEqual(before[0].map((value) => 2 * value));
      expect(after.slice(1)).toEqual(before.slice(1));
    }
  );

  test('a broadcast to layers that are all read out meets unfiltered traces: cascade is spatial', () => {
    const direct = randomStack({ ...threeLayers, readout: 'all', feedback: 'broadcast' });
    expect(stackGradient(direct, 'cascade')).toEqual(stackGradient(direct, 'spatial'));
  });
});

describe('what it refuses, in one line', () => {
  const problem = randomStack(threeLayers);
  const short = new Float64Array(3);
  const { stack, weights, trial } = problem;
  const replaced = (arrays: readonly Float64Array[], at: number): Float64Array[] =>
    arrays.map((array, l) => (l === at ? short : array));
  const refusal = (broken: StackProblem, rule: Rule = 'cascade'): string => {
    try {
      stackGradient(broken, rule);
    } catch (error) {
      if (error instanceof StackError) return error.message;
      throw error;
    }
    return 'nothing was refused';
  };
  const layersOf = (unit: StackProblem['stack']['layers'][number]['unit']) => [
    { units: 4, unit },
    ...stack.layers.slice(1)
  ];

  test.each<[what: string, broken: StackProblem, message: string]>([
    [
      'weights',
      { ...problem, weights: { ...weights, layers: replaced(weights.layers, 1) } },
      'W = [U | R | b] of layer 2 holds 3 numbers; expected 50 (n x fan-in) beside the other arrays.'
    ],
    [
      'readout weights',
      { ...problem, weights: { ...weights, readout: replaced(weights.readout, 0) } },
      'O of layer 1 holds 3 numbers; expected 0 (outputs x n, none where no readout) beside the other arrays.'
    ],
    [
      'a layer without weights',
      { ...problem, weights: { ...weights, layers: weights.layers.slice(1) } },
      'weights hold 2 arrays; expected 3, one for each layer.'
    ],
    [
      'input',
      { ...problem, trial: { ...trial, x: short } },
      'x holds 3 numbers; expected 60 (T x inputs) beside the other arrays.'
    ],
    [
      'feedback',
      { ...problem, feedback: { kind: 'broadcast', broadcast: [short, short, short] } },
      'broadcast feedback of layer 1 holds 3 numbers; expected 8 (n x outputs) beside the other arrays.'
    ],
    [
      'a number that is none',
      { ...problem, trial: { ...trial, x: trial.x.map((value, at) => (at === 7 ? Number.NaN : value)) } },
      'x holds NaN at entry 7 (counted from 0); every number must be finite.'
    ],
    [
      'a leak of 0',
      { ...problem, stack: { ...stack, layers: layersOf({ kind: 'leakyTanh', leak: 0 }) } },
      'leak of layer 1 is 0; expected a number above 0.'
    ],
    [
      'a decay above 1',
      { ...problem, stack: { ...stack, layers: layersOf({ kind: 'membrane', decay: 1.5 }) } },
      'decay of layer 1 is 1.5; expected a number between 0 and 1.'
    ],
    [
      'no layer',
      { ...problem, stack: { ...stack, layers: [] } },
      'The stack has no layer; expected at least one.'
    ]
  ])('%s', (_, broken, message) => {
    expect(refusal(broken)).toBe(message);
  });

  test('targets that are no classes', () => {
    const classes = { ...problem, stack: { ...stack, loss: 'classification' } } as const;
    expect(refusal(classes)).toMatch(/^target at step 1 is .*; expected a one-hot row for classification\.$/);
  });

  test('states that overflow, by name, layer and step', () => {
    const loud = impulse();
    loud.trial.x[1] = 1e308;
    expect(refusal({ ...loud, weights: { ...loud.weights, layers: [Float64Array.of(10, 0, 0)] } })).toBe(
      'The current of layer 1 overflows at step 2; scale the weights or the input down.'
    );
    expect(refusal({ ...loud, weights: { ...loud.weights, layers: [Float64Array.of(0, 0, 1.5e308)] } })).toBe(
      'The potential of layer 1 overflows at step 2; scale the weights or the input down.'
    );
    expect(refusal({ ...loud, weights: { ...loud.weights, readout: [Float64Array.of(1e308)] } })).toBe(
      'The loss of the readout overflows at step 1; scale the weights or the input down.'
    );
  });

  test('traces, credit and gradients that explode while every state stays at rest', () => {
    const quiet = randomStack({ seed: 2, units: ['leakyTanh'], steps: 9 });
    const zero = quiet.weights.layers.map((W) => W.map(() => 0));
    const still = { ...quiet, weights: { ...quiet.weights, layers: zero } };
    const wild = withRecurrence(still, (_, i, j) => (i === j ? 1e120 : 0));
    // A trace grows by 1e120 a step, hence beyond 1.8e308 three steps after its first.
    expect(refusal(wild, 'rtrl')).toMatch(/^The (trace|gradient) of layer 1 overflows at step 4; /);
    expect(refusal(wild, 'cascade')).toMatch(/^The gradient of layer 1 overflows at step 4; /);
    expect(refusal(wild, 'bptt')).toMatch(/^The credit of layer 1 overflows at step 6; /);
  });
});
