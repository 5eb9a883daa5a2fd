/** The settings of the open experiment, each with its value, its preset's value and whether it is in use. */
import { completeSettings, isInUse, type SettingDescription, type SettingValue } from '../../models/settings';
import { querySuggestions, type Suggestion } from '../../models/codes/queries';
import { descriptionsOf, type Owner } from './experiments';
import { refusedInputs } from '../live/udp';
import type { Lab } from './lab';

export interface SettingRow {
  owner: Owner;
  /** Id of the model or source it belongs to, of the open experiment. */
  ownerId?: string;
  /** It cannot be changed just now: why. */
  locked?: string;
  description: SettingDescription;
  value: SettingValue;
  /** What the preset or file it came from says. */
  original: SettingValue;
  changed: boolean;
  inUse: boolean;
  /** Values of a text that this stream offers to choose from. */
  suggestions?: readonly Suggestion[];
  /** Options of a choice that cannot be had here, and why: "needs the desktop window". */
  refused?: Readonly<Record<string, string>>;
}

export function settingRows(lab: Pick<Lab, 'opened' | 'settings' | 'sourceSettings' | 'base'>): SettingRow[] {
  const session = lab.opened();
  const base = lab.base();
  if (!session || !base) return [];
  const values = {
    model: lab.settings(),
    source: lab.sourceSettings()
  };
  return (['source', 'model'] as const).flatMap((owner) => {
    const descriptions = descriptionsOf(session.experiment, owner);
    const originals = completeSettings(descriptions, base[owner].settings);
    return descriptions.map((description) => {
      const value = values[owner][description.name] ?? description.default;
      const original = originals[description.name];
      return {
        owner,
        ownerId: session.experiment[owner].id,
        description,
        value,
        original,
        changed: value !== original,
        inUse: isInUse(description, values[owner]),
        ...(description.name === 'from' && { refused: refusedInputs(window.desktop) }),
        ...(owner === 'model' &&
          session.shape.factors &&
          description.name === 'query' && { suggestions: querySuggestions(session.shape.factors) })
      };
    });
  });
}
