/**
 * The settings of the recurrent e-prop network, said once. The defaults learn evidence accumulation at
 * demonstration scale: below 0.07 error after 240 to 368 updates for seeds 0 to 4, 256 to 428 with random
 * feedback (`engram bench learning`). c_reg = 2 x ticks of recall, since the loss is summed over them;
 * beta = 1.7 (1 - rho)/(1 - alpha).
 *
 * A setting is live when it enters only tick by tick (threshold, membrane) or only at the update (learning
 * rate, regularisation). What the traces of a whole chunk share (rho, beta, kappa, leak) is not.
 */
import type { SettingDescription } from '../settings';
import { learningSettings } from './learningSettings';
import { networkSettings } from './networkSettings';

export const epropSettings: readonly SettingDescription[] = [...networkSettings, ...learningSettings];
