import { describe, expect, it } from 'vitest';
import { ccaAttention, ccaStart } from '../../../src/models/memory/cca/cca';
import {
  type CcaSettings,
  ccaDefaults,
  ccaShapes,
  naiveCompression
} from '../../../src/models/memory/cca/settings';
import {
  ccaCost,
  compressedSettings,
  groupedCost,
  latentCost
} from '../../../src/models/memory/cost/attention';
import { type Cost, cacheOf, repeated, totalOf } from '../../../src/models/memory/cost/cost';
import { transformerCost, zamba2Cost, zamba2Sizes } from '../../../src/models/memory/cost/zamba2';
import { sizesOf } from '../../../src/models/memory/projected/weights';
import { randomWeights } from './layerCases';
import { randomRows } from './memoryCases';

const E = 2048;
const mha = groupedCost(E, { heads: 16, kvHeads: 16, headWidth: 128 });
const gqa = groupedCost(E, { heads: 16, kvHeads: 4, headWidth: 128 });
const mla = latentCost(E, {
  heads: 16,
  headWidth: 128,
  queryLatent: E / 2,
  kvLatent: E / 4,
  ropeWidth: 0,
  norm: false
});
const cca = ccaCost(E, compressedSettings(E, 4, 4, 4));
const ccgqa = ccaCost(E, compressedSettings(E, 8, 2, 8));

/** Without convolutions and temperature, as table II lists them apart. */
const plain = (split: Readonly<Record<string, number>>): number =>
  totalOf({ ...split, convolutions: 0, temperature: 0 });

describe('the cost of a layer of attention', () => {
  // Parameters in units of E^2; kept numbers in units of E; forward and decode operations of S tokens by table II.
  it.each([
    ['mha', mha, 4, 2, (S: number) => 8 * S * E * E + 4 * E * S * S, (S: number) => 8 * E * E + 4 * E * S],
    [
      'gqa',
      gqa,
      2.5,
      0.5,
      (S: number) => 1.25 * 4 * S * E * E + 4 * E * S * S,
      (S: number) => 5 * E * E + 4 * E * S
    ],
    [
      'mla',
      mla,
      1 + 3 / 4 + 2 / 2,
      1 / 4,
      (S: number) => 2 * S * E * E + (4 * S * E * E) / 2 + (6 * S * E * E) / 4 + 4 * E * S * S,
      (S: number) =>
        (2 * E * E + 2 * 16 * E * E) / 4 + (2 * 16 * E * E) / (2 * 4) + (2 * E * E) / 2 + (4 * E * S * 16) / 4
    ],
    ['cca', cca, 1, 0.5, (S: number) => 2 * S * E * E + E * S * S, (S: number) => 2 * E * E + E * S],
    [
      'ccgqa',
      ccgqa,
      1.25,
      0.25,
      (S: number) => 2.5 * S * E * E + 2 * E * S * S,
      (S: number) => 2.5 * E * E + 2 * E * S
    ]
  ] as [string, Cost, number, number, (S: number) => number, (S: number) => number][])(
    'of %s is what table II says',
    (_, cost, parameters, cache, forward, decode) => {
      expect(plain(cost.parameters)).toBe(parameters * E * E);
      expect(cost.cachePerToken).toBe(cache * E);
      for (const S of [1, 2048, 16384]) {
        expect(plain(cost.forward(S))).toBe(forward(S));
        expect(plain(cost.decode(S))).toBe(decode(S));
      }
    }
  );

  it('has the printed parameters, caches and shares of operations at width 2048', () => {
    const layers = [mha, gqa, mla, cca, ccgqa];
    const millions = (count: number, digits: number): string => (count / 1e6).toFixed(digits);
    expect(layers.map(({ parameters }) => millions(plain(parameters), 2))).toEqual([
      '16.78',
      '10.49',
      '11.53',
      '4.19',
      '5.24'
    ]);
    expect(layers.map(({ cachePerToken }) => millions(cachePerToken * 16384, 1))).toEqual([
      '67.1',
      '16.8',
      '8.4',
      '16.8',
      '8.4'
    ]);
    const shares = (S: number): string[] =>
      layers.slice(1).map((cost) => (plain(cost.forward(S)) / plain(mha.forward(S))).toFixed(3));
    expect(shares(2048)).toEqual(['0.750', '0.792', '0.250', '0.375']);
    expect(shares(16384)).toEqual(['0.925', '0.938', '0.250', '0.463']);
  });

  it('counts 332,800 parameters of convolutions in the published layer of 8 heads and 2 kv heads of 128', () => {
    expect(ccgqa.parameters.convolutions).toBe(332800);
    expect(ccgqa.forward(5).convolutions).toBe(2 * 5 * (1280 * 2 + 1280 * 128 * 2));
    expect(ccgqa.decode(5).convolutions).toBe(2 * (1280 * 2 + 1280 * 128 * 2));
    expect(ccgqa.state).toEqual({ latents: 2 * 1280, 'delayed value': 128 });
    expect(cacheOf(ccgqa, 10)).toBe(10 * 2 * 256 + 2 * 1280 + 128);
  });

  it('counts the models of a published replication, of which two differ by 20,160', () => {
    // E 192, 6 layers, 8 heads and 2 kv heads, SwiGLU of 512, 2048 tied tokens; all have a norm with a temperature a kv head.
    const rest = 2048 * 192 + 6 * 3 * 192 * 512 + 13 * 192;
    const layer = (headWidth: number, change: Partial<CcaSettings>): number =>
      totalOf(
        repeated(
          ccaCost(192, { ...ccaDefaults, heads: 8, kvHeads: 2, headWidth, rope: undefined, ...change }),
          6
        ).parameters
      );
    const naive = { ...naiveCompression, norm: true };
    expect(rest + layer(24, naive)).toBe(2718156);
    expect(rest + layer(12, naive)).toBe(2441676);
    expect(rest + layer(12, {})).toBe(2461836);
    expect(layer(12, {}) - layer(12, naive)).toBe(20160);
  });

  it('is that of the weights and the state a layer really has', () => {
    const settings = { ...ccaDefaults, heads: 4, kvHeads: 2, headWidth: 3, rope: undefined, kernels: [3, 2] };
    const state = ccaStart(settings);
    const weights = randomWeights(ccaShapes(settings, 8));
    ccaAttention(weights, settings, state, randomRows('x', 7, 8));
    const kept = Object.values(state).reduce((sum, { data }) => sum + data.length, 0);
    expect(cacheOf(ccaCost(8, settings), 7)).toBe(kept);
    const numbers = Object.values(weights).reduce((sum, { data }) => sum + data.length, 0);
    expect(totalOf(ccaCost(8, settings).parameters)).toBe(numbers);
    expect(totalOf(sizesOf(ccaShapes(settings, 8)))).toBe(numbers);
  });

  it('of latent attention has its rotary part in parameters, cache and both kinds of operations', () => {
    const sizes = { heads: 4, headWidth: 16, queryLatent: 32, kvLatent: 16, norm: true };
    const [without, turned] = [0, 8].map((ropeWidth) => latentCost(64, { ...sizes, ropeWidth }));
    expect(totalOf(turned.parameters) - totalOf(without.parameters)).toBe(32 * 4 * 8 + 64 * 8);
    expect(turned.cachePerToken - without.cachePerToken).toBe(8);
    expect(totalOf(turned.forward(10)) - totalOf(without.forward(10))).toBe(
      2 * 10 * (32 * 4 * 8 + 64 * 8) + 2 * 100 * 4 * 8
    );
    expect(totalOf(turned.decode(10)) - totalOf(without.decode(10))).toBe(
      2 * (32 * 4 * 8 + 64 * 8) + 2 * 10 * 4 * 8
    );
  });
});

describe('the cost of Zamba2', () => {
  it.each([
    ['zamba2-1.2b', 1215064704],
    ['zamba2-2.7b', 2662214560],
    ['zamba2-7b', 7428314960]
  ] as const)('comes to the parameters of %s', (name, parameters) => {
    expect(totalOf(zamba2Cost(zamba2Sizes[name]).parameters)).toBe(parameters);
  });

  it('splits as it should, and without adapters of attention the largest has 7.357e9', () => {
    const millions = Object.fromEntries(
      Object.entries(zamba2Cost(zamba2Sizes['zamba2-2.7b']).parameters).map(([kind, count]) => [
        kind,
        (count / 1e6).toFixed(1)
      ])
    );
    expect(millions).toEqual({
      embeddings: '81.9',
      Mamba2: '2154.0',
      'shared blocks': '340.8',
      linears: '59.0',
      adapters: '26.5',
      'final norm': '0.0'
    });
    const largest = { ...zamba2Sizes['zamba2-7b'], attentionAdapters: false };
    expect((totalOf(zamba2Cost(largest).parameters) / 1e9).toFixed(3)).toBe('7.357');
  });

  it('keeps keys and values of every invocation, a third of what a transformer does', () => {
    const sizes = zamba2Sizes['zamba2-2.7b'];
    const [own, other] = [zamba2Cost(sizes), transformerCost(sizes)];
    expect([own.cachePerToken, other.cachePerToken]).toEqual([92160, 276480]);
    expect(own.state).toEqual({ scans: 54 * 80 * 64 * 64, convolutions: 54 * 4 * (5120 + 128) });
  });

  it('counts two operations for every weight of a matrix and use of it', () => {
    const sizes = zamba2Sizes['zamba2-1.2b'];
    const { logits, 'Mamba2 projections': mamba, 'shared projections': shared } = zamba2Cost(sizes).decode(1);
    const d = 2048;
    expect(mamba).toBe(2 * 38 * (d * (2 * 2 * d + 2 * 128 + 64) + 2 * d * d));
    expect(shared).toBe(2 * 6 * (14 * d * d + 12 * d * d));
    expect(logits).toBe(2 * 32000 * d);
  });

  it('scans in chunks: within one all pairs, over many in proportion to the tokens', () => {
    const { forward } = zamba2Cost({ ...zamba2Sizes['zamba2-2.7b'], layers: 1 });
    const [inner, N] = [5120, 64];
    const carried = (tokens: number, chunks: number): number =>
      4 * tokens * inner * N + 2 * chunks * inner * N;
    expect(forward(100).scans).toBe(2 * 100 * 100 * (N + inner) + carried(100, 1));
    expect(forward(300).scans).toBe(2 * (256 * 256 + 44 * 44) * (N + inner) + carried(300, 2));
    expect(forward(5120).scans).toBe(10 * forward(512).scans);
  });

  it('of one more token grows by attention alone', () => {
    const { decode } = zamba2Cost(zamba2Sizes['zamba2-7b']);
    expect(totalOf(decode(1001)) - totalOf(decode(1000))).toBe(13 * 4 * 2 * 3584);
  });
});
