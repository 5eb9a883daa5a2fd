/** The figures of the Memory lab, in the order they are offered. A new figure is one file and one line here. */
import type { Figure } from '../figure';
import { attentionMap } from './attentionMap';
import { clusterTimes } from './clusterTimes';
import { deviceRounds } from './deviceRounds';
import { distance } from './distance';
import { energyFall } from './energyFall';
import { energyLandscape } from './energyLandscape';
import { generated } from './generated';
import { keptBytes } from './keptBytes';
import { memoryWorth } from './memoryWorth';
import { networkCosts } from './networkCosts';
import { networkLearning } from './networkLearning';
import { patternWeights } from './patternWeights';
import { rowKeys } from './rowKeys';
import { rowReads } from './rowReads';
import { stateMap } from './stateMap';
import { streamingCost } from './streamingCost';

export const memoryFigures: readonly Figure[] = [
  networkLearning,
  distance,
  rowReads,
  rowKeys,
  attentionMap,
  stateMap,
  memoryWorth,
  keptBytes,
  generated,
  energyFall,
  patternWeights,
  deviceRounds,
  networkCosts,
  streamingCost,
  energyLandscape,
  clusterTimes
];
