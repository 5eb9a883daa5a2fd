/**
 * Where theory says that a rule gives the exact gradient, whatever the numbers are:
 *
 *   bptt, rtrl   everywhere
 *   deep         where from that layer up the temporal Jacobian is what the rule keeps: R = 0, of leaky tanh units R
 *                diagonal. Never of spiking units, whose reset the rule drops.
 *   cascade      moreover, where the filters above commute with what they are moved past: a layer's filter acts on the
 *                traces before the drive of the layers below it does. They commute where the drive comes after every filter:
 *                a single membrane layer above, under an unfiltered readout; or where lam = 0
 *   spatial      as the cascade, where every filter above has lam = 0
 *   immediate    as spatial, where the layer itself carries nothing: R = 0 and lam = 0, kappa = 0
 *   top          as deep in the top layer
 *
 * and, for all but the first two, credit comes back through the forward weights themselves. With lam = 1 - a (leaky
 * tanh) or the decay (membrane).
 */
import { fanIn, isReadOut, type Rule, type StackProblem, widthBelow } from './stack';

/** For each layer, bottom first, whether the rule's gradient is the exact one by one of these identities. */
export function expectedExact(problem: StackProblem, rule: Rule): boolean[] {
  const { stack, feedback } = problem;
  const { layers } = stack;
  const exactRule = rule === 'bptt' || rule === 'rtrl';
  if (exactRule || feedback.kind !== 'symmetric') return layers.map(() => exactRule);

  const kept = layers.map((_, l) => keepsTime(problem, l));
  return layers.map((_, k) => {
    if (!kept.slice(k).every(Boolean)) return false;
    if (rule === 'deep') return true;
    if (rule === 'top') return k === layers.length - 1;
    if (
      rule === 'immediate' &&
      !(carry(problem, k) === 0 && !recurs(problem, k, 'all') && stack.readoutDecay === 0)
    )
      return false;
    return layers.every((_, m) => m < k || !isReadOut(stack, m) || commutes(problem, rule, k, m));
  });
}

/** Whether the local rules keep the whole temporal Jacobian of a layer. */
function keepsTime(problem: StackProblem, l: number): boolean {
  const { kind } = problem.stack.layers[l].unit;
  if (kind === 'spiking') return false;
  return !recurs(problem, l, kind === 'leakyTanh' ? 'others' : 'all');
}

/** Whether any recurrent weight is not 0: of all, or of those between different units. */
function recurs({ stack, weights }: StackProblem, l: number, among: 'all' | 'others'): boolean {
  const { units } = stack.layers[l];
  const [M, below, W] = [fanIn(stack, l), widthBelow(stack, l), weights.layers[l]];
  for (let i = 0; i < units; i++) {
    for (let j = 0; j < units; j++) {
      if (W[i * M + below + j] !== 0 && (among === 'all' || j !== i)) return true;
    }
  }
  return false;
}

/** lam. */
function carry({ stack }: StackProblem, l: number): number {
  const { unit } = stack.layers[l];
  return unit.kind === 'leakyTanh'
    ? 1 - unit.leak
    : unit.kind === 'membrane'
      ? unit.decay
      : unit.membraneDecay;
}

/** Whether traces of layer k on their way up to the readout of layer m lose nothing by meeting every drive at the end. */
function commutes(problem: StackProblem, rule: Rule, k: number, m: number): boolean {
  let driven = false;
  for (let l = k + 1; l <= m; l++) {
    const { kind } = problem.stack.layers[l].unit;
    // A leaky tanh unit is driven before its filter, a membrane after.
    driven ||= kind === 'leakyTanh';
    const lam = carry(problem, l);
    if (recurs(problem, l, 'all') || (lam !== 0 && (driven || rule !== 'cascade'))) return false;
    driven = true;
  }
  return !driven || problem.stack.readoutDecay === 0;
}
