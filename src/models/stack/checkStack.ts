/** Refuses stacks whose arrays do not fit together, before anything is computed, and numbers that overflow on the way. */
import {
  fanIn,
  isReadOut,
  StackError,
  widthBelow,
  type StackProblem,
  type StackTrial,
  type StackUnit
} from './stack';

/** Throws StackError for shapes that do not fit, constants out of range and numbers that are not finite. */
export function checkStack({ stack, weights, feedback, trial }: StackProblem): void {
  const { inputs, outputs, layers } = stack;
  const depth = layers.length;
  const steps = trial.mask.length;
  if (depth === 0) throw new StackError('The stack has no layer; expected at least one.');
  for (const [l, { units, unit }] of layers.entries()) {
    if (!(Number.isInteger(units) && units > 0))
      throw new StackError(`Layer ${l + 1} has ${units} units; expected a whole number of at least 1.`);
    checkUnit(unit, units, l);
  }
  checkRange('readout decay', stack.readoutDecay, 0, 1);
  checkArray('mask', trial.mask, steps, 'T');
  checkArray('x', trial.x, steps * inputs, 'T x inputs');
  checkArray('target', trial.target, steps * outputs, 'T x outputs');
  if (stack.loss === 'classification') checkClasses(trial, outputs);
  checkDepth('weights', weights.layers, depth);
  checkDepth('readout weights', weights.readout, depth);
  if (feedback.kind === 'layered') {
    checkDepth('feedback from the output', feedback.output, depth);
    checkDepth('feedback down the layers', feedback.down, depth);
  } else if (feedback.kind === 'broadcast') checkDepth('broadcast feedback', feedback.broadcast, depth);
  for (const [l, { units }] of layers.entries()) {
    const heard = isReadOut(stack, l) ? units * outputs : 0;
    checkArray('W = [U | R | b]', weights.layers[l], units * fanIn(stack, l), 'n x fan-in', l);
    checkArray('O', weights.readout[l], heard, 'outputs x n, none where no readout', l);
    if (feedback.kind === 'layered') {
      const below = l === 0 ? 0 : widthBelow(stack, l) * units;
      checkArray(
        'feedback from the output',
        feedback.output[l],
        heard,
        'n x outputs, none where no readout',
        l
      );
      checkArray('feedback down', feedback.down[l], below, 'n below x n, none for the first layer', l);
    } else if (feedback.kind === 'broadcast') {
      checkArray('broadcast feedback', feedback.broadcast[l], units * outputs, 'n x outputs', l);
    }
  }
}

/** Classes are probabilities wherever the loss counts: one-hot, or shares that sum to 1. */
function checkClasses({ target, mask }: StackTrial, outputs: number): void {
  for (let t = 0; t < mask.length; t++) {
    if (mask[t] === 0) continue;
    const shares = target.subarray(t * outputs, (t + 1) * outputs);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (shares.every((share) => share >= 0) && Math.abs(sum - 1) <= 1e-6) continue;
    const found = shares.length > 4 ? `sums to ${sum}` : `is ${shares.join(', ')}`;
    throw new StackError(`target at step ${t + 1} ${found}; expected a one-hot row for classification.`);
  }
}

function checkUnit(unit: StackUnit, units: number, l: number): void {
  if (unit.kind === 'leakyTanh') {
    checkRange('leak', unit.leak, 0, 1, l);
    if (unit.leak === 0) throw new StackError(`leak of layer ${l + 1} is 0; expected a number above 0.`);
  } else if (unit.kind === 'membrane') checkRange('decay', unit.decay, 0, 1, l);
  else {
    checkRange('membrane decay', unit.membraneDecay, 0, 1, l);
    checkRange('adaptation decay', unit.adaptationDecay, 0, 1, l);
    checkRange('current gain', unit.currentGain, 0, Number.MAX_VALUE, l);
    checkRange('dampening', unit.dampening, 0, Number.MAX_VALUE, l);
    checkRange('refractory', unit.refractory, 0, Number.MAX_VALUE, l);
    checkRange('threshold', unit.threshold, Number.MIN_VALUE, Number.MAX_VALUE, l);
    checkArray('adaptation', unit.adaptation, units, 'n', l);
  }
}

const named = (name: string, l: number | undefined): string =>
  l === undefined ? name : `${name} of layer ${l + 1}`;

function checkRange(name: string, value: number, least: number, most: number, l?: number): void {
  if (value >= least && value <= most) return;
  const wanted = most === Number.MAX_VALUE ? `at least ${least}` : `between ${least} and ${most}`;
  throw new StackError(`${named(name, l)} is ${value}; expected a number ${wanted}.`);
}

function checkDepth(name: string, arrays: readonly Float64Array[], depth: number): void {
  if (arrays.length !== depth)
    throw new StackError(`${name} hold ${arrays.length} arrays; expected ${depth}, one for each layer.`);
}

function checkArray(name: string, values: Float64Array, length: number, shape: string, l?: number): void {
  if (values.length !== length) {
    const found = `${named(name, l)} holds ${values.length} numbers`;
    throw new StackError(`${found}; expected ${length} (${shape}) beside the other arrays.`);
  }
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new StackError(
    `${named(name, l)} holds ${values[at]} at entry ${at} (counted from 0); every number must be finite.`
  );
}

/** Throws StackError when one of `values` is not finite: `tensor` of layer `l` (from 0) at step `t` (from 0). */
export function checkOverflow(values: Float64Array, tensor: string, l: number, t: number): void {
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) overflow(tensor, l, t);
  }
}

/** Throws StackError: `tensor` of layer `l` (from 0; of the readout when left out) at step `t` (from 0). */
export function overflow(tensor: string, l: number | undefined, t: number): never {
  const where = l === undefined ? 'the readout' : `layer ${l + 1}`;
  throw new StackError(
    `${tensor} of ${where} overflows at step ${t + 1}; scale the weights or the input down.`
  );
}
