/**
 * A scene: the display list every figure is drawn from. Painters (`toCanvas`, `toSvg`, `toPdf`) read it and nothing else, so what
 * is seen live is what is exported. Data travel in typed arrays, one mark for many points. Lengths are CSS pixels on
 * screen and points (1/72 inch) in exports; y points down.
 */

/** What lies under a point of a figure; clicking any panel selects it everywhere. */
export interface Picked {
  unit?: number;
  /** Tick since the run began. */
  tick?: number;
  /** Presynaptic partner of the watched unit: input channels first, then units. */
  synapse?: number;
  /** Image on the decoded plane of a code, row by row from the top left. */
  code?: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Stroke {
  colour: string;
  width: number;
  /** Lengths of dash and gap. */
  dash?: readonly number[];
  opacity?: number;
}

/** One line through [x, y, x, y, ...]; a NaN breaks it. */
export interface Polyline {
  kind: 'polyline';
  points: Float32Array;
  stroke: Stroke;
}

/** Separate strokes [x1, y1, x2, y2, ...]: spikes, grid lines, edges. */
export interface Segments {
  kind: 'segments';
  points: Float32Array;
  stroke: Stroke;
}

/** A filled outline through [x, y, ...]. */
export interface Polygon {
  kind: 'polygon';
  points: Float32Array;
  fill: string;
  opacity?: number;
}

/** Symbols at [x, y, ...], each in one of a few shades. */
export interface Symbols {
  kind: 'symbols';
  points: Float32Array;
  shape: 'circle' | 'square' | 'triangle';
  /** Half the width. */
  radius: number;
  shades: readonly string[];
  /** One index into `shades` per symbol; without it all take the first. */
  shade?: Uint8Array;
  stroke?: Stroke;
}

export interface Rect extends Box {
  kind: 'rect';
  fill?: string;
  stroke?: Stroke;
  opacity?: number;
}

/** A heat map or an image: `rows` x `columns` cells from the top left, as indices into a palette or in colours of their own. */
export interface Cells extends Box {
  kind: 'cells';
  columns: number;
  rows: number;
  /** [rows, columns], row-major; without a palette [rows, columns, 3] red, green, blue. */
  values: Uint8Array;
  /** [256, 3] red, green, blue. */
  palette?: Uint8Array;
}

/** One line of text; y is its baseline. */
export interface Text {
  kind: 'text';
  x: number;
  y: number;
  text: string;
  size: number;
  fill: string;
  anchor: 'start' | 'middle' | 'end';
  bold?: boolean;
}

/** Marks cut off at the edges of a box. */
export interface Group {
  kind: 'group';
  clip: Box;
  marks: readonly Mark[];
}

export type Mark = Polyline | Segments | Polygon | Symbols | Rect | Cells | Text | Group;

/** An axis of a plot: what it measures, and from where to where. */
export interface PlotAxis {
  quantity: string;
  range: readonly [low: number, high: number];
}

/** Where a scene's plot stands and what its axes measure, for panels that are put together. */
export interface PlotAxes {
  plot: Box;
  x?: PlotAxis;
  y?: PlotAxis;
}

export interface Scene {
  width: number;
  height: number;
  background: string;
  fontFamily: string;
  marks: readonly Mark[];
  /** What was drawn at (x, y), if anything that can be selected. */
  pick?(x: number, y: number): Picked | undefined;
  /** The place at (x, y) in the world that is drawn, where one is. */
  place?(x: number, y: number): { x: number; y: number };
  /** Of figures whose axes other panels can share. */
  axes?: PlotAxes;
}

/** Where text sits around its y: lines of digits look centred a third of an em above the baseline. */
const baselineShift = { top: 0.78, middle: 0.36, baseline: 0 } as const;

export interface TextOptions {
  size: number;
  fill: string;
  anchor?: Text['anchor'];
  align?: keyof typeof baselineShift;
  bold?: boolean;
}

export function text(x: number, y: number, content: string, options: TextOptions): Text {
  const { size, fill, anchor = 'start', align = 'baseline', bold } = options;
  const mark: Text = {
    kind: 'text',
    x,
    y: y + baselineShift[align] * size,
    text: content,
    size,
    fill,
    anchor
  };
  return bold ? { ...mark, bold } : mark;
}

export function segments(points: ArrayLike<number>, stroke: Stroke): Segments {
  return {
    kind: 'segments',
    points: points instanceof Float32Array ? points : Float32Array.from(points),
    stroke
  };
}

export function rect(box: Box, paint: { fill?: string; stroke?: Stroke; opacity?: number }): Rect {
  const { x, y, width, height } = box;
  return { kind: 'rect', x, y, width, height, ...paint };
}

export function group(clip: Box, marks: readonly Mark[]): Group {
  return { kind: 'group', clip, marks };
}

export function contains(box: Box, x: number, y: number): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

/** What files are written in: a hundredth of a point is far below what print resolves; -0 is written 0. */
export function hundredths(value: number): number {
  return Math.round(value * 100) / 100 || 0;
}
