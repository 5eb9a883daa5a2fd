/** Several figures as one: a grid of panels with letters, at the width of a journal column, with one recipe for all. */
import { cutRecording } from '../session/cutRecording';
import type { RecordingReader } from '../session/recording';
import type { Recipe } from '../session/recipe';
import { type ExportOptions, type PrintedFigure, printFigure, shownFigure } from './exportFigure';
import type { Figure, FigureContext, Joint } from './figure';
import { type Box, group, type Mark, type Scene, text } from './scene';
import { alignedJoints, columnWidths, sharedJoints, unusedBelow } from './sharedAxes';
import { themes } from './theme';
import { translate } from './translate';

/** A figure in the grid, row by row. Its context is that of all, but for what it says itself. */
export interface ComposedPanel {
  figure: Figure;
  context: Omit<FigureContext, 'theme' | 'size' | 'heading' | 'memory'>;
}

export interface ComposeOptions {
  widthMm: ExportOptions['widthMm'];
  /** Of one row. */
  rowHeightMm: number;
  columns: number;
  /** a, b, c in bold at the top left of each panel. */
  letters: boolean;
  /** Every panel says its own axes, also those it shares with the panel below or at its left. */
  ownAxes?: boolean;
  recipe: Recipe;
}

const pointsPerMm = 72 / 25.4;
const gap = 10;
/** Points at the left of each panel for its letter, and the letter's size. */
const letterRoom = 11;
const letterSize = 8;
export const mostPanels = 26;

/** What of a row's foot stays where the row below says its axis. */
const footRoom = 6;

/** The grid, row by row, in points. Without widths columns are alike; `cuts` are heights that rows do not need. */
export function panelBoxes(
  count: number,
  { columns, rowHeightMm, widthMm }: Pick<ComposeOptions, 'columns' | 'rowHeightMm' | 'widthMm'>,
  { cuts = [], widths = [] }: { cuts?: readonly number[]; widths?: readonly number[] } = {}
): Box[] {
  const used = columnsOf(count, columns);
  const alike = (widthMm * pointsPerMm - gap * (used - 1)) / used;
  const height = rowHeightMm * pointsPerMm;
  const before = (sizes: (i: number) => number, i: number): number =>
    Array.from({ length: i }, (_, k) => sizes(k) + gap).reduce((sum, size) => sum + size, 0);
  const wide = (column: number): number => widths[column] ?? alike;
  const high = (row: number): number => height - (cuts[row] ?? 0);
  return Array.from({ length: count }, (_, i) => ({
    x: before(wide, i % used),
    y: before(high, Math.floor(i / used)),
    width: wide(i % used),
    height: high(Math.floor(i / used))
  }));
}

function columnsOf(count: number, columns: number): number {
  return Math.max(1, Math.min(columns, count));
}

/** Throws RangeError for no panel, or for more than there are letters. */
export function composeFigures(
  panels: readonly ComposedPanel[],
  reader: RecordingReader,
  options: ComposeOptions
): PrintedFigure & { heightMm: number } {
  if (panels.length === 0 || panels.length > mostPanels)
    throw new RangeError(`A figure of ${panels.length} panels; expected 1 to ${mostPanels}.`);
  const { letters, recipe, widthMm } = options;
  const indent = letters ? letterRoom : 0;
  const { boxes, printed } = laidOut(panels, reader, options, indent);
  const marks = printed.flatMap(({ scene }, i): Mark[] => {
    const { height, width, x, y } = boxes[i];
    const letter = text(x, y + letterSize * 0.95, letterOf(i), {
      size: letterSize,
      fill: themes.paper.text,
      bold: true
    });
    const moved = scene.marks.map((mark) => translate(mark, x + indent, y));
    return [...(letters ? [letter] : []), group({ x: x + indent, y, width: width - indent, height }, moved)];
  });
  const last = boxes[boxes.length - 1];
  const height = last.y + last.height;
  const captions = printed.map(({ description }, i) =>
    letters ? `${letterOf(i)}, ${description}` : description
  );
  return {
    scene: { ...printed[0].scene, width: widthMm * pointsPerMm, height, marks },
    title: recipe.experiment.title,
    description: captions.join(' '),
    recipe: JSON.stringify({
      ...recipe,
      figures: panels.map(({ context, figure }) => shownFigure(figure, context, recipe.ticks))
    }),
    heightMm: height / pointsPerMm
  };
}

/** Every panel drawn in its place, several times over: what panels share is only known once they are drawn. */
function laidOut(
  panels: readonly ComposedPanel[],
  reader: RecordingReader,
  options: ComposeOptions,
  indent: number
): { boxes: Box[]; printed: PrintedFigure[] } {
  const { ownAxes, recipe, rowHeightMm, widthMm } = options;
  const columns = columnsOf(panels.length, options.columns);
  const readers = new Map<number | undefined, RecordingReader>();
  for (const { context } of panels)
    if (!readers.has(context.until))
      readers.set(
        context.until,
        context.until === undefined ? reader : cutRecording(reader, context.until, context.shape.steps)
      );
  const draw = (boxes: readonly Box[], joints: readonly Joint[] = []): PrintedFigure[] =>
    panels.map(({ context, figure }, i) =>
      printFigure(
        figure,
        readers.get(context.until)!,
        joints[i] ? { ...context, joint: joints[i] } : context,
        {
          widthMm: (boxes[i].width - indent) / pointsPerMm,
          heightMm: rowHeightMm,
          recipe
        }
      )
    );
  const scenesOf = (printed: readonly PrintedFigure[]): Scene[] => printed.map(({ scene }) => scene);
  const plain = panelBoxes(panels.length, options);
  const alone = draw(plain);
  if (ownAxes) return { boxes: plain, printed: alone };
  const shared = sharedJoints(scenesOf(alone), columns);
  const aligned = (boxes: readonly Box[]): { joints: Joint[]; printed: PrintedFigure[] } => {
    const joints = alignedJoints(scenesOf(draw(boxes, shared)), shared, columns);
    return { joints, printed: draw(boxes, joints) };
  };
  const even = aligned(plain);
  const total = widthMm * pointsPerMm - gap * (columns - 1) - indent * columns;
  const widths = columnWidths(scenesOf(even.printed), columns, total)?.map((width) => width + indent);
  const { joints, printed } = widths ? aligned(panelBoxes(panels.length, options, { widths })) : even;
  // A row whose panels all leave their axis to the row below is as much lower.
  const rows = Math.ceil(panels.length / columns);
  const cuts = Array.from({ length: rows }, (_, row) =>
    Math.min(
      ...printed
        .slice(row * columns, (row + 1) * columns)
        .map(({ scene }, c) => unusedBelow(scene, joints[row * columns + c], footRoom))
    )
  );
  return { boxes: panelBoxes(panels.length, options, { cuts, ...(widths && { widths }) }), printed };
}

function letterOf(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index);
}
