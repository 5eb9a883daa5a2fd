import { describe, expect, it } from 'vitest';
import type { BackwardCall, Compute, ForwardCall, Unit } from '../../src/compute/compute';
import { backwardCall } from '../../src/compute/conformance/backward';
import { type ForwardSizes, forwardCall, type LayerKind } from '../../src/compute/conformance/forward';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import { createReference } from '../../src/compute/reference';

const compute: Compute = createReference();
const sizes = { steps: 9, batch: 2, inputs: 3, units: 4, bias: true } as const satisfies ForwardSizes;
const fanIn = sizes.inputs + sizes.units + 1;
const rows = sizes.steps * sizes.batch;

const largest = (values: Iterable<number>): number => Math.max(...Array.from(values, Math.abs));

/** The largest difference, relative to the largest of `wanted`. */
function distance(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(got.length).toBe(wanted.length);
  return largest(Array.from(wanted, (value, i) => got[i] - value)) / largest(Array.from(wanted));
}

/** Runs a layer from the same state with weights and inputs of one's own. */
async function run(
  kind: LayerKind,
  weights?: ArrayLike<number>,
  x?: ArrayLike<number>
): Promise<ForwardCall> {
  const call = forwardCall(compute, kind, sizes, numbersFrom(21));
  if (weights) compute.write(call.weights, weights);
  if (x) compute.write(call.x, x);
  await compute.forward(call);
  return call;
}

async function credit(call: ForwardCall, signal: ArrayLike<number>, through: BackwardCall['through']) {
  const current = compute.alloc(rows * sizes.units, 'current');
  const { unit, weights } = call;
  const given = { drive: call.history.drive, signal: blockOf(compute, 'signal', signal), current };
  await compute.backward({ through, unit, ...sizes, weights, ...given });
  return compute.read(current);
}

describe.each(['leakyTanh', 'membrane'] as const)('credit back through a %s layer', (kind) => {
  const signal = numbersFrom(22).between(-1, 1, rows * sizes.units);

  const loss = async (weights: ArrayLike<number>, x: ArrayLike<number>): Promise<number> => {
    const { history } = await run(kind, weights, x);
    return Array.from(await compute.read(history.activity)).reduce((sum, z, at) => sum + signal[at] * z, 0);
  };
  /** Central differences of the loss in each of the numbers that `at` varies. */
  const slopes = async (values: ArrayLike<number>, at: (values: number[]) => Promise<number>) => {
    const h = 1e-5;
    const all: number[] = [];
    for (let n = 0; n < values.length; n++) {
      const moved = (by: number) => at(Array.from(values, (value, i) => (i === n ? value + by : value)));
      all.push(((await moved(h)) - (await moved(-h))) / (2 * h));
    }
    return all;
  };

  it('is the gradient of finite differences, in the weights, the bias and the input', async () => {
    const call = await run(kind);
    const weights = await compute.read(call.weights);
    const x = await compute.read(call.x);
    const current = await credit(call, signal, 'layer');

    const start = await compute.read(forwardCall(compute, kind, sizes, numbersFrom(21)).state.activity);
    const z = await compute.read(call.history.activity);
    const gradient = new Float64Array(sizes.units * fanIn);
    const ofInput = new Float64Array(x.length);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < sizes.units; i++) {
        const c = current[row * sizes.units + i];
        for (let j = 0; j < sizes.inputs; j++) {
          gradient[i * fanIn + j] += c * x[row * sizes.inputs + j];
          ofInput[row * sizes.inputs + j] += c * weights[i * fanIn + j];
        }
        for (let j = 0; j < sizes.units; j++) {
          const before = row - sizes.batch;
          const heard = before < 0 ? start[row * sizes.units + j] : z[before * sizes.units + j];
          gradient[i * fanIn + sizes.inputs + j] += c * heard;
        }
        gradient[i * fanIn + fanIn - 1] += c;
      }
    }
    expect(distance(gradient, await slopes(weights, (moved) => loss(moved, x)))).toBeLessThan(1e-7);
    expect(distance(ofInput, await slopes(x, (moved) => loss(weights, moved)))).toBeLessThan(1e-7);
  });

  it('goes the same way through each unit as through the layer where no unit hears another', async () => {
    const call = await run(kind);
    const own = kind === 'leakyTanh';
    const alone = (await compute.read(call.weights)).map((weight, at) => {
      const from = (at % fanIn) - sizes.inputs;
      const recurrent = from >= 0 && from < sizes.units;
      return recurrent && !(own && from === Math.floor(at / fanIn)) ? 0 : weight;
    });
    const apart = await run(kind, alone);
    const [unit, layer] = [await credit(apart, signal, 'unit'), await credit(apart, signal, 'layer')];
    expect(distance(unit, layer)).toBeLessThan(1e-14);
    expect(distance(await credit(apart, signal, 'tick'), layer)).toBeGreaterThan(0.01);
  });

  it('meets only the slope of its own tick where it does not travel', async () => {
    const call = await run(kind);
    const drive = await compute.read(call.history.drive);
    expect(await credit(call, signal, 'tick')).toEqual(drive.map((slope, at) => slope * signal[at]));
  });
});

type Spiking = Extract<Unit, { kind: 'spiking' }>;

/**
 * dE/dcurrent of spiking units, forwards: the credit of a current is what the drives and the linear dynamics make of
 * a disturbance of it, summed over the later ticks; nothing is shared with the recursion it is compared with.
 */
function disturbances(
  unit: Spiking,
  strength: ArrayLike<number>,
  weights: ArrayLike<number>,
  [drive, signal]: readonly [ArrayLike<number>, ArrayLike<number>],
  { through, gain }: { through: BackwardCall['through']; gain: number }
): number[] {
  const { steps, batch, inputs, units } = sizes;
  const all: number[] = [];
  for (let s = 0; s < steps; s++) {
    for (let b = 0; b < batch; b++) {
      for (let n = 0; n < units; n++) {
        const [v, a, z] = [0, 0, 0].map(() => new Float64Array(units));
        let sum = 0;
        for (let t = s; t < steps; t++) {
          const before = z.slice();
          for (let i = 0; i < units; i++) {
            let current = t === s && i === n ? 1 : 0;
            if (through === 'layer')
              for (let j = 0; j < units; j++) current += weights[i * fanIn + inputs + j] * before[j];
            const reset = through === 'layer' ? unit.threshold * before[i] : 0;
            v[i] = unit.membraneDecay * v[i] + gain * current - reset;
            a[i] = unit.adaptationDecay * a[i] + before[i];
            z[i] = drive[(t * batch + b) * units + i] * (v[i] - strength[i] * a[i]);
            sum += signal[(t * batch + b) * units + i] * z[i];
          }
          if (through === 'tick') break;
        }
        all.push(sum);
      }
    }
  }
  return all;
}

describe('credit back through spiking units', () => {
  it.each(['tick', 'unit', 'layer'] as const)(
    'is what a disturbance of the current does (%s)',
    async (through) => {
      for (const kind of ['LIF', 'ALIF', 'spiking'] as const) {
        const call = backwardCall(compute, through, kind, sizes, numbersFrom(23));
        if (call.unit.kind !== 'spiking') throw new Error('not a spiking layer');
        const unit = { ...call.unit, currentGain: 0.3 };
        await compute.backward({ ...call, unit });
        const [strength, weights] = [await compute.read(unit.adaptation), await compute.read(call.weights)];
        const histories = [await compute.read(call.drive), await compute.read(call.signal)] as const;
        const wanted = disturbances(unit, strength, weights, histories, { through, gain: 0.3 });
        expect(distance(await compute.read(call.current), wanted)).toBeLessThan(1e-13);
      }
    }
  );
});

describe('credit back', () => {
  it('is not written over what it is read from', async () => {
    const call = backwardCall(compute, 'layer', 'LIF', sizes, numbersFrom(25));
    await expect(compute.backward({ ...call, current: call.signal })).rejects.toThrow(
      "backward: block 'signal' is given as current and is read as well; give it another block."
    );
    const short = compute.alloc(sizes.units * (fanIn - 1), 'without a bias');
    await expect(compute.backward({ ...call, weights: short })).rejects.toThrow(
      "backward: block 'without a bias' given as weights holds 28 floats; 32 are needed."
    );
  });
});

describe('a filter run backwards', () => {
  it('is the transpose of the filter run forwards', async () => {
    const { between } = numbersFrom(24);
    const [steps, width, decay, gain] = [17, 3, 0.8, 0.2];
    const [x, y] = [between(-1, 1, steps * width), between(-1, 1, steps * width)];
    const values = blockOf(compute, 'y', y);
    await compute.filterBackward({ values, steps, width, decay, gain });
    const back = await compute.read(values);
    // <y, filter x> = <filter^T y, x>
    let [left, right] = [0, 0];
    for (let i = 0; i < width; i++) {
      let low = 0;
      for (let t = 0; t < steps; t++) {
        low = decay * low + gain * x[t * width + i];
        left += y[t * width + i] * low;
        right += back[t * width + i] * x[t * width + i];
      }
    }
    expect(left).toBeCloseTo(right, 13);
  });
});

describe('a membrane', () => {
  it('filters its current and shows its tanh', async () => {
    const zeros = (length: number) => compute.alloc(length, 'zeros');
    const call: ForwardCall = {
      unit: { kind: 'membrane', membraneDecay: 0.5 },
      ...{ from: 0, steps: 2, batch: 1, inputs: 1, units: 1, bias: true },
      weights: blockOf(compute, 'w', [2, 0.25, 0.125]),
      x: blockOf(compute, 'x', [0.5, -1]),
      state: {
        potential: blockOf(compute, 'u', [0.4]),
        activity: blockOf(compute, 'z', [0.2]),
        preTrace: blockOf(compute, 'pre', [0, 0, 0]),
        adaptation: zeros(0),
        refractory: zeros(0)
      },
      history: {
        potential: zeros(2),
        threshold: zeros(0),
        activity: zeros(2),
        drive: zeros(2),
        preTrace: zeros(6)
      }
    };
    await compute.forward(call);
    // u = .5 * .4 + 2 * .5 + .25 * .2 + .125, then .5 u - 2 + .25 tanh(u) + .125
    const u = [1.375];
    u.push(0.5 * u[0] - 2 + 0.25 * Math.tanh(u[0]) + 0.125);
    const z = u.map(Math.tanh);
    expect(distance(await compute.read(call.history.potential), u)).toBeLessThan(1e-14);
    expect(distance(await compute.read(call.history.activity), z)).toBeLessThan(1e-14);
    const drive = z.map((value) => 1 - value * value);
    expect(distance(await compute.read(call.history.drive), drive)).toBeLessThan(1e-14);
    const traces = [0.5, 0.2, 1, 0.25 - 1, 0.1 + z[0], 1.5];
    expect(distance(await compute.read(call.history.preTrace), traces)).toBeLessThan(1e-14);
  });
});
