import { describe, expect, test } from 'vitest';
import { exactCurve } from '../../src/figures/codes/exactCurve';
import { identification } from '../../src/figures/codes/identification';
import { itemOrQuery } from '../../src/figures/codes/itemOrQuery';
import { exportFigure } from '../../src/figures/exportFigure';
import { type Figure, type FigureContext, isOffered } from '../../src/figures/figure';
import { createFigureMemory } from '../../src/figures/ranges';
import { projector, themes } from '../../src/figures/theme';
import { toSvg } from '../../src/figures/toSvg';
import { Recording } from '../../src/session/recording';
import { evidenceShape, recipe } from './syntheticRecording';

const nothing = new Recording();

const context = (changes: Partial<FigureContext> = {}): FigureContext => ({
  shape: evidenceShape,
  units: 0,
  layers: [],
  selection: {},
  windowTicks: 200,
  theme: themes.light,
  size: { width: 480, height: 320 },
  settings: {},
  ...changes
});

function looks(figure: Figure, variant: string, changes: Partial<FigureContext> = {}): void {
  test(`${figure.id} looks as it did, ${variant}`, async () => {
    const svg = toSvg(figure.draw(nothing, context(changes)), { title: figure.title });
    await expect(svg).toMatchFileSnapshot(
      `./gallery/codes/${figure.id}.exact.${variant.replaceAll(' ', '-')}.svg`
    );
  });
}

const figures = [exactCurve, itemOrQuery, identification];

for (const figure of figures) {
  looks(figure, 'light');
  looks(figure, 'dark', { theme: themes.dark });
  looks(figure, 'small', { size: { width: 320, height: 200 } });
  looks(figure, 'projected', { theme: projector(themes.light), size: { width: 760, height: 480 } });
  test(`${figure.id} looks as it did, 89 mm wide on paper`, async () => {
    const { heading: _, memory: __, size: ___, theme: ____, ...shared } = context();
    const svg = exportFigure(figure, nothing, shared, { widthMm: 89, heightMm: 60, recipe });
    await expect(svg).toMatchFileSnapshot(`./gallery/codes/${figure.id}.exact.paper.svg`);
  });
}
for (const source of ['fairBit', 'biasedBit', 'gaussian', 'erasure', 'stimuli8'])
  looks(exactCurve, source, { settings: { source } });
for (const items of ['4x64', '2x8', '10x10']) looks(itemOrQuery, items, { settings: { items } });
looks(identification, 'ten', { settings: { stimuli: '10' } });
looks(identification, 'two through three bits', { settings: { stimuli: '2', bits: '3' } });
looks(identification, 'twelve through half a bit', { settings: { stimuli: '12', bits: '0.5' } });

describe('what the figures say', () => {
  test('four letters, half of them wrong, take 0.2075 bits', () => {
    expect(exactCurve.summary(nothing, context())).toContain('D = 0.5 takes 0.2075 bits');
    const { rows } = exactCurve.table(nothing, context());
    for (const [, found, closed] of rows) expect(found).toBeCloseTo(closed as number, 8);
  });

  test('points lie on the closed forms of all sources that have one', () => {
    for (const source of ['fairBit', 'biasedBit', 'erasure', 'gaussian'])
      for (const [distortion, found, closed] of exactCurve.table(nothing, context({ settings: { source } }))
        .rows)
        if ((distortion as number) < 0.8)
          expect(found).toBeCloseTo(closed as number, source === 'gaussian' ? 2 : 8);
  });

  test('at one bit the code for the query is right .8107, the code for the items .5904', () => {
    const said = itemOrQuery.summary(nothing, context());
    expect(said).toContain(
      'at 1 bit the code for the query answers right 0.8107, the code for the items 0.5904'
    );
    for (const [, , found, closed] of itemOrQuery.table(nothing, context()).rows)
      expect(found).toBeCloseTo(closed as number, 6);
  });

  test('responses that are never given are named, and told to be unlike people', () => {
    expect(identification.summary(nothing, context())).toContain('Every response is given, as people do.');
    expect(identification.summary(nothing, context({ settings: { stimuli: '10' } }))).toContain(
      'Responses 1, 3, 8, 10 (×) are never given here; people give every response.'
    );
  });

  test('is worked out once for a panel', () => {
    const memory = createFigureMemory();
    for (const figure of figures) {
      const first = figure.summary(nothing, context({ memory }));
      const kept = [...memory.kept.values()].map(({ value }) => value);
      expect(figure.summary(nothing, context({ memory }))).toBe(first);
      expect([...memory.kept.values()].every(({ value }, i) => value === kept[i])).toBe(true);
    }
  });

  test('is offered where codes are, and nowhere else', () => {
    const offers = { probes: [], story: false, sweep: false, spread: false, exact: true };
    for (const figure of figures) {
      expect(isOffered(figure, offers)).toBe(true);
      expect(isOffered(figure, { ...offers, exact: false })).toBe(false);
    }
  });
});
