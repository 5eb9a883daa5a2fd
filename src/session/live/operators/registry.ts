/** Every operator there is. A new one is one file and one line here. */
import { delayOperator } from './delay';
import { deltaOperator } from './delta';
import { latencyOperator } from './latency';
import { mixOperator } from './mix';
import { noiseOperator } from './noise';
import type { OperatorDefinition } from './operator';
import { poissonOperator } from './poisson';
import { resampleOperator } from './resample';
import { windowOperator } from './window';
import { zScoreOperator } from './zScore';

export const operators: readonly OperatorDefinition[] = [
  windowOperator,
  resampleOperator,
  zScoreOperator,
  delayOperator,
  mixOperator,
  noiseOperator,
  poissonOperator,
  latencyOperator,
  deltaOperator
];
