/**
 * What the action needs to know: queries, weighted (De Llanza Varona et al. 2024, eq. 6). Each asks for the class of a factor of the
 * stream; the setting `query` reads "shape", or "shape 0.5, side 0.5".
 */
import { SettingError } from '../settings';
import type { Factor } from '../stream';

export interface Query {
  /** Place among the factors that have classes. */
  factor: number;
  /** Weights of all queries sum to 1. */
  weight: number;
}

/** Factors with classes and factors that are numbers, each with its place in the target. */
export function classFactors(factors: readonly Factor[]): { factor: Factor; column: number }[] {
  return factors.flatMap((factor, column) => (factor.classes ? [{ factor, column }] : []));
}

export function valueFactors(factors: readonly Factor[]): { factor: Factor; column: number }[] {
  return factors.flatMap((factor, column) => (factor.classes ? [] : [{ factor, column }]));
}

/** The queries of `text`; the first factor with classes where it is empty. Throws SettingError naming what is at fault. */
export function readQueries(text: string, factors: readonly Factor[]): Query[] {
  const known = classFactors(factors).map(({ factor }) => factor);
  if (known.length === 0) {
    throw new SettingError(
      'A query needs labels, and this stream has none: choose a file with a label column, or the loss vanilla.'
    );
  }
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0) return [{ factor: 0, weight: 1 }];
  const queries = entries.map((entry): Query => {
    const [name, share = '1', ...rest] = entry.split(/\s+/);
    const factor = known.findIndex((candidate) => candidate.name === name);
    const weight = Number(share);
    if (factor < 0 || rest.length > 0 || !(weight > 0 && weight < 1e6)) {
      throw new SettingError(
        `Setting 'query' has '${entry}'; expected ${known.map(({ name: own }) => own).join(' or ')}, each with a weight above 0, as in '${known
          .map(({ name: own }) => `${own} 1`)
          .join(', ')}'.`
      );
    }
    return { factor, weight };
  });
  const names = queries.map(({ factor }) => factor);
  const twice = names.find((factor, k) => names.indexOf(factor) !== k);
  if (twice !== undefined) throw new SettingError(`Setting 'query' asks for '${known[twice].name}' twice.`);
  const total = queries.reduce((sum, { weight }) => sum + weight, 0);
  return queries.map(({ factor, weight }) => ({ factor, weight: weight / total }));
}

/** A value of a setting, in words. */
export interface Suggestion {
  value: string;
  label: string;
}

/** Queries to choose from: one factor each, and all together at equal weight. */
export function querySuggestions(factors: readonly Factor[]): Suggestion[] {
  const known = classFactors(factors).map(({ factor }) => factor);
  const single = known.map(({ label, name }) => ({ value: name, label }));
  if (known.length < 2) return single;
  const value = known.map(({ name }) => `${name} 1`).join(', ');
  return [...single, { value, label: `${known.map(({ label }) => label).join(' and ')}, equally` }];
}
