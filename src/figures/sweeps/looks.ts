/** How combinations are told apart: colour, then dash, and a shape where points are drawn. */
import type { Symbols } from '../scene';
import type { Theme } from '../theme';

export interface Look {
  colour: string;
  dash?: readonly number[];
  shape: Symbols['shape'];
  hollow: boolean;
}

const shapes: readonly Symbols['shape'][] = ['circle', 'square', 'triangle'];

export function lookOf(k: number, { categories, space }: Theme): Look {
  const round = Math.floor(k / categories.length);
  // The second line of each pair is dashed too, so that colour never stands alone.
  const dashes = [
    undefined,
    [space * 1.5, space],
    [space / 2, space / 2],
    [space * 2, space / 2, space / 2, space / 2]
  ];
  const dash = dashes[(k + round) % dashes.length];
  return {
    colour: categories[k % categories.length],
    ...(dash && { dash }),
    shape: shapes[k % shapes.length],
    hollow: Math.floor(k / shapes.length) % 2 === 1
  };
}
