/** What a run has to give away: every recorded row with its time, the images as they are now, and the recipe. */
import type { LayerSpan, ProbeDescription } from '../../models/model';
import type { StreamShape } from '../../models/stream';
import type { OpenedSession, Requests } from '../protocol';
import type { Recipe } from '../recipe';
import type { Rows } from '../recording';

export interface RunSeries {
  probe: ProbeDescription;
  rows: Rows;
}

export interface RunImage {
  probe: ProbeDescription;
  /** [rows, columns] as in `probe.size`. */
  data: Float32Array;
}

export interface RunData {
  recipe: Recipe;
  shape: StreamShape;
  layers: readonly LayerSpan[];
  series: readonly RunSeries[];
  images: readonly RunImage[];
}

/** Which recordings, and which ticks of them: `from` included, `until` excluded. */
export interface Selection {
  /** Names of probes; all where it is absent. */
  names?: readonly string[];
  from?: number;
  until?: number;
}

/** What `selection` leaves of what was collected; what has no rows is left out. Throws RangeError for a name that was not recorded. */
export function runData(
  { shape, layers }: Pick<OpenedSession, 'shape' | 'layers'>,
  recipe: Recipe,
  collected: Pick<Requests['collect']['reply'], 'series' | 'images'>,
  { names, from = 0, until = Number.POSITIVE_INFINITY }: Selection = {}
): RunData {
  const there = [...collected.series, ...collected.images].map(({ probe }) => probe.name);
  const unknown = names?.find((name) => !there.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`'${unknown}' was not recorded; recorded were ${there.join(', ')}.`);
  const wanted = ({ probe }: { probe: ProbeDescription }): boolean => names?.includes(probe.name) ?? true;
  const cut = collected.series.filter(wanted).map(({ probe, rows }) => ({
    probe,
    rows: between(rows, (time) => {
      const tick = lastTick(probe, time, shape.steps);
      return tick >= from && tick < until;
    })
  }));
  return {
    recipe,
    shape,
    layers,
    series: cut.filter(({ rows }) => rows.times.length > 0),
    images: collected.images.filter(wanted).filter(({ data }) => data.length > 0)
  };
}

/** Numbers in it: rows of the tidy table. */
export function numbersOf({ series, images }: Pick<RunData, 'series' | 'images'>): number {
  let count = 0;
  for (const { rows } of series) count += rows.data.length;
  for (const { data } of images) count += data.length;
  return count;
}

/** The tick a row was made in: its own, or the last one of its trial. */
function lastTick(probe: ProbeDescription, time: number, steps: number): number {
  return probe.kind === 'tick' ? time : (time + 1) * steps - 1;
}

/** Seconds of the run at which a row was made: the beginning of its tick, or the end of its trial. */
export function secondsAt({ shape }: RunData, probe: ProbeDescription, time: number): number {
  const ticks = probe.kind === 'tick' ? time : (time + 1) * shape.steps;
  return (ticks * shape.dtMs) / 1000;
}

/** Seconds of the run now. */
export function secondsNow({ recipe, shape }: RunData): number {
  return (recipe.ticks * shape.dtMs) / 1000;
}

/** Rows lie in the order of their times, so those wanted are one stretch. */
function between({ times, data, width }: Rows, wanted: (time: number) => boolean): Rows {
  let first = 0;
  while (first < times.length && !wanted(times[first])) first++;
  let end = times.length;
  while (end > first && !wanted(times[end - 1])) end--;
  if (first === 0 && end === times.length) return { times, data, width };
  return { times: times.slice(first, end), data: data.slice(first * width, end * width), width };
}
