/** Kinds of settings that several sources share. */
import type { ChoiceSetting, NumberSetting } from '../../models/settings';

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

/** Of a file: which of its `what` are held out, and in which order the others come. `end` says when the last ones are the right ones. */
export function splitSettings(what: 'trials' | 'images', end: string): readonly ChoiceSetting[] {
  return [
    {
      name: 'split',
      label: `Held-out ${what}`,
      kind: 'choice',
      default: 'shuffled',
      options: [
        { value: 'shuffled', label: 'Drawn by the seed' },
        { value: 'end', label: 'The last of the file' }
      ],
      group: 'Stream',
      live: false,
      help: `Drawn: each seed holds out other ${what}. The last of the file: ${end}.`
    },
    {
      name: 'order',
      label: 'Order',
      kind: 'choice',
      default: 'shuffled',
      options: [
        { value: 'shuffled', label: 'Shuffled in each pass' },
        { value: 'file', label: 'As in the file' }
      ],
      group: 'Stream',
      live: false,
      help: `In which order ${what} are presented.`
    }
  ];
}
