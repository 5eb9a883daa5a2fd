/** Settings and presets in words for help and lists, made from their descriptions. */
import { expectation, type SettingDescription, type Settings } from '../models/settings';
import { definitions } from './command';

/** One line a setting: name, value, what fits, what it is. */
export function settingLines(
  descriptions: readonly SettingDescription[],
  values: Settings,
  indent = '  '
): string {
  const rows = descriptions.map((description) => {
    const value = values[description.name] ?? description.default;
    return [
      `${description.name} = ${value === '' ? "''" : value}`,
      `${description.label}: ${expectation(description)}.`
    ];
  });
  return definitions(rows, indent);
}
