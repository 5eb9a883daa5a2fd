/** One colour, shape and dash for each network, in every figure. */
import type { Symbols } from '../scene';
import type { Theme } from '../theme';
import type { SequencesContext } from './sequencesContext';

export interface NetworkMark {
  label: string;
  /** Its layer and number where the label is long: "cca 2". */
  short: string;
  colour: string;
  shape: Symbols['shape'];
  hollow: boolean;
  dash?: readonly number[];
}

/** Letters that stand beside a plot without taking its room. */
const longest = 14;

const shapes: readonly Symbols['shape'][] = ['circle', 'square', 'triangle'];

export function networkMarks({ networks }: SequencesContext, theme: Theme): NetworkMark[] {
  const { categories, space } = theme;
  return networks.map(({ label, sizes }, n) => ({
    label,
    short: label.length > longest ? `${sizes.layer} ${n + 1}` : label,
    colour: categories[n % categories.length],
    shape: shapes[n % shapes.length],
    hollow: n % 2 === 1,
    // The first is the one that is asked about; the others stand beside it.
    ...(n > 0 && { dash: [1.6, 0.8].map((length) => length * space) })
  }));
}
