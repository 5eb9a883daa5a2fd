/** A run as `engram run --out` left it, as one outcome of a comparison. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseExperiment } from '../../session/experiment';
import type { Subject } from '../../session/sweep/comparison';
import type { Curve } from '../../session/sweep/plan';
import { parseRecipe } from '../../session/recipe';
import { UsageError } from '../command';
import { recipeFile } from '../run/experiment';

/** Rows in the mean of scores that change from trial to trial, as in session/finalMetrics.ts. */
const recentTrials = 10;
const means = ['loss', 'error', 'meanRate'];
const curveSeries = ['loss', 'error', 'heldOutError'];
/** Rows of a curve; longer ones are thinned. */
const mostRows = 240;

/** Throws UsageError naming what does not read. */
export async function readRunFolder(path: string, name: string): Promise<Subject> {
  const [experimentText, metricsText] = await Promise.all(
    ['experiment.json', 'metrics.csv'].map((file) => readFile(join(path, file), 'utf8'))
  );
  const experiment = parseExperiment(JSON.parse(experimentText));
  // Folders of earlier versions have none.
  const recipe = await readFile(join(path, recipeFile), 'utf8').then(
    (text) => parseRecipe(JSON.parse(text)),
    () => undefined
  );
  const columns = columnsOf(metricsText, `${name}/metrics.csv`);
  const trials = columns.get('trial') ?? [];
  const rowsOf = (column: string): { trial: number; value: number }[] =>
    (columns.get(column) ?? []).flatMap((value, r) =>
      Number.isNaN(value) ? [] : [{ trial: trials[r], value }]
    );
  const metrics = [...columns.keys()].flatMap((column): [string, number][] => {
    const rows = column === 'trial' ? [] : rowsOf(column).slice(means.includes(column) ? -recentTrials : -1);
    const mean = rows.reduce((sum, { value }) => sum + value, 0) / rows.length;
    return Number.isFinite(mean) ? [[column, mean]] : [];
  });
  const curves = curveSeries.flatMap((series): Curve[] => {
    const rows = rowsOf(series);
    const each = Math.max(1, Math.ceil(rows.length / mostRows));
    const kept = rows.filter((_, r) => r % each === 0 || r === rows.length - 1);
    return rows.length > 0
      ? [{ series, trials: kept.map(({ trial }) => trial), values: kept.map(({ value }) => value) }]
      : [];
  });
  const outcome = {
    index: 0,
    settings: {},
    seed: experiment.seed,
    metrics: Object.fromEntries(metrics),
    curves,
    trials: trials.length > 0 ? trials[trials.length - 1] + 1 : 0,
    stateHash: recipe?.stateHash ?? '',
    backend: recipe?.backend ?? ''
  };
  return { name, experiment, outcomes: [outcome] };
}

/** By name; an empty cell is NaN. */
function columnsOf(text: string, file: string): Map<string, number[]> {
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(',');
  const rows = lines.map((line) => line.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell))));
  const wrong = rows.findIndex((row) => row.length !== names.length);
  if (!names.includes('trial') || wrong >= 0)
    throw new UsageError(
      `${file}${wrong >= 0 ? `, line ${wrong + 2},` : ''} is no table of metrics; expected one row a trial as 'engram run --out' writes it.`
    );
  return new Map(names.map((name, c) => [name, rows.map((row) => row[c])]));
}
