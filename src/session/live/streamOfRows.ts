/** Settings of every source that makes trials of successive samples: live ones and replays alike. */
import type { SettingDescription } from '../../models/settings';
import { amount, count, steps } from '../sources/streamSettings';
import { operators } from './operators/registry';

const operatorHelp = operators
  .map(({ name, parameters, help }) => {
    const inside = parameters === 'matrix' ? '…' : parameters.map((one) => one.name).join(', ');
    return `${name}(${inside}): ${help}`;
  })
  .join('; ');

const ofValues = { name: 'samplesAre', is: ['values'] };

export const rowSettings: readonly SettingDescription[] = [
  {
    name: 'samplesAre',
    label: 'Samples are',
    kind: 'choice',
    default: 'values',
    options: [
      { value: 'values', label: 'Values, for a network' },
      { value: 'images', label: 'Images, for a code' },
      { value: 'positions', label: 'Positions, for an animal' }
    ],
    group: 'Stream',
    live: false,
    help: 'Values are predicted or followed by a network. Images are squares of pixels from 0 to 1, such as those of the camera, for the Codes lab. Positions are x and y as shares of the box, such as those of the pointer, for the Maps lab.'
  },
  count({
    name: 'asideEvery',
    label: 'Kept aside, 1 in',
    default: 5,
    min: 0,
    max: 1000,
    unit: 'trials',
    when: { name: 'samplesAre', is: ['images'] },
    help: 'Of so many stretches as long as a trial the first is never learned from; codes are examined on the latest 16 of them. 0 keeps none, and examines on what was just learned from.'
  }),
  {
    name: 'operators',
    label: 'Operators',
    kind: 'text',
    default: '',
    group: 'Stream',
    live: false,
    help: `What is done to samples on the way, one after the other, as in "zscore(tau=100) | delta(threshold=.5)". ${operatorHelp}.`
  },
  steps({
    name: 'trialSteps',
    label: 'Steps in a trial',
    default: 100,
    min: 1,
    max: 100000,
    help: 'Successive rows that make one trial; the next trial begins with the row after it.'
  }),
  {
    name: 'answer',
    label: 'Task',
    kind: 'choice',
    default: 'predict',
    options: [
      { value: 'predict', label: 'Predict what comes' },
      { value: 'follow', label: 'Follow channels' }
    ],
    group: 'Stream',
    live: false,
    when: ofValues,
    help: 'Predict: every channel, some steps ahead. Follow: channels that are kept from the inputs, such as a label or a movement.'
  },
  count({
    name: 'horizon',
    label: 'Steps ahead',
    default: 1,
    min: 0,
    max: 10000,
    unit: 'steps',
    when: ofValues,
    help: 'How far ahead of the inputs the answer lies. Spikes are predicted as the signal they code.'
  }),
  {
    name: 'answerChannels',
    label: 'Channels to follow',
    kind: 'text',
    default: '',
    group: 'Stream',
    live: false,
    when: { name: 'answer', is: ['follow'] },
    help: 'Numbers of channels from 1, such as "4" or "1, 3-4", as they are after the operators before any spike code.'
  },
  amount({
    name: 'stepMs',
    label: 'Duration of a step',
    symbol: 'dt',
    default: 1,
    min: 0.001,
    max: 100000,
    unit: 'ms',
    scale: 'log',
    help: "Time between rows; the model's time constants are measured against it."
  })
];

/** The settings above, completed and typed. */
export interface RowSettings {
  samplesAre: 'values' | 'images' | 'positions';
  asideEvery: number;
  operators: string;
  trialSteps: number;
  answer: 'predict' | 'follow';
  horizon: number;
  answerChannels: string;
  stepMs: number;
}
