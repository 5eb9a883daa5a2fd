/** Where the plot stands in its panel, the panel's heading, and what an empty panel says. */
import type { FigureContext } from './figure';
import { type Box, type Mark, type PlotAxes, type Scene, text } from './scene';
import { wrap } from './labels';
import { fitText } from './textWidth';
import type { Theme } from './theme';

export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What a heading takes of its panel. */
export function headingHeight({ textSize }: Pick<Theme, 'textSize'>): number {
  return textSize * 1.5;
}

/** The panel less its heading. */
export function panel({ heading, size, theme }: FigureContext): Box {
  const top = heading ? headingHeight(theme) : 0;
  return { x: 0, y: top, width: size.width, height: Math.max(0, size.height - top) };
}

export function inset(box: Box, { left, right, top, bottom }: Margins): Box {
  return {
    x: box.x + left,
    y: box.y + top,
    width: Math.max(1, box.width - left - right),
    height: Math.max(1, box.height - top - bottom)
  };
}

/** Boxes one above the other with `gap` between, sharing the height by `shares`. */
export function stack(box: Box, shares: readonly number[], gap: number): Box[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const room = Math.max(1, box.height - gap * (shares.length - 1));
  let y = box.y;
  return shares.map((share) => {
    const height = (room * share) / total;
    const part = { x: box.x, y, width: box.width, height };
    y += height + gap;
    return part;
  });
}

/** Adds background, heading and font. */
export function scene(
  context: FigureContext,
  marks: readonly Mark[],
  pick?: Scene['pick'],
  axes?: PlotAxes
): Scene {
  const { heading, size, theme } = context;
  const made: Scene = {
    width: size.width,
    height: size.height,
    background: theme.background,
    fontFamily: theme.fontFamily,
    marks: heading
      ? [
          text(0, theme.textSize * 0.95, heading, { size: theme.textSize, fill: theme.text, bold: true }),
          ...marks
        ]
      : marks
  };
  return { ...made, ...(pick && { pick }), ...(axes && { axes }) };
}

/** A panel with nothing to show yet says what it will show, wrapped and centred. */
export function emptyScene(context: FigureContext, message: string): Scene {
  const { theme } = context;
  const box = panel(context);
  const room = box.width - theme.space * 8;
  const lines = wrap(message, theme.textSize, room);
  const height = theme.textSize * 1.5;
  const top = box.y + (box.height - height * (lines.length - 1)) / 2;
  return scene(
    context,
    lines.map((line, i) =>
      text(box.width / 2, top + i * height, fitText(line, theme.textSize, box.width), {
        size: theme.textSize,
        fill: theme.muted,
        anchor: 'middle',
        align: 'middle'
      })
    )
  );
}
