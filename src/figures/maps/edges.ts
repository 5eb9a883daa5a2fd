/** The edges of a graph world: wider for more weight, with a head where they lead one way only. */
import type { World } from '../../models/hippocampus/world';
import { type Mark, segments } from '../scene';
import type { Theme } from '../theme';

/** Edges beyond which heads and widths would only blur. */
const mostDetailed = 2500;

export function edgeMarks(
  { graph }: World,
  layout: { centre(state: number): readonly [number, number]; radius: number },
  theme: Theme,
  plain: boolean
): Mark[] {
  const { nodes, offsets, targets, weights } = graph;
  const has = (from: number, to: number): boolean => {
    for (let e = offsets[from]; e < offsets[from + 1]; e++) if (targets[e] === to) return true;
    return false;
  };
  const detailed = targets.length <= mostDetailed;
  const most = weights ? weights.reduce((largest, weight) => Math.max(largest, weight), 0) : 1;
  /** By width: one mark for all edges of about the same weight. */
  const lines = new Map<number, number[]>();
  const heads: Mark[] = [];
  for (let i = 0; i < nodes; i++)
    for (let e = offsets[i]; e < offsets[i + 1]; e++) {
      const j = targets[e];
      if (i === j) continue;
      const both = detailed && has(j, i);
      if (both && j < i) continue;
      const [x1, y1] = layout.centre(i);
      const [x2, y2] = layout.centre(j);
      const share = Math.ceil((3 * (weights ? weights[e] : 1)) / most);
      const list = lines.get(share) ?? [];
      list.push(x1, y1, x2, y2);
      lines.set(share, list);
      if (detailed && !both && !plain) heads.push(head(x1, y1, x2, y2, layout.radius, theme));
    }
  return [
    ...[...lines].map(([share, points]) =>
      segments(points, {
        colour: theme.axis,
        width: theme.hairline * (plain ? 0.75 : share),
        opacity: plain ? 0.5 : 0.7
      })
    ),
    ...heads
  ];
}

/** A triangle at the rim of the node the edge leads to. */
function head(x1: number, y1: number, x2: number, y2: number, radius: number, theme: Theme): Mark {
  const length = Math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const size = theme.space * 1.6;
  const [tx, ty] = [x2 - ux * radius, y2 - uy * radius];
  return {
    kind: 'polygon',
    points: Float32Array.of(
      tx,
      ty,
      tx - ux * size - uy * size * 0.5,
      ty - uy * size + ux * size * 0.5,
      tx - ux * size + uy * size * 0.5,
      ty - uy * size - ux * size * 0.5
    ),
    fill: theme.axis
  };
}
