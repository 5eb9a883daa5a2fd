/** A sweep in words for the terminal: a table of means, and the verdict on a preset's prediction. */
import type { SettingValue } from '../../models/settings';
import { isFailure, type PointOutcome } from '../../session/sweep/plan';
import type { Group } from '../../session/sweep/summary';
import { metricsOf, sayMean } from '../../session/sweep/tables';
import type { Verdict } from '../../session/sweep/verdict';
import { definitions } from '../command';

/** Metrics in the table when none are named: more do not fit a line. */
const fewMetrics = 4;

/** One row a combination of settings: n, and means with 95 % intervals. */
export function groupTable(groups: readonly Group[], metrics: readonly string[] | undefined): string {
  if (groups.every(({ failed, results }) => failed + results.length === 0)) return 'No run has ended.\n';
  const all = metricsOf(groups);
  const shown = metrics ?? all.slice(0, fewMetrics);
  const axes = Object.keys(groups[0]?.settings ?? {});
  const text = [
    [...axes, 'n', ...shown],
    ...groups.map((group) => [
      ...axes.map((name) => short(group.settings[name])),
      String(group.results.length),
      ...shown.map((name) => (group.metrics[name] ? sayMean(group.metrics[name]) : ''))
    ])
  ];
  const widths = text[0].map((_, c) => Math.max(...text.map((row) => row[c].length)));
  const rows = text.map(
    (row) =>
      `${row
        .map((cell, c) => cell.padEnd(widths[c]))
        .join('  ')
        .trimEnd()}\n`
  );
  const more = all.length - shown.length;
  const note =
    more > 0 && metrics === undefined
      ? `Means over seeds with 95 % intervals; ${more} more: ${all.filter((name) => !shown.includes(name)).join(', ')} (--metrics, --json).\n`
      : 'Means over seeds with 95 % intervals.\n';
  return rows.join('') + note;
}

export function verdictInWords({ answer, comparisons, goals, n, preset }: Verdict): string {
  const lines = [`${preset}: ${answer}, n = ${n}\n`];
  if (goals) {
    const { high, low } = goals.share;
    lines.push(
      `  All goals held with ${goals.held} of ${n} seeds (95 % interval of the share: ${two(low)} to ${two(high)}).\n`,
      definitions(
        goals.each.map(({ held, label, told }) => [
          label,
          `${held} of ${n}${told.n > 0 ? `: ${sayMean(told)}` : ''}`
        ]),
        '    '
      )
    );
  }
  if (comparisons.length > 0)
    lines.push(
      '  Paired over seeds: mean difference with its 95 % interval, d (Hedges).\n',
      definitions(
        comparisons.map(({ answer: own, effect: { difference, interval, n: pairs, size }, label }) => [
          label,
          pairs === 0
            ? 'no pairs'
            : `${sayMean({ n: pairs, mean: difference, ...(interval && { interval }) })}, d = ${sayEffect(size)}, n = ${pairs}: ${own}`
        ]),
        '    '
      )
    );
  return lines.join('');
}

/** One line each. */
export function failuresInWords(outcomes: readonly PointOutcome[]): string[] {
  return outcomes.filter(isFailure).map(({ failed, seed, settings }) => {
    const pairs = Object.entries(settings).map(([name, value]) => `${name} = ${short(value)}`);
    return `${[...pairs, `seed ${seed}`].join(', ')}: ${failed}`;
  });
}

const two = (share: number): string => share.toFixed(2);
/** Hedges' d with three digits; without bound where the pairs all differ alike. */
export const sayEffect = (size: number): string =>
  Number.isFinite(size) ? String(Number(size.toPrecision(3))) : size > 0 ? 'without bound' : '−without bound';

/** A world is a setting too, and long. */
function short(value: SettingValue): string {
  const text = String(value).replaceAll('\n', ' ');
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
