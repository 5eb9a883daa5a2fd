/** The figures of the Codes lab, in the order they are offered. A new figure is one file and one line here. */
import type { Figure } from '../figure';
import { classifiers } from './classifiers';
import { codeLearning } from './codeLearning';
import { exactCurve } from './exactCurve';
import { identification } from './identification';
import { invariance } from './invariance';
import { itemOrQuery } from './itemOrQuery';
import { latentMap } from './latentMap';
import { latentRate } from './latentRate';
import { pairs } from './pairs';
import { plane } from './plane';
import { rateAccuracy } from './rateAccuracy';
import { ratePlane } from './ratePlane';
import { traversals } from './traversals';

export const codesFigures: readonly Figure[] = [
  rateAccuracy,
  pairs,
  codeLearning,
  invariance,
  latentMap,
  plane,
  latentRate,
  traversals,
  ratePlane,
  classifiers,
  itemOrQuery,
  exactCurve,
  identification
];
