/** A panel as a file: the figure at journal width, on white, with the experiment that made it inside. */
import { type PrintedFigure, printFigure } from '../../figures/exportFigure';
import type { Figure } from '../../figures/figure';
import type { AlignmentSweepResult } from '../../figures/learning/sweepResult';
import { themes } from '../../figures/theme';
import type { Settings } from '../../models/settings';
import type { Experiment } from '../../session/experiment';
import type { Host } from '../host';
import type { Bench } from '../lab/bench';
import { figureContext } from '../lab/figureContext';
import { sweepPlans } from '../lab/sweeps';
import { type FigureFormat, fileOf } from './printedFile';

const size = { widthMm: 120, heightMm: 75 } as const;

export async function exportAs(
  format: FigureFormat,
  figure: Figure,
  bench: Bench,
  host: Host,
  settings: Settings
): Promise<void> {
  // The figure and its recipe are of one moment.
  const printed = await bench.atRest(() => print(figure, bench, settings));
  await save(figure, bench, host, format, await fileOf(printed, size, format));
}

async function print(figure: Figure, bench: Bench, settings: Settings): Promise<PrintedFigure> {
  await bench.pasts.settled();
  const context = figureContext(bench);
  const session = bench.lab.opened();
  if (!context || !session) throw new Error('There is nothing to export yet. Open an experiment first.');
  const drawn = {
    ...context,
    settings,
    theme: themes.paper,
    size: { width: size.widthMm, height: size.heightMm }
  };
  if (figure.table(bench.lab.seen.reader(), drawn).rows.length === 0)
    throw new Error(`'${figure.title}' has nothing to export yet. It shows: ${figure.emptyMessage}`);
  const recipe =
    context.sweep && figure.needs === 'sweep' ? sweepRecipe(context.sweep) : await bench.pasts.recipe();
  return printFigure(figure, bench.lab.seen.reader(), { ...context, settings }, { ...size, recipe });
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
  if (name) lab.alerts.notice(`Saved ${name}.`, name);
}
