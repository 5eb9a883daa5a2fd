/** What a picture of a sweep is: a pure function from its groups to a scene, with its words. */
import type { SweepPlan } from '../../session/sweep/plan';
import type { Group } from '../../session/sweep/summary';
import type { FigureTable } from '../figure';
import type { Scene } from '../scene';
import type { Theme } from '../theme';

export interface SweepContext {
  theme: Theme;
  size: { width: number; height: number };
  /** Written above the plot in exports. */
  heading?: string;
  axes: SweepPlan['axes'];
  /** Which curve is drawn, and which metric. */
  series: string;
  metric: string;
}

export interface SweepFigure {
  id: string;
  title: string;
  /** What it shows and how to read it. */
  help: string;
  emptyMessage: string;
  draw(groups: readonly Group[], context: SweepContext): Scene;
  /** One or two sentences with numbers, for screen readers. */
  summary(groups: readonly Group[], context: SweepContext): string;
  table(groups: readonly Group[], context: SweepContext): FigureTable;
}

/** Settings that take more than one value. */
export function variedAxes(axes: SweepPlan['axes']): SweepPlan['axes'] {
  return axes.filter(({ values }) => values.length > 1);
}

/** "beta = 0.1, loss = action"; "as it stands" where nothing differs. */
export function groupLabel({ settings }: Pick<Group, 'settings'>, axes: SweepPlan['axes']): string {
  const parts = variedAxes(axes).flatMap(({ setting }) =>
    settings[setting] === undefined ? [] : [`${setting} = ${shortValue(settings[setting])}`]
  );
  return parts.join(', ') || 'as it stands';
}

/** A world is a setting too, and long. */
export function shortValue(value: Group['settings'][string] | undefined): string {
  // Runs that are compared need not have the same settings.
  if (value === undefined) return '–';
  const text = String(value).replaceAll('\n', ' ');
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
