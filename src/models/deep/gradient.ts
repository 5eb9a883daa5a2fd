/** The gradient of one trial under one rule, in float64 on this thread: what a network's learning is judged by. */
import { checkStack } from './checkStack';
import { runStack } from './forward';
import { bptt } from './rules/bptt';
import { cascade } from './rules/cascade';
import { deep } from './rules/deep';
import { immediate } from './rules/immediate';
import { type LinearStack, linearStack } from './rules/linearise';
import { readoutGradient } from './rules/readout';
import { rtrl } from './rules/rtrl';
import { spatial } from './rules/spatial';
import { top } from './rules/top';
import type { Rule, StackGradient, StackProblem } from './stack';

/**
 * Throws StackError, with a message of one line, for arrays that do not fit together, numbers that are not finite, and
 * states, signals or gradients that overflow on the way.
 */
export function stackGradient(problem: StackProblem, rule: Rule): StackGradient {
  checkStack(problem);
  const run = runStack(problem);
  const stack = linearStack(problem, run);
  return { loss: run.loss, layers: layerGradients[rule](stack), readout: readoutGradient(stack) };
}

const layerGradients: Readonly<Record<Rule, (stack: LinearStack) => Float64Array[]>> = {
  bptt,
  rtrl,
  deep,
  cascade,
  spatial,
  immediate,
  top
};
