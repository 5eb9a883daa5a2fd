/** One colour and shape for each way of retrieving, in every figure. */
import { methodLabels } from '../../models/retrieval/model/probeList';
import type { Symbols } from '../scene';
import type { Theme } from '../theme';

export interface MethodMark {
  label: string;
  colour: string;
  shape: Symbols['shape'];
  hollow: boolean;
}

const shapes: readonly Symbols['shape'][] = ['circle', 'square', 'triangle'];

export function methodMarks({ categories }: Theme): MethodMark[] {
  return methodLabels.map((label, m) => ({
    label,
    colour: categories[m],
    shape: shapes[m],
    hollow: m > 0
  }));
}
