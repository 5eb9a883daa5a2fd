/** The frame around pictures of a sweep: heading, background, and what an empty one says. */
import { wrap } from '../labels';
import { type Box, type Mark, type Scene, text } from '../scene';
import type { SweepContext } from './sweepFigure';

export function area({ heading, size, theme }: SweepContext): Box {
  const top = heading ? theme.textSize * 1.6 : 0;
  return { x: 0, y: top, width: size.width, height: Math.max(1, size.height - top) };
}

export function framed({ heading, size, theme }: SweepContext, marks: readonly Mark[]): Scene {
  const title = heading
    ? [text(0, theme.textSize * 0.95, heading, { size: theme.textSize, fill: theme.text, bold: true })]
    : [];
  return {
    ...size,
    background: theme.background,
    fontFamily: theme.fontFamily,
    marks: [...title, ...marks]
  };
}

export function emptyFrame(context: SweepContext, message: string): Scene {
  const { size, theme } = context;
  const lines = wrap(message, theme.textSize, size.width - theme.space * 8);
  const step = theme.textSize * 1.5;
  return framed(
    context,
    lines.map((line, i) =>
      text(size.width / 2, size.height / 2 + (i - (lines.length - 1) / 2) * step, line, {
        size: theme.textSize,
        fill: theme.muted,
        anchor: 'middle',
        align: 'middle'
      })
    )
  );
}
