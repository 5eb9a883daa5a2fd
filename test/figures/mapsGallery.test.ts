import { beforeAll, expect, test } from 'vitest';
import { exportFigure } from '../../src/figures/exportFigure';
import type { FigureContext } from '../../src/figures/figure';
import { mapsFigures } from '../../src/figures/maps/registry';
import { projector, themes } from '../../src/figures/theme';
import { toSvg } from '../../src/figures/toSvg';
import { type Recorded, recordedPreset } from './mapsRecording';
import { recipe } from './syntheticRecording';

const scenes = {
  town: () => recordedPreset('one-walk', { trials: 40, unit: 3 }),
  arena: () => recordedPreset('detour', { trials: 560, unit: 30 }),
  track: () => recordedPreset('field-skew', { trials: 12, unit: 150 }),
  memory: () => recordedPreset('two-hop-recall', { trials: 20, unit: 9 }),
  choice: () => recordedPreset('transition-revaluation', { trials: 60, unit: 0 }),
  groups: () => recordedPreset('communities', { trials: 60, unit: 2 })
} as const;
type Name = keyof typeof scenes;
const made = new Map<Name, Recorded>();

beforeAll(async () => {
  for (const name of Object.keys(scenes) as Name[]) made.set(name, await scenes[name]());
}, 60_000);

const figureOf = (id: string) => mapsFigures.find((each) => each.id === id)!;

function looks(id: string, of: Name, variant: string, changes: Partial<FigureContext> = {}): void {
  test(`${id} looks as it did, ${of}, ${variant}`, async () => {
    const { context, recording } = made.get(of)!;
    const figure = figureOf(id);
    const svg = toSvg(figure.draw(recording, context(changes)), { title: figure.title });
    await expect(svg).toMatchFileSnapshot(`./gallery/maps/${id}.${of}.${variant.replaceAll(' ', '-')}.svg`);
  });
}

const usual: readonly (readonly [string, Name])[] = [
  ['worldMap', 'arena'],
  ['successorMatrix', 'town'],
  ['placeField', 'arena'],
  ['prediction', 'town'],
  ['recall', 'memory'],
  ['residuals', 'town'],
  ['valueLandscape', 'arena'],
  ['mapLearning', 'arena'],
  ['behaviour', 'arena'],
  ['preference', 'choice'],
  ['fieldProfile', 'track'],
  ['communities', 'groups'],
  ['gammaBank', 'arena'],
  ['eigenmaps', 'arena']
];

for (const [id, of] of usual) {
  looks(id, of, 'light');
  looks(id, of, 'dark', { theme: themes.dark });
  looks(id, of, 'small', { size: { width: 320, height: 200 } });
  looks(id, of, 'projected', { theme: projector(themes.light), size: { width: 760, height: 480 } });
  test(`${id} looks as it did, 89 mm wide on paper`, async () => {
    const { context, recording } = made.get(of)!;
    const { heading: _, memory: __, size: ___, theme: ____, ...shared } = context();
    const svg = exportFigure(figureOf(id), recording, shared, { widthMm: 89, heightMm: 60, recipe });
    await expect(svg).toMatchFileSnapshot(`./gallery/maps/${id}.${of}.paper.svg`);
  });
}
looks('worldMap', 'town', 'light');
looks('worldMap', 'memory', 'light');
looks('worldMap', 'track', 'light');
looks('worldMap', 'choice', 'light');
looks('placeField', 'groups', 'light');
looks('successorMatrix', 'arena', 'difference', { settings: { map: 'difference' } });
looks('eigenmaps', 'groups', 'light');
looks('gammaBank', 'town', 'light');

test.each(mapsFigures)(
  '$id says what it will show while there is nothing, and draws within its panel',
  async (figure) => {
    const { Recording } = await import('../../src/session/recording');
    const { context } = made.get('town')!;
    const empty = new Recording();
    expect(figure.summary(empty, context())).toBeTruthy();
    expect(figure.table(empty, context()).columns.length).toBeGreaterThan(0);
    const { maps: _, ...without } = context();
    expect(figure.summary(empty, without)).toBe(figure.emptyMessage);
    const scene = figure.draw(empty, without);
    expect(scene.marks.some((mark) => mark.kind === 'text')).toBe(true);
  }
);
