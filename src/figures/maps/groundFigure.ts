/** Figures that colour the whole ground by one value a state: what they share. */
import { nameOf } from '../../models/hippocampus/world';
import type { RecordingReader } from '../../session/recording';
import type { FigureContext, FigureTable } from '../figure';
import { emptyScene, inset, panel, scene } from '../layout';
import { shortNumber } from '../numbers';
import { extent, heldRange, type Range, signedRange } from '../ranges';
import type { Mark, Scene } from '../scene';
import { text } from '../scene';
import { fitText } from '../textWidth';
import { type Ground, ground } from './ground';

export interface Coloured {
  values: ArrayLike<number>;
  signed: boolean;
  /** Above the ground, in a few words. */
  caption: string;
  unit: string;
}

/** Ranges of what is positive begin at 0. */
export function groundRange(
  context: Pick<FigureContext, 'memory'>,
  key: string,
  values: ArrayLike<number>,
  signed: boolean
): Range {
  const [low, high] = extent(values);
  const before = context.memory?.ranges.get(key);
  const range = signed
    ? signedRange(before, Math.max(Math.abs(low), Math.abs(high)))
    : heldRange(before, [0, Math.max(0, high)], 0);
  context.memory?.ranges.set(key, range);
  return range;
}

/** The ground, its caption, and what `over` adds between ground and markers. */
export function drawGround(
  context: FigureContext,
  key: string,
  coloured: Coloured | undefined,
  emptyMessage: string,
  over: (ground: Ground) => readonly Mark[] = () => []
): Scene {
  if (!coloured || !context.maps) return emptyScene(context, emptyMessage);
  const { theme } = context;
  const { space, textSize } = theme;
  const outer = panel(context);
  const box = inset(outer, { left: space, right: space, top: textSize + space * 2.5, bottom: space * 1.5 });
  const range = groundRange(context, key, coloured.values, coloured.signed);
  const made = ground(context, {
    box,
    values: coloured.values,
    range,
    paletteName: coloured.signed ? theme.signed : theme.sequential,
    barUnit: ''
  });
  if (!made) return emptyScene(context, emptyMessage);
  return {
    ...scene(
      context,
      [
        text(space, outer.y + textSize, fitText(coloured.caption, textSize, outer.width - space * 2), {
          size: textSize,
          fill: theme.muted
        }),
        ...made.marks,
        ...over(made),
        ...made.top
      ],
      (x, y) => {
        const state = made.pick(x, y);
        return state === undefined ? undefined : { unit: state };
      }
    ),
    place: made.unplace
  };
}

/** One row a state. */
export function stateTable(
  { maps }: FigureContext,
  columns: readonly string[],
  values: readonly (ArrayLike<number> | undefined)[]
): FigureTable {
  const n = maps?.world.graph.nodes ?? 0;
  return {
    columns: ['state', ...columns],
    rows: Array.from({ length: n }, (_, state) => [
      nameOf(maps!.world, state),
      ...values.map((of) => of?.[state] ?? '')
    ])
  };
}

/** "largest at X (1.2), Y (0.8)". */
export function sayLargest({ maps }: FigureContext, values: ArrayLike<number>, but?: number): string {
  if (!maps) return '';
  const best = Array.from({ length: values.length }, (_, state) => state)
    .filter((state) => state !== but && Number.isFinite(values[state]))
    .sort((a, b) => values[b] - values[a])
    .slice(0, 2);
  return best.map((state) => `${nameOf(maps.world, state)} (${shortNumber(values[state])})`).join(', ');
}

/** The first learner's row of `values`, or the exact ones. */
export function imageRow(
  reader: RecordingReader,
  name: string,
  row: number,
  n: number
): Float32Array | undefined {
  const image = reader.image(name);
  return image && image.data.length >= (row + 1) * n
    ? image.data.subarray(row * n, (row + 1) * n)
    : undefined;
}
