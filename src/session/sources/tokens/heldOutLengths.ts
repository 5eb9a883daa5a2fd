/** How long held-out trials are: a network that learned from short sequences may be examined on longer ones. */
import { listOf, SettingError, type SettingDescription, type Settings } from '../../../models/settings';

/** Most tokens in a trial. */
export const longest = 65536;

export const heldOutLengthsSetting: SettingDescription = {
  name: 'heldOutLengths',
  label: 'Lengths of held-out trials',
  kind: 'text',
  default: '',
  group: 'Stream',
  live: false,
  help: 'Tokens in held-out trials where they are not as long as those learned from, as in "1024, 16384": evenly many of each. Empty: as long. Long ones cost attention the square of their length, so a few suffice.'
};

/**
 * The length of each of the `heldOut` trials, ascending; `steps` where none is said. Throws SettingError for what is no list of lengths,
 * and for more lengths than trials.
 */
export function heldOutLengths({ heldOut, heldOutLengths: text }: Settings, steps: number): number[] {
  const count = Number(heldOut);
  if (String(text ?? '').trim() === '') return Array.from({ length: count }, () => steps);
  const entries = listOf(text);
  const lengths = entries.map(Number).sort((a, b) => a - b);
  const wrong = entries.find((entry) => !isLength(entry));
  if (wrong !== undefined)
    throw new SettingError(
      `Setting 'heldOutLengths' has '${wrong}'; expected whole numbers from 4 to ${longest}, parted by commas, as in "1024, 16384".`
    );
  if (count > 0 && lengths.length > count)
    throw new SettingError(
      `Setting 'heldOutLengths' names ${lengths.length} lengths for ${count} held-out trials; set 'heldOut' to ${lengths.length} or more.`
    );
  return Array.from({ length: count }, (_, i) => lengths[Math.floor((i * lengths.length) / count)]);
}

function isLength(entry: string): boolean {
  const length = entry === '' ? Number.NaN : Number(entry);
  return Number.isInteger(length) && length >= 4 && length <= longest;
}
