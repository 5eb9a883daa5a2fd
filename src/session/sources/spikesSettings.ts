/** Settings of the source that reads spike times of recorded units. */
import type { SettingDescription } from '../../models/settings';
import { amount, splitSettings, steps } from './streamSettings';

export const spikesSettings: readonly SettingDescription[] = [
  {
    name: 'file',
    label: 'File',
    kind: 'text',
    default: '',
    namesFile: true,
    group: 'Stream',
    live: false,
    help: 'An NWB file with spike times of units. A relative name in an experiment file leads from that file.'
  },
  {
    name: 'answer',
    label: 'Answer',
    kind: 'choice',
    default: 'spikes',
    options: [
      { value: 'spikes', label: 'Spikes to come' },
      { value: 'position', label: 'Where the animal is' }
    ],
    group: 'Stream',
    live: false,
    help: 'What the readout follows: for every unit its spikes a tick over the ticks ahead, or x and y of the animal from the same file as shares of the box it was in, y down.'
  },
  {
    name: 'unitList',
    label: 'Units',
    kind: 'text',
    default: '',
    group: 'Stream',
    live: false,
    help: 'Positions from 0 and ranges, such as "0-31, 40". Empty: all.'
  },
  amount({
    name: 'binMs',
    label: 'Bin',
    symbol: 'dt',
    default: 10,
    min: 0.1,
    max: 10000,
    unit: 'ms',
    scale: 'log',
    help: 'Duration of a tick. A unit that fired in it is 1, however often it did.'
  }),
  steps({
    name: 'steps',
    label: 'Trial length',
    default: 200,
    min: 1,
    max: 100000,
    scale: 'log',
    help: 'Ticks in a trial.'
  }),
  steps({
    name: 'ahead',
    label: 'Ticks ahead',
    default: 1,
    min: 1,
    max: 10000,
    scale: 'log',
    when: { name: 'answer', is: ['spikes'] },
    help: 'The answer is the mean of the next so many ticks: 1 is the next bin, more is a rate.'
  }),
  amount({
    name: 'fromSeconds',
    label: 'From',
    default: 0,
    min: -1e10,
    max: 1e10,
    unit: 's',
    help: 'Where in the recording the first trial begins, in its own time.'
  }),
  amount({
    name: 'untilSeconds',
    label: 'Until',
    default: 0,
    min: -1e10,
    max: 1e10,
    unit: 's',
    help: 'Where the last trial ends; at or before its beginning: with the last spike.'
  }),
  {
    name: 'position',
    label: 'Position series',
    kind: 'text',
    default: '',
    group: 'Stream',
    live: false,
    when: { name: 'answer', is: ['position'] },
    help: 'Name of the SpatialSeries; empty: the one of x and y.'
  },
  amount({
    name: 'heldOut',
    label: 'Held out',
    default: 0.1,
    min: 0,
    max: 1e6,
    help: 'Trials never learned from: a share below 1, a number from 1 on.'
  }),
  ...splitSettings('trials', 'right for a recording, whose trials follow from each other')
];

/** The settings above, completed and typed. */
export interface SpikesSettings {
  file: string;
  answer: 'spikes' | 'position';
  unitList: string;
  binMs: number;
  steps: number;
  ahead: number;
  fromSeconds: number;
  untilSeconds: number;
  position: string;
  heldOut: number;
  split: 'shuffled' | 'end';
  order: 'shuffled' | 'file';
}
