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
    const { name, label, kind, help } = description;
    const value = values[name] ?? description.default;
    // What fits a text is only said by its help.
    return [
      `${name} = ${value === '' ? "''" : value}`,
      kind === 'text' ? `${label}. ${help}` : `${label}: ${expectation(description)}.`
    ];
  });
  return definitions(rows, indent);
}
