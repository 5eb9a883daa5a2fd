/** Figures that this world or stream can never fill take no room. */
import type { Figure } from '../../figures/figure';
import { worldOfText } from '../../figures/maps/mapsContext';
import { communitiesOf } from '../../models/hippocampus/communities';
import { trackOf } from '../../models/hippocampus/mapScores';
import type { Settings } from '../../models/settings';
import type { OpenedSession } from '../../session/protocol';
import { hasCodes } from './codeSweep';
import { hasWorld } from './spreads';

/** What asks for the class of an image. */
const ofLabels: readonly string[] = ['rateAccuracy', 'classifiers'];

/** What each figure needs of a world; those not named need nothing. */
export function isFilled(
  session: OpenedSession | undefined,
  settings: Settings
): (figure: Pick<Figure, 'id'>) => boolean {
  if (hasCodes(session)) {
    const labelled = session?.shape.factors?.some(({ classes }) => classes !== undefined) ?? false;
    return ({ id }) => labelled || !ofLabels.includes(id);
  }
  if (!session || !hasWorld(session)) return () => true;
  const world = worldOfText(String(settings.world));
  const rewarded = world.rewards.some((reward) => reward !== 0);
  const edited = session.experiment.edits.some(({ setting }) => setting === 'world');
  const needs: Readonly<Record<string, boolean>> = {
    valueLandscape: rewarded || edited,
    behaviour: (rewarded || edited) && world.starts.length > 0,
    preference: world.choice !== undefined && !world.passages.some((is) => is === 1),
    fieldProfile: trackOf(world) !== undefined,
    communities: !world.maze && communitiesOf(world.graph) !== undefined
  };
  return ({ id }) => needs[id] ?? true;
}
