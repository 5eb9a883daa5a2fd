/** Numbers of a walk as they are typed. */
import { type DanglingRule, danglingRules } from '../../models/hippocampus/transitions';
import { type Call, choice, type Option, UsageError } from '../command';

/** The restart probability alpha. Throws UsageError outside (0, 1). */
export function restartOf(call: Call): number {
  const alpha = shareOf(call, 'alpha', 0.15);
  if (alpha !== undefined) return alpha;
  const zero = Number(call.get('alpha')) === 0;
  throw new UsageError(
    `--alpha is '${call.get('alpha')}'${zero ? ', where I - (1 - alpha) P is singular' : ''}; expected a restart probability above 0 and below 1.`
  );
}

/** The discount gamma. Throws UsageError outside (0, 1). */
export function discountOf(call: Call): number {
  const gamma = shareOf(call, 'gamma', 0.85);
  if (gamma !== undefined) return gamma;
  const one = Number(call.get('gamma')) === 1;
  throw new UsageError(
    `--gamma is '${call.get('gamma')}'${one ? ', where the matrix I - gamma P is singular' : ''}; expected a discount above 0 and below 1.`
  );
}

function shareOf(call: Call, name: string, otherwise: number): number | undefined {
  const text = call.get(name);
  if (text === undefined) return otherwise;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value > 0 && value < 1 ? value : undefined;
}

/** Largest L1 error. Throws UsageError for what float64 cannot reach. */
export function toleranceOf(call: Call): number {
  const text = call.get('tol');
  if (text === undefined) return 1e-12;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 1e-14 && value < 1) return value;
  throw new UsageError(`--tol is '${text}'; expected a number from 1e-14 and below 1.`);
}

/** What the walk does where no edge leads out, `first` unless told. */
export function danglingOf(call: Call, first: DanglingRule): DanglingRule {
  return choice(call, 'dangling', [first, ...danglingRules.filter((rule) => rule !== first)]);
}

export function danglingOption(first: DanglingRule): Option {
  return {
    name: 'dangling',
    value: `<${danglingRules.join('|')}>`,
    help: `Where no edge leads out the walk ends, goes back to its start, or stays (default ${first}).`
  };
}
