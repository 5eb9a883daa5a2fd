/** How a figure was laid out last, kept for the next. */
import { figureFormats, type FigureFormat, printDots } from './printedFile';

export interface FigureChoices {
  format: FigureFormat;
  widthMm: number;
  rowHeightMm: number;
  columns: number;
  letters: boolean;
  /** Every panel says its axes itself. */
  ownAxes: boolean;
  dotsPerInch: number;
}

export const figureWidths = [89, 120, 183] as const;
const usual: FigureChoices = {
  format: 'pdf',
  widthMm: 183,
  rowHeightMm: 60,
  columns: 2,
  letters: true,
  ownAxes: false,
  dotsPerInch: printDots
};
const storageKey = 'engram.figure';

export function keepChoices(choices: FigureChoices): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(choices));
  } catch {
    // Storage may be forbidden; the next figure then begins as the first did.
  }
}

/** Whatever does not fit is as usual. */
export function keptChoices(): FigureChoices {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<FigureChoices>;
    return {
      format: figureFormats.find((format) => format === kept.format) ?? usual.format,
      widthMm: figureWidths.find((width) => width === kept.widthMm) ?? usual.widthMm,
      rowHeightMm: within(kept.rowHeightMm, 20, 200, usual.rowHeightMm),
      columns: within(kept.columns, 1, 4, usual.columns),
      letters: kept.letters !== false,
      ownAxes: kept.ownAxes === true,
      dotsPerInch: within(kept.dotsPerInch, 72, 1200, usual.dotsPerInch)
    };
  } catch {
    return usual;
  }
}

/** A whole number in a range, or else another. */
export function within(value: unknown, least: number, most: number, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(most, Math.max(least, Math.round(value)))
    : otherwise;
}
