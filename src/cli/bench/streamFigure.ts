/** Measured time of one more token against the tokens met before it, as a figure for the docs. */
import { bottomAxis, bottomMargin, leftAxis, logarithmic } from '../../figures/axes';
import { inset } from '../../figures/layout';
import { type Box, type Mark, type Scene, text } from '../../figures/scene';
import { themes } from '../../figures/theme';

export interface Stream {
  kind: 'ovq' | 'scan' | 'exact';
  name: string;
  /** Another program's, drawn hollow and dashed. */
  peer: boolean;
  /** Microseconds, one for each of the lengths. */
  times: number[];
}

const theme = themes.paper;
const marks = {
  ovq: { shape: 'circle', colour: theme.categories[0] },
  exact: { shape: 'square', colour: theme.categories[1] },
  scan: { shape: 'triangle', colour: theme.categories[2] }
} as const;

/** A figure of 120 x 80 mm in points, logarithmic both ways. */
export function streamFigure(lengths: readonly number[], streams: readonly Stream[]): Scene {
  const size = { width: 340, height: 227 };
  const { lineWidth, space, textSize } = theme;
  const box: Box = inset(
    { x: 0, y: 0, ...size },
    { left: textSize * 4, right: textSize * 2, top: textSize * 6, bottom: bottomMargin(theme) }
  );
  const thousands = lengths.map((length) => length / 1024);
  const times = streams.flatMap((stream) => stream.times);
  const plain = logarithmic([thousands[0], thousands[thousands.length - 1]], box.x, box.x + box.width);
  const x = Object.assign(plain, { ticks: () => [1, 4, 16, 64], tickFormat: () => String });
  const power = (round: (value: number) => number, time: number): number => 10 ** round(Math.log10(time));
  const y = logarithmic(
    [power(Math.floor, Math.min(...times)), power(Math.ceil, Math.max(...times))],
    box.y + box.height,
    box.y
  );
  const axis = leftAxis(box, y, theme, 'Processor time of a token (us), measured');
  const curves = streams.flatMap(({ kind, peer, times: each }): Mark[] => {
    const { colour, shape } = marks[kind];
    const points = Float32Array.from(each.flatMap((time, i) => [x(thousands[i]), y(time)]));
    const stroke = { colour, width: lineWidth, ...(peer && { dash: [space, space] }) };
    return [
      { kind: 'polyline', points, stroke },
      { kind: 'symbols', points, shape, radius: 2, shades: [colour] }
    ];
  });
  const ours = streams.filter(({ peer }) => !peer);
  const words = ours.map(({ kind, name, times: each }, k) => {
    const ratio = each[each.length - 1] / each[0];
    return text(space, textSize * (k + 1), `${name}: ${ratio.toPrecision(2)} times as long at the end`, {
      size: textSize,
      fill: marks[kind].colour
    });
  });
  if (streams.length > ours.length)
    words.push(
      text(space, textSize * (ours.length + 1), 'dashed: the same in PyTorch', {
        size: textSize,
        fill: theme.muted
      })
    );
  return {
    ...size,
    background: theme.background,
    fontFamily: theme.fontFamily,
    marks: [
      ...axis.grid,
      ...axis.marks,
      ...bottomAxis(box, x, theme, 'Tokens met (1,024s)', false),
      ...curves,
      ...words
    ]
  };
}
