/** The evidence task made short: a real network on a real stream in a few milliseconds a trial. */
import { evidence } from '../../src/presets/evidence';
import { type Experiment, withSetting } from '../../src/session/experiment';

const lighter: readonly (readonly [string, number])[] = [
  ['cues', 3],
  ['cueSteps', 6],
  ['gapSteps', 2],
  ['delaySteps', 10],
  ['recallSteps', 7],
  ['inputs', 8],
  ['units', 9],
  ['batch', 3],
  ['inputScale', 3]
];

/** 41 ticks a trial, 8 inputs, 9 units. */
export const shortEvidence: Experiment = lighter.reduce<Experiment>(
  (experiment, [setting, value]) => withSetting(experiment, setting, value),
  { ...evidence.experiment, title: 'Short evidence' }
);
