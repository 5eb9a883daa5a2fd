/** A figure for print: on white, in 7 pt type, at the width of a journal column, carrying its own recipe. */
import type { Experiment } from '../session/experiment';
import { cutRecording } from '../session/cutRecording';
import type { Recipe, ShownFigure } from '../session/recipe';
import type { RecordingReader } from '../session/recording';
import type { Figure, FigureContext } from './figure';
import { nameOf } from '../models/hippocampus/world';
import { layerOf } from './learning/units';
import type { Scene } from './scene';
import { themes } from './theme';
import { toSvg } from './toSvg';

export interface ExportOptions {
  /** Columns of most journals are 89, 120 or 183 wide. */
  widthMm: number;
  heightMm: number;
  /** What brings the run back; an experiment alone for what no run made. */
  recipe: Recipe | Experiment;
}

const pointsPerMm = 72 / 25.4;

/** What a file of any format holds: the picture in points, its words and its recipe. */
export interface PrintedFigure {
  scene: Scene;
  title: string;
  /** Caption draft. */
  description: string;
  /** The recipe as JSON, with what is shown. */
  recipe: string;
}

/** Of a run as it stood at `until`, where the context says so: panels over trials end there too. */
export function printFigure(
  figure: Figure,
  whole: RecordingReader,
  context: Omit<FigureContext, 'theme' | 'size' | 'heading' | 'memory'>,
  { widthMm, heightMm, recipe }: ExportOptions
): PrintedFigure {
  const printed: FigureContext = {
    ...context,
    theme: themes.paper,
    size: { width: widthMm * pointsPerMm, height: heightMm * pointsPerMm },
    heading: headingOf(figure, context)
  };
  const { until } = context;
  const reader = until === undefined ? whole : cutRecording(whole, until, context.shape.steps);
  const experiment = 'recipe' in recipe ? recipe.experiment : recipe;
  return {
    scene: figure.draw(reader, printed),
    title: `${figure.title}: ${experiment.title}`,
    description: captionDraft(figure, reader, printed, experiment),
    recipe: JSON.stringify(
      'recipe' in recipe ? { ...recipe, figures: [shownFigure(figure, context, recipe.ticks)] } : recipe
    )
  };
}

/** What a figure shows of a run that has made `ticks` ticks. */
export function shownFigure(
  { id }: Pick<Figure, 'id'>,
  { selection, settings, until = Number.POSITIVE_INFINITY, windowTicks }: ShownContext,
  ticks: number
): ShownFigure {
  const { code, synapse, unit } = selection;
  const end = Math.min(until, ticks);
  const length = Math.max(2, Math.round(windowTicks));
  return {
    id,
    settings,
    ...(unit !== undefined && { unit }),
    ...(synapse !== undefined && { synapse }),
    ...(code !== undefined && { code }),
    // As `tickWindow` has it: the first ticks of a run fill the axis from the left.
    from: Math.max(0, end - length),
    until: Math.max(end, length)
  };
}

type ShownContext = Pick<FigureContext, 'selection' | 'settings' | 'until' | 'windowTicks'>;

/** One SVG document; its <metadata> is the recipe as JSON, its <desc> a caption draft. */
export function exportFigure(
  figure: Figure,
  reader: RecordingReader,
  context: Omit<FigureContext, 'theme' | 'size' | 'heading' | 'memory'>,
  options: ExportOptions
): string {
  return printedSvg(printFigure(figure, reader, context, options), options);
}

export function printedSvg(
  { description, recipe, scene, title }: PrintedFigure,
  { widthMm, heightMm }: Pick<ExportOptions, 'widthMm' | 'heightMm'>
): string {
  return toSvg(scene, {
    title,
    description,
    metadata: recipe,
    sizeMm: { width: widthMm, height: heightMm }
  });
}

/** A figure of one unit says which: on paper nothing else is there to tell. */
function headingOf(
  { ofUnit, title }: Figure,
  context: Pick<FigureContext, 'layers' | 'maps' | 'selection'>
): string {
  const { unit } = context.selection;
  if (ofUnit && unit !== undefined && context.maps && unit < context.maps.world.graph.nodes)
    return `${title} (state ${nameOf(context.maps.world, unit)})`;
  const where =
    context.layers.length > 1 && unit !== undefined ? `, layer ${layerOf(unit, context) + 1}` : '';
  return ofUnit && unit !== undefined ? `${title} (unit ${unit}${where})` : title;
}

/** What a caption needs to say: what is seen, the numbers, and the settings that made it. */
export function captionDraft(
  figure: Figure,
  reader: RecordingReader,
  context: FigureContext,
  { edits, model, seed, source, title }: Experiment
): string {
  const list = (settings: Experiment['model']['settings']): string =>
    Object.entries(settings)
      .map(([name, value]) => `${name} = ${value}`)
      .join(', ') || 'defaults';
  const changed = edits
    .map(({ tick, setting, value }) => `${setting} = ${value} from tick ${tick}`)
    .join(', ');
  return [
    `${figure.title} (${title}).`,
    figure.help,
    figure.summary(reader, context),
    `Model ${model.id}: ${list(model.settings)}.`,
    `Source ${source.id}: ${list(source.settings)}.`,
    `Seed ${seed}.`,
    ...(changed ? [`Changed while running: ${changed}.`] : [])
  ].join(' ');
}
