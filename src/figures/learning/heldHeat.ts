/** A heat map over time with a signed scale that holds still: rows of a probe, or of a stage of a story. */
import { heatMap } from '../marks/heatMap';
import { extent, type FigureMemory, type Range, signedRange } from '../ranges';
import type { Mark } from '../scene';
import type { TimeAxis } from '../timeAxis';
import type { Theme } from '../theme';

/** The range of the values that `key` stands for, symmetric about zero. */
export function heldSigned(memory: FigureMemory | undefined, key: string, data: ArrayLike<number>): Range {
  const [low, high] = extent(data);
  const range = signedRange(memory?.ranges.get(key), Math.max(-low, high));
  memory?.ranges.set(key, range);
  return range;
}

export interface HeatOverTime {
  /** Ascending; `data` [times, width]. */
  times: Float64Array;
  data: Float32Array;
  width: number;
  /** Which columns of the data are drawn, from the top. */
  columns: Int32Array;
  /** First of the `width` values of a tick that count. */
  offset?: number;
}

/** Ticks that were never sent leave their place empty instead of moving the others. */
export function heatOverTime(
  { columns, data, offset = 0, times, width }: HeatOverTime,
  axis: TimeAxis,
  part: { y: number; height: number },
  range: Range,
  theme: Theme
): Mark[] {
  if (times.length === 0 || columns.length === 0) return [];
  const first = times[0];
  const ticks = times[times.length - 1] - first + 1;
  const rows = columns.length;
  const placed = new Float32Array(ticks * rows).fill(Number.NaN);
  times.forEach((time, r) => {
    const from = r * width + offset;
    const to = (time - first) * rows;
    for (let c = 0; c < rows; c++) placed[to + c] = data[from + columns[c]];
  });
  const x = axis.x(first);
  return [
    heatMap({
      box: { ...part, x, width: axis.x(first + ticks) - x },
      rows,
      columns: ticks,
      data: placed,
      rowStride: 1,
      columnStride: rows,
      range,
      paletteName: theme.signed,
      missingColour: theme.missing
    })
  ];
}
