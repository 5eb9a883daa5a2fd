/**
 * How close a rule's gradient is to the exact one, layer by layer:
 *
 *   cosine = g . g* / (|g| |g*|),   ratio = |g| / |g*|        over all of a layer's U, R and b together
 *
 * Both are 1 where a rule is exact; a cosine above 0 is a direction that lowers the loss.
 */
import { expectedExact } from './exactness';
import { runStack } from './forward';
import { stackGradient, withoutAutapses } from './gradient';
import { backward } from './rules/bptt';
import { linearStack } from './rules/linearise';
import { type Rule, rules, type StackGradient, type StackProblem } from './stack';

export interface Alignment {
  /** NaN where either gradient is 0. */
  cosine: number;
  /** NaN where the exact gradient is 0. */
  ratio: number;
}

type Gradients = Pick<StackGradient, 'layers'>;

/** Bottom first. */
export function alignGradients(rule: Gradients, exact: Gradients): Alignment[] {
  return rule.layers.map((gradient, l) => {
    const [norm, exactNorm] = [gradientNorm(gradient), gradientNorm(exact.layers[l])];
    let cosine = 0;
    for (let at = 0; at < gradient.length; at++)
      cosine += (gradient[at] / norm) * (exact.layers[l][at] / exactNorm);
    return {
      cosine: norm > 0 && exactNorm > 0 ? cosine : Number.NaN,
      ratio: exactNorm > 0 ? norm / exactNorm : Number.NaN
    };
  });
}

/** Euclidean norm. */
export function gradientNorm(gradient: Float64Array): number {
  let sum = 0;
  for (const value of gradient) sum += value * value;
  return Math.sqrt(sum);
}

/** What the probe `alignment` shows of one sampled trial. */
export interface AlignmentReading {
  rule: Rule;
  /** Bottom first; `exact` where theory says that cosine and ratio are 1. */
  layers: readonly (Alignment & { exact: boolean })[];
}

/** Alignment of `rule` with the exact gradient on the problem's trial. Throws StackError as `stackGradient` does. */
export function measureAlignment(problem: StackProblem, rule: Rule): AlignmentReading {
  const exact = stackGradient(problem, 'bptt');
  const expected = expectedExact(problem, rule);
  const layers = alignGradients(ruleGradient(problem, rule), exact);
  return { rule, layers: layers.map((alignment, l) => ({ ...alignment, exact: expected[l] })) };
}

/**
 * The gradient as `stackGradient` gives it; that of `deep` by its backward form, the same numbers without a vector for each
 * synapse. Throws StackError as `stackGradient` does.
 */
export function ruleGradient(problem: StackProblem, rule: Rule): StackGradient {
  if (rule !== 'deep') return stackGradient(problem, rule);
  // Loss and readout are the same under every rule.
  const gradient = stackGradient(problem, 'top');
  const layers = backward(linearStack(problem, runStack(problem)), 'unit');
  return { ...gradient, layers: withoutAutapses(problem.stack, layers) };
}

/** As a row of the probe, [3 L + 1]: the cosines, the ratios, 1 or 0 for exact, the rule's place in `rules`. */
export function alignmentRow({ rule, layers }: AlignmentReading): Float32Array {
  return Float32Array.of(
    ...layers.map(({ cosine }) => cosine),
    ...layers.map(({ ratio }) => ratio),
    ...layers.map(({ exact }) => (exact ? 1 : 0)),
    rules.indexOf(rule)
  );
}

/** What `alignmentRow` wrote. Throws RangeError for a row of another length or rule. */
export function readAlignment(row: ArrayLike<number>): AlignmentReading {
  const depth = (row.length - 1) / 3;
  const rule = rules[row[row.length - 1]];
  if (!Number.isInteger(depth) || depth < 1 || !rule)
    throw new RangeError(
      `A row of ${row.length} numbers is none of the probe 'alignment'; expected 3 L + 1.`
    );
  return {
    rule,
    layers: Array.from({ length: depth }, (_, l) => ({
      cosine: row[l],
      ratio: row[depth + l],
      exact: row[2 * depth + l] === 1
    }))
  };
}
