/** Lines of closed forms with the points an algorithm found on them, one point called out by its numbers. */
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear, logarithmic } from './axes';
import type { FigureContext } from './figure';
import { inset, panel, scene } from './layout';
import type { Range } from './ranges';
import { group, type Mark, type Scene, segments, type Symbols, text } from './scene';
import { fitText, textWidth } from './textWidth';
import type { Theme } from './theme';

export type Place = readonly [x: number, y: number];

export interface PlottedCurve {
  name: string;
  colour: string;
  shape: Symbols['shape'];
  /** In units of the axes. */
  line: readonly Place[];
  /** Stands behind the others. */
  pale?: boolean;
  found: readonly Place[];
}

export interface CurvePlot {
  curves: readonly PlottedCurve[];
  xTitle: string;
  yTitle: string;
  xRange: Range;
  yRange: Range;
  /** Logarithmic axes, whose ranges are above zero; default: both linear. */
  logarithmic?: { x?: boolean; y?: boolean };
  /** Values that the bottom axis names, where they are not its own choice. */
  xTicks?: readonly number[];
  /** Words in a row above the plot; rows follow one another where they do not fit. */
  words: readonly { text: string; colour: string }[];
  /** Led to the axes by dashes, its words beside it: above a falling curve, below a rising one. */
  callout?: { at: Place; words: string; side: 'above' | 'below' | 'left' };
  /** A level line with its name. */
  level?: { y: number; words: string };
}

export function curvePlot(context: FigureContext, plot: CurvePlot): Scene {
  const { theme } = context;
  const { hairline, lineWidth, space, textSize } = theme;
  const outer = panel(context);
  const rows = rowsOf(plot.words, outer.width - space * 2, theme);
  const margins = {
    left: 0,
    right: space * 3,
    top: textSize * 1.35 * (rows.length + 1) + space * 2.5,
    bottom: bottomMargin(theme)
  };
  const measure = inset(outer, margins);
  const [across, up] = [plot.logarithmic?.x, plot.logarithmic?.y].map((log) => (log ? logarithmic : linear));
  const left = leftMargin(up(plot.yRange, measure.height, 0), measure.height, theme);
  const box = inset(outer, { ...margins, left });
  const plain = across(plot.xRange, box.x, box.x + box.width);
  const { xTicks } = plot;
  const x = xTicks ? Object.assign(plain, { ticks: () => [...xTicks], tickFormat: () => String }) : plain;
  const y = up(plot.yRange, box.y + box.height, box.y);
  const axis = leftAxis(box, y, theme, plot.yTitle);
  const path = (line: readonly Place[]): Float32Array =>
    Float32Array.from(line.flatMap(([a, b]) => [x(a), y(b)]));
  const inside: Mark[] = plot.curves.map(({ colour, line, pale }) => ({
    kind: 'polyline',
    points: path(line),
    stroke: { colour, width: lineWidth, ...(pale && { opacity: 0.3 }) }
  }));
  const radius = space * 0.75;
  const found: Mark[] = plot.curves.map(({ colour, found: places, shape }) => ({
    kind: 'symbols',
    points: path(places),
    shape,
    radius,
    shades: [theme.background],
    stroke: { colour, width: lineWidth * 0.9 }
  }));
  const dash = [space, space * 0.75];
  const { callout, level } = plot;
  const called: Mark[] = [];
  if (callout) {
    const [px, py] = [x(callout.at[0]), y(callout.at[1])];
    inside.unshift(
      segments([px, py, px, box.y + box.height, box.x, py, px, py], {
        colour: theme.muted,
        width: hairline,
        dash
      })
    );
    const words = fitText(callout.words, textSize, box.width);
    const above = callout.side === 'above';
    const from = Math.max(box.x, Math.min(px + space * 1.5, box.x + box.width - textWidth(words, textSize)));
    // Beside the point, or where the line leaves room for the words.
    const beside = plot.curves
      .flatMap(({ line }) => line)
      .filter(([at]) => x(at) >= from - space && x(at) <= px)
      .map(([, value]) => y(value));
    const clear = above && from < px ? Math.min(py, ...beside) : py;
    const said = { size: textSize, fill: theme.text };
    called.push(
      { kind: 'symbols', points: Float32Array.of(px, py), shape: 'circle', radius, shades: [theme.text] },
      callout.side === 'left'
        ? text(px - space * 1.5, py - space * 1.5, words, { ...said, anchor: 'end', align: 'baseline' })
        : text(from, above ? clear - space * 2 : py + space * 2.5, words, {
            ...said,
            align: above ? 'baseline' : 'top'
          })
    );
  }
  if (level) {
    const at = y(level.y);
    inside.unshift(
      segments([box.x, at, box.x + box.width, at], { colour: theme.axis, width: hairline, dash })
    );
    called.push(
      text(box.x + box.width, at - space, fitText(level.words, textSize, box.width), {
        size: textSize,
        fill: theme.muted,
        anchor: 'end'
      })
    );
  }
  // Points at the ends stand on the axes: they are not cut in half.
  const air = radius * 1.5;
  const seen = { x: box.x - air, y: box.y - air, width: box.width + 2 * air, height: box.height + 2 * air };
  return scene(context, [
    ...axis.grid,
    group({ ...box, y: box.y - lineWidth, height: box.height + 2 * lineWidth }, inside),
    ...axis.marks,
    ...bottomAxis(box, x, theme, plot.xTitle),
    group(seen, found),
    ...called,
    ...rows.flatMap((row, r) =>
      row.map(({ at, colour, text: said }) =>
        text(outer.x + space + at, outer.y + textSize * (0.95 + 1.35 * r), said, {
          size: textSize,
          fill: colour
        })
      )
    )
  ]);
}

interface Placed {
  at: number;
  text: string;
  colour: string;
}

function rowsOf(words: CurvePlot['words'], width: number, { space, textSize }: Theme): Placed[][] {
  const rows: Placed[][] = [[]];
  let at = 0;
  for (const { colour, text: said } of words) {
    const long = textWidth(said, textSize);
    if (at > 0 && at + long > width) {
      rows.push([]);
      at = 0;
    }
    rows[rows.length - 1].push({ at, colour, text: fitText(said, textSize, width) });
    at += long + space * 4;
  }
  return rows;
}
