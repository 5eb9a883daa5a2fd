/** The recipe inside a figure of any format: what brings back the run that made it. */
import { FormatError } from '../formats/formatError';
import { type Experiment, ExperimentError, parseExperiment } from '../session/experiment';
import { isRecipe, parseRecipe, type Recipe } from '../session/recipe';
import { recipeInSvg } from './recipeInSvg';
import { recipeOfPdf } from './pdfRecipe';
import { isPng, recipeInPng } from './recipeInPng';

export type FigureFormat = 'svg' | 'pdf' | 'png';

/** Figures made before there were recipes carry the experiment alone. */
export interface FigureRecipe {
  experiment: Experiment;
  recipe?: Recipe;
}

/** By what a file begins with; undefined for what is no figure. */
export function figureFormat(bytes: Uint8Array): FigureFormat | undefined {
  if (isPng(bytes)) return 'png';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  if (head.includes('%PDF-')) return 'pdf';
  return /^\uFEFF?\s*(?:<svg|<\?xml|<!DOCTYPE svg|<!--)/i.test(head.replace('\u00ef\u00bb\u00bf', '')) &&
    new TextDecoder('latin1').decode(bytes.subarray(0, 65536)).includes('<svg')
    ? 'svg'
    : undefined;
}

/** Whether the file carries something to open, so that a picture that does not can be taken as a picture. */
export function carriesRecipe(bytes: Uint8Array): boolean {
  try {
    return recipeText('', bytes) !== undefined;
  } catch {
    return false;
  }
}

/** Throws FormatError for a file without a recipe, or with one that is damaged. */
export function recipeOf(file: string, bytes: Uint8Array): FigureRecipe {
  const text = recipeText(file, bytes);
  if (text === undefined)
    throw new FormatError({
      file,
      found: 'no recipe inside',
      expected: 'an SVG, PDF or PNG that Engram exported, as it was saved; other programs may drop the recipe'
    });
  return parseRecipeText(file, text);
}

/** From the text of a recipe or of an experiment. Throws FormatError. */
export function parseRecipeText(file: string, text: string): FigureRecipe {
  try {
    const json: unknown = JSON.parse(text);
    if (!isRecipe(json)) return { experiment: parseExperiment(json) };
    const recipe = parseRecipe(json);
    return { experiment: recipe.experiment, recipe };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof ExperimentError)) throw error;
    const why = error.message.replace(/\.$/, '');
    throw new FormatError({
      file,
      found: `a recipe that does not read (${why})`,
      expected: 'a whole recipe'
    });
  }
}

function recipeText(file: string, bytes: Uint8Array): string | undefined {
  switch (figureFormat(bytes)) {
    case 'png':
      return recipeInPng(file, bytes);
    case 'pdf':
      return recipeOfPdf(bytes, file);
    case 'svg':
      return recipeInSvg(file, bytes);
    default:
      return undefined;
  }
}
