/** The figures of the Text lab over short runs of two presets: their pictures, their words and their tables. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FigureContext } from '../../src/figures/figure';
import { createFigureMemory } from '../../src/figures/ranges';
import { corpusContext } from '../../src/figures/text/corpusContext';
import { textFigures } from '../../src/figures/text/registry';
import { projector, themes } from '../../src/figures/theme';
import { toSvg } from '../../src/figures/toSvg';
import { presets } from '../../src/presets/registry';
import { createSession } from '../../src/session/createSession';
import { Recording } from '../../src/session/recording';
import type { Session } from '../../src/session/session';
import { testHost } from '../session/host';

const runs = [
  {
    preset: 'near-copies',
    trials: 3,
    figures: ['ledger', 'fateCounts', 'candidates', 'readerLearning', 'componentSizes']
  },
  { preset: 'two-facts', trials: 3, figures: ['passageGraph', 'methodsCompared', 'massSpread', 'walkMass'] }
] as const;

test('every figure of the lab is looked at here', () => {
  expect(runs.flatMap(({ figures }) => [...figures]).sort()).toEqual(textFigures.map(({ id }) => id).sort());
});

function contextOf(session: Session, cleans: boolean): FigureContext {
  const { layers, modelSettings, shape, units } = session.describe();
  return {
    shape,
    units,
    layers,
    selection: {},
    windowTicks: shape.steps,
    theme: themes.light,
    size: { width: 460, height: 300 },
    settings: {},
    memory: createFigureMemory(),
    ...(cleans && { corpus: corpusContext(modelSettings, shape) })
  };
}

describe.each(runs)('of $preset', ({ figures, preset, trials }) => {
  let session: Session;
  const context = (changes: Partial<FigureContext> = {}): FigureContext => ({
    ...contextOf(session, preset === 'near-copies'),
    ...changes
  });

  beforeAll(async () => {
    const { experiment } = presets.find(({ id }) => id === preset)!;
    session = await createSession(experiment, testHost());
    await session.run({ trials });
    await session.collect();
  }, 60_000);
  afterAll(() => session.dispose());

  describe.each(figures.map((id) => [id, textFigures.find((figure) => figure.id === id)!] as const))(
    '%s',
    (id, figure) => {
      test.each([
        ['light', {}],
        ['dark', { theme: themes.dark }],
        ['small', { size: { width: 320, height: 200 } }],
        ['projected', { theme: projector(themes.light), size: { width: 760, height: 480 } }]
      ] as const)('looks as it did, %s', async (variant, changes) => {
        const svg = toSvg(figure.draw(session.recording, context(changes)), { title: figure.title });
        await expect(svg).toMatchFileSnapshot(`./gallery/text/${id}.${variant}.svg`);
      });

      test('says what it shows, in words and in a table', () => {
        expect(figure.summary(session.recording, context())).not.toBe(figure.emptyMessage);
        expect(figure.summary(session.recording, context())).not.toContain('NaN');
        const { columns, rows } = figure.table(session.recording, context());
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
    }
  );
});

test('the ledger loses no word', async () => {
  const session = await createSession(presets.find(({ id }) => id === 'near-copies')!.experiment, testHost());
  await session.run({ trials: 2 });
  const { modelSettings, shape } = session.describe();
  const figure = textFigures.find(({ id }) => id === 'ledger')!;
  const { rows } = figure.table(session.recording, {
    shape,
    corpus: corpusContext(modelSettings, shape)
  } as FigureContext);
  for (const [, came, ...went] of rows as [string, ...number[]][])
    expect(went.reduce((sum, words) => sum + words, 0)).toBe(came);
  session.dispose();
}, 60_000);

test('the words at the threshold stand above the axis, however low it lies on the curve', async () => {
  const { experiment } = presets.find(({ id }) => id === 'near-copies')!;
  const { model } = experiment;
  const session = await createSession(
    { ...experiment, model: { ...model, settings: { ...model.settings, bands: 8, bandRows: 16 } } },
    testHost()
  );
  await session.run({ trials: 1 });
  const { marks } = textFigures
    .find(({ id }) => id === 'candidates')!
    .draw(session.recording, contextOf(session, true));
  const words = marks.filter((mark) => mark.kind === 'text');
  // Both axes begin at 0; the upper of these words is beside the axis.
  const zeros = words.filter(({ text }) => text === '0.0').map(({ y }) => y);
  const said = words.find(({ text }) => text === 'at the threshold 0.40: 0.00');
  expect(zeros).toHaveLength(2);
  expect(said?.y).toBeLessThan(Math.min(...zeros));
  session.dispose();
}, 60_000);
