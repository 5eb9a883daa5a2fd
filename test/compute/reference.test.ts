import { describe, expect, it } from 'vitest';
import type { Block, Compute } from '../../src/compute/compute';
import { eligibilityBlocks, eligibilityCall } from '../../src/compute/conformance/eligibility';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import { createReference } from '../../src/compute/reference';

const compute: Compute = createReference();
const block = (...data: number[]): Block => blockOf(compute, 'block', data);
const values = async (b: Block): Promise<number[]> => Array.from(await compute.read(b));

async function expectClose(got: Block, wanted: number[]): Promise<void> {
  const actual = await values(got);
  expect(actual.length).toBe(wanted.length);
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i], 13);
  });
}

describe('the reference, against sums done by hand', () => {
  it('multiplies matrices, transposed and accumulated', async () => {
    // a = [1 2 3; 4 5 6], b = [1 0; 2 1; 0 3]: a b = [5 11; 14 23]
    const a = block(1, 2, 3, 4, 5, 6);
    const aT = block(1, 4, 2, 5, 3, 6);
    const bT = block(1, 2, 0, 0, 1, 3);
    const c = block(1, 1, 1, 1);
    await compute.gemm({ m: 2, n: 2, k: 3, a, b: block(1, 0, 2, 1, 0, 3), c });
    await expectClose(c, [5, 11, 14, 23]);
    await compute.gemm({
      m: 2,
      n: 2,
      k: 3,
      a: aT,
      b: bT,
      c,
      transposeA: true,
      transposeB: true,
      alpha: 2,
      accumulate: true
    });
    await expectClose(c, [15, 33, 42, 69]);
  });

  it('takes one leaky tanh unit through two ticks', async () => {
    const call = leakyUnit();
    await compute.forward(call);
    // u = .5 * 1 + .25 * .2 = .55; h = .6 * .2 + .4 tanh(.55); then u = .5 * -1 + .25 h
    const first = 0.6 * 0.2 + 0.4 * Math.tanh(0.55);
    const second = 0.6 * first + 0.4 * Math.tanh(-0.5 + 0.25 * first);
    await expectClose(call.history.activity, [first, second]);
    await expectClose(call.history.preTrace, [1, 0.2, -1, first]);
    await expectClose(call.history.drive, [
      0.4 * (1 - Math.tanh(0.55) ** 2),
      0.4 * (1 - Math.tanh(-0.5 + 0.25 * first) ** 2)
    ]);
    await expectClose(call.state.activity, [second]);
  });

  it('lets an adaptive unit spike, rest and raise its threshold', async () => {
    const zeros = (length: number) => compute.alloc(length, 'zeros');
    const state = {
      potential: block(0),
      activity: block(0),
      preTrace: block(0, 0),
      adaptation: block(0),
      refractory: block(0)
    };
    const history = {
      potential: zeros(4),
      threshold: zeros(4),
      activity: zeros(4),
      drive: zeros(4),
      preTrace: zeros(8)
    };
    const unit = {
      kind: 'spiking',
      membraneDecay: 0.5,
      currentGain: 1,
      threshold: 1,
      dampening: 0.3,
      refractory: 2,
      adaptationDecay: 0.5,
      adaptation: block(2)
    } as const;
    const sizes = { from: 0, steps: 4, batch: 1, inputs: 1, units: 1 };
    await compute.forward({
      unit,
      ...sizes,
      weights: block(1, 0),
      x: block(0.75, 0.75, 2, 2),
      state,
      history
    });
    // v: .75, 1.125 (spike), .5625 + 2 - 1 (resting), .78125 + 2; a: 0, 0, 1, .5
    await expectClose(history.potential, [0.75, 1.125, 1.5625, 2.78125]);
    await expectClose(history.threshold, [1, 1, 3, 2]);
    await expectClose(history.activity, [0, 1, 0, 1]);
    await expectClose(history.drive, [0.3 * 0.75, 0.3 * 0.875, 0, 0.3 * (1 - 0.78125)]);
    await expectClose(history.preTrace, [0.75, 0, 1.125, 0, 2.5625, 1, 3.28125, 0.5]);
    await expectClose(state.refractory, [2]);
  });

  it('filters a readout and compares it with its target', async () => {
    const state = { output: block(0, 0), trace: block(0), loss: block(0) };
    const history = { output: block(0, 0, 0, 0), error: block(0, 0, 0, 0), trace: block(0, 0) };
    const sizes = { from: 0, steps: 2, batch: 1, units: 1, outputs: 2, decay: 0.5 };
    const call = {
      ...sizes,
      weights: block(2, 4),
      activity: block(1, 0),
      target: block(0, 0, 1, 0),
      mask: block(0, 1),
      state,
      history
    };
    await compute.readout({ loss: 'classification', ...call });
    await expectClose(history.output, [1, 2, 0.5, 1]);
    const p = 1 / (1 + Math.exp(0.5));
    await expectClose(history.error, [0, 0, p - 1, 1 - p]);
    await expectClose(state.loss, [-Math.log(p)]);
    await expectClose(history.trace, [0.5, 0.25]);
  });
});

/** One unit with leak .4, one input, weights .5 and .25, two ticks from h = .2. */
function leakyUnit() {
  const zeros = (length: number) => compute.alloc(length, 'zeros');
  const state = {
    potential: block(0.2),
    activity: block(0.2),
    preTrace: block(0, 0),
    adaptation: zeros(0),
    refractory: zeros(0)
  };
  const history = {
    potential: zeros(2),
    threshold: zeros(0),
    activity: zeros(2),
    drive: zeros(2),
    preTrace: zeros(4)
  };
  const unit = { kind: 'leakyTanh', leak: block(0.4) } as const;
  return {
    unit,
    from: 0,
    steps: 2,
    batch: 1,
    inputs: 1,
    units: 1,
    weights: block(0.5, 0.25),
    x: block(1, -1),
    state,
    history
  };
}

describe('eligibility traces of the reference', () => {
  it('are the same walked and factored, to rounding', async () => {
    for (const kind of ['alif', 'leakyTanh', 'plain'] as const) {
      const options = {
        steps: 120,
        batch: 2,
        units: 4,
        fanIn: 5,
        kind,
        carried: true,
        constant: true,
        selfFrom: 1
      } as const;
      const walked = eligibilityCall(compute, { form: 'step', ...options }, numbersFrom(1));
      const factored = eligibilityCall(compute, { form: 'chunk', ...options }, numbersFrom(1));
      await compute.eligibility(walked);
      await compute.eligibility(factored);
      for (const [n, b] of eligibilityBlocks(walked).entries()) {
        const [expected, actual] = [await values(b), await values(eligibilityBlocks(factored)[n])];
        const largest = Math.max(...expected.map(Math.abs));
        actual.forEach((value, i) => {
          expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-12 * largest);
        });
      }
    }
  });

  for (const form of ['step', 'chunk'] as const) {
    it(`give the true gradient where units see only themselves (${form})`, async () => {
      // With diagonal recurrence e-prop is exact: the gradient must be that of finite differences.
      const [steps, inputs, units, outputs, kappa] = [12, 2, 3, 2, 0.7];
      const fanIn = inputs + units;
      const { between } = numbersFrom(11);
      const [leak, x] = [between(0.2, 0.9, units), between(-1, 1, steps * inputs)];
      const weights = Array.from(between(-0.8, 0.8, units * fanIn), (w, s) => {
        const [i, j] = [Math.floor(s / fanIn), s % fanIn];
        return j < inputs || j === inputs + i ? w : 0;
      });
      const [out, target] = [between(-1, 1, outputs * units), between(-1, 1, steps * outputs)];

      const run = async (W: number[]) => {
        const zeros = (length: number) => compute.alloc(length, 'zeros');
        const state = {
          potential: zeros(units),
          activity: zeros(units),
          preTrace: zeros(fanIn),
          adaptation: zeros(0),
          refractory: zeros(0)
        };
        const history = {
          potential: zeros(steps * units),
          threshold: zeros(0),
          activity: zeros(steps * units),
          drive: zeros(steps * units),
          preTrace: zeros(steps * fanIn)
        };
        const sizes = { from: 0, steps, batch: 1, units };
        const unit = { kind: 'leakyTanh', leak: block(...leak) } as const;
        await compute.forward({
          unit,
          ...sizes,
          inputs,
          weights: block(...W),
          x: block(...x),
          state,
          history
        });
        const read = {
          state: { output: zeros(outputs), trace: zeros(units), loss: zeros(1) },
          history: {
            output: zeros(steps * outputs),
            error: zeros(steps * outputs),
            trace: zeros(steps * units)
          }
        };
        const mask = block(...new Array<number>(steps).fill(1));
        const goal = { activity: history.activity, target: block(...target), mask, weights: block(...out) };
        await compute.readout({ loss: 'regression', ...sizes, outputs, decay: kappa, ...goal, ...read });
        return { history, error: read.history.error, loss: (await values(read.state.loss))[0] };
      };

      const { history, error } = await run(weights);
      const signal = compute.alloc(steps * units, 'signal');
      await compute.gemm({ m: steps, n: units, k: outputs, a: error, b: block(...out), c: signal });
      const gradient = compute.alloc(units * fanIn, 'gradient');
      const keep = block(...Array.from(leak, (l) => 1 - l));
      await compute.eligibility({
        form,
        steps,
        batch: 1,
        units,
        fanIn,
        preTrace: history.preTrace,
        drive: history.drive,
        carry: keep,
        pass: keep,
        slope: block(...Array.from({ length: units }, (_, i) => weights[i * fanIn + inputs + i])),
        readoutDecay: kappa,
        signal,
        scale: 1,
        gradient
      });
      const ours = await values(gradient);
      for (let i = 0; i < units; i++) {
        for (const j of [0, 1, inputs + i]) {
          const s = i * fanIn + j;
          const h = 1e-5;
          const moved = (by: number) => run(weights.map((w, n) => (n === s ? w + by : w)));
          const slope = ((await moved(h)).loss - (await moved(-h)).loss) / (2 * h);
          expect(ours[s]).toBeCloseTo(slope, 8);
        }
      }
    });
  }
});
