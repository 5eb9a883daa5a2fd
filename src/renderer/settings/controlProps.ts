import type { SettingValue } from '../../models/settings';

/** What every kind of control is given. `change` resolves once the session has answered, whatever it said. */
export interface ControlProps {
  id: string;
  describedBy: string;
  change(value: SettingValue): Promise<void>;
}
