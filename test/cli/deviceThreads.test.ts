/** A tree over real threads: exactly softmax, with the steps and numbers of the formulas. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { devicesFrom } from '../../src/cli/attention/deviceThreads';
import { evenSplit, ringReduce, treeReduce, shardPartials } from '../../src/models/memory/energy/devices';
import { createCrew } from '../../src/models/memory/workers/crew';
import { apart, plainAttention, randomRows } from '../models/memory/memoryCases';

let code: string;
beforeAll(async () => {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./deviceEntry.ts', import.meta.url)),
      write: false,
      rolldownOptions: { output: { format: 'cjs', codeSplitting: false } }
    }
  });
  const [result] = Array.isArray(built) ? built : [built];
  if (!('output' in result)) throw new Error('The bundler watches instead of building.');
  code = result.output[0].code;
});

const spawn = devicesFrom((options) => new Worker(code, { eval: true, ...options }));
const keys = 300;
const [k, v] = [randomRows('k', keys, 8), randomRows('v', keys, 5)];

describe('a tree over threads', () => {
  it.each([
    [1, 2, evenSplit(keys, 1)],
    [2, 2, evenSplit(keys, 2)],
    [3, 2, [0, 0, keys]],
    [5, 2, [keys, keys, keys, keys, keys]],
    [7, 4, evenSplit(keys, 7)],
    [16, 2, evenSplit(keys, 16)],
    [9, 8, [0, 10, 10, 10, 200, 201, 299, 299, keys]]
  ])('%i devices, joined %i at a time', { timeout: 30_000 }, async (devices, fanIn, ends) => {
    const crew = createCrew(k, v, ends, fanIn, spawn);
    try {
      for (const size of [0.1, 1, 300]) {
        const q = randomRows(`q${size}`, 1, 8, size).data;
        const answer = await crew.answer(q, 1);
        const exact = plainAttention({ rows: 1, columns: 8, data: q }, k, v, 1);
        expect(apart(answer.out, exact)).toBeLessThan(1e-12);
        // All devices know the same, to the bit.
        expect(answer.apart).toBe(0);
        const counted = treeReduce(shardPartials(q, k, v, 1, ends), fanIn);
        expect(answer).toMatchObject({
          steps: counted.steps,
          messages: 2 * (devices - 1),
          elements: 2 * (devices - 1) * (5 + 2)
        });
        if (devices > 1) {
          const ring = ringReduce(q, k, v, 1, ends);
          expect(answer.elements).toBeLessThan(ring.elements);
        }
      }
    } finally {
      crew.dispose();
    }
  });

  it('sees no further than a query may', { timeout: 30_000 }, async () => {
    const crew = createCrew(k, v, evenSplit(keys, 4), 2, spawn);
    const q = randomRows('q', 1, 8).data;
    const few = { rows: 100, columns: 8, data: k.data.subarray(0, 800) };
    const values = { rows: 100, columns: 5, data: v.data.subarray(0, 500) };
    const exact = plainAttention({ rows: 1, columns: 8, data: q }, few, values, 1);
    expect(apart((await crew.answer(q, 1, 100)).out, exact)).toBeLessThan(1e-12);
    crew.dispose();
  });

  it('says so where no key is seen, and where a device is lost', { timeout: 30_000 }, async () => {
    const threads: Worker[] = [];
    const crew = createCrew(k, v, evenSplit(keys, 2), 2, (start, events) =>
      devicesFrom((options) => {
        threads.push(new Worker(code, { eval: true, ...options }));
        return threads[threads.length - 1];
      })(start, events)
    );
    const q = randomRows('q', 1, 8).data;
    await expect(crew.answer(q, 1, 0)).rejects.toThrow('A query sees no key; expected at least one');
    await threads[1].terminate();
    await expect(crew.answer(q, 1)).rejects.toThrow('The query has no answer: device 2 of 2 was lost');
    crew.dispose();
  });
});
