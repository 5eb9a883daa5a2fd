/** Paired differences in words. */
import type { Difference } from '../../session/sweep/comparison';
import { sayMean } from '../../session/sweep/tables';
import { definitions } from '../command';

export function differencesInWords(differences: readonly Difference[]): string {
  if (differences.length === 0)
    return 'No two of them share a seed in which both have a metric: nothing is paired.\n';
  const rows = differences.map(({ effect: { difference, interval, n, size }, from, metric, to }) => [
    `${metric}: ${sayChange(from, to)}`,
    `${sayMean({ n, mean: difference, ...(interval && { interval }) })}, d = ${saySize(size)}, n = ${n}`
  ]);
  return `Differences to the first, paired over seeds, with 95 % bootstrap intervals and d (Hedges).\n${definitions(rows)}`;
}

/** Only what is not the same in both. */
function sayChange(from: Difference['from'], to: Difference['to']): string {
  const changed = Object.keys(to).filter((name) => from[name] !== to[name]);
  return changed.map((name) => `${name} = ${short(to[name])}`).join(', ') || 'the same settings';
}

function short(value: Difference['to'][string]): string {
  const text = String(value).replaceAll('\n', ' ');
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

function saySize(size: number): string {
  if (Number.isNaN(size)) return 'unknown';
  return Number.isFinite(size)
    ? String(Number(size.toPrecision(3)))
    : size > 0
      ? 'without bound'
      : '−without bound';
}
