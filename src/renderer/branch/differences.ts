/** Settings in which two runs differ. */
import type { Settings, SettingValue } from '../../models/settings';

export interface Difference {
  setting: string;
  /** Undefined where that side has no such setting. */
  run: SettingValue | undefined;
  branch: SettingValue | undefined;
}

interface Side {
  settings(): Settings;
  sourceSettings(): Settings;
}

export function differingSettings(run: Side, branch: Side): Difference[] {
  const [a, b] = [run, branch].map((side) => ({ ...side.settings(), ...side.sourceSettings() }));
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((setting) => a[setting] !== b[setting])
    .map((setting) => ({ setting, run: a[setting], branch: b[setting] }));
}
