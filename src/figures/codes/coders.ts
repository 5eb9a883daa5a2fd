/** One colour, shape and dash for each coder, in every figure: the loss gives colour and shape, the order within it the dash. */
import { type CoderLoss, coderLabel, type CoderPlan } from '../../models/codes/coderList';
import type { Symbols } from '../scene';
import type { Theme } from '../theme';

export interface CoderMark {
  /** "action β = 0.1". */
  label: string;
  /** "action 0.1". */
  short: string;
  colour: string;
  shape: Symbols['shape'];
  dash?: readonly number[];
}

/** In units of the theme's spacing. */
const dashes: readonly (readonly number[] | undefined)[] = [
  undefined,
  [1.6, 0.8],
  [0.5, 0.7],
  [2, 0.7, 0.5, 0.7]
];

export const lossWords: Readonly<Record<CoderLoss, string>> = {
  action: 'action-centric',
  vanilla: 'vanilla'
};

export function lossMark(loss: CoderLoss, theme: Theme): Pick<CoderMark, 'colour' | 'shape'> {
  return loss === 'action'
    ? { colour: theme.categories[0], shape: 'circle' }
    : { colour: theme.categories[1], shape: 'square' };
}

export function coderMark(plan: CoderPlan, theme: Theme): CoderMark {
  return {
    ...lossMark(plan.loss, theme),
    label: coderLabel(plan),
    short: `${plan.loss} ${plan.beta}`
  };
}

export function coderMarks(coders: readonly CoderPlan[], theme: Theme): CoderMark[] {
  const seen: Record<CoderLoss, number> = { action: 0, vanilla: 0 };
  return coders.map((plan) => {
    const dash = dashes[seen[plan.loss]++ % dashes.length]?.map((length) => length * theme.space);
    return { ...coderMark(plan, theme), ...(dash && { dash }) };
  });
}
