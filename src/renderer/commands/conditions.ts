/** When commands apply: questions that several of them ask. */
import { hasCodes } from '../lab/codeSweep';
import type { Lab } from '../lab/lab';
import { hasWorld } from '../lab/spreads';

export const isOpen = (lab: Lab) => (): boolean => lab.opened() !== undefined;
export const showsCodes = (lab: Lab) => (): boolean => hasCodes(lab.opened());
export const showsWorld = (lab: Lab) => (): boolean => hasWorld(lab.opened());
