/** A heat map and its colour bar. Cells finer than a pixel are merged by their value farthest from zero. */
import { linear } from '../axes';
import { extreme } from '../decimate';
import { level, palette, type PaletteName } from '../palettes';
import type { Range } from '../ranges';
import { type Box, type Cells, type Mark, rect, segments, text } from '../scene';
import { textWidth } from '../textWidth';
import type { Theme } from '../theme';

export interface HeatMapOptions {
  box: Box;
  rows: number;
  columns: number;
  data: ArrayLike<number>;
  /** Index of the value at (row, column) is row * rowStride + column * columnStride. */
  rowStride: number;
  columnStride: number;
  /** Which row of the data is drawn as row r. */
  order?: ArrayLike<number>;
  range: Range;
  paletteName: PaletteName;
  missingColour: string;
}

/** More cells than this per unit of length cannot be told apart. */
const cellsPerUnit = 2;

export function heatMap(options: HeatMapOptions): Cells {
  const { box, data, rowStride, columnStride, order, range, paletteName, missingColour } = options;
  const across = mergedTo(options.columns, box.width);
  const down = mergedTo(options.rows, box.height);
  const values = new Uint8Array(down.cells * across.cells);
  const cell = (r: number, c: number): void => {
    const lastRow = Math.min(options.rows, (r + 1) * down.each);
    const first = c * across.each;
    const count = Math.min(across.each, options.columns - first);
    let value = Number.NaN;
    for (let row = r * down.each; row < lastRow; row++) {
      const start = (order ? order[row] : row) * rowStride + first * columnStride;
      const here = count === 1 ? data[start] : extreme(data, start, columnStride, count);
      if (!(Math.abs(here) <= Math.abs(value)) && !Number.isNaN(here)) value = here;
    }
    values[r * across.cells + c] = level(value, range[0], range[1]);
  };
  // Along the memory, not across it.
  if (columnStride > rowStride)
    for (let c = 0; c < across.cells; c++) for (let r = 0; r < down.cells; r++) cell(r, c);
  else for (let r = 0; r < down.cells; r++) for (let c = 0; c < across.cells; c++) cell(r, c);
  return {
    kind: 'cells',
    ...box,
    rows: down.cells,
    columns: across.cells,
    values,
    palette: palette(paletteName, missingColour)
  };
}

/** How many neighbours make one cell, and how many cells that leaves. */
function mergedTo(count: number, length: number): { each: number; cells: number } {
  const each = Math.max(1, Math.ceil(count / Math.max(1, length * cellsPerUnit)));
  return { each, cells: Math.ceil(count / each) };
}

/** Width a colour bar takes to the right of its heat map. */
export function colourBarWidth(range: Range, theme: Theme): number {
  const labels = barTicks(range).map(({ label }) => textWidth(label, theme.textSize));
  return theme.space * 2 + barThickness(theme) + theme.space * 1.5 + Math.max(...labels);
}

function barThickness(theme: Theme): number {
  return theme.textSize * 0.7;
}

function barTicks(range: Range): { value: number; label: string }[] {
  const scale = linear(range, 0, 1);
  const values = range[0] < 0 && range[1] > 0 ? [range[0], 0, range[1]] : [range[0], range[1]];
  // One digit more than the ticks of the range need is enough for its ends.
  return values.map((value) => ({ value, label: scale.tickFormat(8)(value) }));
}

/** A vertical bar beside `box`, numbered at its ends and at zero; `unit` stands above it. */
export function colourBar(box: Box, range: Range, paletteName: PaletteName, theme: Theme, unit = ''): Mark[] {
  const { axis, hairline, muted, space, textSize } = theme;
  const width = barThickness(theme);
  const height = Math.min(box.height, textSize * 10);
  const bar = { x: box.x + box.width + space * 2, y: box.y, width, height };
  const scale = linear(range, bar.y + height, bar.y);
  const values = Uint8Array.from({ length: 128 }, (_, i) => level(1 - i / 127, 0, 1));
  const right = bar.x + width;
  // A bar too low for all its numbers keeps the largest.
  const ticks = barTicks(range);
  const readable = height >= ticks.length * textSize * 1.05 ? ticks : ticks.slice(-1);
  const ends = (value: number): 'top' | 'middle' | 'baseline' =>
    value === range[1] ? 'top' : value === range[0] ? 'baseline' : 'middle';
  return [
    { kind: 'cells', ...bar, rows: 128, columns: 1, values, palette: palette(paletteName, '#000000') },
    rect(bar, { stroke: { colour: axis, width: hairline } }),
    segments(
      readable.flatMap(({ value }) => [right, scale(value), right + space * 0.5, scale(value)]),
      { colour: axis, width: hairline }
    ),
    ...readable.map(({ value, label }) =>
      text(right + space, scale(value), label, { size: textSize, fill: muted, align: ends(value) })
    ),
    ...(unit
      ? [
          text(right + space, bar.y - space * 1.5, unit, {
            size: textSize,
            fill: muted,
            anchor: 'end' as const
          })
        ]
      : [])
  ];
}
