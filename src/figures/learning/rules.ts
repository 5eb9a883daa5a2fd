/** Learning rules in words, colours and shapes, the same in every figure. */
import type { Rule } from '../../models/stack/stack';
import type { Symbols } from '../scene';
import type { Theme } from '../theme';

export const ruleNames: Readonly<Record<Rule, string>> = {
  bptt: 'BPTT',
  rtrl: 'RTRL',
  deep: 'deep e-prop',
  cascade: 'cascade',
  spatial: 'spatial',
  immediate: 'immediate',
  top: 'top layer only'
};

interface RuleMark {
  colour: string;
  shape: Symbols['shape'];
  hollow: boolean;
}

/** Exact rules take the colour of text. Hollow shapes are rules with less memory than their neighbour in the list. */
export function ruleMark(rule: Rule, { categories, text }: Theme): RuleMark {
  const marks: Record<Rule, RuleMark> = {
    bptt: { colour: text, shape: 'circle', hollow: false },
    rtrl: { colour: text, shape: 'square', hollow: true },
    deep: { colour: categories[0], shape: 'circle', hollow: false },
    cascade: { colour: categories[1], shape: 'square', hollow: true },
    spatial: { colour: categories[2], shape: 'triangle', hollow: false },
    immediate: { colour: categories[4], shape: 'square', hollow: false },
    top: { colour: categories[3], shape: 'triangle', hollow: true }
  };
  return marks[rule];
}
