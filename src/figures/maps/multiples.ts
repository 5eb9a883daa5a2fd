/** Several small grounds in a grid, each with a line or two of words below. */
import type { FigureContext } from '../figure';
import { panel } from '../layout';
import type { PaletteName } from '../palettes';
import type { Range } from '../ranges';
import { contains, type Mark, type Picked, text } from '../scene';
import { fitText } from '../textWidth';
import { ground } from './ground';

export interface Multiple {
  values: ArrayLike<number>;
  range: Range;
  paletteName: PaletteName;
  words: readonly string[];
}

export function multiples(
  context: FigureContext,
  all: readonly Multiple[]
): { marks: Mark[]; pick(x: number, y: number): Picked | undefined } {
  const { theme } = context;
  const { space, textSize } = theme;
  const outer = panel(context);
  const lines = Math.max(...all.map(({ words }) => words.length));
  const foot = lines * textSize * 1.3 + space;
  const columns = bestColumns(all.length, outer.width, outer.height, foot, context);
  const rows = Math.ceil(all.length / columns);
  const width = outer.width / columns;
  const height = outer.height / rows;
  const marks: Mark[] = [];
  const grounds = all.map(({ paletteName, range, values, words }, k) => {
    const x = outer.x + (k % columns) * width;
    const y = outer.y + Math.floor(k / columns) * height;
    const box = {
      x: x + space,
      y: y + space,
      width: Math.max(8, width - space * 2),
      height: Math.max(8, height - foot - space * 1.5)
    };
    const made = ground(context, { box, values, range, paletteName, plain: true });
    if (made) marks.push(...made.marks, ...made.top);
    words.forEach((word, line) => {
      marks.push(
        text(
          x + width / 2,
          y + height - foot + space * 0.5 + line * textSize * 1.3,
          fitText(word, textSize, width - space),
          {
            size: textSize,
            fill: line === 0 ? theme.text : theme.muted,
            anchor: 'middle',
            align: 'top'
          }
        )
      );
    });
    return { box, made };
  });
  return {
    marks,
    pick: (x, y) => {
      const under = grounds.find(({ box }) => contains(box, x, y));
      const state = under?.made?.pick(x, y);
      return state === undefined ? undefined : { unit: state };
    }
  };
}

/** The number of columns that leaves each ground the most room. */
function bestColumns(
  count: number,
  width: number,
  height: number,
  foot: number,
  { maps }: FigureContext
): number {
  const maze = maps?.world.maze;
  const aspect = maze ? maze.columns / maze.rows : 1.2;
  let best = 1;
  let most = 0;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const side = Math.min(width / columns, (height / rows - foot) * aspect);
    if (side > most) {
      most = side;
      best = columns;
    }
  }
  return best;
}
