/**
 * The settings of the deep e-prop network, said once. Those that mean the same as in the single-layer network are its own
 * descriptions. A setting is live when it enters only tick by tick (threshold) or only at the update (rule, feedback, rates);
 * what the traces of a whole chunk share (leaks, decays) is not.
 */
import type { SettingDescription } from '../settings';
import { deepLearningSettings } from './settingsLearning';
import { deepNetworkSettings } from './settingsNetwork';

export const deepSettings: readonly SettingDescription[] = [...deepNetworkSettings, ...deepLearningSettings];
