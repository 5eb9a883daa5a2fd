/** Every preset there is: one line each. The page opens with the first. */
import type { Preset } from '../session/experiment';
import { deepHierarchy } from './deepHierarchy';
import { digits } from './digits';
import { evidence, evidenceLif, evidenceRandom } from './evidence';
import { evidenceFull } from './evidenceFull';
import { pattern } from './pattern';

export const presets: readonly Preset[] = [
  evidence,
  evidenceRandom,
  evidenceLif,
  evidenceFull,
  pattern,
  digits,
  deepHierarchy
];
