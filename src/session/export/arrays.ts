/** A run as NumPy arrays: names and shapes once, for the command line, the page and results folders alike. */
import type { WritableArray, WritableText } from '../../formats/npy';
import { writeNpz } from '../../formats/npz';
import type { RunData, RunImage, RunSeries } from './runData';

/**
 * For each recorded probe its rows [length, width] under its own name and, with "_times" added, the tick or trial of each
 * row; each image as [rows, columns].
 */
export function recordedArrays(
  series: readonly RunSeries[],
  images: readonly RunImage[]
): Record<string, WritableArray> {
  const arrays: Record<string, WritableArray> = {};
  for (const { probe, rows } of series) {
    const { times, data, width } = rows;
    arrays[probe.name] = { shape: [times.length, width], data };
    arrays[`${probe.name}_times`] = { shape: [times.length], data: times };
  }
  for (const { probe, data } of images) {
    arrays[probe.name] = { shape: probe.size ?? [1, data.length], data };
  }
  return arrays;
}

/** As above, with what turns ticks and trials into seconds (`dt_ms`, `steps_per_trial`) and the recipe as JSON text. */
export function runNpz({ series, images, shape, recipe }: RunData): Uint8Array {
  const scalar = (value: number): WritableArray => ({ shape: [], data: Float64Array.of(value) });
  const text: WritableText = { shape: [], data: [JSON.stringify(recipe)] };
  return writeNpz({
    ...recordedArrays(series, images),
    dt_ms: scalar(shape.dtMs),
    steps_per_trial: scalar(shape.steps),
    recipe: text
  });
}
