/** Settings of the source that replays a recorded path. */
import type { SettingDescription } from '../../models/settings';
import { steps } from './streamSettings';

const columns = { name: 'file', endsWith: ['.npz', '.nwb', '.h5', '.hdf5'] };
const arrays = {
  name: 'file',
  endsWith: ['.csv', '.csv.gz', '.tsv', '.tsv.gz', '.txt', '.txt.gz', '.npy', '.npy.gz']
};

const text = (
  name: string,
  label: string,
  help: string,
  unless: { name: string; endsWith: readonly string[] }
): SettingDescription => ({
  name,
  label,
  kind: 'text',
  default: '',
  group: 'Stream',
  live: false,
  unless,
  help
});

export const trajectorySettings: readonly SettingDescription[] = [
  {
    name: 'file',
    label: 'File',
    kind: 'text',
    default: 'example:rat-open-field.npz',
    namesFile: true,
    group: 'Stream',
    live: false,
    help: 'Time and position of an animal: CSV or TSV (gzipped or not), NPY, NPZ, or NWB. Names that begin with "example:" are files shipped with Engram.'
  },
  text('timeColumn', 'Time column', 'Name or position from 0. Empty: "t" or "time".', columns),
  text('xColumn', 'x column', 'Name or position from 0. Empty: "x".', columns),
  text('yColumn', 'y column', 'Name or position from 0. Empty: "y".', columns),
  text('timeArray', 'Time array', 'NPZ: array of times, [rows]. Empty: "t" or "time".', {
    ...arrays,
    endsWith: [...arrays.endsWith, '.nwb', '.h5', '.hdf5']
  }),
  text(
    'positionArray',
    'Position array',
    'NPZ: array of positions, [rows, 2]; empty: "pos" or "position". NWB: name of the SpatialSeries; empty: the one of x and y.',
    arrays
  ),
  {
    name: 'timeUnit',
    label: 'Unit of time',
    kind: 'choice',
    default: 's',
    options: [
      { value: 's', label: 'Seconds' },
      { value: 'ms', label: 'Milliseconds' }
    ],
    group: 'Stream',
    live: false,
    help: 'What times in the file are in. NWB always has seconds.'
  },
  {
    name: 'sampleMs',
    label: 'Sampling interval',
    symbol: 'dt',
    kind: 'number',
    default: 100,
    min: 1,
    max: 60000,
    unit: 'ms',
    scale: 'log',
    group: 'Stream',
    live: false,
    help: 'Time between ticks. Positions are interpolated linearly; a gap of more than a second begins a new stretch.'
  },
  steps({
    name: 'steps',
    label: 'Trial length',
    default: 100,
    min: 1,
    max: 100000,
    scale: 'log',
    help: 'Ticks in a trial. The recording is replayed from its start when it ends.'
  }),
  {
    name: 'box',
    label: 'Box',
    kind: 'text',
    default: 'data',
    group: 'Stream',
    live: false,
    help: 'What positions are shares of: "data", the smallest box that holds them all, or its corners "x0 y0 x1 y1" in the units of the file.'
  }
];

/** The settings above, completed and typed. */
export interface TrajectorySettings {
  file: string;
  timeColumn: string;
  xColumn: string;
  yColumn: string;
  timeArray: string;
  positionArray: string;
  timeUnit: 's' | 'ms';
  sampleMs: number;
  steps: number;
  box: string;
}
