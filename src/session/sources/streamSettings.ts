/** Kinds of settings that several sources share. */
import type { NumberSetting } from '../../models/settings';

type Words = Pick<NumberSetting, 'name' | 'label' | 'default' | 'min' | 'max' | 'help'>;

/** A number of the stream. */
export function amount(words: Words & Partial<NumberSetting>): NumberSetting {
  return { group: 'Stream', live: false, kind: 'number', scale: 'linear', ...words };
}

/** A whole number of the stream. */
export function count(words: Words & Partial<NumberSetting>): NumberSetting {
  return amount({ integer: true, ...words });
}

/** A duration. */
export function steps(words: Words & Partial<NumberSetting>): NumberSetting {
  return count({ unit: 'steps', ...words });
}

/** Spike probability of one channel in one step, said as a rate. */
export function rate(words: Omit<Words, 'min' | 'max'> & Partial<NumberSetting>): NumberSetting {
  return amount({ min: 0, max: 1000, unit: 'Hz', ...words });
}
