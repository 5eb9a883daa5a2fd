/** Printed figures as PDF and PNG files, in the fonts we ship and no others, so that every machine gives the same picture. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { printedSvg, type PrintedFigure } from '../../figures/exportFigure';
import { type FaceLetters, facesOf } from '../../figures/fontLetters';
import { inLettersOf } from '../../figures/lackingLetters';
import { withResolution } from '../../figures/png';
import { withRecipe } from '../../figures/recipeInPng';

const find = createRequire(import.meta.url).resolve;
const fontFile = (face: string): string => find(`dejavu-fonts-ttf/ttf/${face}.ttf`);

/** Letters the fonts lack are drawn as boxes, as in a PDF. */
export async function pngMaker(
  dotsPerInch: number
): Promise<(printed: PrintedFigure, size: { widthMm: number; heightMm: number }) => Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const fontFiles = [fontFile('DejaVuSans'), fontFile('DejaVuSans-Bold')];
  const letters = await printedLetters();
  return (printed, size) => {
    const { scene } = inLettersOf(printed.scene, letters);
    const png = new Resvg(printedSvg({ ...printed, scene }, size), {
      fitTo: { mode: 'width', value: Math.round((size.widthMm / 25.4) * dotsPerInch) },
      font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' }
    })
      .render()
      .asPng();
    return withRecipe(withResolution(png, dotsPerInch), printed.recipe);
  };
}

export async function pdfMaker(): Promise<(printed: PrintedFigure) => Promise<Uint8Array>> {
  const { toPdf } = await import('../../figures/toPdf');
  const fonts = await printedFonts();
  return (printed) => toPdf(printed, fonts);
}

async function printedFonts(): Promise<{ regular: Uint8Array; bold: Uint8Array }> {
  const [regular, bold] = await Promise.all(
    [fontFile('DejaVuSans'), fontFile('DejaVuSans-Bold')].map((file) => readFile(file))
  );
  return { regular, bold };
}

/** What PDF and PNG can write. */
export async function printedLetters(): Promise<FaceLetters> {
  return facesOf(await printedFonts());
}
