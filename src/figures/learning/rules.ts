/** Learning rules in words, colours and shapes, the same in every figure. */
import type { Rule } from '../../models/stack/stack';
import { okabeIto } from '../palettes';
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
export function ruleMark(rule: Rule, { name, text }: Theme): RuleMark {
  const dark = name === 'dark';
  const marks: Record<Rule, RuleMark> = {
    bptt: { colour: text, shape: 'circle', hollow: false },
    rtrl: { colour: text, shape: 'square', hollow: true },
    deep: { colour: dark ? okabeIto.skyBlue : okabeIto.blue, shape: 'circle', hollow: false },
    cascade: { colour: dark ? okabeIto.orange : okabeIto.vermillion, shape: 'square', hollow: true },
    spatial: { colour: dark ? '#2cc79b' : okabeIto.green, shape: 'triangle', hollow: false },
    immediate: { colour: okabeIto.purple, shape: 'square', hollow: false },
    top: { colour: dark ? okabeIto.yellow : okabeIto.orange, shape: 'triangle', hollow: true }
  };
  return marks[rule];
}
