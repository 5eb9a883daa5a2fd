import { describe, expect, it } from 'vitest';
import { gelus, inverseSoftplus, silu, softplus } from '../../../src/models/memory/activations';
import { initialMamba2 } from '../../../src/models/memory/mamba2/initial';
import { mamba2, mamba2Backward, mamba2Start } from '../../../src/models/memory/mamba2/mamba2';
import {
  type Mamba2Settings,
  type Mamba2Weights,
  mamba2Shapes
} from '../../../src/models/memory/mamba2/settings';
import { rmsNorm, rmsNormBackward } from '../../../src/models/memory/norms';
import { joinRows, type Rows, rowAt, sliceRows } from '../../../src/models/memory/rows';
import { countOf, leavesOf, zerosOf } from '../../../src/models/memory/weights';
import { Random } from '../../../src/models/random';
import { apart, differences, inner, randomRows } from './memoryCases';

const settings: Mamba2Settings = { width: 6, expand: 2, headWidth: 3, states: 4, groups: 2, taps: 4 };
const T = 17;
const u = randomRows('u', T, settings.width);

/** Weights with nothing at a special value, so that every one of them matters. */
function weightsOf(): Mamba2Weights {
  const weights = initialMamba2(settings, new Random(3));
  for (const { leaf, path } of leavesOf<Rows>(weights)) {
    const noise = randomRows(path, leaf.rows, leaf.columns, 0.2).data;
    noise.forEach((value, i) => {
      leaf.data[i] += value;
    });
  }
  weights.dtBias.data.forEach((_, h) => {
    weights.dtBias.data[h] += 3;
  });
  return weights;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The block written from its equations alone, a number at a time. */
function plainBlock(w: Mamba2Weights, gateAfterNorm = false): Float64Array {
  const [di, GN, H, P, N] = [12, 8, 4, 3, 4];
  const raw = Array.from({ length: T }, (_, t) =>
    Array.from({ length: 2 * di + 2 * GN + H }, (_, j) => {
      let sum = 0;
      for (let i = 0; i < 6; i++) sum += u.data[t * 6 + i] * w.input.data[i * w.input.columns + j];
      return sum;
    })
  );
  const conv = (t: number, c: number): number => {
    let sum = w.convolutionBias.data[c];
    for (let lag = 0; lag < 4; lag++)
      if (t >= lag) sum += w.convolution.data[(3 - lag) * (di + 2 * GN) + c] * raw[t - lag][di + c];
    return sum * sigmoid(sum);
  };
  const h = new Float64Array(H * P * N);
  const out = new Float64Array(T * 6);
  for (let t = 0; t < T; t++) {
    const y = new Float64Array(di);
    for (let head = 0; head < H; head++) {
      const dt = Math.log1p(Math.exp(raw[t][2 * di + 2 * GN + head] + w.dtBias.data[head]));
      const group = head < 2 ? 0 : 1;
      for (let p = 0; p < P; p++) {
        const x = conv(t, head * P + p);
        for (let n = 0; n < N; n++) {
          const at = (head * P + p) * N + n;
          h[at] = Math.exp(-dt * Math.exp(w.aLog.data[head])) * h[at] + dt * x * conv(t, di + group * N + n);
          y[head * P + p] += h[at] * conv(t, di + GN + group * N + n);
        }
        y[head * P + p] += w.skip.data[head] * x;
      }
    }
    const gate = y.map((_, i) => raw[t][i] * sigmoid(raw[t][i]));
    const gated = gateAfterNorm ? y : y.map((value, i) => value * gate[i]);
    for (const from of [0, 6]) {
      const mean = gated.slice(from, from + 6).reduce((sum, value) => sum + value * value, 0) / 6;
      for (let i = from; i < from + 6; i++) {
        const normed = (gated[i] / Math.sqrt(mean + 1e-5)) * w.norm.data[i] * (gateAfterNorm ? gate[i] : 1);
        for (let j = 0; j < 6; j++) out[t * 6 + j] += normed * w.output.data[i * 6 + j];
      }
    }
  }
  return out;
}

describe('the Mamba2 block', () => {
  it('is what its equations say, with the gate before the norm', () => {
    const weights = weightsOf();
    const { out } = mamba2(weights, settings, mamba2Start(settings), u);
    expect(apart(out.data, plainBlock(weights))).toBeLessThan(1e-12);
    expect(apart(out.data, plainBlock(weights, true))).toBeGreaterThan(0.01);
  });

  it('goes on from the last four inputs and h, to the bit, whatever the cuts', () => {
    const weights = weightsOf();
    const whole = mamba2(weights, settings, mamba2Start(settings), u).out;
    let state = mamba2Start(settings);
    const parts = [0, 1, 2, 3, 9, 10, 17].slice(1).map((end, i, ends) => {
      state = structuredClone(state);
      return mamba2(weights, settings, state, sliceRows(u, ends[i - 1] ?? 0, end)).out;
    });
    expect(joinRows(...parts).data).toEqual(whole.data);
    expect([state.past.rows, state.past.columns]).toEqual([4, 12 + 2 * 8]);
    expect(state.h.data.length).toBe(4 * 3 * 4);
  });

  it('does not see later tokens', () => {
    const weights = weightsOf();
    const changed = { ...u, data: u.data.slice() };
    rowAt(changed, 11).fill(3);
    const [before, after] = [u, changed].map(
      (rows) => mamba2(weights, settings, mamba2Start(settings), rows).out.data
    );
    expect(after.slice(0, 66)).toEqual(before.slice(0, 66));
    expect(apart(after.slice(66), before.slice(66))).toBeGreaterThan(0.01);
  });

  it('begins where its authors let it begin', () => {
    const large = { ...settings, width: 600, headWidth: 4 };
    const weights = initialMamba2(large, new Random(1));
    const steps = [...weights.dtBias.data].map(softplus.value);
    expect(steps.length).toBe(300);
    expect(steps.every((dt) => dt >= 1e-3 * (1 - 1e-12) && dt <= 0.1 * (1 + 1e-12))).toBe(true);
    expect(Math.abs(steps.filter((dt) => dt < 0.01).length / 300 - 0.5)).toBeLessThan(0.1);
    const decays = [...weights.aLog.data].map(Math.exp);
    expect(Math.min(...decays)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...decays)).toBeLessThanOrEqual(16);
    expect(Math.max(...decays) - Math.min(...decays)).toBeGreaterThan(12);
    expect([...weights.skip.data, ...weights.norm.data].every((value) => value === 1)).toBe(true);
    expect(Math.max(...weights.convolution.data.map(Math.abs))).toBeLessThanOrEqual(0.5);
    const variance = inner(weights.output.data, weights.output.data) / weights.output.data.length;
    expect(variance * weights.output.rows).toBeCloseTo(1, 1);
  });

  it('has as many weights as the published formula counts', () => {
    const { groups: G, states: N, width: d } = settings;
    const [di, H] = [12, 4];
    const formula = d * (2 * di + 2 * G * N + H) + 5 * (di + 2 * G * N) + 3 * H + di + di * d;
    expect(countOf(mamba2Shapes(settings))).toBe(formula);
    expect(countOf(initialMamba2(settings, new Random(1)))).toBe(formula);
  });

  it('has the gradient of finite differences, for tokens and every weight, also from a state', () => {
    const weights = weightsOf();
    const start = mamba2Start(settings);
    mamba2(weights, settings, start, sliceRows(u, 0, 5));
    const tokens = sliceRows(u, 5, 14);
    const weight = randomRows('weight', 9, 6);
    const loss = () => inner(mamba2(weights, settings, structuredClone(start), tokens).out.data, weight.data);
    const gradient: Mamba2Weights = zerosOf(weights);
    const pass = mamba2(weights, settings, structuredClone(start), tokens);
    const onTokens = mamba2Backward(weights, settings, pass, weight, gradient);
    expect(apart(onTokens.data, differences(tokens.data, loss))).toBeLessThan(1e-7);
    for (const name of Object.keys(weights) as (keyof Mamba2Weights)[]) {
      const expected = differences(weights[name].data, loss);
      expect(apart(gradient[name].data, expected), name).toBeLessThan(1e-7);
      expect(inner(expected, expected), name).toBeGreaterThan(0);
    }
  });

  it('refuses settings and tokens that do not fit, in one line', () => {
    expect(() => mamba2Start({ ...settings, headWidth: 5 })).toThrow('makes 2.4 heads of 5');
    expect(() => mamba2Start({ ...settings, taps: 0 })).toThrow("'taps' of a Mamba2 block is 0");
    const weights = weightsOf();
    expect(() => mamba2(weights, settings, mamba2Start(settings), randomRows('w', 2, 7))).toThrow(
      'Tokens of 7 numbers were given; expected 6.'
    );
  });
});

describe('activations', () => {
  it('are what their definitions say', () => {
    // Phi by integrating the density with Simpson's rule.
    const share = (x: number) => {
      let sum = 0;
      for (let i = 0; i <= 2000; i++) {
        const z = (i / 2000) * x;
        sum += (i === 0 || i === 2000 ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp((-z * z) / 2);
      }
      return 0.5 + ((x / 2000 / 3) * sum) / Math.sqrt(2 * Math.PI);
    };
    for (const x of [-12, -4, -1.3, -0.01, 0, 0.2, 1, 2.7, 5, 8.9, 30]) {
      expect(Math.abs(silu.value(x) - x * sigmoid(x))).toBeLessThan(1e-14);
      expect(Math.abs(softplus.value(x) / Math.log1p(Math.exp(x)) - 1)).toBeLessThan(1e-14);
      expect(Math.abs(gelus.exact.value(x) - x * share(x))).toBeLessThan(1e-12);
      expect(Math.abs(gelus.tanh.value(x) - gelus.exact.value(x))).toBeLessThan(1e-3);
    }
    for (const y of [1e-4, 1e-3, 0.1, 2]) expect(softplus.value(inverseSoftplus(y)) / y).toBeCloseTo(1, 11);
    expect(softplus.value(800)).toBe(800);
    expect(softplus.value(-750)).toBe(0);
    expect(silu.value(-800)).toBe(-0);
  });

  it('have the slopes of finite differences', () => {
    const points = Float64Array.of(-4, -1.3, -0.01, 0, 0.2, 1, 2.7, 5);
    for (const form of [silu, softplus, gelus.exact, gelus.tanh]) {
      const found = differences(points, () => points.reduce((sum, x) => sum + form.value(x), 0));
      expect(apart(points.map(form.slope), found)).toBeLessThan(1e-9);
    }
  });
});

describe('the norm', () => {
  it('of groups is that of each alone, and has the gradient of finite differences', () => {
    const [x, weight, g] = [randomRows('x', 5, 6), randomRows('w', 1, 6), randomRows('g', 5, 6)];
    const row = rowAt(rmsNorm(x, weight, 2), 3);
    const [a, b, c] = rowAt(x, 3).subarray(3);
    const size = Math.sqrt((a * a + b * b + c * c) / 3 + 1e-5);
    expect(
      apart(
        row.subarray(3),
        [a, b, c].map((value, i) => (value * weight.data[3 + i]) / size)
      )
    ).toBeLessThan(1e-14);
    const loss = () => inner(rmsNorm(x, weight, 2).data, g.data);
    const onWeight = zerosOf({ weight }).weight;
    const onX = rmsNormBackward(x, weight, g, onWeight, 2);
    expect(apart(onX.data, differences(x.data, loss))).toBeLessThan(1e-8);
    expect(apart(onWeight.data, differences(weight.data, loss))).toBeLessThan(1e-8);
  });
});
