/** What stays selected when sessions come and go. */
import type { Picked } from '../../figures/scene';
import { worldOfText } from '../../figures/maps/mapsContext';
import type { OpenedSession } from '../../session/protocol';

/**
 * The unit selected before, while it still exists. At first, and when layers are there that were not: the last unit of the
 * bottom layer, whose credit comes the longest way; of a single layer it adapts where any does.
 */
export function keptUnit(
  unit: number | undefined,
  before: OpenedSession | undefined,
  session: OpenedSession
): number | undefined {
  const { layers } = session;
  if (layers.length === 0)
    return unit !== undefined && before?.layers.length === 0 && unit < session.units
      ? unit
      : 'world' in session.modelSettings
        ? tellingState(session)
        : undefined;
  if (before?.layers.length === 0) return keptUnit(unit, undefined, session);
  if (!before || (layers.length > 1 && before.layers.length === 1)) return layers[0].to - 1;
  return unit !== undefined && unit < session.units ? unit : undefined;
}

/** Of a world: a state in the middle whose field can be seen, the first of a choice, or else the start of recall. */
function tellingState({ modelSettings, units }: OpenedSession): number {
  const world = worldOfText(String(modelSettings.world));
  if (world.choice) return world.choice[0];
  // Not the very middle: that is where doors are, and walls come.
  const from = Math.floor(units * (world.maze && world.maze.rows > 1 ? 0.62 : 0.5));
  for (let state = from; state < units; state++) if (!world.maze?.walls[state]) return state;
  return 0;
}

/** What is given, and nothing where nothing is. */
export function picked(unit?: number, tick?: number, synapse?: number, code?: number): Picked {
  return {
    ...(unit !== undefined && { unit }),
    ...(tick !== undefined && { tick }),
    ...(synapse !== undefined && { synapse }),
    ...(code !== undefined && { code })
  };
}
