/** A panel as a file: the figure at journal width, on white, with the experiment that made it inside. */
import { printedSvg, type PrintedFigure, printFigure } from '../../figures/exportFigure';
import type { Figure } from '../../figures/figure';
import type { AlignmentSweepResult } from '../../figures/learning/sweepResult';
import { withRecipe } from '../../figures/recipeInPng';
import { withResolution } from '../../figures/png';
import { themes } from '../../figures/theme';
import type { Settings } from '../../models/settings';
import type { Experiment } from '../../session/experiment';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { figureContext } from '../lab/figureContext';
import { sweepPlans } from '../lab/sweeps';
import boldFont from 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf?url';
import regularFont from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf?url';

const size = { widthMm: 120, heightMm: 75 } as const;
/** Of a PNG: what journals ask of line art seen on a page. */
export const printDots = 600;

export const figureFormats = ['svg', 'pdf', 'png'] as const;
export type FigureFormat = (typeof figureFormats)[number];

export async function exportAs(
  format: FigureFormat,
  figure: Figure,
  bench: Bench,
  host: Host,
  settings: Settings
): Promise<void> {
  const printed = await print(figure, bench, settings);
  await save(figure, bench, host, format, await fileOf(printed, size, format, printDots));
}

/** The whole file. */
export async function fileOf(
  printed: PrintedFigure,
  printedSize: { widthMm: number; heightMm: number },
  format: FigureFormat,
  dotsPerInch: number
): Promise<Uint8Array<ArrayBuffer>> {
  if (format === 'pdf') {
    // What writes it and the fonts come when the first PDF is asked for: the page opens without them.
    const [{ toPdf }, regular, bold] = await Promise.all([
      import('../../figures/toPdf'),
      load(regularFont),
      load(boldFont)
    ]);
    return toPdf(printed, { regular, bold });
  }
  const svg = printedSvg(printed, printedSize);
  if (format === 'svg') return new TextEncoder().encode(svg);
  const picture = await loadPicture(svg);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round((printedSize.widthMm / 25.4) * dotsPerInch);
  canvas.height = Math.round((printedSize.heightMm / 25.4) * dotsPerInch);
  canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture could not be written as PNG. Choose fewer dots per inch, or SVG.');
  const png = withResolution(new Uint8Array(await blob.arrayBuffer()), dotsPerInch);
  return withRecipe(png, printed.recipe);
}

async function print(figure: Figure, bench: Bench, settings: Settings): Promise<PrintedFigure> {
  const context = figureContext(bench);
  const session = bench.lab.opened();
  if (!context || !session) throw new Error('There is nothing to export yet. Open an experiment first.');
  const drawn = {
    ...context,
    settings,
    theme: themes.paper,
    size: { width: size.widthMm, height: size.heightMm }
  };
  if (figure.table(bench.lab.recording(), drawn).rows.length === 0)
    throw new Error(`'${figure.title}' has nothing to export yet. It shows: ${figure.emptyMessage}`);
  const recipe =
    context.sweep && figure.needs === 'sweep'
      ? sweepRecipe(context.sweep)
      : await bench.lab.client.ask('recipe', {});
  return printFigure(figure, bench.lab.recording(), { ...context, settings }, { ...size, recipe });
}

/** A sweep is of many networks, none of which is the open one: its plan takes the place of the model. */
function sweepRecipe({ sweep }: AlignmentSweepResult): Experiment {
  const settings = Object.entries(sweep).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value
  ]);
  return {
    format: 1,
    title: sweepPlans[sweep.over].label,
    model: { id: 'random stacks', settings: Object.fromEntries(settings) },
    source: { id: 'Gaussian inputs and targets', settings: {} },
    probes: [],
    seed: 0,
    edits: []
  };
}

async function save(
  figure: Figure,
  { lab, sweeps }: Bench,
  host: Host,
  ending: string,
  bytes: Uint8Array<ArrayBuffer>
) {
  const { experiment } = lab.opened()!;
  const over = sweeps.result()?.sweep.over;
  const stem =
    figure.needs === 'sweep' && over
      ? `${figure.id}-${over}`
      : `${lab.preset()?.id ?? 'engram'}-${figure.id}-seed${experiment.seed}`;
  const name = await host.saveFile(`${stem}.${ending}`, bytes);
  if (name) lab.alerts.notice(`Saved ${name}.`);
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
