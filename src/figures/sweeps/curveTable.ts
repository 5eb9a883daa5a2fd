/** The curves of a sweep as numbers: mean and interval at every trial drawn. */
import type { Group } from '../../session/sweep/summary';
import type { FigureTable } from '../figure';
import { bandOf } from './bands';
import { groupLabel, type SweepContext } from './sweepFigure';

export function curveTable(groups: readonly Group[], { axes, series }: SweepContext): FigureTable {
  return {
    columns: ['combination', 'n', 'trial', `mean ${series}`, 'low', 'high'],
    rows: groups.flatMap((own) => {
      const { high, low, mean, trials } = bandOf(own, series);
      return trials.map((trial, r) => [
        groupLabel(own, axes),
        own.results.length,
        trial + 1,
        mean[r],
        Number.isNaN(low[r]) ? '' : low[r],
        Number.isNaN(high[r]) ? '' : high[r]
      ]);
    })
  };
}
