/** A map of the memory that is looked at, with its axes, colour bar and words above. */
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear } from '../axes';
import type { FigureContext } from '../figure';
import { inset, panel, scene } from '../layout';
import { colourBar, colourBarWidth, heatMap } from '../marks/heatMap';
import { extent, heldRange, type Range, signedRange } from '../ranges';
import type { Mark, Scene } from '../scene';
import { fitText } from '../textWidth';

export interface LookedAt {
  /** Name under which the range is held. */
  key: string;
  rows: number;
  columns: number;
  data: Float32Array;
  signed?: boolean;
  /** Holds the colours at this range. */
  range?: Range;
  /** Above the map: what is seen, and where. */
  words: string;
  xTitle: string;
  yTitle: string;
  /** Numbers of the first column and row. */
  first?: { column: number; row: number };
  /** Drawn over the map, in its own coordinates. */
  over?(x: (column: number) => number, y: (row: number) => number): Mark[];
}

export function lookedAt(context: FigureContext, map: LookedAt): Scene {
  const { memory, theme } = context;
  const { space, textSize } = theme;
  const { columns, data, first = { column: 1, row: 1 }, rows, signed = false } = map;
  const [low, high] = extent(data);
  const held = memory?.ranges.get(map.key);
  const range =
    map.range ??
    (signed ? signedRange(held, Math.max(-low, high)) : heldRange(held, [Math.min(0, low), high]));
  memory?.ranges.set(map.key, range);
  const paletteName = signed ? theme.signed : theme.sequential;
  const outer = panel(context);
  const yRange: Range = [first.row, first.row + rows];
  const box = inset(outer, {
    left: leftMargin(linear(yRange, outer.height, 0), outer.height, theme),
    right: colourBarWidth(range, theme) + space * 2,
    top: textSize * 2.7 + space * 2.5,
    bottom: bottomMargin(theme)
  });
  const x = linear([first.column, first.column + columns], box.x, box.x + box.width);
  // Row 1 is at the top, as matrices are written.
  const y = linear(yRange, box.y, box.y + box.height);
  return scene(context, [
    heatMap({
      box,
      rows,
      columns,
      data,
      rowStride: columns,
      columnStride: 1,
      range,
      paletteName,
      missingColour: theme.missing
    }),
    ...(map.over?.(
      (column) => x(first.column + column + 0.5),
      (row) => y(first.row + row + 0.5)
    ) ?? []),
    ...leftAxis(box, y, theme, map.yTitle).marks,
    ...bottomAxis(box, x, theme, map.xTitle, true),
    ...colourBar(box, range, paletteName, theme),
    {
      kind: 'text',
      x: outer.x + space,
      y: outer.y + textSize * 0.95,
      text: fitText(map.words, textSize, outer.width - space * 2),
      size: textSize,
      fill: theme.text
    }
  ] as Mark[]);
}

/** The table of a map: a row a row, a column a column. */
export function mapTable(
  rows: number,
  columns: number,
  data: Float32Array,
  names: { row: string; column: string }
) {
  return {
    columns: [names.row, ...Array.from({ length: columns }, (_, c) => `${names.column} ${c + 1}`)],
    rows: Array.from({ length: rows }, (_, r) => [
      r + 1,
      ...Array.from(data.subarray(r * columns, (r + 1) * columns))
    ])
  };
}
