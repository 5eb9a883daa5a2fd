/** Several figures as one: a grid of panels with letters, at the width of a journal column, with one recipe for all. */
import type { RecordingReader } from '../session/recording';
import type { Recipe } from '../session/recipe';
import { type ExportOptions, type PrintedFigure, printFigure, shownFigure } from './exportFigure';
import type { Figure, FigureContext } from './figure';
import { type Box, group, type Mark, text } from './scene';
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
  recipe: Recipe;
}

const pointsPerMm = 72 / 25.4;
const gap = 10;
/** Points at the left of each panel for its letter, and the letter's size. */
const letterRoom = 11;
const letterSize = 8;
export const mostPanels = 26;

/** Where the panels stand, in points; the last row's are as wide as any other's. */
export function panelBoxes(
  count: number,
  { columns, rowHeightMm, widthMm }: Omit<ComposeOptions, 'recipe' | 'letters'>
): Box[] {
  const used = Math.max(1, Math.min(columns, count));
  const width = (widthMm * pointsPerMm - gap * (used - 1)) / used;
  const height = rowHeightMm * pointsPerMm;
  return Array.from({ length: count }, (_, i) => ({
    x: (i % used) * (width + gap),
    y: Math.floor(i / used) * (height + gap),
    width,
    height
  }));
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
  const boxes = panelBoxes(panels.length, options);
  const indent = letters ? letterRoom : 0;
  const printed = panels.map(({ context, figure }, i) =>
    printFigure(figure, reader, context, {
      widthMm: (boxes[i].width - indent) / pointsPerMm,
      heightMm: boxes[i].height / pointsPerMm,
      recipe
    })
  );
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

function letterOf(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index);
}
