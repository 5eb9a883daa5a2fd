/** The state figures show where none was chosen. */
import type { Settings } from '../../models/settings';
import { worldOfText } from './mapsContext';

/** Of a world: a state in the middle whose field can be seen, the first of a choice, or else the start of recall. */
export function tellingState({ modelSettings, units }: { modelSettings: Settings; units: number }): number {
  const world = worldOfText(String(modelSettings.world));
  if (world.choice) return world.choice[0];
  // Not the very middle: that is where doors are, and walls come.
  const from = Math.floor(units * (world.maze && world.maze.rows > 1 ? 0.62 : 0.5));
  for (let state = from; state < units; state++) if (!world.maze?.walls[state]) return state;
  return 0;
}
