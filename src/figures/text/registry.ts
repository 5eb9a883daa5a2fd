/** The figures of the Text lab, in the order they are offered. A new figure is one file and one line here. */
import type { Figure } from '../figure';
import { candidates } from './candidates';
import { componentSizesFigure } from './componentSizes';
import { fateCounts } from './fateCounts';
import { ledger } from './ledger';
import { massSpread } from './massSpread';
import { methodsCompared } from './methodsCompared';
import { passageGraph } from './passageGraph';
import { readerLearning } from './readerLearning';
import { walkMass } from './walkMass';

export const textFigures: readonly Figure[] = [
  ledger,
  fateCounts,
  candidates,
  readerLearning,
  componentSizesFigure,
  passageGraph,
  methodsCompared,
  massSpread,
  walkMass
];
