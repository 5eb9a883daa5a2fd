/** One colour for each kind of fate, in every figure: what stays, what a filter removed, near copies, and low quality. */
import { copyFate, keptFate, poorFate } from '../../models/corpus/model/fates';
import type { Theme } from '../theme';

export function fateColour(fate: number, { categories }: Theme): string {
  if (fate === keptFate) return categories[0];
  if (fate === copyFate) return categories[1];
  if (fate === poorFate) return categories[4];
  return categories[3];
}
