/** What a network costs, held to its own plan, to the calls it makes and to the counts of single layers. */
import { describe, expect, it } from 'vitest';
import { createReference } from '../../../src/compute/reference';
import type { Compute } from '../../../src/compute/compute';
import { totalOf } from '../../../src/models/memory/cost/cost';
import { networkCost } from '../../../src/models/memory/cost/network';
import { planNetwork } from '../../../src/models/memory/network/network';
import type { NetworkSizes } from '../../../src/models/memory/network/plan';
import { networkCases, networkOf, smallSizes, tokenData, vocabulary } from './networkCases';

const asked = { vocabulary };
const published = networkCases.filter(([name]) => !name.startsWith('cca bare'));

/** Operations of products with weights in one pass over a token, as the backend is asked for them. */
async function products(sizes: NetworkSizes): Promise<number> {
  let flops = 0;
  const plain = createReference();
  // Weights lie in blocks of several numbers a row and are read as they are; copies have one row of the left.
  const compute: Compute = {
    ...plain,
    gemm(call) {
      if (call.b.label.startsWith('weights') && call.transposeB) flops += 2 * call.m * call.n * call.k;
      return plain.gemm(call);
    }
  };
  const network = networkOf(sizes, { compute });
  const use = network.use(1, 4);
  await use.run(tokenData(1, 4));
  flops = 0;
  await use.run(tokenData(1, 1));
  return flops;
}

const ofProducts = ['projections', 'MLP', 'head', 'adapters'];

describe.each(published)('the cost of a network of %s', (_, sizes) => {
  const cost = networkCost(sizes, asked);

  it('has the parameters and what is kept that its plan has', () => {
    const plan = planNetwork(sizes, asked);
    expect(totalOf(cost.parameters)).toBe(plan.weights.floats);
    for (const tokens of [1, 10, 1000]) expect(cost.kept(tokens)).toBe(plan.stateFloats(tokens));
  });

  it('counts the products with weights that a backend is asked for', async () => {
    // MLA is counted as papers decode it, from the latent.
    if (sizes.layer === 'mla') return;
    const token = cost.token(5);
    const counted = ofProducts.reduce((sum, kind) => sum + (token[kind] ?? 0), 0);
    expect(counted).toBe(await products(sizes));
  });
});

describe('operations of a token', () => {
  const grows = (layer: NetworkSizes['layer']): number[] => {
    const { token } = networkCost({ ...smallSizes, layer, layers: 1 }, asked);
    return [1024, 2048, 4096].map((tokens) => totalOf(token(tokens)));
  };

  it.each([
    // 4 t a column: 8 columns, or 2 groups of ..; a shared block has twice the columns and is used in every second layer.
    ['softmax', 4 * 8 * 1024],
    ['gqa', 4 * 8 * 1024],
    ['cca', 4 * 8 * 1024],
    ['mla', 2 * 2 * (2 * 3 + 2) * 1024]
  ] as const)('of %s grow by attention alone', (layer, step) => {
    const [first, second, third] = grows(layer);
    expect(second - first).toBe(step);
    expect(third - second).toBe(2 * step);
  });

  it.each(['window', 'linear', 'ssd', 'vq'] as const)('of %s stay', (layer) => {
    expect(new Set(grows(layer)).size).toBe(1);
  });

  it('of a dictionary come to stay as its rows do', () => {
    const { token } = networkCost({ ...smallSizes, layer: 'ovq', layers: 1, rows: 64, block: 16 }, asked);
    // At the end of a block of 16 after t - 16 tokens: n = floor(64 s / (s + 64)), s = t - 16.
    const at = (t: number): number => {
      const open = Math.floor((64 * (t - 16)) / (t - 16 + 64));
      return 8 * 8 * 8 + 6 * 8 * 6 + 2 * 8 * 7 + 4 * 8 * (open + 16) + 2 * 8 * open + 4 * 8;
    };
    for (const t of [64, 1024, 65536]) expect(totalOf(token(t))).toBe(at(t));
    expect(at(65536) / at(1024)).toBeLessThan(1.05);
  });
});
