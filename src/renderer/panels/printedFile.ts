/** A printed figure as the bytes of a file. */
import { printedSvg, type PrintedFigure } from '../../figures/exportFigure';
import { facesOf } from '../../figures/fontLetters';
import { inLettersOf } from '../../figures/lackingLetters';
import { withResolution } from '../../figures/png';
import { withRecipe } from '../../figures/recipeInPng';
import boldFont from 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf?url';
import regularFont from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf?url';

export const figureFormats = ['svg', 'pdf', 'png'] as const;
export type FigureFormat = (typeof figureFormats)[number];
type PrintedSize = Parameters<typeof printedSvg>[1];

/** Of a PNG: what journals ask of line art seen on a page. */
export const printDots = 600;

/** The whole file, its recipe inside. */
export function fileOf(
  printed: PrintedFigure,
  size: PrintedSize,
  format: FigureFormat,
  dotsPerInch = printDots
): Promise<Uint8Array<ArrayBuffer>> {
  if (format === 'pdf') return pdfOf(printed);
  if (format === 'png') return pngOf(printed, size, dotsPerInch);
  return Promise.resolve(new TextEncoder().encode(printedSvg(printed, size)));
}

/** What writes it and the fonts come when the first PDF is asked for: the page opens without them. */
async function pdfOf(printed: PrintedFigure): Promise<Uint8Array<ArrayBuffer>> {
  const [{ toPdf }, regular, bold] = await Promise.all([
    import('../../figures/toPdf'),
    load(regularFont),
    load(boldFont)
  ]);
  return toPdf(printed, { regular, bold });
}

async function pngOf(
  printed: PrintedFigure,
  size: PrintedSize,
  dotsPerInch: number
): Promise<Uint8Array<ArrayBuffer>> {
  const picture = await loadPicture(printedSvg(printed, size));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round((size.widthMm / 25.4) * dotsPerInch);
  canvas.height = Math.round((size.heightMm / 25.4) * dotsPerInch);
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture could not be written as PNG. Choose fewer dots per inch, or SVG.');
  return withRecipe(withResolution(new Uint8Array(await blob.arrayBuffer()), dotsPerInch), printed.recipe);
}

/** Letters of the figure that a PDF cannot write, each once. */
export async function lackingInPdf({ scene }: Pick<PrintedFigure, 'scene'>): Promise<string[]> {
  const [regular, bold] = await Promise.all([load(regularFont), load(boldFont)]);
  return inLettersOf(scene, facesOf({ regular, bold })).lacking;
}

async function load(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok)
    throw new Error(`The font of the PDF could not be loaded (${answer.status}). Export it as SVG instead.`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function loadPicture(svg: string): Promise<HTMLImageElement> {
  const picture = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    picture.src = url;
    await picture.decode();
    return picture;
  } finally {
    URL.revokeObjectURL(url);
  }
}
