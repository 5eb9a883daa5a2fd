/** What a step of deep e-prop costs against depth and against the number of synapses, as one figure for the docs. */
import { bottomAxis, bottomMargin, leftAxis, linear, logarithmic, type Scale } from '../../figures/axes';
import { inset, stack } from '../../figures/layout';
import { type Box, type Mark, type Scene, text } from '../../figures/scene';
import { themes } from '../../figures/theme';
import type { DeepRate } from './deep';

const theme = themes.paper;
const shapes = ['circle', 'square', 'triangle'] as const;

/** A figure of 183 x 80 mm in points. `depth`: one width, 1 to 8 layers; `width`: one depth, growing layers. */
export function costFigure(depth: readonly DeepRate[], width: readonly DeepRate[]): Scene {
  const size = { width: 519, height: 227 };
  const [left, right] = halves({ x: 0, y: 0, ...size });
  return {
    ...size,
    background: theme.background,
    fontFamily: theme.fontFamily,
    marks: [...againstDepth(depth, left), ...againstSynapses(width, right)]
  };
}

function againstDepth(rates: readonly DeepRate[], box: Box): Mark[] {
  const most = Math.max(...rates.map(({ usPerStep }) => usPerStep));
  const x = linear([0, Math.max(...rates.map(({ layers }) => layers))], box.x, box.x + box.width);
  const y = linear([0, most * 1.05], box.y + box.height, box.y);
  const units = rates[0]?.units ?? 0;
  return [
    ...plot(box, x, y, `a  Time a step (us), layers of ${units} leaky tanh units`, 'Layers', true),
    ...curves(rates, ({ layers }) => x(layers), y)
  ];
}

function againstSynapses(rates: readonly DeepRate[], box: Box): Mark[] {
  const synapses = rates.map((rate) => rate.synapses);
  const times = rates.flatMap(({ usPerStep, forwardUsPerStep }) => [usPerStep, forwardUsPerStep]);
  const x = logarithmic([Math.min(...synapses) / 1.3, Math.max(...synapses) * 1.3], box.x, box.x + box.width);
  const y = logarithmic([Math.min(...times) / 1.5, Math.max(...times) * 1.5], box.y + box.height, box.y);
  const layers = rates[0]?.layers ?? 0;
  return [
    ...plot(box, x, y, `b  Time a step (us), ${layers} layers of 64 to 2048 units`, 'Synapses', false),
    ...curves(rates, (rate) => x(rate.synapses), y)
  ];
}

function plot(box: Box, x: Scale, y: Scale, title: string, bottom: string, integer: boolean): Mark[] {
  const { grid, marks } = leftAxis(box, y, theme, title);
  return [...grid, ...marks, ...bottomAxis(box, x, theme, bottom, integer)];
}

/** Forward with credit, and forward alone, named at their last points. */
function curves(rates: readonly DeepRate[], x: (rate: DeepRate) => number, y: Scale): Mark[] {
  const kinds = [
    { name: 'with credit', time: (rate: DeepRate) => rate.usPerStep },
    { name: 'forward alone', time: (rate: DeepRate) => rate.forwardUsPerStep }
  ];
  return kinds.flatMap(({ name, time }, k) => {
    const points = Float32Array.from(rates.flatMap((rate) => [x(rate), y(time(rate))]));
    const colour = theme.categories[k];
    const [endX, endY] = points.subarray(-2);
    return [
      { kind: 'polyline', points, stroke: { colour, width: theme.lineWidth } } as const,
      { kind: 'symbols', points, shape: shapes[k], radius: 2, shades: [colour] } as const,
      // The upper curve is named above its end, the lower one below.
      text(endX - theme.space, endY + (k === 0 ? -theme.space * 2 : theme.space * 5), name, {
        size: theme.textSize,
        fill: colour,
        anchor: 'end'
      })
    ];
  });
}

function halves(page: Box): [Box, Box] {
  const { space, textSize } = theme;
  const [row] = stack(page, [1], 0);
  const margins = { left: textSize * 5, right: space * 4, top: textSize * 2.2, bottom: bottomMargin(theme) };
  const half = { ...row, width: row.width / 2 };
  return [inset(half, margins), inset({ ...half, x: half.x + half.width }, margins)];
}
