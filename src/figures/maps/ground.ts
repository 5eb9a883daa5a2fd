/**
 * A world on paper: its states, each coloured by one value, with walls, edges, rewards, starts, teleports, cues and what is selected.
 * Mazes are cells; graphs are nodes and edges; a long line or ring of states is folded into rows, since a hairline shows nothing.
 */
import { nameOf, type World } from '../../models/hippocampus/world';
import type { FigureContext } from '../figure';
import { colourBar, colourBarWidth } from '../marks/heatMap';
import { level, levels, palette, type PaletteName } from '../palettes';
import type { Range } from '../ranges';
import { type Box, type Mark, rect, segments, text } from '../scene';
import { textWidth } from '../textWidth';
import type { Theme } from '../theme';
import { edgeMarks } from './edges';
import { type Layout, layoutOf, mostNames } from './groundLayout';

export interface Ground {
  marks: Mark[];
  /** Over everything drawn later: markers, selection. */
  top: Mark[];
  pick(x: number, y: number): number | undefined;
  centre(state: number): readonly [number, number];
  /** A point in the units of the world's positions, to the drawing. */
  place(x: number, y: number): readonly [number, number];
  /** The other way round. */
  unplace(x: number, y: number): { x: number; y: number };
  /** Half the width of a state. */
  radius: number;
  /** Where the states are drawn. */
  box: Box;
}

export interface GroundOptions {
  box: Box;
  /** [n]; NaN is drawn as missing. */
  values: ArrayLike<number> | undefined;
  range: Range;
  paletteName: PaletteName;
  /** Beside the colour bar; without it there is none. */
  barUnit?: string;
  /** Leave out names, rewards and starts: small multiples. */
  plain?: boolean;
}

export function ground(context: FigureContext, options: GroundOptions): Ground | undefined {
  const { maps, selection, theme } = context;
  if (!maps) return undefined;
  const { world } = maps;
  const bar = options.barUnit === undefined ? 0 : colourBarWidth(options.range, theme) + theme.space;
  const frame = { ...options.box, width: Math.max(8, options.box.width - bar) };
  const layout = layoutOf(world, frame, theme, options.plain ?? false);
  const marks: Mark[] = [];
  const colours = palette(options.paletteName, theme.missing);
  const shade = (state: number): string => {
    const at =
      3 * level(options.values ? options.values[state] : Number.NaN, options.range[0], options.range[1]);
    return `rgb(${colours[at]}, ${colours[at + 1]}, ${colours[at + 2]})`;
  };
  if (world.maze) marks.push(...mazeMarks(world, layout, options, theme));
  else if (layout.cells) marks.push(...cellMarks(world, layout, shade));
  else
    marks.push(
      ...edgeMarks(world, layout, theme, options.plain ?? false),
      ...nodeMarks(world, layout, shade, theme)
    );
  const top = options.plain ? [] : contentMarks(world, layout, theme);
  if (!options.plain) top.push(...cueMarks(maps.cues, layout, theme));
  if (selection.unit !== undefined && selection.unit < world.graph.nodes && theme.name !== 'paper')
    top.push(selected(selection.unit, layout, theme));
  if (options.barUnit !== undefined)
    marks.push(...colourBar(frame, options.range, options.paletteName, theme, options.barUnit));
  return {
    marks,
    top,
    pick: (x, y) => pickIn(world, layout, x, y),
    centre: layout.centre,
    place: layout.place,
    unplace: layout.unplace,
    radius: layout.radius,
    box: layout.box
  };
}

function mazeMarks(world: World, { box }: Layout, options: GroundOptions, theme: Theme): Mark[] {
  const { columns, rows, walls } = world.maze!;
  const values = Uint8Array.from(walls, (wall, i) =>
    wall ? levels : level(options.values ? options.values[i] : Number.NaN, options.range[0], options.range[1])
  );
  // Walls are no data: they are left to the tone below the cells.
  const wallBoxes = [...walls].flatMap((wall, i) => (wall ? [i] : []));
  const cell = box.width / columns;
  return [
    { kind: 'cells', ...box, rows, columns, values, palette: palette(options.paletteName, theme.missing) },
    ...wallBoxes.map((i) =>
      rect(
        {
          x: box.x + (i % columns) * cell,
          y: box.y + Math.floor(i / columns) * cell,
          width: cell,
          height: cell
        },
        { fill: theme.name === 'paper' ? '#9aa1a8' : theme.axis }
      )
    ),
    ...(options.plain || cell < 12 ? [] : [gridLines(box, columns, rows, theme)]),
    rect(box, { stroke: { colour: theme.axis, width: theme.hairline * 1.5 } })
  ];
}

function gridLines({ x, y, width, height }: Box, columns: number, rows: number, theme: Theme): Mark {
  const lines: number[] = [];
  for (let c = 1; c < columns; c++)
    lines.push(x + (c * width) / columns, y, x + (c * width) / columns, y + height);
  for (let r = 1; r < rows; r++) lines.push(x, y + (r * height) / rows, x + width, y + (r * height) / rows);
  return segments(lines, { colour: theme.background, width: theme.hairline, opacity: 0.25 });
}

function cellMarks(world: World, layout: Layout, shade: (state: number) => string): Mark[] {
  const [halfWidth, halfHeight] = layout.half ?? [layout.radius, layout.radius];
  return Array.from({ length: world.graph.nodes }, (_, state) => {
    const [x, y] = layout.centre(state);
    return rect(
      { x: x - halfWidth, y: y - halfHeight, width: halfWidth * 2 - 0.5, height: halfHeight * 2 },
      { fill: shade(state) }
    );
  });
}

function nodeMarks(world: World, layout: Layout, shade: (state: number) => string, theme: Theme): Mark[] {
  return Array.from({ length: world.graph.nodes }, (_, state) => {
    const [x, y] = layout.centre(state);
    return {
      kind: 'symbols' as const,
      points: Float32Array.of(x, y),
      shape: world.passages[state] ? ('square' as const) : ('circle' as const),
      radius: layout.radius,
      shades: [shade(state)],
      stroke: { colour: theme.axis, width: theme.hairline * 1.5 }
    };
  });
}

/** Rewards (a diamond with its value), starts (a ring), teleports, and names where they do not touch. */
function contentMarks(world: World, layout: Layout, theme: Theme): Mark[] {
  const { radius } = layout;
  const { space, textSize } = theme;
  const marks: Mark[] = [];
  for (const start of world.starts) {
    const [x, y] = layout.centre(start);
    const size = Math.max(3, radius * 0.5);
    // On its own ground, so that it is seen on any colour.
    marks.push(ring(x, y, size, theme.background, theme, 2.6), ring(x, y, size, theme.text, theme));
  }
  for (const [k, { from, to }] of (world.maze?.teleports ?? []).entries()) {
    const [x1, y1] = layout.centre(from);
    const [x2, y2] = layout.centre(to);
    const letter = String.fromCharCode(65 + (k % 26));
    marks.push(
      segments([x1, y1, x2, y2], {
        colour: theme.text,
        width: theme.hairline,
        dash: [space, space],
        opacity: 0.6
      }),
      ...halo(x1, y1, `${letter}→`, theme),
      ...halo(x2, y2, `→${letter}`, theme)
    );
  }
  const half = Math.max(3, Math.min(radius * 0.62, textSize * 0.55));
  world.rewards.forEach((reward, state) => {
    if (reward === 0) return;
    const [x, y] = layout.centre(state);
    const fill = reward > 0 ? '#f0e442' : theme.negative;
    marks.push(
      diamond(x, y, half * 1.35, theme.name === 'dark' ? '#101418' : '#ffffff'),
      diamond(x, y, half, fill)
    );
    if (layout.cells && radius * 2 > textSize * 2.2 && reward !== 1)
      marks.push(...halo(x, y + radius * 0.75, String(reward), theme));
  });
  if (!layout.cells) marks.push(...names(world, layout, theme));
  return marks;
}

/** Names beside their nodes, each where it touches neither another name nor a node; the others are left to the pointer. */
function names(world: World, layout: Layout, theme: Theme): Mark[] {
  const { radius, box } = layout;
  const { space, textSize } = theme;
  const taken: Box[] = [];
  const n = world.graph.nodes;
  if (n > mostNames) return [];
  for (let i = 0; i < n; i++) {
    const [x, y] = layout.centre(i);
    taken.push({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });
  }
  const marks: Mark[] = [];
  for (let i = 0; i < n; i++) {
    const [x, y] = layout.centre(i);
    const name =
      world.rewards[i] !== 0 && world.rewards[i] !== 1
        ? `${nameOf(world, i)} (${world.rewards[i]})`
        : nameOf(world, i);
    const width = textWidth(name, textSize);
    const gap = radius + space * 0.75;
    const candidates: { x: number; y: number; anchor: 'start' | 'middle' | 'end'; box: Box }[] = [
      {
        x: x + gap,
        y,
        anchor: 'start',
        box: { x: x + gap, y: y - textSize * 0.6, width, height: textSize * 1.2 }
      },
      {
        x: x - gap,
        y,
        anchor: 'end',
        box: { x: x - gap - width, y: y - textSize * 0.6, width, height: textSize * 1.2 }
      },
      {
        x,
        y: y - gap - textSize * 0.5,
        anchor: 'middle',
        box: { x: x - width / 2, y: y - gap - textSize * 1.1, width, height: textSize * 1.2 }
      },
      {
        x,
        y: y + gap + textSize * 0.5,
        anchor: 'middle',
        box: { x: x - width / 2, y: y + gap - textSize * 0.1, width, height: textSize * 1.2 }
      }
    ];
    const free = candidates.find(
      ({ box: place }) =>
        place.x >= box.x &&
        place.x + place.width <= box.x + box.width &&
        place.y >= box.y &&
        place.y + place.height <= box.y + box.height &&
        taken.every((other, k) => k === i || !overlap(place, other))
    );
    if (!free) continue;
    taken.push(free.box);
    marks.push(
      text(free.x, free.y, name, { size: textSize, fill: theme.text, anchor: free.anchor, align: 'middle' })
    );
  }
  return marks;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function cueMarks(cues: readonly number[], layout: Layout, theme: Theme): Mark[] {
  return cues.map((cue) => {
    const [x, y] = layout.centre(cue);
    const half = Math.max(4, layout.radius * 0.85);
    return {
      kind: 'polyline',
      points: Float32Array.of(x, y - half, x + half, y, x, y + half, x - half, y, x, y - half),
      stroke: { colour: theme.categories[1], width: theme.lineWidth * 1.3 }
    };
  });
}

function selected(state: number, layout: Layout, theme: Theme): Mark {
  const [x, y] = layout.centre(state);
  const r = Math.max(3, layout.radius);
  const stroke = { colour: theme.accent, width: theme.lineWidth * 1.4 };
  return layout.cells
    ? rect({ x: x - r, y: y - r, width: 2 * r, height: 2 * r }, { stroke })
    : ring(x, y, r + theme.space * 0.6, theme.accent, theme);
}

function ring(x: number, y: number, radius: number, colour: string, theme: Theme, wide = 1): Mark {
  const points: number[] = [];
  for (let k = 0; k <= 24; k++)
    points.push(x + radius * Math.sin((k * Math.PI) / 12), y - radius * Math.cos((k * Math.PI) / 12));
  return {
    kind: 'polyline',
    points: Float32Array.from(points),
    stroke: { colour, width: theme.lineWidth * wide }
  };
}

export function diamond(x: number, y: number, half: number, fill: string): Mark {
  return {
    kind: 'polygon',
    points: Float32Array.of(x, y - half, x + half, y, x, y + half, x - half, y),
    fill
  };
}

/** A word on its own ground, so that it reads on any colour. */
function halo(x: number, y: number, content: string, theme: Theme): Mark[] {
  const size = theme.textSize * 0.85;
  const width = textWidth(content, size) + theme.space;
  return [
    rect(
      { x: x - width / 2, y: y - size * 0.65, width, height: size * 1.3 },
      { fill: theme.background, opacity: 0.8 }
    ),
    text(x, y, content, { size, fill: theme.text, anchor: 'middle', align: 'middle', bold: true })
  ];
}

function pickIn(world: World, layout: Layout, x: number, y: number): number | undefined {
  const { box, radius } = layout;
  if (world.maze) {
    const { columns, rows } = world.maze;
    const column = Math.floor(((x - box.x) / box.width) * columns);
    const row = Math.floor(((y - box.y) / box.height) * rows);
    return column >= 0 && row >= 0 && column < columns && row < rows ? row * columns + column : undefined;
  }
  let best: number | undefined;
  let near = Math.max(radius * 1.4, 6) ** 2;
  for (let state = 0; state < world.graph.nodes; state++) {
    const [cx, cy] = layout.centre(state);
    const apart = (x - cx) ** 2 + (y - cy) ** 2;
    if (apart <= near) {
      near = apart;
      best = state;
    }
  }
  return best;
}
