/// <reference path="./pdfkit.d.ts" />
/**
 * Writes a scene as a PDF of one page: vectors, text in embedded fonts, heat maps as crisp indexed images, and the
 * recipe as an attached file. The geometry is that of `toSvg`, a unit of the scene is a point (1/72 inch), and equal
 * scenes give equal files. It brings pdfkit with it: import it only when a PDF is asked for.
 */
import { rgb } from 'd3';
import { PDFDocument } from 'pdfkit';
import { toBytes } from 'pdfkit/output';
import type { PrintedFigure } from './exportFigure';
import { facesOf } from './fontLetters';
import { inLettersOf } from './lackingLetters';
import { recipeFile } from './pdfRecipe';
import { crispPng } from './png';
import { type Box, hundredths, type Mark, type Stroke, type Symbols, type Text } from './scene';
import { escapeXml } from './toSvg';

/** TrueType files. Only the letters used are embedded. */
export interface PdfFonts {
  regular: Uint8Array;
  bold: Uint8Array;
}

/**
 * Its title and caption draft become those of the document; `recipeOfPdf` reads the recipe back. Letters the fonts lack are drawn as
 * boxes.
 */
export async function toPdf(
  { description, recipe, scene: asked, title }: PrintedFigure,
  fonts: PdfFonts
): Promise<Uint8Array<ArrayBuffer>> {
  const document = new PDFDocument({
    size: [asked.width, asked.height],
    margin: 0,
    font: null,
    // The first with every part of an attachment.
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    info: {
      Creator: 'Engram',
      // pdfkit needs one; by the clock equal figures would not be equal files.
      CreationDate: new Date(0),
      Title: new XmlSafe(title),
      Subject: new XmlSafe(description)
    }
  });
  document.registerFont('regular', fonts.regular).registerFont('bold', fonts.bold);
  document.file(new TextEncoder().encode(recipe), {
    name: recipeFile,
    description: 'The experiment that made this figure',
    relationship: 'Source',
    type: 'application/json'
  });
  const { scene } = inLettersOf(asked, facesOf(fonts));
  const bytes = toBytes(document);
  const page = { x: 0, y: 0, width: scene.width, height: scene.height };
  fill(document, () => box(page, document), scene.background);
  for (const mark of scene.marks) paint(mark, document);
  document.end();
  return bytes;
}

/** pdfkit writes its words twice: as they are, and, unescaped, into XML. There they ask for a string; this one is escaped. */
class XmlSafe extends String {
  override toString(): string {
    return escapeXml(this.valueOf());
  }
  override charCodeAt(index: number): number {
    return this.valueOf().charCodeAt(index);
  }
}

function paint(mark: Mark, document: PDFDocument): void {
  switch (mark.kind) {
    case 'polyline':
      stroke(document, () => trace(mark.points, document), mark.stroke, 'round');
      return;
    case 'segments':
      stroke(document, () => traceSegments(mark.points, document), mark.stroke);
      return;
    case 'polygon':
      fill(document, () => trace(mark.points, document), mark.fill, mark.opacity);
      return;
    case 'symbols':
      mark.shades.forEach((shade, s) => {
        fill(document, () => traceSymbols(mark, s, document), shade);
        if (mark.stroke) stroke(document, () => traceSymbols(mark, s, document), mark.stroke);
      });
      return;
    case 'rect':
      if (mark.fill) fill(document, () => box(mark, document), mark.fill, mark.opacity);
      if (mark.stroke) stroke(document, () => box(mark, document), mark.stroke);
      return;
    case 'cells':
      if (mark.columns === 0 || mark.rows === 0 || mark.width <= 0 || mark.height <= 0) return;
      document.image(crispPng(mark), hundredths(mark.x), hundredths(mark.y), {
        width: mark.width,
        height: mark.height
      });
      return;
    case 'text':
      write(mark, document);
      return;
    case 'group':
      if (mark.marks.length === 0) return;
      document.save();
      box(mark.clip, document);
      document.clip();
      for (const child of mark.marks) paint(child, document);
      document.restore();
  }
}

function box({ height, width, x, y }: Box, document: PDFDocument): boolean {
  document.rect(hundredths(x), hundredths(y), hundredths(width), hundredths(height));
  return true;
}

/** This and what follows say whether they drew anything: a path of nothing must not be painted. */
function trace(points: Float32Array, document: PDFDocument): boolean {
  let drawing = false;
  let any = false;
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (Number.isNaN(points[i]) || Number.isNaN(points[i + 1])) drawing = false;
    else {
      const x = hundredths(points[i]);
      const y = hundredths(points[i + 1]);
      if (drawing) document.lineTo(x, y);
      else document.moveTo(x, y);
      drawing = any = true;
    }
  }
  return any;
}

function traceSegments(points: Float32Array, document: PDFDocument): boolean {
  for (let i = 0; i + 3 < points.length; i += 4)
    document
      .moveTo(hundredths(points[i]), hundredths(points[i + 1]))
      .lineTo(hundredths(points[i + 2]), hundredths(points[i + 3]));
  return points.length >= 4;
}

function traceSymbols(
  { points, radius, shade, shape }: Symbols,
  wanted: number,
  document: PDFDocument
): boolean {
  const r = hundredths(radius);
  let any = false;
  for (let i = 0; i * 2 + 1 < points.length; i++) {
    if (shade ? shade[i] !== wanted : wanted > 0) continue;
    any = true;
    const x = hundredths(points[2 * i]);
    const y = hundredths(points[2 * i + 1]);
    if (shape === 'circle') document.circle(x, y, r);
    else if (shape === 'square') document.rect(x - r, y - r, 2 * r, 2 * r);
    else
      document
        .moveTo(x, y - r)
        .lineTo(x + r, y + r)
        .lineTo(x - r, y + r)
        .closePath();
  }
  return any;
}

/** Undefined for 'none'. */
function inkOf(colour: string): { ink: [number, number, number]; alpha: number } | undefined {
  const { r, g, b, opacity } = rgb(colour);
  return opacity > 0 ? { ink: [r, g, b], alpha: opacity } : undefined;
}

function fill(document: PDFDocument, draw: () => boolean, colour: string, opacity = 1): void {
  const found = inkOf(colour);
  if (found && draw()) document.fillColor(found.ink, opacity * found.alpha).fill();
}

function stroke(
  document: PDFDocument,
  draw: () => boolean,
  { colour, dash, opacity = 1, width }: Stroke,
  join: 'miter' | 'round' = 'miter'
): void {
  const found = inkOf(colour);
  if (!found) return;
  document
    .lineWidth(width)
    .lineJoin(join)
    .strokeColor(found.ink, opacity * found.alpha);
  if (dash?.length) document.dash([...dash]);
  else document.undash();
  if (draw()) document.stroke();
}

function write({ anchor, bold, fill: colour, size, text, x, y }: Text, document: PDFDocument): void {
  const found = inkOf(colour);
  if (!text || !found) return;
  document
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .fillColor(found.ink, found.alpha);
  const before = { start: 0, middle: 0.5, end: 1 }[anchor] * document.widthOfString(text);
  document.text(text, hundredths(x - before), hundredths(y), { lineBreak: false, baseline: 'alphabetic' });
}
