/** One colour and one shape for each learner, in every figure. */
import { type LearnerName, learnerLabels, learnerNames } from '../../models/hippocampus/probes';
import type { Symbols } from '../scene';
import type { Theme } from '../theme';

const shapes: readonly Symbols['shape'][] = ['circle', 'square', 'triangle'];

export interface LearnerMark {
  label: string;
  colour: string;
  shape: Symbols['shape'];
  /** The second three of the six are hollow. */
  hollow: boolean;
}

export function learnerMark(name: LearnerName, theme: Theme): LearnerMark {
  const place = learnerNames.indexOf(name);
  return {
    label: learnerLabels[name],
    colour: theme.categories[place % theme.categories.length],
    shape: shapes[place % shapes.length],
    hollow: place >= shapes.length
  };
}
