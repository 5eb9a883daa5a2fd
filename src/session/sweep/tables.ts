/** Sweeps as tables to take away: every point and every summary as CSV, the summary as LaTeX. */
import type { SettingValue } from '../../models/settings';
import { isFailure, type PointOutcome, type PointResult } from './plan';
import { type Group, type MetricSummary, metricNames } from './summary';

/** Settings that are not the same in all groups, in the order of the axes. */
export function differingSettings(groups: readonly Pick<Group, 'settings'>[]): string[] {
  const names = [...new Set(groups.flatMap(({ settings }) => Object.keys(settings)))];
  return names.filter((name) => new Set(groups.map(({ settings }) => settings[name])).size > 1);
}

/** A row a point, in the order of the plan: settings, seed, metrics, state hash, and why a run has none. */
export function pointsCsv(outcomes: readonly PointOutcome[]): string {
  const rows = [...outcomes].sort((a, b) => a.index - b.index);
  const results = rows.filter((outcome): outcome is PointResult => !isFailure(outcome));
  const axes = [...new Set(rows.flatMap(({ settings }) => Object.keys(settings)))];
  const names = metricNames(results);
  return csv([
    [...axes, 'seed', ...names, 'stateHash', 'failed'],
    ...rows.map((row) => [
      ...axes.map((name) => said(row.settings[name])),
      said(row.seed),
      ...names.map((name) => (isFailure(row) ? '' : said(row.metrics[name]))),
      isFailure(row) ? '' : row.stateHash,
      isFailure(row) ? row.failed : ''
    ])
  ]);
}

/** A row a combination of settings: n, and each metric's mean and 95 % interval. */
export function summaryCsv(groups: readonly Group[]): string {
  const axes = [...new Set(groups.flatMap(({ settings }) => Object.keys(settings)))];
  const names = metricsOf(groups);
  return csv([
    [...axes, 'n', 'failed', ...names.flatMap((name) => [name, `${name} low`, `${name} high`])],
    ...groups.map(({ failed, metrics, results, settings }) => [
      ...axes.map((name) => said(settings[name])),
      said(results.length),
      said(failed),
      ...names.flatMap((name) => {
        const { interval, mean } = metrics[name] ?? {};
        return [said(mean), said(interval?.low), said(interval?.high)];
      })
    ])
  ]);
}

/** For the packages booktabs and amsmath: only the settings that differ, metrics as mean and interval. */
export function summaryLatex(
  groups: readonly Group[],
  metrics: readonly string[] = metricsOf(groups)
): string {
  const axes = differingSettings(groups);
  const head = [...axes, '$n$', ...metrics].map(escaped);
  const rows = groups.map((group) => [
    ...axes.map((name) => escaped(said(group.settings[name]))),
    said(group.results.length),
    ...metrics.map((name) => latexMean(group.metrics[name]))
  ]);
  const line = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\\n`;
  return `${[
    '% Means over seeds, with 95 % bootstrap intervals. Needs \\usepackage{booktabs,amsmath}.\n',
    `\\begin{tabular}{${'l'.repeat(axes.length)}r${'l'.repeat(metrics.length)}}\n\\toprule\n`,
    line(head),
    '\\midrule\n',
    ...rows.map(line),
    '\\bottomrule\n\\end{tabular}'
  ].join('')}\n`;
}

/** Names of all metrics of all groups. */
export function metricsOf(groups: readonly Group[]): string[] {
  return [...new Set(groups.flatMap(({ metrics }) => Object.keys(metrics)))];
}

/** "3.14 [2.9, 3.4]", with so many digits. */
export function sayMean({ interval, mean, n }: MetricSummary, digits = 4): string {
  if (n === 0) return '';
  const short = (value: number): string => String(Number(value.toPrecision(digits)));
  return interval ? `${short(mean)} [${short(interval.low)}, ${short(interval.high)}]` : short(mean);
}

const latexMean = (summary: MetricSummary | undefined): string =>
  summary && summary.n > 0 ? `$${sayMean(summary).replaceAll(/e([+-]?\d+)/g, '\\cdot 10^{$1}')}$` : '--';

const latexSigns: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}'
};
const escaped = (text: string): string =>
  text === '$n$' ? text : text.replaceAll(/[\\~^]|[&%$#_{}]/g, (sign) => latexSigns[sign] ?? `\\${sign}`);

const said = (value: SettingValue | undefined): string => (value === undefined ? '' : String(value));

/** RFC 4180. */
function csv(rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => `${row.map(quoted).join(',')}\n`).join('');
}
