/** Figures that this world or stream can never fill take no room. */
import type { Figure } from '../../figures/figure';
import { worldOfText } from '../../figures/maps/mapsContext';
import { communitiesOf } from '../../models/hippocampus/communities';
import { trackOf } from '../../models/hippocampus/mapScores';
import { memorySettings, networkList } from '../../models/memory/model/settings';
import type { LayerKind } from '../../models/memory/network/plan';
import { completeSettings, type Settings } from '../../models/settings';
import type { OpenedSession } from '../../session/protocol';
import { hasCodes } from './codeSweep';
import { labOf } from './labs';
import { hasWorld } from './spreads';

/** What asks for the class of an image. */
const ofLabels: readonly string[] = ['rateAccuracy', 'classifiers'];

/** What is counted of networks alone. */
const ofNetworks: readonly string[] = ['networkCosts', 'streamingCost'];

/** Which layers a map of a memory can be of. */
const kindOfMap: Readonly<Record<string, readonly LayerKind[]>> = {
  rowReads: ['ovq', 'vq'],
  rowKeys: ['ovq', 'vq'],
  attentionMap: ['softmax', 'window', 'gqa', 'mla', 'cca'],
  stateMap: ['linear', 'ssd', 'zamba2']
};

/** The layer that is looked at: one of every few is a window. */
function lookedAtKind(given: Settings): LayerKind {
  const settings = completeSettings(memorySettings, given);
  const networks = networkList(settings);
  const { sizes } = networks[Math.min(networks.length, Number(settings.lookNetwork)) - 1];
  const layer = Math.min(sizes.layers, Number(settings.lookLayer)) - 1;
  const windows = sizes.windowEvery > 0 && sizes.layer !== 'zamba2';
  return windows && layer % sizes.windowEvery === 0 ? 'window' : sizes.layer;
}

/** What each figure needs of a world; those not named need nothing. */
export function isFilled(
  session: OpenedSession | undefined,
  settings: Settings
): (figure: Pick<Figure, 'id'>) => boolean {
  if (hasCodes(session)) {
    const labelled = session?.shape.factors?.some(({ classes }) => classes !== undefined) ?? false;
    return ({ id }) => labelled || !ofLabels.includes(id);
  }
  if (session?.experiment.model.id === 'memory') {
    const kind = lookedAtKind(settings);
    const text = session.shape.tokens?.written !== undefined;
    const alone = networkList(completeSettings(memorySettings, settings)).length === 1;
    return ({ id }) => {
      if (id === 'distance') return !text;
      if (id === 'memoryWorth') return !alone;
      return kindOfMap[id] === undefined || kindOfMap[id].includes(kind);
    };
  }
  if (session && labOf(session.experiment) === 'memory') return ({ id }) => !ofNetworks.includes(id);
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
