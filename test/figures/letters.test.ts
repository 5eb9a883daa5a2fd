import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pngMaker } from '../../src/cli/run/printing';
import { facesOf, lettersOf } from '../../src/figures/fontLetters';
import { inLettersOf, sayLacking, standIn } from '../../src/figures/lackingLetters';
import { group, type Scene, text } from '../../src/figures/scene';
import { fitText, textWidth } from '../../src/figures/textWidth';
import { toPdf } from '../../src/figures/toPdf';
import { toSvg } from '../../src/figures/toSvg';
import { fonts, textsOf } from './pdfParts';

const faces = facesOf(fonts);
const label = { size: 7, fill: '#000000' };
const scene = (...words: string[]): Scene => ({
  width: 300,
  height: 20 * words.length,
  background: '#ffffff',
  fontFamily: 'DejaVu Sans',
  marks: words.map((word, i) => text(5, 20 * i + 12, word, label))
});
const printed = (...words: string[]) => ({
  scene: scene(...words),
  title: 'Letters',
  description: '',
  recipe: '{}'
});
const wordsOf = ({ marks }: Scene): string[] =>
  marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

/** What figures write: Greek, raised and lowered digits, arrows, signs of mathematics, letters with marks. */
const written =
  'αβγδεζηθικλμνξοπρστυφχψω ΓΔΘΛΞΠΣΦΨΩ ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ ₀₁₂₃₄₅₆₇₈₉₊₋ₖ ←↑→↓↔ −×·±≤≥≈∞∑‖∂√ ▴…–—° z\u0304 ēéüß';

it('both faces have every sign that figures use', () => {
  for (const letter of written) {
    expect(faces.regular(letter.codePointAt(0)!), letter).toBe(true);
    expect(faces.bold(letter.codePointAt(0)!), `${letter} in bold`).toBe(true);
  }
  expect(inLettersOf(scene(written.normalize('NFC')), faces)).toEqual({
    scene: scene(written.normalize('NFC')),
    lacking: []
  });
});

it('a letter that is lacking is said and drawn as a box, wherever it stands', () => {
  const nested = { ...scene(), marks: [group({ x: 0, y: 0, width: 9, height: 9 }, scene('記憶 β').marks)] };
  const { lacking, scene: drawn } = inLettersOf(nested, faces);
  expect(lacking).toEqual(['記', '憶']);
  expect(wordsOf({ ...scene(), marks: (drawn.marks[0] as (typeof nested.marks)[0]).marks })).toEqual([
    `${standIn}${standIn} β`
  ]);
  expect(sayLacking(lacking, 'the PDF')).toContain('no sign for 記 憶; the PDF shows □');
  expect(sayLacking([], 'the PDF')).toBeUndefined();
});

it('asks the face that is used', () => {
  const letter = 'β';
  const letters = { regular: faces.regular, bold: () => false };
  const mark = text(0, 0, letter, label);
  const both = { ...scene(), marks: [mark, { ...mark, bold: true }] };
  expect(wordsOf(inLettersOf(both, letters).scene)).toEqual([letter, standIn]);
});

it('leaves out signs that steer others, and draws one box for a picture outside the plane', () => {
  const { lacking, scene: drawn } = inLettersOf(scene('a\u200db\ufe0f \u{1f9e0}\u{1f3fb}'), faces);
  expect(wordsOf(drawn)).toEqual([`ab ${standIn}${standIn}`]);
  expect(lacking).toHaveLength(2);
});

it('a PDF has the box as text, an SVG the letters themselves', async () => {
  const pdf = await toPdf(printed('視覚 → β²'), fonts);
  expect(textsOf(pdf).map((each) => each.text)).toEqual([`${standIn}${standIn} → β²`]);
  expect(toSvg(scene('視覚 → β²'))).toContain('>視覚 → β²</text>');
});

it('a PNG shows ink for every letter', async () => {
  const toPng = await pngMaker(144);
  const size = { widthMm: 100, heightMm: 12 };
  const blank = toPng(printed('a', ''), size);
  for (const letter of ['記', '\u{1f9e0}', 'β', '⁻', '₂', '→', '−']) {
    const drawn = toPng(printed('a', letter), size);
    expect(drawn.length, letter).toBeGreaterThan(blank.length);
  }
});

it.skipIf(!existsSync('/usr/bin/pdftotext'))(
  'a reader finds the words of a PDF (needs poppler)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'engram-letters-'));
    try {
      writeFileSync(join(folder, 'letters.pdf'), await toPdf(printed('Δw = −η·ē²', '記憶'), fonts));
      const words = execFileSync('pdftotext', [join(folder, 'letters.pdf'), '-'], { encoding: 'utf8' });
      expect(words).toContain('Δw = −η·ē²');
      expect(words).toContain('□□');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
);

it('refuses what is no font', () => {
  expect(() => lettersOf(new Uint8Array(4))).toThrow("no table 'cmap'");
});

it('knows that East Asian letters are wide, and never cuts a letter in half', () => {
  expect(textWidth('記憶', 10)).toBe(20);
  expect(fitText('a\u{1f9e0}\u{1f9e0}', 10, 24)).toBe('a\u{1f9e0}…');
});
