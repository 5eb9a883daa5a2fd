/** What stays selected when sessions come and go. */
import type { Picked } from '../../figures/scene';
import { tellingState } from '../../figures/maps/tellingState';
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

/** What is given, and nothing where nothing is. */
export function picked(unit?: number, tick?: number, synapse?: number, code?: number): Picked {
  return {
    ...(unit !== undefined && { unit }),
    ...(tick !== undefined && { tick }),
    ...(synapse !== undefined && { synapse }),
    ...(code !== undefined && { code })
  };
}
