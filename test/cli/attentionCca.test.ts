/** `engram attention --layer cca` against the whole layer in float64, whose projections pick what the file gives, and by hand. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import type { NumericArray, WritableArray } from '../../src/formats/npy';
import { readNpz, writeNpz } from '../../src/formats/npz';
import { ccaAttention, ccaStart } from '../../src/models/memory/cca/cca';
import { type CcaSettings, ccaDefaults, ccaShapes } from '../../src/models/memory/cca/settings';
import { zeroWeights } from '../../src/models/memory/projected/weights';
import { zeroRows } from '../../src/models/memory/rows';
import { Random } from '../../src/models/random';
import { testIo } from './io';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engram-cca-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Arrays = Record<string, WritableArray>;
const [tokens, heads, kvHeads, d] = [12, 4, 2, 6];
const channels = (heads + kvHeads) * d;

function drawn(seed: number, ...shape: number[]): { shape: number[]; data: Float64Array } {
  const random = new Random(seed);
  return { shape, data: Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()) };
}

const qkv = {
  q: drawn(1, tokens, heads, d),
  k: drawn(2, tokens, kvHeads, d),
  v: drawn(3, tokens, kvHeads, d)
};
const learned = {
  depthwise: drawn(4, 2, channels),
  depthwise_bias: drawn(5, channels),
  grouped: drawn(6, 2, channels, d),
  grouped_bias: drawn(7, channels),
  temperature: drawn(8, kvHeads)
};

async function cca(arrays: Arrays, ...args: string[]) {
  writeFileSync(join(folder, 'qkv.npz'), writeNpz(arrays));
  const io = testIo(folder);
  const code = await main(['attention', 'qkv.npz', '--layer', 'cca', ...args, '--out', 'o.npz'], io);
  return { code, err: io.stderr };
}

async function answer(arrays: Arrays, ...args: string[]): Promise<NumericArray> {
  expect(await cca(arrays, ...args)).toEqual({ code: 0, err: '' });
  return readNpz('o.npz', readFileSync(join(folder, 'o.npz'))).get('o') as NumericArray;
}

/** The judge's layer over x = [q | k | v], with projections of ones and zeros that cut x apart and put the heads side by side. */
function judged(changes: Partial<CcaSettings>): Float64Array {
  const settings: CcaSettings = { ...ccaDefaults, heads, kvHeads, headWidth: d, rope: undefined, ...changes };
  const width = (heads + 2 * kvHeads) * d;
  const weights = zeroWeights(ccaShapes(settings, width));
  const pick = (name: 'query' | 'key' | 'valueNow' | 'valueBefore', from: number): void => {
    const { columns, data } = weights[name];
    for (let c = 0; c < columns; c++) data[(from + c) * columns + c] = 1;
  };
  pick('query', 0);
  pick('key', heads * d);
  pick('valueNow', channels);
  pick('valueBefore', channels + (kvHeads * d) / 2);
  for (let c = 0; c < heads * d; c++) weights.out.data[c * width + c] = 1;
  if (settings.kernels.length > 0) {
    weights.depthwise.data.set(learned.depthwise.data);
    weights.depthwiseBias.data.set(learned.depthwise_bias.data);
  }
  if (settings.kernels.length > 1) {
    weights.grouped.data.set(learned.grouped.data);
    weights.groupedBias.data.set(learned.grouped_bias.data);
  }
  if (settings.norm) weights.temperature.data.set(learned.temperature.data);
  const x = zeroRows(tokens, width);
  for (let t = 0; t < tokens; t++) {
    x.data.set(qkv.q.data.subarray(t * heads * d, (t + 1) * heads * d), t * width);
    x.data.set(qkv.k.data.subarray(t * kvHeads * d, (t + 1) * kvHeads * d), t * width + heads * d);
    x.data.set(qkv.v.data.subarray(t * kvHeads * d, (t + 1) * kvHeads * d), t * width + channels);
  }
  const { out } = ccaAttention(weights, settings, ccaStart(settings), x);
  return Float64Array.from({ length: tokens * heads * d }, (_, i) => {
    const t = Math.floor(i / (heads * d));
    return out.data[t * width + (i % (heads * d))];
  });
}

const furthest = (left: ArrayLike<number>, right: ArrayLike<number>): number =>
  Array.from(left).reduce((most, x, i) => Math.max(most, Math.abs(x - right[i])), 0);

describe('engram attention --layer cca', () => {
  it.each<[string, Partial<CcaSettings>, string[]]>([
    ['whole', {}, []],
    ['without convolutions', { kernels: [] }, ['--no-convolutions']],
    ['without means', { mean: false }, ['--no-mean']],
    ['without the shift', { shift: false }, ['--no-shift']],
    ['without norms', { norm: false }, ['--no-norm']],
    ['with plain temperatures', { temperature: 'raw' }, ['--temperature', 'raw']],
    ['with positions', { rope: { turned: 4, theta: 500 } }, ['--rope', '4', '--theta', '500']],
    [
      'with none of all',
      { kernels: [], mean: false, shift: false, norm: false },
      ['--no-convolutions', '--no-mean', '--no-shift', '--no-norm']
    ]
  ])('is the layer of the judge, %s', async (_, changes, args) => {
    const { data, shape } = await answer({ ...qkv, ...learned }, ...args);
    expect(shape).toEqual([tokens, heads, d]);
    expect(furthest(data, judged(changes))).toBeLessThan(1e-13);
  });

  it('answers differently by every switch', async () => {
    const whole = judged({});
    for (const args of [['--no-convolutions'], ['--no-mean'], ['--no-shift'], ['--no-norm'], ['--rope', '2']])
      expect(furthest((await answer({ ...qkv, ...learned }, ...args)).data, whole)).toBeGreaterThan(0.01);
  });

  it('is grouped softmax attention with nothing switched on', async () => {
    const bare = await answer(qkv, '--no-convolutions', '--no-mean', '--no-shift', '--no-norm');
    const io = testIo(folder);
    await main(['attention', 'qkv.npz', '--out', 's.npz'], io);
    const softmax = readNpz('s.npz', readFileSync(join(folder, 's.npz'))).get('o') as NumericArray;
    expect(furthest(bare.data, softmax.data)).toBeLessThan(1e-14);
  });

  it('shifts values by hand: the first token has no value before it, the second that of the first', async () => {
    // One head of two numbers and keys all zero: every token reads the mean of the values so far.
    const zeros = { shape: [3, 2], data: new Float64Array(6) };
    const v = { shape: [3, 2], data: Float64Array.of(1, 10, 3, 30, 5, 50) };
    const { data } = await answer({ q: zeros, k: zeros, v }, '--no-convolutions', '--no-mean', '--no-norm');
    expect(furthest(data, [1, 0, 2, 5, 3, 40 / 3])).toBeLessThan(1e-14);
  });

  it.each<[Arrays, string[], string]>([
    [qkv, [], "has no 'depthwise'. Add it, or leave both out with --no-convolutions."],
    [{ ...qkv, ...learned }, ['--scale', '2'], "--scale has no meaning for the layer 'cca'"],
    [{ ...qkv, ...learned, depthwise: drawn(1, 2, 5) }, [], `array 'depthwise'`],
    [{ ...qkv, v: drawn(1, tokens, kvHeads, 4) }, ['--no-convolutions'], `array 'v'`],
    [{ ...qkv, ...learned }, ['--rows', '4'], '--rows has no meaning']
  ])('refuses what does not fit (%#)', async (arrays, args, message) => {
    const { code, err } = await cca(arrays, ...args);
    expect(code).not.toBe(0);
    expect(err).toContain(message);
  });
});
