import { describe, expect, it } from 'vitest';
import type { Compute, EligibilityCall } from '../../src/compute/compute';
import { eligibilityBlocks, eligibilityCall } from '../../src/compute/conformance/eligibility';
import { blockOf, numbersFrom } from '../../src/compute/conformance/numbers';
import { createReference } from '../../src/compute/reference';

const compute: Compute = createReference();
const sizes = { steps: 40, batch: 2, units: 3, fanIn: 4 } as const;

async function valuesOf(call: EligibilityCall): Promise<number[][]> {
  const all: number[][] = [];
  for (const block of eligibilityBlocks(call)) all.push(Array.from(await compute.read(block)));
  return all;
}

function expectClose(got: number[][], wanted: number[][], tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  for (const [n, expected] of wanted.entries()) {
    const largest = Math.max(...expected.map(Math.abs));
    expect(Math.max(...expected.map((value, i) => Math.abs(value - got[n][i])))).toBeLessThanOrEqual(
      tolerance * largest
    );
  }
}

/** [gradient, E, F, stages] of a call, one synapse after the other, as the equations of `EligibilityCall` read. */
async function byHand(call: EligibilityCall): Promise<number[][]> {
  const { steps, batch, units, fanIn, filters = [], readoutDecay: kappa, scale } = call;
  const [gradient, E, F, stages] = await valuesOf(call);
  const read = async (block: EligibilityCall['drive']) => Array.from(await compute.read(block));
  const [pre, psi, L] = [await read(call.preTrace), await read(call.drive), await read(call.signal)];
  const [carry, pass, slope] = [await read(call.carry), await read(call.pass), await read(call.slope)];
  const constant = call.constantSignal ? await read(call.constantSignal) : [];
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < units; i++)
      for (let j = 0; j < fanIn; j++) {
        const s = (b * units + i) * fanIn + j;
        const f = filters.map((_, m) => stages[m * E.length + s]);
        for (let t = 0; t < steps; t++) {
          const d = psi[(t * batch + b) * units + i];
          const input = d * pre[(t * batch + b) * fanIn + j];
          const e = input + (pass[i] + slope[i] * d) * E[s];
          E[s] = input + (carry[i] + slope[i] * d) * E[s];
          for (const [m, decay] of filters.entries()) f[m] = decay * f[m] + (m === 0 ? e : f[m - 1]);
          F[s] = kappa * F[s] + (1 - kappa) * (f.at(-1) ?? e);
          const learns = call.selfFrom === undefined || j !== call.selfFrom + i;
          const signal = L[(t * batch + b) * units + i] * F[s] + (constant[b * units + i] ?? 0) * e;
          if (learns) gradient[i * fanIn + j] += scale * signal;
        }
        for (const [m, value] of f.entries()) stages[m * E.length + s] = value;
      }
  return stages ? [gradient, E, F, stages] : [gradient, E, F];
}

const cascades = [[], [0.9], [0.5, 0.95], [0.3, 0, 0.8], [0.9, 0.1, 0.5, 0.6, 0.7, 0.2, 0.8]];

describe.each(['alif', 'lif', 'leakyTanh', 'plain'] as const)('cascades of %s traces', (kind) => {
  for (const filters of cascades) {
    const options = {
      ...sizes,
      kind,
      filters,
      decays: [0.1, 0.9],
      carried: true,
      constant: true,
      selfFrom: 1
    } as const;

    it(`are those of the equations through [${filters}]`, async () => {
      const call = eligibilityCall(compute, { form: 'step', ...options }, numbersFrom(31));
      const wanted = await byHand(call);
      await compute.eligibility(call);
      expectClose(await valuesOf(call), wanted, 1e-13);
    });

    it(`are the same walked and factored through [${filters}]`, async () => {
      for (const carried of [true, false]) {
        const [walked, factored] = (['step', 'chunk'] as const).map((form) =>
          eligibilityCall(compute, { form, ...options, carried }, numbersFrom(32))
        );
        await compute.eligibility(walked);
        await compute.eligibility(factored);
        expectClose(await valuesOf(factored), await valuesOf(walked), 1e-12);
      }
    });
  }
});

describe('traces carried on', () => {
  it.each(['step', 'chunk'] as const)('come out of two chunks as out of one (%s)', async (form) => {
    const options = {
      form,
      ...sizes,
      kind: 'alif',
      filters: [0.9, 0.6],
      carried: true,
      constant: true
    } as const;
    const whole = eligibilityCall(compute, options, numbersFrom(33));
    const halves = eligibilityCall(compute, options, numbersFrom(33));
    await compute.eligibility(whole);
    const steps = sizes.steps / 2;
    for (const from of [0, steps]) {
      const half = async (block: EligibilityCall['drive'], width: number) => {
        const row = sizes.batch * width;
        return blockOf(compute, 'half', await compute.read(block, from * row, steps * row));
      };
      await compute.eligibility({
        ...halves,
        steps,
        preTrace: await half(halves.preTrace, sizes.fanIn),
        drive: await half(halves.drive, sizes.units),
        signal: await half(halves.signal, sizes.units)
      });
    }
    expectClose(await valuesOf(halves), await valuesOf(whole), 1e-12);
  });

  it('need their stages where there are filters, and only there', async () => {
    const options = { form: 'step', ...sizes, kind: 'alif', filters: [0.9], carried: true } as const;
    const { stages, ...call } = eligibilityCall(compute, options, numbersFrom(34));
    await expect(compute.eligibility(call)).rejects.toThrow('give `stages` exactly when');
    const { filters, ...unfiltered } = call;
    expect(filters).toEqual([0.9]);
    if (!stages) throw new Error('no stages');
    await expect(compute.eligibility({ ...unfiltered, stages })).rejects.toThrow(
      'give `stages` exactly when'
    );
    await expect(compute.eligibility({ ...call, stages, filters: [0.9, 0.9] })).rejects.toThrow(
      "block 'traces' given as stages holds 24 floats; 48 are needed."
    );
    const many = new Array<number>(8).fill(0.5);
    await expect(compute.eligibility({ ...call, stages, filters: many })).rejects.toThrow('at most 7');
  });
});
