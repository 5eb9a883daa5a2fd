/** Every preset there is: one line each. The page opens with the first. */
import type { Preset } from '../session/experiment';
import { digits } from './digits';
import { evidence, evidenceLif, evidenceRandom } from './evidence';
import { evidenceFull } from './evidenceFull';
import { pattern } from './pattern';

export const presets: readonly Preset[] = [
  evidence,
  evidenceRandom,
  evidenceLif,
  evidenceFull,
  pattern,
  digits
];

/** The preset called `id`. Throws with the ids there are. */
export function findPreset(id: string): Preset {
  const found = presets.find((preset) => preset.id === id);
  if (found) return found;
  throw new Error(`Unknown preset '${id}'. Presets: ${presets.map((preset) => preset.id).join(', ')}.`);
}
