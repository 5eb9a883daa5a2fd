/** Settings of the file source: which columns are read, how rows become trials, and what is held out. */
import type { SettingDescription } from '../../models/settings';
import type { ColumnChoice } from './fileColumns';
import type { Normalisation } from './fileRows';
import { splitSettings } from './streamSettings';

/** Files without named arrays. */
const withoutArrays = {
  name: 'file',
  endsWith: ['.csv', '.csv.gz', '.tsv', '.tsv.gz', '.txt', '.txt.gz', '.npy', '.npy.gz']
};

export const fileSettings: readonly SettingDescription[] = [
  {
    name: 'file',
    label: 'File',
    kind: 'text',
    default: 'example:digits.csv.gz',
    namesFile: true,
    group: 'Stream',
    live: false,
    help: 'CSV or TSV (gzipped or not), NPY, NPZ or HDF5 (NWB too). Names that begin with "example:" are files shipped with Engram; a relative name in an experiment file leads from that file.'
  },
  {
    name: 'task',
    label: 'Task',
    kind: 'choice',
    default: 'classify',
    options: [
      { value: 'classify', label: 'Tell the label' },
      { value: 'predict', label: 'Predict the next row' },
      { value: 'follow', label: 'Follow target columns' }
    ],
    group: 'Stream',
    live: false,
    help: 'What the readout is asked for: the class in a label column, the inputs of the next row, or values in other columns.'
  },
  {
    name: 'columns',
    label: 'Input columns',
    kind: 'text',
    default: '',
    group: 'Stream',
    live: false,
    help: 'Positions from 0, ranges and names from the header, such as "0-63" or "x, y, 4-7". Empty: all but the answer.'
  },
  {
    name: 'labelColumn',
    label: 'Label column',
    kind: 'text',
    default: '',
    group: 'Stream',
    live: false,
    when: { name: 'task', is: ['classify'] },
    help: 'Position or name of the column with the class, whole numbers or words. Empty: the last one.'
  },
  {
    name: 'targetColumns',
    label: 'Target columns',
    kind: 'text',
    default: '',
    group: 'Stream',
    live: false,
    when: { name: 'task', is: ['follow'] },
    help: 'Columns with the values to follow, written like the input columns.'
  },
  {
    name: 'inputArray',
    label: 'Input array',
    kind: 'text',
    default: '',
    group: 'Stream',
    live: false,
    unless: withoutArrays,
    help: 'NPZ and HDF5: array with the inputs, rows x columns or sequences x rows x columns; in HDF5 its path. Empty: the only one, or "x".'
  },
  {
    name: 'answerArray',
    label: 'Answer array',
    kind: 'text',
    default: '',
    group: 'Stream',
    live: false,
    unless: withoutArrays,
    help: 'NPZ and HDF5: array with labels or targets, one a row or one a sequence. Empty: they are columns of the input array.'
  },
  {
    name: 'rowsPerTrial',
    label: 'Rows per trial',
    kind: 'number',
    default: 1,
    min: 1,
    max: 100000,
    integer: true,
    scale: 'log',
    group: 'Stream',
    live: false,
    help: 'Successive rows that make one trial: 1 for separate examples, more for a time series.'
  },
  {
    name: 'ticksPerRow',
    label: 'Ticks per row',
    kind: 'number',
    default: 1,
    min: 1,
    max: 10000,
    integer: true,
    scale: 'log',
    group: 'Stream',
    live: false,
    help: 'Ticks over which a row is read, from left to right; must divide the number of input columns.'
  },
  {
    name: 'lossAt',
    label: 'Loss counts at',
    kind: 'choice',
    default: 'rowEnd',
    options: [
      { value: 'trialEnd', label: 'The last tick of a trial' },
      { value: 'rowEnd', label: 'The last tick of each row' },
      { value: 'everyTick', label: 'Every tick' }
    ],
    group: 'Stream',
    live: false,
    help: 'When the readout is compared with the answer.'
  },
  {
    name: 'normalisation',
    label: 'Normalisation',
    kind: 'choice',
    default: 'zScore',
    options: [
      { value: 'none', label: 'As in the file' },
      { value: 'zScore', label: 'Mean 0, deviation 1' },
      { value: 'range', label: 'From 0 to 1' }
    ],
    group: 'Stream',
    live: false,
    help: 'Scales every column, targets too, by statistics of the trials learned from, never of those held out.'
  },
  {
    name: 'heldOut',
    label: 'Held out',
    kind: 'number',
    default: 0.2,
    min: 0,
    max: 1000000,
    scale: 'linear',
    group: 'Stream',
    live: false,
    help: 'Trials kept back to measure what was learned: below 1 a share of all (rounded up), from 1 on their number.'
  },
  ...splitSettings('trials', 'right for a time series and for published splits'),
  {
    name: 'tickMs',
    label: 'Duration of a tick',
    symbol: 'dt',
    kind: 'number',
    default: 1,
    min: 0.001,
    max: 100000,
    unit: 'ms',
    scale: 'log',
    group: 'Stream',
    live: false,
    help: "Time between ticks; the model's time constants are measured against it."
  }
];

/** The settings above, completed and typed. */
export interface FileSettings extends ColumnChoice {
  file: string;
  inputArray: string;
  answerArray: string;
  rowsPerTrial: number;
  ticksPerRow: number;
  lossAt: 'trialEnd' | 'rowEnd' | 'everyTick';
  normalisation: Normalisation;
  heldOut: number;
  split: 'shuffled' | 'end';
  order: 'shuffled' | 'file';
  tickMs: number;
}
