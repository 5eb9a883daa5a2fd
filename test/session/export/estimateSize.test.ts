import { describe, expect, it } from 'vitest';
import type { ProbeDescription } from '../../../src/models/model';
import { Random } from '../../../src/models/random';
import { estimateSize } from '../../../src/session/export/estimateSize';
import { dataFormats, exportRun, lostRows } from '../../../src/session/export/exportRun';
import { csvPieces } from '../../../src/session/export/longTable';
import { numbersOf, type RunData } from '../../../src/session/export/runData';

const random = new Random(5);
const probe = (name: string, kind: ProbeDescription['kind'], width: number): ProbeDescription =>
  ({ name, kind, width, label: name, symbol: '', unit: '', help: '' }) as unknown as ProbeDescription;
const series = (
  name: string,
  rows: number,
  width: number,
  draw: () => number
): RunData['series'][number] => ({
  probe: probe(name, 'tick', width),
  rows: {
    times: Float64Array.from({ length: rows }, (_, r) => r),
    data: Float32Array.from({ length: rows * width }, draw),
    width
  }
});

/** A run of `rows` ticks: sparse spikes, noise, and a matrix. */
const run = (rows: number): RunData => ({
  recipe: {
    recipe: 1,
    experiment: { title: 'made up' },
    version: '0',
    backend: 'wasm',
    ticks: rows,
    stateHash: '0123456789abcdef'
  } as unknown as RunData['recipe'],
  shape: { dtMs: 1, steps: 100 } as RunData['shape'],
  layers: [],
  series: [
    series('spikes', rows, 40, () => (random.uniform() < 0.03 ? 1 : 0)),
    series('potential', rows, 40, () => random.uniform())
  ],
  images: [
    {
      probe: { ...probe('weights', 'image', 60), size: [6, 10] },
      data: Float32Array.from({ length: 60 }, (_, i) => i / 7)
    }
  ]
});

const bytesOf = async (data: RunData, format: (typeof dataFormats)[number]): Promise<number> => {
  let bytes = 0;
  for (const piece of await exportRun(data, format)) bytes += piece.length;
  return bytes;
};

describe('the size of an export', () => {
  const large = run(6000);
  it.each(dataFormats)('is told before it is written, %s', async (format) => {
    const estimate = await estimateSize(large, format);
    const truth = await bytesOf(large, format);
    expect(estimate / truth).toBeGreaterThan(0.75);
    expect(estimate / truth).toBeLessThan(1.25);
    // Formats differ by more than the estimate errs: one number for all would fail.
    expect(truth).not.toBe(0);
  });

  it('is exact for a short table', async () => {
    const short = run(50);
    expect(await estimateSize(short, 'csv')).toBe(await bytesOf(short, 'csv'));
  });

  it('grows with the run', async () => {
    const half = await estimateSize(run(3000), 'npz');
    expect(Math.abs((await estimateSize(large, 'npz')) / half - 2)).toBeLessThan(0.2);
  });
});

describe('a table written in pieces', () => {
  it('tells how far it is, and holds a line for every number', () => {
    const data = run(600);
    const heard: number[] = [];
    let lines = 0;
    for (const piece of csvPieces(data, (share) => heard.push(share)))
      for (const byte of piece) if (byte === 10) lines++;
    expect(lines).toBe(1 + numbersOf(data));
    expect(heard.length).toBeGreaterThan(3);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(heard[0]).toBeGreaterThan(0);
    expect(heard[heard.length - 1]).toBeLessThanOrEqual(1);
  });
});

describe('rows that had to go', () => {
  it('are said, and only they', () => {
    expect(
      lostRows([
        { probe: { name: 'spikes' }, lost: 12 },
        { probe: { name: 'loss' }, lost: 0 }
      ])
    ).toEqual(['The first 12 rows of spikes were too many to hold and are not in the file.']);
  });

  it('are said in one sentence where several variables lost as many', () => {
    expect(
      lostRows([
        { probe: { name: 'spikes' }, lost: 12 },
        { probe: { name: 'input' }, lost: 12 },
        { probe: { name: 'rate' }, lost: 3 }
      ])
    ).toEqual([
      'The first 12 rows of 2 variables were too many to hold and are not in the file: spikes, input.',
      'The first 3 rows of rate were too many to hold and are not in the file.'
    ]);
  });
});
