/**
 * A run as an NWB file: every series under /acquisition, spikes besides as spike times of units, the position of an animal besides
 * under /processing/behavior/Position, and the recipe as the script that made it. Time zero is the beginning of the run.
 */
import type { NwbFile, NwbSeries, NwbTimes } from '../../formats/nwbWrite';
import { type RunData, type RunSeries, secondsAt } from './runData';

/** A run has no date: it would be the same on any day. */
const beginning = '1970-01-01T00:00:00+00:00';

export function nwbOf(data: RunData): NwbFile {
  const { recipe } = data;
  const spikes = data.series.find(({ probe }) => probe.name === 'spikes');
  const position = data.series.find(({ probe }) => probe.name === 'position' && probe.width === 2);
  return {
    identifier: `engram-${recipe.stateHash}-${recipe.ticks}`,
    description: `${recipe.experiment.title} (simulated)`,
    startTime: beginning,
    script: { fileName: 'recipe.json', text: JSON.stringify(recipe) },
    software: `Simulated by Engram ${recipe.version}; /general/source_script is the recipe that brings the run back.`,
    acquisition: [...data.series.map((series) => seriesOf(data, series)), ...imagesOf(data)],
    ...(spikes && { units: unitsOf(data, spikes) }),
    ...(position && { position: positionOf(data, position) })
  };
}

function seriesOf(data: RunData, { probe, rows }: RunSeries): NwbSeries {
  const { times, width } = rows;
  return {
    name: probe.name,
    description: [probe.label, probe.symbol && `(${probe.symbol})`, '-', probe.help]
      .filter(Boolean)
      .join(' '),
    comments:
      probe.kind === 'tick'
        ? 'One row a tick.'
        : 'One row a trial or measurement, at the end of the trial it belongs to.',
    unit: probe.unit || 'n.a.',
    data: rows.data,
    shape: [times.length, width],
    times: timesOf(data, { probe, rows })
  };
}

/** Regular where no row is missing. */
function timesOf(data: RunData, { probe, rows: { times } }: RunSeries): NwbTimes {
  const regular = probe.kind === 'tick' && times[times.length - 1] - times[0] === times.length - 1;
  if (regular) return { start: secondsAt(data, probe, times[0]), rate: 1000 / data.shape.dtMs };
  return { timestamps: times.map((time) => secondsAt(data, probe, time)) };
}

/** Matrices as they were when the file was written: a series of one. */
function imagesOf({ images, recipe, shape }: RunData): NwbSeries[] {
  return images.map(({ probe, data }) => ({
    name: probe.name,
    description: `${probe.label} - ${probe.help}`,
    comments: 'One matrix, as it was at the end of the run.',
    unit: probe.unit || 'n.a.',
    data,
    shape: [1, ...(probe.size ?? [1, data.length])],
    times: { timestamps: Float64Array.of((recipe.ticks * shape.dtMs) / 1000) }
  }));
}

function unitsOf(data: RunData, { probe, rows }: RunSeries): NonNullable<NwbFile['units']> {
  const { times, data: spikes, width } = rows;
  const found: number[][] = Array.from({ length: width }, () => []);
  for (let r = 0; r < times.length; r++)
    for (let unit = 0; unit < width; unit++)
      if (spikes[r * width + unit] > 0) found[unit].push(secondsAt(data, probe, times[r]));
  const layerOf = (unit: number): string =>
    data.layers.find(({ from, to }) => unit >= from && unit < to)?.label ?? 'Units';
  return {
    description: 'Simulated units. Times are beginnings of ticks.',
    spikeTimes: found.map((seconds) => Float64Array.from(seconds)),
    resolution: data.shape.dtMs / 1000,
    labels: {
      name: 'layer',
      description: 'The layer a unit is in.',
      words: found.map((_, unit) => layerOf(unit))
    }
  };
}

function positionOf(data: RunData, series: RunSeries): NonNullable<NwbFile['position']> {
  const { data: seen } = series.rows;
  return {
    name: 'position',
    description: "Where the animal was, in the units of its world's drawing.",
    unit: 'n.a.',
    referenceFrame: "x to the right, y upwards: the negative of the world's own y, which runs down.",
    data: Float64Array.from(seen, (value, i) => (i % 2 === 0 ? value : 0 - value)),
    times: timesOf(data, series)
  };
}
