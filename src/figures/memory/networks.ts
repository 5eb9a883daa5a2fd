/** One colour, shape and dash for each network, in every figure. */
import type { Symbols } from '../scene';
import type { Theme } from '../theme';
import type { SequencesContext } from './sequencesContext';

export interface NetworkMark {
  label: string;
  colour: string;
  shape: Symbols['shape'];
  hollow: boolean;
  dash?: readonly number[];
}

const shapes: readonly Symbols['shape'][] = ['circle', 'square', 'triangle'];

export function networkMarks({ networks }: SequencesContext, theme: Theme): NetworkMark[] {
  const { categories, space } = theme;
  return networks.map(({ label }, n) => ({
    label,
    colour: categories[n % categories.length],
    shape: shapes[n % shapes.length],
    hollow: n % 2 === 1,
    // The first is the one that is asked about; the others stand beside it.
    ...(n > 0 && { dash: [1.6, 0.8].map((length) => length * space) })
  }));
}
