import { zlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { printedSvg, printFigure } from '../../src/figures/exportFigure';
import { learningFigures } from '../../src/figures/learning/registry';
import { encodeColourPng, withResolution } from '../../src/figures/png';
import { carriesRecipe, figureFormat, recipeOf } from '../../src/figures/recipeIn';
import { withRecipe } from '../../src/figures/recipeInPng';
import { inflateRecipe } from '../../src/figures/recipeLimit';
import { toPdf } from '../../src/figures/toPdf';
import { FormatError } from '../../src/formats/formatError';
import { Random } from '../../src/models/random';
import type { Recipe } from '../../src/session/recipe';
import { fonts } from './pdfParts';
import { evidenceContext, recipe as experiment, syntheticRecording } from './syntheticRecording';

const recipe: Recipe = {
  recipe: 1,
  experiment: { ...experiment, title: 'β < γ & "quotes" 日本 </metadata>' },
  version: '0.1.0',
  backend: 'wasm',
  ticks: 120,
  stateHash: '0123456789abcdef'
};
const size = { widthMm: 89, heightMm: 60 } as const;
const figure = learningFigures.find(({ id }) => id === 'learningCurves')!;
const { theme: _, size: __, heading: ___, memory: ____, ...context } = evidenceContext();
const printed = printFigure(
  figure,
  syntheticRecording(),
  { ...context, windowTicks: 50 },
  { ...size, recipe }
);
const expected = {
  ...recipe,
  figures: [expect.objectContaining({ id: 'learningCurves', from: 70, until: 120 })]
};
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const files: Record<string, Uint8Array> = {
  svg: utf8(printedSvg(printed, size)),
  pdf: await toPdf(printed, fonts),
  png: withRecipe(withResolution(encodeColourPng(2, 2, new Uint8Array(12)), 300), printed.recipe)
};

describe.each(Object.entries(files))('a recipe in %s', (format, bytes) => {
  test('comes out as it went in', () => {
    expect(figureFormat(bytes)).toBe(format);
    expect(carriesRecipe(bytes)).toBe(true);
    expect(recipeOf('f', bytes).recipe).toEqual(expected);
  });

  test('comes out of damaged files whole or not at all, with a message', () => {
    const random = new Random(7).fork(format);
    const pick = (most: number): number => Math.floor(random.uniform() * most);
    for (let round = 0; round < 300; round++) {
      const damaged = bytes.slice(0, round % 3 === 0 ? pick(bytes.length) : bytes.length);
      for (let hit = 0; hit <= pick(8); hit++) damaged[pick(damaged.length)] = pick(256);
      try {
        recipeOf('f', damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
        expect((error as Error).message).toMatch(/^f: found .*; expected /s);
      }
    }
  });
});

test('figures that carry an experiment alone still open', () => {
  const old = printFigure(figure, syntheticRecording(), context, { ...size, recipe: experiment });
  const { recipe: none, experiment: read } = recipeOf('f', utf8(printedSvg(old, size)));
  expect(none).toBeUndefined();
  expect(read).toEqual(experiment);
});

test('what unpacks to more than any recipe is refused', () => {
  const bomb = zlibSync(new Uint8Array(64 * 2 ** 20));
  expect(bomb.length).toBeLessThan(100_000);
  expect(() => inflateRecipe('f', bomb)).toThrow(/too large/);
});

test('many openings without an end are read once', () => {
  const start = performance.now();
  expect(carriesRecipe(utf8(`<svg>${'<metadata '.repeat(500_000)}`))).toBe(false);
  expect(carriesRecipe(utf8(`%PDF-1.7${'/Type /EmbeddedFile '.repeat(250_000)}`))).toBe(false);
  expect(performance.now() - start).toBeLessThan(20_000);
});
