/** The figures of falls down an energy and of rounds over devices, of real runs: their pictures, words and tables. */
import { describe, expect, test } from 'vitest';
import type { FigureContext } from '../../src/figures/figure';
import { memoryFigures } from '../../src/figures/memory/registry';
import { createFigureMemory } from '../../src/figures/ranges';
import { projector, themes } from '../../src/figures/theme';
import { toSvg } from '../../src/figures/toSvg';
import { decodingProbes } from '../../src/models/memory/decoding/probes';
import { energyDescent, treeBeatsRing } from '../../src/presets/attentionAsEnergy';
import { createSession } from '../../src/session/createSession';
import type { Preset } from '../../src/session/experiment';
import { Recording } from '../../src/session/recording';
import { testHost } from '../session/host';

/** Two trials and a half: the last one is under way. */
async function run({ experiment }: Preset) {
  const session = await createSession(experiment, testHost(), { recordingBudget: 2 ** 22 });
  const { shape, units } = session.describe();
  await session.step('tick', 2 * shape.steps + 4);
  const context = (changes: Partial<FigureContext> = {}): FigureContext => ({
    shape,
    units,
    layers: [],
    selection: {},
    windowTicks: shape.steps,
    theme: themes.light,
    size: { width: 460, height: 300 },
    settings: {},
    memory: createFigureMemory(),
    ...changes
  });
  return { recording: session.recording, context, steps: shape.steps };
}

const runs = { fall: await run(energyDescent), devices: await run(treeBeatsRing) };
const figureOf = (id: string) => memoryFigures.find((each) => each.id === id)!;

describe.each([
  ['energyFall', runs.fall],
  ['patternWeights', runs.fall],
  ['deviceRounds', runs.devices]
] as const)('%s', (id, { context, recording }) => {
  const figure = figureOf(id);

  test.each([
    ['light', {}],
    ['dark', { theme: themes.dark }],
    ['small', { size: { width: 320, height: 200 } }],
    ['projected', { theme: projector(themes.light), size: { width: 760, height: 480 } }],
    ['held', { selection: { tick: 22 } }]
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
    expect(JSON.stringify(figure.draw(nothing, context()).marks)).toContain(
      figure.emptyMessage.split(' ')[0]
    );
  });
});

describe('where time is held', () => {
  const { context, recording, steps } = runs.devices;
  const at = (tick: number) => figureOf('deviceRounds').summary(recording, context({ selection: { tick } }));

  test('the rounds are those of that tick', () => {
    expect(at(steps)).toContain(
      'Trial 2, round 0: each works on its own keys. Numbers sent so far: tree 0, ring 0'
    );
    expect(at(steps + 1)).toContain('Trial 2, round 1: 8 send a part up. Numbers sent so far: tree 80');
    expect(at(steps + 4)).toContain('1 of 16 devices know of all 32 keys');
    expect(at(steps + 5)).toContain('round 5: 1 hears the whole');
    expect(at(steps + 8)).toContain('16 of 16 devices know of all 32 keys');
    expect(at(steps + 9)).toContain('round 9: all know the whole');
    // Of the trial under way.
    expect(figureOf('deviceRounds').summary(recording, context())).toContain('Trial 3, round 3');
  });

  test('a click on a row holds its tick', () => {
    const scene = figureOf('deviceRounds').draw(recording, context({ selection: { tick: steps } }));
    const ticks = Array.from({ length: 30 }, (_, k) => scene.pick?.(200, k * 10)?.tick).filter(
      (tick) => tick !== undefined
    );
    expect(ticks[0]).toBe(steps);
    expect(ticks[ticks.length - 1]).toBe(steps + 8);
  });

  test('the fall is that of its trial', () => {
    const { rows } = figureOf('energyFall').table(
      runs.fall.recording,
      runs.fall.context({ selection: { tick: 3 } })
    );
    expect(rows.map(([update]) => update)).toEqual(Array.from({ length: 12 }, (_, k) => k));
    for (let k = 1; k < rows.length; k++)
      expect(rows[k][1]).toBeLessThanOrEqual(Number(rows[k - 1][1]) + 1e-6);
  });
});

test('the times of a cluster are those the run simulates, unless the published ones are asked for', () => {
  const { context, recording } = runs.devices;
  const simulated = recording.series(decodingProbes.ringTimes)!.latest(1).data;
  const table = (settings: Record<string, string>) =>
    figureOf('clusterTimes').table(recording, context({ settings })).rows;
  expect(table({}).map(([, ring]) => ring)).toEqual([...simulated]);
  expect(table({ of: 'published', tokens: 'fixed' })[0][1]).toBeGreaterThan(100 * simulated[0]);
});
