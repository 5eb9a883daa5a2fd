/** Live settings as the numbers of a snapshot: toggles as 0 or 1, choices by their place. */
import type { Random } from '../random';
import type { SettingDescription, Settings, SettingValue } from '../settings';

const key = ({ name }: SettingDescription): string => `setting.${name}`;

export function liveNumbers(
  descriptions: readonly SettingDescription[],
  settings: Settings
): Record<string, number> {
  return Object.fromEntries(
    descriptions
      .filter(({ live }) => live)
      .map((setting) => [key(setting), asNumber(setting, settings[setting.name])])
  );
}

/** The settings that `liveNumbers` made `numbers` of. Throws Error for one that is missing. */
export function liveSettings(
  descriptions: readonly SettingDescription[],
  numbers: Readonly<Record<string, number>>
): Settings {
  return Object.fromEntries(
    descriptions
      .filter(({ live }) => live)
      .map((setting) => [setting.name, asValue(setting, numberIn(numbers, key(setting)))])
  );
}

/** Where a generator stands, as numbers of a snapshot under `name`. */
export function keepRandom(numbers: Record<string, number>, name: string, { state }: Random): void {
  state.forEach((word, k) => {
    numbers[`${name}.random${k}`] = word;
  });
}

/** Puts a generator back where `keepRandom` found it. Throws Error where that is missing. */
export function restoreRandom(numbers: Readonly<Record<string, number>>, name: string, random: Random): void {
  const word = (k: number): number => numberIn(numbers, `${name}.random${k}`);
  random.state = [word(0), word(1), word(2), word(3)];
}

/** A number of a snapshot. Throws Error where it is missing. */
export function numberIn(numbers: Readonly<Record<string, number>>, name: string): number {
  if (name in numbers) return numbers[name];
  throw new Error(`Snapshot: '${name}' is missing. It was taken of another model or version.`);
}

/** An array of a snapshot. Throws Error where it is missing or of another length. */
export function arrayIn(
  arrays: Readonly<Record<string, Float64Array>>,
  name: string,
  length: number
): Float64Array {
  const found = arrays[name];
  if (found?.length === length) return found;
  const what = found ? `holds ${found.length} numbers` : 'is missing';
  throw new Error(
    `Snapshot: '${name}' ${what}; this model needs ${length}. It was taken with other settings.`
  );
}

function asNumber(setting: SettingDescription, value: SettingValue): number {
  if (setting.kind === 'choice') return setting.options.findIndex((option) => option.value === value);
  return Number(value);
}

function asValue(setting: SettingDescription, number: number): SettingValue {
  if (setting.kind === 'choice') return setting.options[number].value;
  return setting.kind === 'toggle' ? number !== 0 : number;
}
