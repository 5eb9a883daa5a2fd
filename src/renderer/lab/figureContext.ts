/** What figures need to know of the open session besides its recording. */
import type { FigureContext } from '../../figures/figure';
import { projector, type Theme as FigureTheme, themes as figureThemes } from '../../figures/theme';
import type { Settings } from '../../models/settings';
import type { Bench } from './bench';
import type { Theme } from './view';

export type SharedContext = Omit<FigureContext, 'theme' | 'size' | 'settings' | 'memory' | 'heading'>;

/** Undefined until a session is open. */
export function figureContext({ lab, window }: Pick<Bench, 'lab' | 'window'>): SharedContext | undefined {
  const session = lab.opened();
  if (!session) return undefined;
  const { ticks, until } = window();
  return {
    shape: session.shape,
    units: session.units,
    adaptive: adaptiveUnits(session),
    selection: lab.selection(),
    windowTicks: ticks,
    ...(until !== undefined && { until })
  };
}

export function figureTheme(theme: Theme): FigureTheme {
  return theme === 'projector' ? projector(figureThemes.light) : figureThemes[theme];
}

/** How many of the units, the last ones, adapt. */
export function adaptiveUnits({ modelSettings, units }: { modelSettings: Settings; units: number }): number {
  const { unit, adaptiveFraction } = modelSettings;
  return unit === 'alif' && typeof adaptiveFraction === 'number' ? Math.round(adaptiveFraction * units) : 0;
}
