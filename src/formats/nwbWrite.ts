/**
 * A session as an NWB file (Neurodata Without Borders 2, core schema 2.7): time series under /acquisition, spike times of units
 * under /units, a position under /processing/behavior/Position. Every required field is there, so that pynwb, h5py and MatNWB
 * open it.
 */
import { crc32 } from './crc32';
import { type Hdf5Attribute, type Hdf5DatasetTree, type Hdf5Tree, writeHdf5 } from './hdf5Write';

/** When each row was: regular, or one by one; seconds. */
export type NwbTimes = { start: number; rate: number } | { timestamps: Float64Array };

export interface NwbSeries {
  /** Without a slash. */
  name: string;
  description: string;
  comments?: string;
  /** Of the data times `conversion`: "volts", or "n.a." for a number without one. */
  unit: string;
  data: Float32Array | Float64Array;
  /** [rows], [rows, columns]. */
  shape: readonly number[];
  times: NwbTimes;
}

export interface NwbUnits {
  description: string;
  /** Seconds, ascending, of each unit. */
  spikeTimes: readonly Float64Array[];
  /** Times are multiples of it; seconds. */
  resolution: number;
  /** One word a unit, such as its layer. */
  labels?: { name: string; description: string; words: readonly string[] };
}

export interface NwbPosition {
  name: string;
  description: string;
  unit: string;
  /** What zero is, and where the axes lead. */
  referenceFrame: string;
  /** [rows, 2], y upwards. */
  data: Float64Array;
  times: NwbTimes;
}

export interface NwbFile {
  identifier: string;
  description: string;
  /** ISO 8601 with its zone. */
  startTime: string;
  /** What made it: kept as /general/source_script. */
  script: { fileName: string; text: string };
  software: string;
  acquisition: readonly NwbSeries[];
  units?: NwbUnits;
  position?: NwbPosition;
}

/** Equal files give equal bytes. */
export function writeNwb(file: NwbFile): Promise<Uint8Array> {
  const { units, position } = file;
  const typed = typing(file.identifier);
  const behavior: Hdf5Tree = {
    attributes: { ...typed('ProcessingModule', 'behavior'), description: 'Where the animal was.' },
    groups: {
      Position: {
        attributes: typed('Position', 'Position'),
        groups: position ? { [position.name]: spatialSeries(position, typed) } : {}
      }
    }
  };
  return writeHdf5({
    attributes: { ...typed('NWBFile', 'root'), nwb_version: '2.7.0' },
    datasets: {
      identifier: { data: file.identifier },
      session_description: { data: file.description },
      session_start_time: { data: file.startTime },
      timestamps_reference_time: { data: file.startTime },
      // Not today: the same run is the same file.
      file_create_date: { data: [file.startTime] }
    },
    groups: {
      acquisition: {
        groups: Object.fromEntries(file.acquisition.map((series) => [series.name, timeSeries(series, typed)]))
      },
      analysis: {},
      stimulus: { groups: { presentation: {}, templates: {} } },
      processing: { groups: position ? { behavior } : {} },
      general: {
        datasets: {
          source_script: { data: file.script.text, attributes: { file_name: file.script.fileName } },
          notes: { data: file.software }
        }
      },
      ...(units && { units: unitsTable(units, typed) })
    }
  });
}

type Typed = (type: string, what: string, namespace?: string) => Record<string, Hdf5Attribute>;

/** What every object of a schema carries; ids follow from the file's and the object's name alone. */
function typing(identifier: string): Typed {
  return (type, what, namespace = 'core') => ({
    namespace,
    neurodata_type: type,
    object_id: objectId(`${identifier}/${type}/${what}`)
  });
}

/** A UUID (version 8, of our own making) that is a function of the text. */
function objectId(text: string): string {
  const word = (salt: string): string =>
    crc32(new TextEncoder().encode(`${salt}${text}`))
      .toString(16)
      .padStart(8, '0');
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(word);
  return `${a}-${b.slice(0, 4)}-8${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

function timeSeries(
  { name, description, comments, unit, data, shape, times }: NwbSeries,
  typed: Typed
): Hdf5Tree {
  return {
    attributes: { ...typed('TimeSeries', name), description, comments: comments ?? 'no comments' },
    datasets: { data: measured(data, shape, unit), ...timing(times) }
  };
}

function spatialSeries(position: NwbPosition, typed: Typed): Hdf5Tree {
  const { name, description, unit, referenceFrame, data, times } = position;
  return {
    attributes: { ...typed('SpatialSeries', name), description, comments: 'no comments' },
    datasets: {
      data: measured(data, [data.length / 2, 2], unit),
      reference_frame: { data: referenceFrame },
      ...timing(times)
    }
  };
}

function measured(
  data: Float32Array | Float64Array,
  shape: readonly number[],
  unit: string
): Hdf5DatasetTree {
  const attributes = {
    unit,
    conversion: { float32: 1 },
    offset: { float32: 0 },
    // Unknown, as the schema says it.
    resolution: { float32: -1 }
  };
  return { data, shape, attributes };
}

function timing(times: NwbTimes): Record<string, Hdf5DatasetTree> {
  if ('timestamps' in times) {
    const attributes = { interval: { int32: 1 }, unit: 'seconds' };
    return { timestamps: { data: times.timestamps, attributes } };
  }
  const attributes = { rate: { float32: times.rate }, unit: 'seconds' };
  return { starting_time: { data: times.start, attributes } };
}

function unitsTable({ description, spikeTimes, resolution, labels }: NwbUnits, typed: Typed): Hdf5Tree {
  const ends: number[] = [];
  let total = 0;
  for (const { length } of spikeTimes) {
    total += length;
    ends.push(total);
  }
  const all = new Float64Array(total);
  spikeTimes.forEach((times, unit) => {
    all.set(times, ends[unit] - times.length);
  });
  const column = (type: string, name: string): Record<string, Hdf5Attribute> =>
    typed(type, `units/${name}`, 'hdmf-common');
  return {
    attributes: {
      ...typed('Units', 'units'),
      description,
      colnames: ['spike_times', ...(labels ? [labels.name] : [])]
    },
    datasets: {
      id: {
        data: Int32Array.from(spikeTimes, (_, unit) => unit),
        attributes: column('ElementIdentifiers', 'id')
      },
      spike_times: {
        data: all,
        attributes: {
          ...column('VectorData', 'spike_times'),
          description: 'Spike times of every unit, one unit after another, in seconds.',
          resolution: { float64: resolution }
        }
      },
      spike_times_index: {
        data: Uint32Array.from(ends),
        attributes: {
          ...column('VectorIndex', 'spike_times_index'),
          description: 'Index for VectorData spike_times.',
          target: { refersTo: 'units/spike_times' }
        }
      },
      ...(labels && {
        [labels.name]: {
          data: labels.words,
          attributes: { ...column('VectorData', labels.name), description: labels.description }
        }
      })
    }
  };
}
