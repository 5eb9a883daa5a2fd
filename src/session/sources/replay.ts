/**
 * Trials from a recording, as if it came live: the tape of a live run gives the run again, to the bit. It waits for the model, as
 * files do; with a speed it gives no trial before it would have been there.
 */
import { concatMap, map, type Observable, of, range, scan, takeWhile, timer } from 'rxjs';
import { FormatError } from '../../formats/formatError';
import { openDataBlocks } from '../../formats/large/openDataBlocks';
import { SettingError, type SettingDescription, type Settings } from '../../models/settings';
import type { Trial } from '../../models/stream';
import { rowSettings, type RowSettings } from '../live/streamOfRows';
import { createCutter } from '../live/createCutter';
import type { Cutter } from '../live/cutter';
import type { Source, SourceContext, SourceDefinition } from '../source';
import { planColumns } from './fileColumns';
import { FileRows } from './fileRows';
import { amount } from './streamSettings';

const settings: readonly SettingDescription[] = [
  {
    name: 'recording',
    label: 'Recording',
    kind: 'text',
    default: '',
    namesFile: true,
    group: 'Stream',
    live: false,
    help: 'The tape of a live run (tape.npz), or any CSV, TSV, NPY or NPZ file with a row for each sample.'
  },
  {
    name: 'recordedChannels',
    label: 'Columns',
    kind: 'text',
    default: '',
    group: 'Stream',
    live: false,
    help: 'Columns to use, by name or number, such as "1-3, emg"; empty for all.'
  },
  amount({
    name: 'speed',
    label: 'Speed',
    default: 0,
    min: 0,
    max: 1e6,
    unit: '×',
    help: 'Times the speed it was recorded at; 0: as fast as the model takes it. It never changes what is learned.'
  }),
  amount({
    name: 'recordedRate',
    label: 'Recorded at',
    default: 1000,
    min: 0.001,
    max: 1e6,
    unit: 'Hz',
    scale: 'log',
    help: 'Samples a second when it was recorded; matters only with a speed.'
  }),
  ...rowSettings
];

interface ReplaySettings extends RowSettings {
  recording: string;
  recordedChannels: string;
  speed: number;
  recordedRate: number;
}

export const replaySource: SourceDefinition = {
  id: 'replay',
  title: 'Replay',
  summary: 'A recording as if it came live, once through: the tape of a live run, or a table of samples.',
  settings,
  create
};

/** Throws FormatError for a file that cannot be read, SettingError for settings that do not fit it. */
async function create(context: SourceContext): Promise<Source> {
  const chosen = context.settings as Settings & ReplaySettings;
  const { recording, recordedChannels, speed, recordedRate } = chosen;
  if (recording.trim() === '')
    throw new SettingError("Setting 'recording' is empty; name a tape or a table of samples.");
  const { progress } = context;
  const content = await context.files.read(recording);
  const arrays = { inputs: '', answers: '' };
  const data = await openDataBlocks(recording, content, arrays, { ...(progress && { progress }) });
  const choice = { task: 'predict', columns: recordedChannels, labelColumn: '', targetColumns: '' } as const;
  const plan = planColumns(data.read(0), choice);
  const samples = new FileRows(data, plan, progress);
  await samples.scan();
  const channels = plan.inputs.length;
  const newCutter = (): Cutter => createCutter(chosen, channels, context.random);
  /** Of the trials asked for last. */
  let latest = newCutter();
  const { shape } = latest;

  /** Gives trials in turn, from `from` on, and undefined after the last whole one. */
  const reader = (from: number): (() => { trial: Trial; samples: number } | undefined) => {
    const cutter = newCutter();
    latest = cutter;
    const sample = new Float64Array(channels);
    let index = 0;
    let at = 0;
    const next = (): { trial: Trial; samples: number } | undefined => {
      while (!cutter.ready && at < samples.rows) {
        const { first, inputs } = samples.at(at);
        for (let c = 0; c < channels; c++) sample[c] = inputs[c][at - first];
        cutter.push(sample);
        at++;
      }
      return cutter.ready ? { trial: cutter.take(index++), samples: at } : undefined;
    };
    // Operators remember, so what comes before has to pass through them.
    while (index < from && next());
    return next;
  };

  if (!reader(0)()) {
    throw new FormatError({
      file: recording,
      found: `${samples.rows} samples`,
      expected: `enough for one trial of ${shape.steps} steps${chosen.samplesAre === 'values' ? ` and ${chosen.horizon} ahead` : ''}`
    });
  }
  const trials = (from: number, demand$: Observable<number>): Observable<Trial> => {
    const next = reader(from);
    const began = performance.now();
    let offset: number | undefined;
    return demand$.pipe(
      scan((asked, count) => ({ first: asked.first + asked.count, count }), { first: from, count: 0 }),
      concatMap(({ first, count }) => range(first, count)),
      concatMap(() => {
        const given = next();
        if (!given || speed === 0) return of(given?.trial);
        offset ??= from === 0 ? 0 : given.samples;
        const due = began + ((given.samples - offset) * 1000) / (recordedRate * speed);
        return timer(Math.max(0, due - performance.now())).pipe(map(() => given.trial));
      }),
      takeWhile((trial) => trial !== undefined)
    );
  };
  return {
    shape,
    get heldOut() {
      return latest.heldOut;
    },
    trials,
    note: `${samples.rows} samples of ${channels} ${channels === 1 ? 'channel' : 'channels'}, ${speed === 0 ? 'as fast as they are taken' : `at ${speed} times their speed`}`
  };
}
