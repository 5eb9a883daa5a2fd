/** What the figures of the Maps lab know besides the recording: the world, the cues, the discount, and who learns. */
import { cuesOf } from '../../models/hippocampus/cues';
import type { Spread } from '../../models/hippocampus/spreading';
import { type LearnerName, learnerNames } from '../../models/hippocampus/probes';
import type { World } from '../../models/hippocampus/world';
import { parseWorld } from '../../models/hippocampus/worldText';
import { listOf, type Settings } from '../../models/settings';

export type { Spread };

export interface MapsContext {
  world: World;
  /** States recall starts from, equally weighted; never empty. */
  cues: readonly number[];
  /** Discount; the restart probability is 1 - gamma. */
  gamma: number;
  /** The first acts. */
  learners: readonly LearnerName[];
  /** When the world or the rules were changed, for marks on time axes. */
  edits: readonly { tick: number; setting: string }[];
  spread?: Spread;
}

const parsed = new Map<string, World>();

/** The world of this text, parsed once. Throws SettingError. */
export function worldOfText(text: string): World {
  const known = parsed.get(text);
  if (known) return known;
  const world = parseWorld(text);
  if (parsed.size > 32) parsed.clear();
  parsed.set(text, world);
  return world;
}

/** From the settings of the model `maps`, live edits included. Throws SettingError. */
export function mapsContext(settings: Settings, edits: MapsContext['edits']): MapsContext {
  const world = worldOfText(String(settings.world));
  return {
    world,
    cues: cuesOf(world, String(settings.recallCues ?? '')),
    gamma: Number(settings.gamma),
    learners: listOf(settings.learners ?? 'sr').filter((name) =>
      (learnerNames as readonly string[]).includes(name)
    ) as LearnerName[],
    edits
  };
}
