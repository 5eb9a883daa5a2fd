import { describe, expect, it } from 'vitest';
import type { Compute } from '../../../src/compute/compute';
import { createReference } from '../../../src/compute/reference';
import { createWasm } from '../../../src/compute/wasm';
import { followKeys, keysMet } from '../../../src/models/memory/attention/codebook';
import { nearestCodes } from '../../../src/models/memory/attention/vectorQuantised';
import type { Network } from '../../../src/models/memory/network/network';
import { rmsNorm } from '../../../src/models/memory/norms';
import { normaliseHeads } from '../../../src/models/memory/projected/norms';
import { columnsOf, type Rows, rowAt, rowsOf, zeroRows } from '../../../src/models/memory/rows';
import { project } from '../../../src/models/memory/weights';
import { Copied } from './judges/weights';
import { apart, randomRows } from './memoryCases';
import { cut, networkOf, smallSizes, tokenData } from './networkCases';

const start = (codes: number, d: number) => ({
  codes: randomRows('codes', codes, d),
  counts: new Float64Array(codes).fill(1)
});

describe('a codebook that follows its keys', () => {
  it('is the moving averages of sums and of counts, one over the other', () => {
    const [rate, codes, d] = [0.1, 5, 3];
    const codebook = start(codes, d);
    const sums = Array.from(codebook.codes.data);
    const counts = [1, 1, 1, 1, 1];
    for (let update = 0; update < 7; update++) {
      const k = randomRows(`k${update}`, 9, d);
      const assigned = nearestCodes(k, codebook.codes);
      for (let s = 0; s < codes; s++) {
        counts[s] = 0.9 * counts[s] + 0.1 * assigned.filter((code) => code === s).length;
        for (let i = 0; i < d; i++) {
          let met = 0;
          assigned.forEach((code, t) => {
            if (code === s) met += k.data[t * d + i];
          });
          sums[s * d + i] = 0.9 * sums[s * d + i] + 0.1 * met;
        }
      }
      followKeys(codebook, keysMet(k, assigned, codes), rate);
      expect(apart(codebook.counts, counts)).toBeLessThan(1e-14);
      expect(
        apart(
          codebook.codes.data,
          sums.map((sum, at) => sum / counts[Math.floor(at / d)])
        )
      ).toBeLessThan(1e-12);
    }
  });

  it('at rate 1 is the mean of the keys of the last update, and without keys stands still', () => {
    const codebook = start(2, 2);
    const before = rowAt(codebook.codes, 1).slice();
    followKeys(codebook, keysMet(rowsOf(2, 2, [1, 2, 3, 4]), [0, 0], 2), 1);
    expect([...rowAt(codebook.codes, 0)]).toEqual([2, 3]);
    expect(rowAt(codebook.codes, 1)).toEqual(before);
    followKeys(codebook, keysMet(rowsOf(1, 2, [5, 6]), [1], 2), 0.5);
    // Nothing is left of what it stood for.
    expect([...rowAt(codebook.codes, 1)]).toEqual([5, 6]);
  });

  it('comes to lie where keys are', () => {
    const centres = randomRows('centres', 4, 3, 2);
    const keys = (update: number): Rows => {
      const noise = randomRows(`n${update}`, 40, 3, 0.05);
      return { ...noise, data: noise.data.map((x, i) => x + centres.data[i % 12]) };
    };
    const codebook = start(4, 3);
    rowAt(codebook.codes, 0).set(rowAt(centres, 0));
    const errorOf = (k: Rows): number => {
      let sum = 0;
      nearestCodes(k, codebook.codes).forEach((code, t) => {
        sum += apart(rowAt(k, t), rowAt(codebook.codes, code)) ** 2;
      });
      return sum / k.rows;
    };
    const first = errorOf(keys(1000));
    for (let update = 0; update < 300; update++) {
      const k = keys(update);
      followKeys(codebook, keysMet(k, nearestCodes(k, codebook.codes), 4), 0.05);
    }
    expect(errorOf(keys(1000))).toBeLessThan(first / 2);
  });
});

const sizes = { ...smallSizes, layer: 'vq', layers: 1, codeRate: 0.2 } as const;
const [batch, ticks] = [2, 11];
const data = tokenData(batch, ticks);

/** Codes and counts after one update over the whole data, from the keys as the float64 layers make them. */
async function expected(network: Network): Promise<number[]> {
  const { heads, rows: codes, width } = sizes;
  const d = width / heads;
  const copied = await Copied.of(network);
  const values = copied.numbers('layer 1 codebook');
  const table = rowsOf(values.length, 1, values);
  const embedding = copied.numbers('embedding');
  const x = zeroRows(batch * ticks, width);
  data.x.forEach((token, t) => {
    rowAt(x, t).set(embedding.subarray(token * width, (token + 1) * width));
  });
  const keys = normaliseHeads(
    project(rmsNorm(x, copied.row('layer 1 norm')), copied.matrix('layer 1 key')),
    new Float64Array(heads).fill(1)
  );
  const books = Array.from({ length: heads }, (_, h) => {
    const own = table.data.slice(h * codes * d, (h + 1) * codes * d);
    const codebook = { codes: rowsOf(codes, d, own), counts: new Float64Array(codes).fill(1) };
    const k = columnsOf(keys, h * d, (h + 1) * d);
    followKeys(codebook, keysMet(k, nearestCodes(k, codebook.codes), codes), sizes.codeRate);
    return codebook;
  });
  return [...books.flatMap((book) => [...book.codes.data]), ...books.flatMap((book) => [...book.counts])];
}

const move = { rate: 0.01, weightDecay: 0.1, clip: 1 };

describe.each<[string, () => Promise<Compute>, number]>([
  ['reference', async () => createReference(), 1e-12],
  ['wasm', () => createWasm(), 1e-5]
])('in a network on %s', (_, create, tolerance) => {
  it.each([ticks, 4])('moves with the weights by the keys it has met, in chunks of %i', async (chunk) => {
    const network = networkOf(sizes, { compute: await create() });
    const found = await expected(network);
    const use = network.use(batch, ticks);
    for (let from = 0; from < ticks; from += chunk)
      await use.run(cut(data, batch, from, Math.min(ticks, from + chunk)), 1 / ticks);
    const parameter = network.weights.find('layer 1 codebook');
    const before = await network.weights.read(parameter);
    await network.weights.move(move);
    const after = await network.weights.read(parameter);
    expect(apart(after, found)).toBeLessThan(tolerance);
    expect(apart(before, after)).toBeGreaterThan(0.05);
    // What was met is forgotten with the gradient.
    expect(Math.max(...(await network.weights.readGradient(parameter)))).toBe(0);
    network.compute.dispose();
  });

  it('stands still where it is only read', async () => {
    const network = networkOf(sizes, { compute: await create() });
    const parameter = network.weights.find('layer 1 codebook');
    const before = await network.weights.read(parameter);
    await network.use(batch, 0).run(data);
    await network.weights.move(move);
    expect(apart((await network.weights.read(parameter)).subarray(0, 40), before.subarray(0, 40))).toBe(0);
    network.compute.dispose();
  });
});
