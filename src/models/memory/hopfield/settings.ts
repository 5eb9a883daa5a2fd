/** What can be set of a modern Hopfield network. */
import type { SettingDescription } from '../../settings';

export const hopfieldSettings: readonly SettingDescription[] = [
  {
    name: 'capacity',
    label: 'Patterns kept',
    symbol: 'N',
    group: 'Memory',
    live: false,
    kind: 'number',
    default: 16,
    min: 1,
    max: 256,
    integer: true,
    unit: 'patterns',
    scale: 'log',
    help: 'Every trial stores one pattern; once so many are kept the oldest gives way.'
  },
  {
    name: 'inverseTemperature',
    label: 'Inverse temperature',
    symbol: 'β',
    group: 'Memory',
    live: true,
    kind: 'number',
    default: 16,
    min: 0.01,
    max: 1000,
    scale: 'log',
    help: 'The factor on logits. When large, every pattern has a valley of its own; when small, all share one, and the state ends at their mean.'
  }
];
