/** Every preset there is: one line each. The page opens with the first. */
import type { Preset } from '../session/experiment';
import { acrossSources, nearCopies, worthOfCleaning } from './corpus';
import { energyDescent, treeBeatsRing } from './attentionAsEnergy';
import { deepAlif } from './deepAlif';
import { deepLeak, deepRandom } from './deepCredit';
import { deepDelay } from './deepDelay';
import { deepDigits } from './deepDigits';
import { deepHierarchy } from './deepHierarchy';
import { digits } from './digits';
import { evidence, evidenceLif, evidenceRandom } from './evidence';
import { evidenceFull } from './evidenceFull';
import {
  rdCompression,
  rdDigits,
  rdFaster,
  rdInvariance,
  rdNewQuery,
  rdNotPictures,
  rdShapes,
  rdSprites
} from './codes';
import { copy, delayedMatch, storeRecall } from './memoryTasks';
import { detour, latentLearning } from './findingTheWay';
import { oneWalk } from './oneWalk';
import { pattern } from './pattern';
import { communities, fieldSkew, openField } from './placeFields';
import { noPathNoRecall, twoHopRecall } from './recall';
import {
  commonWords,
  commonWordsLocal,
  hashHop,
  twoFacts,
  variableTracking,
  variableTrackingBare
} from './retrieval';
import { letters, oneLayerInduction, recall } from './sequenceMemories';
import { compressedAttention, sharedAttention } from './sequenceMemoriesAttention';
import { dictionaryParts } from './sequenceMemoriesDictionary';
import { longRecall } from './sequenceMemoriesLong';
import { noRevaluation, policyRevaluation, rewardRevaluation, transitionRevaluation } from './revaluation';

export const presets: readonly Preset[] = [
  evidence,
  evidenceRandom,
  evidenceLif,
  evidenceFull,
  pattern,
  digits,
  deepHierarchy,
  deepLeak,
  deepRandom,
  deepAlif,
  deepDelay,
  deepDigits,
  storeRecall,
  delayedMatch,
  copy,
  oneWalk,
  openField,
  fieldSkew,
  latentLearning,
  detour,
  rewardRevaluation,
  transitionRevaluation,
  noRevaluation,
  policyRevaluation,
  communities,
  twoHopRecall,
  noPathNoRecall,
  rdCompression,
  rdInvariance,
  rdNotPictures,
  rdNewQuery,
  rdFaster,
  rdShapes,
  rdSprites,
  rdDigits,
  recall,
  oneLayerInduction,
  letters,
  nearCopies,
  acrossSources,
  worthOfCleaning,
  hashHop,
  variableTracking,
  variableTrackingBare,
  commonWords,
  commonWordsLocal,
  twoFacts,
  energyDescent,
  treeBeatsRing,
  longRecall,
  dictionaryParts,
  compressedAttention,
  sharedAttention
];
