/** The figures of a run as SVG, PDF and PNG files, drawn by the code that draws them on the page. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { printedSvg, printFigure, type PrintedFigure } from '../../figures/exportFigure';
import { codesContext } from '../../figures/codes/codesContext';
import { codesFigures } from '../../figures/codes/registry';
import type { Figure } from '../../figures/figure';
import { learningFigures } from '../../figures/learning/registry';
import { withResolution } from '../../figures/png';
import { withRecipe } from '../../figures/recipeInPng';
import type { Recipe, ShownFigure } from '../../session/recipe';
import type { OpenedSession } from '../../session/protocol';
import type { RecordingReader } from '../../session/recording';
import type { FolderDraft } from '../files';

const widthMm = 183;
const heightMm = 90;
const dotsPerInch = 300;
/** A short trial alone would make a poor picture of time. */
const leastTicks = 200;

/** The unit whose synapses the figures follow. */
export const watchedUnit = 0;

/**
 * Writes figures/<id>.svg, .pdf and .png for every figure that has something to show; returns their ids. Figures among those
 * the recipe names are drawn as it says.
 */
export async function writeFigures(
  opened: OpenedSession,
  reader: RecordingReader,
  recipe: Recipe,
  asShown: readonly ShownFigure[],
  folder: FolderDraft
): Promise<string[]> {
  const { context, figures } = figuresOf(opened, reader);
  const [toPng, toPdf] = await Promise.all([pngMaker(dotsPerInch), pdfMaker()]);
  for (const figure of figures) {
    const size = { widthMm, heightMm } as const;
    const told = asShown.find(({ id }) => id === figure.id);
    const printed = printFigure(
      figure,
      reader,
      { ...context, ...(told && shownAs(told)) },
      { ...size, recipe }
    );
    const svg = printedSvg(printed, size);
    await folder.write(`figures/${figure.id}.svg`, svg);
    await folder.write(`figures/${figure.id}.pdf`, await toPdf(printed));
    await folder.write(`figures/${figure.id}.png`, toPng(svg, printed.recipe, widthMm));
  }
  return figures.map(({ id }) => id);
}

/** What a run can show, and what figures need to know of it. */
export function figuresOf(opened: OpenedSession, reader: RecordingReader) {
  const { shape, units, layers, experiment, modelSettings } = opened;
  const codes =
    experiment.model.id === 'vae' ? codesContext(modelSettings, shape, experiment.edits) : undefined;
  const context = {
    shape,
    units,
    layers,
    selection: { unit: watchedUnit },
    windowTicks: shape.steps * Math.ceil(leastTicks / shape.steps),
    settings: {},
    ...(codes && { codes })
  };
  // A story or a sweep is asked for; a run alone has none.
  const figures = [...(codes ? codesFigures : []), ...learningFigures].filter(
    (figure) => !figure.needs && hasData(figure, reader)
  );
  return { context, figures };
}

/** What of a figure's context its recipe decides. */
export function shownAs({ code, from, settings, synapse, unit, until }: ShownFigure) {
  return {
    settings,
    selection: {
      ...(unit !== undefined && { unit }),
      ...(synapse !== undefined && { synapse }),
      ...(code !== undefined && { code })
    },
    ...(until !== undefined && { until }),
    ...(until !== undefined && from !== undefined && { windowTicks: until - from })
  };
}

function hasData(figure: Figure, reader: RecordingReader): boolean {
  return figure.probes.some(
    (name) => (reader.series(name)?.length ?? 0) > 0 || reader.image(name) !== undefined
  );
}

/** Drawn with the fonts we ship and no others, so that every machine gives the same picture. */
const find = createRequire(import.meta.url).resolve;
const fontFile = (face: string): string => find(`dejavu-fonts-ttf/ttf/${face}.ttf`);

export async function pngMaker(
  dotsPerInch: number
): Promise<(svg: string, recipe: string, widthMm: number) => Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const fontFiles = [fontFile('DejaVuSans'), fontFile('DejaVuSans-Bold')];
  return (svg, recipe, widthMm) => {
    const png = new Resvg(svg, {
      fitTo: { mode: 'width', value: Math.round((widthMm / 25.4) * dotsPerInch) },
      font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' }
    })
      .render()
      .asPng();
    return withRecipe(withResolution(png, dotsPerInch), recipe);
  };
}

export async function pdfMaker(): Promise<(printed: PrintedFigure) => Promise<Uint8Array>> {
  const { toPdf } = await import('../../figures/toPdf');
  const [regular, bold] = await Promise.all(
    [fontFile('DejaVuSans'), fontFile('DejaVuSans-Bold')].map((file) => readFile(file))
  );
  return (printed) => toPdf(printed, { regular, bold });
}
