import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codesFigures } from '../../src/figures/codes/registry';
import { printFigure } from '../../src/figures/exportFigure';
import { palette } from '../../src/figures/palettes';
import { recipeOfPdf } from '../../src/figures/pdfRecipe';
import { group, type Mark, rect, segments, type Symbols, text } from '../../src/figures/scene';
import { toPdf } from '../../src/figures/toPdf';
import { recordedCodes } from './codesRecording';
import { contentOf, fonts, partsOf, textsOf } from './pdfParts';
import { recipe } from './syntheticRecording';

const printed = (...marks: Mark[]) => ({
  scene: { width: 40, height: 20, background: '#ffffff', fontFamily: 'sans-serif', marks },
  title: 'A title',
  description: 'A caption',
  recipe: '{}'
});
const pdfOf = (...marks: Mark[]) => toPdf(printed(...marks), fonts);
/** Instructions after the page has been turned upside down and painted white. */
const drawn = async (...marks: Mark[]): Promise<string[]> =>
  contentOf(await pdfOf(...marks))
    .split('\n')
    .slice(6)
    .filter((line) => line && !/^\/(DeviceRGB cs|DeviceRGB CS|Gs\d+ gs)$/i.test(line));
const line = { colour: '#ff0000', width: 0.75 };
const label = { size: 7, fill: '#000000' };

const figure = () => {
  const { context, recording } = recordedCodes();
  const { heading: _, memory: __, size: ___, theme: ____, ...shared } = context();
  const rateAccuracy = codesFigures.find(({ id }) => id === 'rateAccuracy')!;
  return printFigure(rateAccuracy, recording, shared, { widthMm: 120, heightMm: 75, recipe });
};

test('a figure is one page of its printed size, in fonts that it brings along', async () => {
  const pdf = await toPdf(figure(), fonts);
  const whole = Buffer.from(pdf).toString('latin1');
  expect(whole).toMatch(/^%PDF-1\.7\n/);
  expect(whole.match(/\/Type \/Page\b/g)).toHaveLength(1);
  const [, width, height] = /\/MediaBox \[0 0 (\S+) (\S+)\]/.exec(whole)!;
  expect(Number(width)).toBeCloseTo((120 / 25.4) * 72, 3);
  expect(Number(height)).toBeCloseTo((75 / 25.4) * 72, 3);
  expect(whole).not.toMatch(/Helvetica|Times|\/Type1\b/);
  expect(whole.match(/\/BaseFont \/[A-Z]{6}\+DejaVuSans(-Bold)?\n/g)).toHaveLength(4);
  expect(whole.match(/\/FontFile2 /g)).toHaveLength(2);
  const texts = textsOf(pdf).map((each) => each.text);
  expect(texts).toContain('Rate R (bits)');
  expect(texts).toContain('action β = 0.1');
  expect(textsOf(pdf)[0].font).toMatch(/Bold$/);
  expect(pdf.length).toBeLessThan(60_000);
});

test('equal figures are equal files', async () => {
  expect(Buffer.from(await toPdf(figure(), fonts)).equals(await toPdf(figure(), fonts))).toBe(true);
});

test('the recipe that goes in comes out', async () => {
  expect(JSON.parse(recipeOfPdf(await toPdf(figure(), fonts))!)).toEqual(recipe);
  const hard = JSON.stringify({ title: 'β → ∞ endstream endobj >> )', edits: Array(2000).fill('−0.5') });
  expect(recipeOfPdf(await toPdf({ ...printed(), recipe: hard }, fonts))).toBe(hard);
});

test('a PDF of others has no recipe, and what is no PDF has none either', () => {
  const other = '%PDF-1.4\n1 0 obj\n<< /Length 3 >>\nstream\nabc\nendstream\nendobj\n';
  expect(recipeOfPdf(new TextEncoder().encode(other))).toBeUndefined();
  expect(recipeOfPdf(new Uint8Array(0))).toBeUndefined();
});

test('title and caption are kept for readers and in XML that stays whole', async () => {
  const pdf = await toPdf({ ...printed(), title: 'p < q & β', description: 'a > b' }, fonts);
  const parts = [...partsOf(pdf).values()];
  const xml = parts.find(({ head }) => head.includes('/Subtype /XML'))!;
  expect(Buffer.from(xml.stream!).toString('utf8')).toContain('>p &lt; q &amp; β<');
  const utf16 = Buffer.from('p < q & β', 'utf16le').swap16().toString('latin1');
  expect(parts.some(({ head }) => head.includes(utf16))).toBe(true);
});

test('Greek letters, indices and marks above letters can be copied', async () => {
  const words = 'Σ ∑ λ₂ e⁻¹⁰ γPᵀπ z̄ ē → ‖w‖ ≈ ½ −1';
  expect(textsOf(await pdfOf(text(1, 9, words, label)))[0].text).toBe(words);
});

test('the fonts have every letter that the figures write', async () => {
  const folder = new URL('./gallery/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.paper.svg')
  );
  expect(files.length).toBeGreaterThan(30);
  const letters = new Set(
    files.flatMap((name) =>
      [...readFileSync(new URL(name, folder), 'utf8').matchAll(/<text[^>]*>([^<]*)</g)].flatMap(
        ([, words]) => [...words]
      )
    )
  );
  const all = [...letters].sort().join('');
  const marks = [text(0, 9, all, label), text(0, 19, all, { ...label, bold: true })];
  for (const { text: copied } of textsOf(await pdfOf(...marks))) expect(copied).toBe(all);
});

test('a text stands by its anchor, on its baseline', async () => {
  const marks = (['start', 'middle', 'end'] as const).map((anchor) =>
    text(20, 12, 'mm', { ...label, anchor })
  );
  const texts = textsOf(await pdfOf(...marks));
  // An m of DejaVu Sans is 0.974 em wide.
  const width = 2 * 0.974 * 7;
  expect(texts.map(({ x }) => x)).toEqual([20, 20 - width / 2, 20 - width].map((x) => expect.closeTo(x, 1)));
  // From the lower edge of the page.
  expect(texts.map(({ y, size }) => [y, size])).toEqual(Array(3).fill([8, 7]));
});

test('a line is lifted at a gap, and has its width, dash and opacity', async () => {
  const points = Float32Array.of(0, 0, 1, 1.004, Number.NaN, Number.NaN, 2, 2, 3, 3);
  const stroke = { ...line, dash: [2, 1], opacity: 0.25 };
  const pdf = await pdfOf({ kind: 'polyline', points, stroke });
  expect(await drawn({ kind: 'polyline', points, stroke })).toEqual(
    '0.75 w,1 j,1 0 0 SCN,[2 1] 0 d,0 0 m,1 1 l,2 2 m,3 3 l,S'.split(',')
  );
  expect([...partsOf(pdf).values()].some(({ head }) => head.includes('/CA 0.25'))).toBe(true);
});

test('the dash of one line is not that of the next', async () => {
  const dashed = segments([0, 1, 2, 1], { ...line, dash: [2, 1] });
  expect((await drawn(dashed, segments([0, 1, 2, 1], line))).filter((each) => each.endsWith(' d'))).toEqual([
    '[2 1] 0 d',
    '[] 0 d'
  ]);
});

test('strokes, polygons and boxes lie where the scene has them', async () => {
  expect(await drawn(segments([0, 1, 2, 1, 5, 6, 5, 8], line))).toEqual(
    '0.75 w,0 j,1 0 0 SCN,[] 0 d,0 1 m,2 1 l,5 6 m,5 8 l,S'.split(',')
  );
  const polygon: Mark = {
    kind: 'polygon',
    points: Float32Array.of(0, 0, 4, 0, 4, 3),
    fill: '#00f',
    opacity: 0.5
  };
  expect(await drawn(polygon)).toEqual('0 0 m,4 0 l,4 3 l,0 0 1 scn,f'.split(','));
  expect(
    await drawn(rect({ x: 1, y: 2, width: 3, height: 4 }, { fill: 'rgb(255, 0, 0)', stroke: line }))
  ).toEqual('1 2 3 4 re,1 0 0 scn,f,0.75 w,0 j,1 0 0 SCN,[] 0 d,1 2 3 4 re,S'.split(','));
});

test('symbols have their shape and shade, and no paint is none', async () => {
  const symbols = (shape: Symbols['shape'], shades: string[]): Symbols => ({
    kind: 'symbols',
    points: Float32Array.of(5, 5, 9, 5),
    shape,
    radius: 2,
    shades,
    shade: Uint8Array.of(0, 1)
  });
  expect(await drawn(symbols('square', ['#f00', '#00f']))).toEqual(
    '3 3 4 4 re,1 0 0 scn,f,7 3 4 4 re,0 0 1 scn,f'.split(',')
  );
  expect(await drawn(symbols('triangle', ['#f00', 'none']))).toEqual(
    '5 3 m,7 7 l,3 7 l,h,1 0 0 scn,f'.split(',')
  );
  const circle = await drawn(symbols('circle', ['#f00', 'none']));
  expect(circle.filter((each) => each.endsWith(' c'))).toHaveLength(4);
  expect(circle).toContain('3 5 m');
});

test('nothing to draw leaves no path behind', async () => {
  const none = new Float32Array(0);
  const marks: Mark[] = [
    { kind: 'polyline', points: none, stroke: line },
    { kind: 'segments', points: none, stroke: line },
    { kind: 'polygon', points: none, fill: '#000' },
    { kind: 'symbols', points: none, shape: 'circle', radius: 1, shades: ['#000'], stroke: line },
    { kind: 'cells', x: 0, y: 0, width: 2, height: 2, columns: 0, rows: 0, values: new Uint8Array(0) },
    text(0, 0, '', label),
    group({ x: 0, y: 0, width: 1, height: 1 }, [])
  ];
  expect((await drawn(...marks)).filter((each) => /^([Sfn]|BT|q|Q)$| (m|l|re|Do)$/.test(each))).toEqual([]);
});

test('marks of a group are cut at its edge, and those after it are not', async () => {
  const inner = rect({ x: 0, y: 0, width: 9, height: 9 }, { fill: '#f00' });
  expect(await drawn(group({ x: 1, y: 2, width: 3, height: 4 }, [inner]), inner)).toEqual(
    'q,1 2 3 4 re,W n,0 0 9 9 re,1 0 0 scn,f,Q,0 0 9 9 re,1 0 0 scn,f'.split(',')
  );
});

test('a heat map is an image of its own colours that leaves nothing to smooth', async () => {
  const colours = palette('viridis', '#000000');
  const cells: Mark = {
    kind: 'cells',
    x: 2,
    y: 4,
    width: 4,
    height: 2,
    columns: 2,
    rows: 1,
    values: Uint8Array.of(0, 254),
    palette: colours
  };
  expect((await drawn(cells)).join(' ')).toMatch(/^q 4 0 0 -2 2 6 cm \/I1 Do Q$/);
  const parts = partsOf(await pdfOf(cells));
  const image = [...parts.values()].find(({ head }) => head.includes('/Subtype /Image'))!;
  expect(image.head).not.toContain('/Interpolate true');
  const width = Number(/\/Width (\d+)/.exec(image.head)![1]);
  expect(width).toBe(32);
  const [, id] = /\/Indexed \/DeviceRGB 255 (\d+) 0 R/.exec(image.head)!;
  expect([...parts.get(Number(id))!.stream!]).toEqual([...colours]);
  const row = [...image.stream!.subarray(0, 1 + width)];
  expect(row).toEqual([0, ...Array(16).fill(0), ...Array(16).fill(254)]);
});
