import { expect, test } from 'vitest';
import { codesFigures } from '../../src/figures/codes/registry';
import { exportFigure } from '../../src/figures/exportFigure';
import type { FigureContext } from '../../src/figures/figure';
import { projector, themes } from '../../src/figures/theme';
import { toSvg } from '../../src/figures/toSvg';
import { Recording } from '../../src/session/recording';
import { recordedCodes } from './codesRecording';
import { recipe } from './syntheticRecording';

const scenes = {
  three: recordedCodes(),
  six: recordedCodes({
    coders: ['action 0.1', 'action 0.5', 'vanilla 1', 'vanilla 0.3', 'vanilla 5'],
    sweep: true
  }),
  colour: recordedCodes({ channels: 3, coders: ['action 0.1', 'vanilla 0.3'] })
} as const;
type Name = keyof typeof scenes;

const figureOf = (id: string) => codesFigures.find((each) => each.id === id)!;

function looks(id: string, of: Name, variant: string, changes: Partial<FigureContext> = {}): void {
  test(`${id} looks as it did, ${of}, ${variant}`, async () => {
    const { context, recording } = scenes[of];
    const figure = figureOf(id);
    const svg = toSvg(figure.draw(recording, context(changes)), { title: figure.title });
    await expect(svg).toMatchFileSnapshot(`./gallery/codes/${id}.${of}.${variant.replaceAll(' ', '-')}.svg`);
  });
}

const drawn = [
  'rateAccuracy',
  'pairs',
  'codeLearning',
  'invariance',
  'latentMap',
  'plane',
  'latentRate',
  'traversals',
  'ratePlane',
  'classifiers'
];

for (const id of drawn) {
  looks(id, 'three', 'light');
  looks(id, 'three', 'dark', { theme: themes.dark });
  looks(id, 'three', 'small', { size: { width: 320, height: 200 } });
  looks(id, 'three', 'projected', { theme: projector(themes.light), size: { width: 760, height: 480 } });
  test(`${id} looks as it did, 89 mm wide on paper`, async () => {
    const { context, recording } = scenes.three;
    const { heading: _, memory: __, size: ___, theme: ____, ...shared } = context();
    const svg = exportFigure(figureOf(id), recording, shared, { widthMm: 89, heightMm: 60, recipe });
    await expect(svg).toMatchFileSnapshot(`./gallery/codes/${id}.three.paper.svg`);
  });
}
looks('rateAccuracy', 'six', 'sweep');
looks('rateAccuracy', 'six', 'log', { settings: { scale: 'log' }, theme: themes.dark });
looks('rateAccuracy', 'six', 'side', { settings: { factor: '2' } });
looks('ratePlane', 'six', 'sweep');
looks('ratePlane', 'six', 'pixels', { settings: { distortion: 'pixelLoss' } });
looks('invariance', 'six', 'light');
looks('latentRate', 'six', 'light', { settings: { order: 'index' } });
looks('latentMap', 'three', 'row', { settings: { factor: '3' }, selection: { code: 34 } });
looks('codeLearning', 'six', 'error', { settings: { quantity: 'meanSquaredError' } });
looks('codeLearning', 'six', 'rate', { settings: { quantity: 'rate' }, theme: themes.dark });
looks('plane', 'three', 'selected', { selection: { code: 34 }, size: { width: 620, height: 360 } });
looks('pairs', 'colour', 'light');
looks('plane', 'colour', 'dark', { theme: themes.dark });
looks('pairs', 'three', 'white pixels', { settings: { tone: 'light' } });

// What theory has exactly is there before any run: test/figures/codesExact.test.ts.
test.each(codesFigures.filter(({ needs }) => needs !== 'exact'))(
  '$id says what it will show while there is nothing, and draws within its panel',
  (figure) => {
    const { context } = scenes.three;
    const empty = new Recording();
    expect(figure.summary(empty, context())).toBeTruthy();
    expect(figure.table(empty, context()).columns.length).toBeGreaterThan(0);
    const { codes: _, ...without } = context();
    expect(figure.summary(empty, without)).toBe(figure.emptyMessage);
    expect(figure.draw(empty, without).marks.some((mark) => mark.kind === 'text')).toBe(true);
  }
);
