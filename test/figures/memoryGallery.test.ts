/** The figures of the Memory lab over a recording: their pictures, their words and their tables. */
import { describe, expect, test } from 'vitest';
import { memoryFigures } from '../../src/figures/memory/registry';
import { memoryProbes } from '../../src/models/memory/model/probes';
import { projector, themes } from '../../src/figures/theme';
import { toSvg } from '../../src/figures/toSvg';
import { Recording } from '../../src/session/recording';
import { recordedMemories } from './memoryRecording';

const { context, recording } = recordedMemories();
const probes: readonly string[] = Object.values(memoryProbes);
// Those of other models have a gallery of their own.
const drawn = memoryFigures.filter(
  ({ needs, probes: read }) => needs === undefined && read.some((name) => probes.includes(name))
);

describe.each(drawn.map((figure) => [figure.id, figure] as const))('%s', (id, figure) => {
  test.each([
    ['light', {}],
    ['dark', { theme: themes.dark }],
    ['small', { size: { width: 320, height: 200 } }],
    ['projected', { theme: projector(themes.light), size: { width: 760, height: 480 } }]
  ] as const)('looks as it did, %s', async (variant, changes) => {
    const svg = toSvg(figure.draw(recording, context(changes)), { title: figure.title });
    await expect(svg).toMatchFileSnapshot(`./gallery/memory/${id}.${variant}.svg`);
  });

  test('says what it shows, in words and in a table', () => {
    expect(figure.summary(recording, context())).not.toBe(figure.emptyMessage);
    const { columns, rows } = figure.table(recording, context());
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.length).toBe(columns.length);
  });

  test('says what it will show while there is nothing', () => {
    const nothing = new Recording();
    expect(figure.summary(nothing, context())).toBe(figure.emptyMessage);
    expect(figure.table(nothing, context()).rows).toEqual([]);
    const words = JSON.stringify(figure.draw(nothing, context()).marks);
    expect(words).toContain(figure.emptyMessage.split(' ')[0]);
  });
});

test('the distances of the table are those of the bins, and shares are percent', () => {
  const { rows } = memoryFigures.find(({ id }) => id === 'distance')!.table(recording, context());
  expect(rows.map(([ticks]) => ticks)).toEqual([2, 4, 8, 16, 32]);
  for (const row of rows as number[][]) expect(Math.max(...row.slice(1))).toBeGreaterThan(50);
});

const figureOf = (id: string) => memoryFigures.find((figure) => figure.id === id)!;

test('accuracy can be told by the length of held-out trials', async () => {
  const figure = figureOf('distance');
  const lengths = context({ settings: { trials: 'lengths' } });
  const { columns, rows } = figure.table(recording, lengths);
  expect(columns[0]).toBe('ticks of the trial from');
  expect(rows.map(([ticks]) => ticks)).toEqual([64, 1024, 16384]);
  expect(rows[2][1]).toBeLessThan(rows[0][1] as number);
  expect(figure.summary(recording, lengths)).toContain('right in trials of 16384 ticks and more');
  const svg = toSvg(figure.draw(recording, lengths), { title: figure.title });
  await expect(svg).toMatchFileSnapshot('./gallery/memory/distance.lengths.svg');
});

test('the worth of a memory can be told of held-out trials, with the bytes of the longest', async () => {
  const figure = figureOf('memoryWorth');
  const held = context({ settings: { trials: 'heldOut' } });
  const { rows } = figure.table(recording, held);
  // Attention after 16384 ticks; the newest examination is trial 39's, and later rows say nothing.
  expect(rows[1][1]).toBe(512 * 16384);
  const last = recording.series('examinedAccuracy')!.latest(1).data;
  rows.forEach(([, , right], n) => {
    expect(right).toBeCloseTo(100 * last[n], 4);
  });
  const svg = toSvg(figure.draw(recording, held), { title: figure.title });
  await expect(svg).toMatchFileSnapshot('./gallery/memory/memoryWorth.heldOut.svg');
});

test('a setting chooses the trials and the measure', () => {
  const figure = memoryFigures.find(({ id }) => id === 'networkLearning')!;
  const { rows } = figure.table(recording, context({ settings: { quantity: 'examinedAccuracy' } }));
  expect(rows.map(([trial]) => trial)).toEqual([10, 20, 30, 40]);
});
