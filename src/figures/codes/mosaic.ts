/** Images side by side in a grid, pixel for pixel, as one mark. */
import { rgb } from 'd3';
import type { ImageShape } from '../../models/stream';
import { type Figure, type FigureContext, settingOf } from '../figure';
import { level, missing, palette, type PaletteName } from '../palettes';
import type { Box, Cells, Mark } from '../scene';
import { segments, text } from '../scene';
import { textWidth } from '../textWidth';
import type { Theme } from '../theme';

export interface Tiles {
  mark: Cells;
  /** All tiles, without a gap around. */
  box: Box;
  /** Where the tile at (row, column) stands. */
  tile(row: number, column: number): Box;
  /** The tile at (x, y); undefined beside them. */
  at(x: number, y: number): { row: number; column: number } | undefined;
}

export interface MosaicOptions {
  images: ImageShape;
  rows: number;
  columns: number;
  /** Pixels in [0, 1], image after image. */
  data: ArrayLike<number>;
  /** Which image stands at (row, column); undefined leaves a hole. */
  image(row: number, column: number): number | undefined;
  /** Left top corner, and the width of a tile. */
  x: number;
  y: number;
  width: number;
  paletteName: PaletteName;
}

/** Light pixels on a dark screen, ink on white: the empty part of an image is then the page's own. */
export const toneSetting: Figure['settings'][number] = {
  name: 'tone',
  label: 'Grey images',
  group: 'Run',
  live: true,
  kind: 'choice',
  default: 'page',
  options: [
    { value: 'page', label: 'Bright pixels stand out from the page' },
    { value: 'light', label: 'Bright pixels white' },
    { value: 'ink', label: 'Bright pixels black' }
  ],
  help: 'How grey images are printed; images in colour are shown as they are.'
};

export function toneOf(figure: Pick<Figure, 'settings'>, context: FigureContext): PaletteName {
  const chosen = settingOf(figure, context, 'tone');
  if (chosen === 'light' || chosen === 'ink') return chosen;
  return context.theme.name === 'dark' ? 'light' : 'ink';
}

/** Pixels between two tiles. */
function gapOf({ columns }: ImageShape): number {
  return Math.max(1, Math.round(columns / 14));
}

/** Width of `count` tiles in tiles, gaps included. */
export function tilesWide(images: ImageShape, count: number): number {
  return count + ((count - 1) * gapOf(images)) / images.columns;
}

export function tilesHigh(images: ImageShape, count: number): number {
  return (count * images.rows + (count - 1) * gapOf(images)) / images.columns;
}

export function mosaic(options: MosaicOptions, theme: Theme): Tiles {
  const { columns, data, images, paletteName, rows, width, x, y } = options;
  const gap = gapOf(images);
  const [w, h] = [images.columns, images.rows];
  const pixels = w * h;
  const across = columns * (w + gap) - gap;
  const down = rows * (h + gap) - gap;
  const colour = images.channels === 3;
  const between = rgb(frame(theme));
  const values = new Uint8Array(across * down * (colour ? 3 : 1));
  if (colour)
    for (let at = 0; at < across * down; at++) values.set([between.r, between.g, between.b], 3 * at);
  else values.fill(missing);
  const byte = (value: number): number => Math.round(255 * Math.min(1, Math.max(0, value)));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const image = options.image(row, column);
      if (image === undefined) continue;
      const from = image * pixels * images.channels;
      for (let r = 0; r < h; r++)
        for (let c = 0; c < w; c++) {
          const to = (row * (h + gap) + r) * across + column * (w + gap) + c;
          const pixel = from + r * w + c;
          if (colour) for (let k = 0; k < 3; k++) values[3 * to + k] = byte(data[pixel + k * pixels]);
          else values[to] = level(data[pixel], 0, 1);
        }
    }
  const scale = width / w;
  const box = { x, y, width: across * scale, height: down * scale };
  return {
    mark: {
      kind: 'cells',
      ...box,
      rows: down,
      columns: across,
      values,
      ...(!colour && { palette: palette(paletteName, frame(theme)) })
    },
    box,
    tile: (row, column) => ({
      x: x + column * (w + gap) * scale,
      y: y + row * (h + gap) * scale,
      width,
      height: h * scale
    }),
    at: (px, py) => {
      const column = Math.floor((px - x) / ((w + gap) * scale));
      const row = Math.floor((py - y) / ((h + gap) * scale));
      return column >= 0 &&
        column < columns &&
        row >= 0 &&
        row < rows &&
        options.image(row, column) !== undefined
        ? { row, column }
        : undefined;
    }
  };
}

/** What shows between tiles: enough to tell a white image from the page. */
function frame({ name }: Theme): string {
  return name === 'dark' ? '#39424c' : '#d5d9de';
}

/** The scale of grey, level, with its ends named; nothing for images in colour. Its right top corner is given. */
export function greyScale(
  right: number,
  y: number,
  { channels }: ImageShape,
  paletteName: PaletteName,
  theme: Theme
): { marks: Mark[]; width: number } {
  if (channels === 3) return { marks: [], width: 0 };
  const { axis, hairline, muted, space, textSize } = theme;
  const words = { size: textSize, fill: muted, align: 'top' as const };
  const digit = textWidth('0', textSize);
  const length = textSize * 4;
  const left = right - digit - space - length;
  const height = textSize * 0.75;
  const width = length + 2 * (digit + space);
  const top = y + textSize * 0.1;
  return {
    width,
    marks: [
      text(left - space, y, '0', { ...words, anchor: 'end' }),
      {
        kind: 'cells',
        x: left,
        y: top,
        width: length,
        height,
        rows: 1,
        columns: 64,
        values: Uint8Array.from({ length: 64 }, (_, i) => level(i / 63, 0, 1)),
        palette: palette(paletteName, '#000000')
      },
      segments(
        [
          [left, top, left + length, top],
          [left + length, top, left + length, top + height],
          [left + length, top + height, left, top + height],
          [left, top + height, left, top]
        ].flat(),
        { colour: axis, width: hairline }
      ),
      text(left + length + space, y, '1', words)
    ]
  };
}
