/** What figures need to know of the open session besides its recording. */
import { codesContext } from '../../figures/codes/codesContext';
import type { FigureContext } from '../../figures/figure';
import { mapsContext } from '../../figures/maps/mapsContext';
import { sequencesContext } from '../../figures/memory/sequencesContext';
import { corpusContext } from '../../figures/text/corpusContext';
import { projector, type Theme as FigureTheme, themes as figureThemes } from '../../figures/theme';
import type { Bench } from './bench';
import { hasCodes } from './codeSweep';
import { hasWorld } from './spreads';
import type { Theme } from './view';

export type SharedContext = Omit<FigureContext, 'theme' | 'size' | 'settings' | 'memory' | 'heading'>;

/** Undefined until a session is open. */
export function figureContext({
  codeSweep,
  lab,
  spreads,
  stories,
  sweeps,
  tools,
  window
}: Bench): SharedContext | undefined {
  const session = lab.opened();
  if (!session) return undefined;
  const { ticks, until } = window();
  const story = stories.story();
  const sweep = sweeps.result();
  const spread = spreads.spread();
  const draft = tools.draft();
  const scrubbed = lab.scrubbed();
  const settings = lab.settingsSeen();
  const all = lab.status()?.edits ?? [];
  const edits = scrubbed === undefined ? all : all.filter(({ tick }) => tick <= scrubbed);
  const codes = hasCodes(session)
    ? codesContext(settings, session.shape, edits, codeSweep.points())
    : undefined;
  const sequences = session.experiment.model.id === 'memory' && sequencesContext(settings, session.shape);
  const corpus = session.experiment.model.id === 'corpus' && corpusContext(settings, session.shape);
  return {
    shape: session.shape,
    units: session.units,
    layers: session.layers,
    selection: lab.selection(),
    windowTicks: ticks,
    ...(until !== undefined && { until }),
    ...(story && { story }),
    ...(sweep && { sweep }),
    ...(codes && { codes }),
    ...(sequences && { sequences }),
    ...(corpus && { corpus }),
    ...(hasWorld(session) && {
      maps: {
        ...mapsContext(settings, edits),
        ...(spread && { spread }),
        ...(draft && { world: draft })
      }
    })
  };
}

/** Where the system chooses the colours, figures follow its light or dark. */
export function figureTheme(theme: Theme): FigureTheme {
  if (matchMedia('(forced-colors: active)').matches)
    return matchMedia('(prefers-color-scheme: dark)').matches ? figureThemes.contrast : figureThemes.light;
  return theme === 'projector' ? projector(figureThemes.light) : figureThemes[theme];
}
