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
import { fanIn, type Rule, type Stack, type StackGradient, type StackProblem, widthBelow } from './stack';

/**
 * Throws StackError, with a message of one line, for arrays that do not fit together, numbers that are not finite, and
 * states, signals or gradients that overflow on the way.
 */
export function stackGradient(problem: StackProblem, rule: Rule): StackGradient {
  checkStack(problem);
  const run = runStack(problem);
  const stack = linearStack(problem, run);
  const layers = withoutAutapses(problem.stack, layerGradients[rule](stack));
  return { loss: run.loss, layers, readout: readoutGradient(stack) };
}

/** The gradients of the layers with 0 for every weight that a layer without autapses does not have; in place. */
export function withoutAutapses(stack: Stack, gradients: Float64Array[]): Float64Array[] {
  for (const [l, { units, autapses = true }] of stack.layers.entries()) {
    if (autapses) continue;
    for (let i = 0; i < units; i++) gradients[l][i * fanIn(stack, l) + widthBelow(stack, l) + i] = 0;
  }
  return gradients;
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
