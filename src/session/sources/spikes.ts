/**
 * Spikes of recorded units, tick by tick: spike times of an NWB file in bins, with the spikes to come or the animal's position as
 * the answer. Bins are cut when they are asked for, so that a long recording takes no more memory than its spikes.
 */
import type { FileContent } from '../../formats/byteFile';
import { FormatError } from '../../formats/formatError';
import { isHdf5, readHdf5 } from '../../formats/hdf5';
import { readPosition } from '../../formats/nwb';
import { readUnits } from '../../formats/nwbUnits';
import { SettingError, type Settings } from '../../models/settings';
import type { Trial } from '../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../source';
import { splitTrials, streamOrder } from './fileSplit';
import { trialsOnDemand } from './onDemand';
import { placeAt, type Track, trackOf } from './spikesTrack';
import { type SpikesSettings, spikesSettings } from './spikesSettings';

export const spikesSource: SourceDefinition = {
  id: 'spikes',
  title: 'Recorded spikes',
  summary:
    'Spike times of units in an NWB file, binned; the answer is their spikes to come, or where the animal is.',
  settings: spikesSettings,
  create
};

/** Of a millionth of a bin, for times that fall on an edge but for their last bit. */
const slack = 1e-6;
const mostTicks = 1e9;

/** Throws FormatError for a file without spikes, SettingError for settings that do not fit it. */
async function create(context: SourceContext): Promise<Source> {
  const chosen = context.settings as Settings & SpikesSettings;
  const { file, steps, answer } = chosen;
  if (file.trim() === '')
    throw new SettingError("Setting 'file' is empty; name an NWB file with spike times.");
  const { units, ids, track } = await read(chosen, await context.files.read(file));
  const bin = chosen.binMs / 1000;
  const last = units.reduce(
    (latest, times) => Math.max(latest, times[times.length - 1] ?? latest),
    -Infinity
  );
  const from = chosen.fromSeconds;
  const until = chosen.untilSeconds > from ? chosen.untilSeconds : last + bin;
  const ticks = Math.floor((until - from) / bin + slack);
  const ahead = answer === 'spikes' ? chosen.ahead : 0;
  const trials = Math.floor((ticks - ahead) / steps);
  if (!(trials >= 1) || ticks > mostTicks)
    throw new FormatError({
      file,
      found: `${Math.max(0, ticks)} ticks of ${chosen.binMs} ms from ${from} s on`,
      expected:
        ticks > mostTicks
          ? `at most ${mostTicks}; choose another 'fromSeconds', the recording's own times may begin late`
          : `at least ${steps + ahead}, one trial; set 'steps', 'binMs' or 'fromSeconds' lower`
    });
  const split = splitTrials(
    trials,
    chosen.heldOut,
    chosen.split === 'shuffled' ? context.random.fork('split') : undefined
  );
  const order = streamOrder(
    split.learned,
    chosen.order === 'shuffled' ? context.random.fork('order') : undefined
  );
  const outputs = track ? 2 : units.length;
  const cut = (index: number, position: number): Trial => {
    const first = position * steps;
    const fired = bins(units, from + first * bin, bin, steps + ahead);
    const x = fired.slice(0, steps * units.length);
    const mask = new Float64Array(steps).fill(1);
    const target = new Float64Array(steps * outputs);
    if (track) {
      for (let t = 0; t < steps; t++) {
        const place = placeAt(track, from + (first + t + 0.5) * bin);
        if (place) target.set(place, 2 * t);
        else mask[t] = 0;
      }
    } else meansAhead(fired, units.length, steps, ahead, target);
    return { index, x, target, mask };
  };
  const spikes = units.reduce((sum, { length }) => sum + length, 0);
  return {
    shape: {
      inputs: units.length,
      outputs,
      steps,
      dtMs: chosen.binMs,
      loss: 'regression',
      inputKind: 'spikes',
      inputGroups: [{ label: 'units', from: 0, to: units.length }],
      phases: [],
      outputLabels: track ? ['x', 'y (down)'] : ids.map((id) => `unit ${id}`)
    },
    trials: (start, demand$) => trialsOnDemand(start, demand$, (k) => cut(k, order(k))),
    heldOut: Array.from(split.heldOut, (position, i) => cut(i, position)),
    trialsPerPass: split.learned.length,
    note:
      `${units.length} units, ${spikes} spikes, ${Math.round(until - from)} s; ` +
      `${split.learned.length} trials to learn from, ${split.heldOut.length} held out`
  };
}

interface Recorded {
  /** Seconds, ascending, of each unit chosen. */
  units: readonly Float64Array[];
  ids: readonly string[];
  /** Only where the position is the answer. */
  track?: Track;
}

async function read(
  { file, answer, unitList, position }: SpikesSettings,
  content: FileContent
): Promise<Recorded> {
  if (!isHdf5(content))
    throw new FormatError({
      file,
      found: 'bytes that do not begin like an HDF5 file',
      expected: 'an NWB file'
    });
  return readHdf5(file, content, (root) => {
    const { times, ids } = readUnits(file, root);
    const wanted = chosenUnits(unitList, times.length);
    const units = wanted.map((unit) => times[unit]);
    if (units.every(({ length }) => length === 0))
      throw new FormatError({
        file,
        found: `no spike of the ${units.length} units`,
        expected: 'at least one'
      });
    return {
      units,
      ids: wanted.map((unit) => ids[unit]),
      ...(answer === 'position' && { track: trackOf(file, readPosition(file, root, position)) })
    };
  });
}

/** Throws SettingError. */
function chosenUnits(list: string, count: number): number[] {
  if (list.trim() === '') return Array.from({ length: count }, (_, unit) => unit);
  const chosen = list.split(',').flatMap((part) => {
    const [, first, end] = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(end ?? first)];
    if (first === undefined || to < from || to >= count)
      throw new SettingError(
        `Setting 'unitList' holds '${part.trim()}'; expected positions from 0 to ${count - 1}, such as "0-31, 40".`
      );
    return Array.from({ length: to - from + 1 }, (_, k) => from + k);
  });
  return [...new Set(chosen)];
}

/** [ticks, units]: 1 where a unit fired in the tick. */
function bins(units: readonly Float64Array[], from: number, bin: number, ticks: number): Float64Array {
  const fired = new Float64Array(ticks * units.length);
  units.forEach((times, unit) => {
    for (let k = firstFrom(times, from - slack * bin); k < times.length; k++) {
      const tick = Math.floor((times[k] - from) / bin + slack);
      if (tick >= ticks) break;
      if (tick >= 0) fired[tick * units.length + unit] = 1;
    }
  });
  return fired;
}

/** Position of the first of the ascending `times` that is not before `time`. */
function firstFrom(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** target[t] = mean of fired[t + 1 .. t + ahead], unit by unit. */
function meansAhead(
  fired: Float64Array,
  units: number,
  steps: number,
  ahead: number,
  target: Float64Array
): void {
  for (let unit = 0; unit < units; unit++) {
    let sum = 0;
    for (let t = 1; t < ahead; t++) sum += fired[t * units + unit];
    for (let t = 0; t < steps; t++) {
      sum += fired[(t + ahead) * units + unit];
      target[t * units + unit] = sum / ahead;
      sum -= fired[(t + 1) * units + unit];
    }
  }
}
