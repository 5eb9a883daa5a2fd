import { describe, expect, test } from 'vitest';
import { createReference } from '../../../src/compute/reference';
import { createWasm } from '../../../src/compute/wasm';
import { findModel } from '../../../src/models/registry';
import type { Model } from '../../../src/models/model';
import { Random } from '../../../src/models/random';
import type { Settings } from '../../../src/models/settings';
import { checkDivergence, DivergenceError } from '../../../src/models/training/divergence';
import { batchOf, shape, trialOf } from '../deep/modelCases';

describe('the search for what diverged', () => {
  const set = (values: readonly number[]) => {
    const compute = createReference();
    const block = (data: readonly number[]) => {
      const filled = compute.alloc(data.length, 'block');
      compute.write(filled, data);
      return filled;
    };
    return { compute, block, loss: block(values) };
  };
  const chunk = { from: 10, steps: 2, trials: [7, 8] };

  test('looks at nothing while the losses are finite', async () => {
    const { compute, loss } = set([1, 2]);
    await checkDivergence(compute, loss, chunk, () => {
      throw new Error('searched');
    });
  });

  test('names the earliest tick, its trial and its unit; of one tick the tensor named first', async () => {
    const { compute, block, loss } = set([1, Number.NaN]);
    const late = block([0, 0, 0, 0, 0, 0, 0, Number.NaN]);
    const early = block([0, 0, 0, Number.POSITIVE_INFINITY, Number.NaN, 0, 0, 0]);
    const found = checkDivergence(compute, loss, chunk, () => [
      { block: block([1]), entry: () => 'a weight' },
      { block: late, width: 2, entry: (i) => `potential of unit ${i}` },
      { block: early, width: 2, entry: (i) => `activity of unit ${i}` }
    ]);
    await expect(found).rejects.toThrow(
      'The run diverged: activity of unit 1 is Infinity at tick 10 of trial 8. Lower the learning rate'
    );
  });

  test('blames weights before what they made, and the loss where all else is finite', async () => {
    const { compute, block, loss } = set([Number.POSITIVE_INFINITY, 0]);
    const history = { block: block([Number.NaN, 0, 0, 0]), width: 1, entry: () => 'output 0' };
    const weights = { block: block([0, Number.NaN]), entry: (at: number) => `weight ${at}` };
    await expect(checkDivergence(compute, loss, chunk, () => [history, weights])).rejects.toThrow(
      'weight 1 is NaN'
    );
    await expect(checkDivergence(compute, loss, chunk, () => [])).rejects.toThrow(
      'loss is Infinity at tick 11 of trial 7'
    );
  });
});

describe.each(['eprop', 'deep'])('%s stops where it diverges', (id) => {
  const learning: Settings = { optimiser: 'sgd', learningRate: 1, batch: 2, inputScale: 5 };
  const kind: Settings =
    id === 'eprop' ? { units: 24, unit: 'leakyTanh', tauReadout: 0 } : { layers: '24, 24' };

  const until = async (model: Model, trials: number): Promise<unknown> => {
    try {
      for (let n = 0; n < trials; n++) {
        model.begin(batchOf(2 * n, 2));
        while ((await model.advance(1000)) > 0);
      }
    } catch (error) {
      return error;
    }
    return undefined;
  };

  test.each([0, 5])('with a huge learning rate, updates every %d steps', async (updateEvery) => {
    const model = await findModel(id).create({
      compute: await createWasm(),
      shape,
      random: new Random(3),
      settings: { ...kind, ...learning, updateEvery }
    });
    const error = await until(model, 200);
    expect(error).toBeInstanceOf(DivergenceError);
    expect((error as Error).message).toMatch(
      /^The run diverged: .+ is (NaN|-?Infinity) at tick \d+ of trial \d+\. Lower the learning rate, or .+\.$/
    );
    // What led there can still be read.
    const output = await model.probe('output', model.tick - 1, model.tick);
    expect(output).toHaveLength(2);
    model.dispose();
  });

  test('at once where the data overflow', async () => {
    const model = await findModel(id).create({
      compute: await createWasm(),
      shape,
      random: new Random(3),
      settings: { ...kind, ...learning }
    });
    const target = new Float64Array(shape.steps * shape.outputs).fill(1e300);
    model.begin([trialOf(0), { ...trialOf(1), target }]);
    await expect(model.advance(1000)).rejects.toThrow('trial 1');
    model.dispose();
  });
});
