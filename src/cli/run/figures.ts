/** The figures of a run: which it can show, what they know of it, and all of them as files. */
import { codesContext } from '../../figures/codes/codesContext';
import { printedSvg, printFigure } from '../../figures/exportFigure';
import type { Figure, FigureContext } from '../../figures/figure';
import { labFigures } from '../../figures/labFigures';
import { liveliestSynapse } from '../../figures/learning/liveliest';
import type { AlignmentSweepResult } from '../../figures/learning/sweepResult';
import { mapsContext } from '../../figures/maps/mapsContext';
import { sequencesContext } from '../../figures/memory/sequencesContext';
import { corpusContext } from '../../figures/text/corpusContext';
import { tellingState } from '../../figures/maps/tellingState';
import { themes } from '../../figures/theme';
import { spreadingOf } from '../../models/hippocampus/spreading';
import type { SynapseStory } from '../../models/model';
import { models } from '../../models/registry';
import { SettingError } from '../../models/settings';
import { alignmentSweep } from '../../models/stack/alignmentSweep';
import { sweepPlans } from '../../models/stack/sweepPlans';
import type { OpenedSession } from '../../session/protocol';
import type { Recipe, ShownFigure } from '../../session/recipe';
import type { Session } from '../../session/session';
import type { FolderDraft } from '../files';
import { pdfMaker, pngMaker } from './printing';

const widthMm = 183;
const heightMm = 90;
const dotsPerInch = 300;
/** A short trial alone would make a poor picture of time. */
const leastTicks = 200;

type Context = Omit<FigureContext, 'theme' | 'size' | 'heading' | 'memory'>;

/** What figures follow: as asked, as a recipe tells, or what shows most. */
export interface Followed {
  unit?: number;
  synapse?: number;
}

/** The unit to watch: the one asked for, else a state whose field can be seen, or the first neuron. */
export function unitToWatch(session: Session, { unit }: Followed): number {
  if (unit !== undefined) return unit;
  const { modelSettings, units } = session.describe();
  return hasWorld(session) ? tellingState({ modelSettings, units }) : 0;
}

/**
 * Writes figures/<id>.svg, .pdf and .png for every figure that has something to show; returns their ids. Figures among those
 * the recipe names are drawn as it says.
 */
export async function writeFigures(
  session: Session,
  recipe: Recipe,
  asShown: readonly ShownFigure[],
  followed: Followed,
  folder: FolderDraft
): Promise<string[]> {
  const { context, figures } = await figuresOf(session, followed);
  // Sweeps are of other networks and take a while: they are exported where they are asked for.
  const drawn = figures.filter(({ needs }) => needs !== 'sweep');
  const [toPng, toPdf] = await Promise.all([pngMaker(dotsPerInch), pdfMaker()]);
  for (const figure of drawn) {
    const size = { widthMm, heightMm } as const;
    const told = asShown.find(({ id }) => id === figure.id);
    const printed = printFigure(
      figure,
      session.recording,
      { ...context, ...(told && shownAs(told)) },
      { ...size, recipe }
    );
    await folder.write(`figures/${figure.id}.svg`, printedSvg(printed, size));
    await folder.write(`figures/${figure.id}.pdf`, await toPdf(printed));
    await folder.write(`figures/${figure.id}.png`, toPng(printed, size));
  }
  return drawn.map(({ id }) => id);
}

/**
 * What a run can show, its own lab's figures first, and what they need to know of it. Its images must have been collected. What a
 * page works out when somebody looks (a synapse's story, a push through the world) is worked out here.
 */
export async function figuresOf(
  session: Session,
  followed: Followed
): Promise<{ context: Context; figures: Figure[] }> {
  const { experiment, layers, modelSettings, shape, status, units } = session.describe();
  const { tick } = status.clock;
  const edits = experiment.edits.filter((edit) => edit.tick <= tick);
  const unit = unitToWatch(session, followed);
  const windowTicks = shape.steps * Math.ceil(leastTicks / shape.steps);
  const synapse =
    followed.synapse ??
    liveliestSynapse(session.recording, {
      unit,
      partners: shape.inputs + units,
      ticks: windowTicks,
      byTrace: true
    });
  const codes = experiment.model.id === 'vae' ? codesContext(modelSettings, shape, edits) : undefined;
  const sequences = experiment.model.id === 'memory' ? sequencesContext(modelSettings, shape) : undefined;
  const corpus = experiment.model.id === 'corpus' ? corpusContext(modelSettings, shape) : undefined;
  const maps = hasWorld(session) ? mapsContext(modelSettings, edits) : undefined;
  const story = await storyOf(session, unit, synapse);
  const context: Context = {
    shape,
    units,
    layers,
    selection: { unit, ...(synapse !== undefined && { synapse }) },
    windowTicks,
    settings: {},
    ...(codes && { codes }),
    ...(sequences && { sequences }),
    ...(corpus && { corpus }),
    ...(maps && { maps: { ...maps, spread: spreadFrom(maps.world, unit, modelSettings) } }),
    ...(story && { story })
  };
  const lab = models.find(({ id }) => id === experiment.model.id)?.lab ?? 'learning';
  const offered = [...new Set([...labFigures[lab], ...labFigures.learning])];
  return { context, figures: offered.filter((figure) => canShow(figure, lab, session, context)) };
}

function canShow(figure: Figure, lab: string, session: Session, context: Context): boolean {
  if (figure.needs === 'sweep') return lab === 'learning';
  const size = { width: 300, height: 200 };
  return figure.table(session.recording, { ...context, theme: themes.paper, size }).rows.length > 0;
}

function hasWorld(session: Session): boolean {
  return session.experiment.model.id === 'maps';
}

/** Undefined where the model tells none, or nothing has been learned from yet. */
async function storyOf(
  session: Session,
  unit: number,
  synapse: number | undefined
): Promise<SynapseStory | undefined> {
  if (synapse === undefined || session.status().clock.tick === 0) return undefined;
  if (!models.find(({ id }) => id === session.experiment.model.id)?.explain) return undefined;
  try {
    return await session.explain(unit, synapse);
  } catch (error) {
    if (error instanceof SettingError) return undefined;
    throw error;
  }
}

/** Pushed to its end. */
function spreadFrom(
  world: Parameters<typeof spreadingOf>[0],
  unit: number,
  settings: OpenedSession['modelSettings']
) {
  const spreading = spreadingOf(world, unit, settings);
  while (!spreading.done) spreading.step(mostPushes);
  return spreading.spread();
}
const mostPushes = 1024;

/** The sweep that the page offers first, over the depth of random networks: the same points whenever it is made. */
export function sweepResult(): AlignmentSweepResult {
  const { plan } = sweepPlans.depth;
  return { sweep: plan, points: [...alignmentSweep(plan)] };
}

/** What of a figure's context its recipe decides. */
export function shownAs({ code, from, settings, synapse, unit, until }: ShownFigure) {
  return {
    settings,
    selection: {
      ...(unit !== undefined && { unit }),
      ...(synapse !== undefined && { synapse }),
      ...(code !== undefined && { code })
    },
    ...(until !== undefined && { until }),
    ...(until !== undefined && from !== undefined && { windowTicks: until - from })
  };
}
