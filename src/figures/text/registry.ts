/** The figures of the Text lab, in the order they are offered. A new figure is one file and one line here. */
import type { Figure } from '../figure';
import { candidates } from './candidates';
import { componentSizesFigure } from './componentSizes';
import { fateCounts } from './fateCounts';
import { ledger } from './ledger';
import { readerLearning } from './readerLearning';

export const textFigures: readonly Figure[] = [
  ledger,
  fateCounts,
  candidates,
  readerLearning,
  componentSizesFigure
];
