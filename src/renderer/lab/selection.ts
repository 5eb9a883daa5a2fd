/** What stays selected when sessions come and go. */
import type { Picked } from '../../figures/scene';
import type { OpenedSession } from '../../session/protocol';

/** The unit selected before, while it still exists; at first the last one, which adapts where any does. */
export function keptUnit(
  unit: number | undefined,
  before: OpenedSession | undefined,
  session: OpenedSession
): number | undefined {
  if (!before) return session.units - 1;
  return unit !== undefined && unit < session.units ? unit : undefined;
}

/** What is given, and nothing where nothing is. */
export function picked(unit?: number, tick?: number, synapse?: number): Picked {
  return {
    ...(unit !== undefined && { unit }),
    ...(tick !== undefined && { tick }),
    ...(synapse !== undefined && { synapse })
  };
}
