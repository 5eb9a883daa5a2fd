/**
 * A recorded path, replayed: time and position of an animal, resampled to one tick every `sampleMs`. Positions are shares of
 * the box, x to the right and y DOWN (1 - share of a y that grows upwards, as in recordings), so that maps look as the room
 * does. A tick whose position does not follow from the one before it (after a gap, and where the recording begins again) has
 * mask 0; every other has 1.
 */
import { FormatError } from '../../formats/formatError';
import { SettingError, type Settings } from '../../models/settings';
import type { Trial } from '../../models/stream';
import type { Source, SourceContext, SourceDefinition } from '../source';
import { trialsOnDemand } from './onDemand';
import { type Recording, readRecording } from './trajectoryFile';
import { type TrajectorySettings, trajectorySettings } from './trajectorySettings';

/** Seconds without a position that end a stretch. */
const longestGap = 1;

export const trajectorySource: SourceDefinition = {
  id: 'trajectory',
  title: 'Recorded path',
  summary: 'Time and position of an animal from a CSV, NPZ or NWB file, replayed tick by tick.',
  settings: trajectorySettings,
  create
};

/** Throws FormatError for a file that is no path, SettingError for settings that do not fit it. */
async function create(context: SourceContext): Promise<Source> {
  const chosen = context.settings as Settings & TrajectorySettings;
  if (chosen.file.trim() === '')
    throw new SettingError("Setting 'file' is empty; name a CSV, TSV, NPY, NPZ or NWB file.");
  const recording = await readRecording(chosen, await context.files.read(chosen.file));
  const box = boxOf(recording, chosen.box);
  const path = resample(recording, chosen.sampleMs / 1000);
  const { steps } = chosen;
  const ticks = path.begins.length;
  const trialsPerPass = Math.floor(ticks / steps);
  if (trialsPerPass === 0) {
    throw new FormatError({
      file: chosen.file,
      found: `${ticks} ticks of ${chosen.sampleMs} ms`,
      expected: `at least ${steps}, one trial; set 'steps' or 'sampleMs' lower`
    });
  }
  const { x, outside } = sharesOf(path, box);
  const cut = (index: number): Trial => {
    const from = (index % trialsPerPass) * steps;
    return {
      index,
      x: x.slice(2 * from, 2 * (from + steps)),
      target: new Float64Array(),
      mask: Float64Array.from(path.begins.subarray(from, from + steps), (begins) => 1 - begins)
    };
  };
  return {
    shape: {
      inputs: 2,
      outputs: 0,
      steps,
      dtMs: chosen.sampleMs,
      loss: 'regression',
      inputKind: 'positions',
      inputGroups: [
        { label: 'x', from: 0, to: 1 },
        { label: 'y (down)', from: 1, to: 2 }
      ],
      phases: [],
      outputLabels: []
    },
    trials: (from, demand$) => trialsOnDemand(from, demand$, cut),
    heldOut: [],
    trialsPerPass,
    note: noteOf(recording, path, trialsPerPass, box, outside)
  };
}

/** x0, y0, x1, y1. */
type Box = readonly [number, number, number, number];

function boxOf({ x, y }: Recording, text: string): Box {
  if (text.trim().toLowerCase() === 'data') {
    const least = (values: Float64Array): number => values.reduce((a, b) => Math.min(a, b));
    const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b));
    return [least(x), least(y), most(x), most(y)];
  }
  const corners = text
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [x0, y0, x1, y1] = corners;
  if (corners.length === 4 && corners.every(Number.isFinite) && x0 < x1 && y0 < y1) return [x0, y0, x1, y1];
  throw new SettingError(
    `Setting 'box' is '${text}'; expected data, or four numbers x0 y0 x1 y1 with x0 < x1 and y0 < y1.`
  );
}

interface Path {
  /** [ticks] each. */
  x: Float64Array;
  y: Float64Array;
  /** [ticks] 1 where a stretch begins. */
  begins: Uint8Array;
  stretches: number;
}

/** Positions every `dt` s from the beginning of each stretch, on the line between the two seen before and after. */
function resample({ times, x, y }: Recording, dt: number): Path {
  const path = { x: [] as number[], y: [] as number[], begins: [] as number[] };
  let stretches = 0;
  for (let first = 0; first < times.length; ) {
    let last = first;
    while (last + 1 < times.length && times[last + 1] - times[last] <= longestGap) last++;
    // A millionth of a tick, for times that fall on the grid but for their last bit.
    const ticks = Math.floor((times[last] - times[first]) / dt + 1e-6) + 1;
    // One position alone leads nowhere.
    if (ticks > 1) {
      stretches++;
      let row = first;
      for (let k = 0; k < ticks; k++) {
        const time = times[first] + k * dt;
        while (row + 1 < last && times[row + 1] <= time) row++;
        const share = Math.min(1, (time - times[row]) / (times[row + 1] - times[row]));
        path.x.push(x[row] + share * (x[row + 1] - x[row]));
        path.y.push(y[row] + share * (y[row + 1] - y[row]));
        path.begins.push(k === 0 ? 1 : 0);
      }
    }
    first = last + 1;
  }
  return {
    x: Float64Array.from(path.x),
    y: Float64Array.from(path.y),
    begins: Uint8Array.from(path.begins),
    stretches
  };
}

/** [ticks, 2] shares of the box; positions outside it are moved to its wall and counted. A box without width has them all at 0.5. */
function sharesOf(path: Path, [x0, y0, x1, y1]: Box): { x: Float64Array; outside: number } {
  const x = new Float64Array(2 * path.x.length);
  let outside = 0;
  const share = (value: number, from: number, to: number): number =>
    to > from ? (value - from) / (to - from) : 0.5;
  for (let k = 0; k < path.x.length; k++) {
    const across = share(path.x[k], x0, x1);
    const down = 1 - share(path.y[k], y0, y1);
    const slack = 1e-9;
    if (Math.min(across, down) < -slack || Math.max(across, down) > 1 + slack) outside++;
    x[2 * k] = Math.min(1, Math.max(0, across));
    x[2 * k + 1] = Math.min(1, Math.max(0, down));
  }
  return { x, outside };
}

function noteOf(
  { rows, times, lost }: Recording,
  { stretches }: Path,
  trials: number,
  box: Box,
  outside: number
): string {
  const seconds = Math.round(times[times.length - 1] - times[0]);
  return [
    `${rows} rows, ${seconds} s in ${stretches} stretch${stretches === 1 ? '' : 'es'}`,
    `${trials} trials a pass`,
    ...(lost > 0 ? [`${lost} rows without a position left out`] : []),
    ...(outside > 0 ? [`${outside} ticks outside the box moved to its wall`] : []),
    `box ${box.map((corner) => Number(corner.toPrecision(4))).join(' ')}`
  ].join('; ');
}
