/** What panels of one picture have in common: where their plots stand, and axes that are said once for several of them. */
import type { FigureContext } from './figure';
import { inset, type Margins } from './layout';
import type { Range } from './ranges';
import type { Box, Mark } from './scene';

/** The plot in its panel: as far from each edge as the figure itself and the panels around it need. */
export function plotBox(outer: Box, own: Margins, { joint, theme }: FigureContext): Box {
  if (!joint) return inset(outer, own);
  const { margins = {}, ySaid } = joint;
  return inset(outer, {
    left: Math.max(ySaid ? theme.space * 2 : own.left, margins.left ?? 0),
    right: Math.max(own.right, margins.right ?? 0),
    top: Math.max(own.top, margins.top ?? 0),
    bottom: Math.max(own.bottom, margins.bottom ?? 0)
  });
}

/** The range of an axis: that of all panels that share it, or the figure's own. */
export function axisRange(which: 'x' | 'y', own: Range, { joint }: FigureContext): Range {
  return joint?.[which] ?? own;
}

/** The marks of a bottom or a left axis, without words where another panel says them. */
export function axisMarks(which: 'x' | 'y', marks: readonly Mark[], { joint }: FigureContext): Mark[] {
  const said = which === 'x' ? joint?.xSaid : joint?.ySaid;
  return said ? marks.filter(({ kind }) => kind !== 'text') : [...marks];
}
