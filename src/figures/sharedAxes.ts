/**
 * Which panels of a grid share an axis, and what each is told so that the axis is said once: panels in a column share a bottom axis,
 * panels in a row a left one, where neighbours measure the same quantity on it. Grids are filled row by row.
 */
import type { Joint } from './figure';
import { headingHeight } from './layout';
import type { Range } from './ranges';
import type { PlotAxis, Scene } from './scene';
import { themes } from './theme';

type Axes = Pick<Scene, 'axes'>;

interface Runs {
  /** Panels one below the other with one bottom axis. */
  upright: number[][];
  /** Panels beside each other with one left axis. */
  level: number[][];
}

function runsOf(scenes: readonly Axes[], columns: number): Runs {
  const indices = scenes.map((_, i) => i);
  const lines = (part: (i: number) => number): number[][] =>
    [...new Set(indices.map(part))].map((line) => indices.filter((i) => part(i) === line));
  const runs = (line: readonly number[], which: 'x' | 'y'): number[][] => {
    const found: number[][] = [];
    for (const i of line) {
      const before = found.at(-1)?.at(-1);
      if (before !== undefined && alike(scenes[before].axes?.[which], scenes[i].axes?.[which]))
        found.at(-1)!.push(i);
      else found.push([i]);
    }
    return found.filter(({ length }) => length > 1);
  };
  return {
    upright: lines((i) => i % columns).flatMap((line) => runs(line, 'x')),
    level: lines((i) => Math.floor(i / columns)).flatMap((line) => runs(line, 'y'))
  };
}

function alike(a: PlotAxis | undefined, b: PlotAxis | undefined): boolean {
  return a !== undefined && b !== undefined && a.quantity === b.quantity;
}

/** Ranges and who says them, from how each panel is drawn alone. */
export function sharedJoints(scenes: readonly Axes[], columns: number): Joint[] {
  const joints: Joint[] = scenes.map(() => ({}));
  const { level, upright } = runsOf(scenes, columns);
  for (const run of upright) {
    const x = union(run.map((i) => scenes[i].axes!.x!.range));
    for (const i of run) Object.assign(joints[i], { x, xSaid: i !== run.at(-1) });
  }
  for (const run of level) {
    const y = union(run.map((i) => scenes[i].axes!.y!.range));
    for (const i of run) Object.assign(joints[i], { y, ySaid: i !== run[0] });
  }
  return joints;
}

/** The same with margins that put plots in line, from how panels are drawn with `joints`. */
export function alignedJoints(scenes: readonly Scene[], joints: readonly Joint[], columns: number): Joint[] {
  const margins = scenes.map((scene) => (scene.axes ? marginsOf(scene) : undefined));
  const aligned = joints.map((joint) => ({ ...joint }));
  const most = (run: readonly number[], side: 'left' | 'right' | 'top' | 'bottom'): number =>
    Math.max(...run.map((i) => margins[i]![side]));
  const { level, upright } = runsOf(scenes, columns);
  for (const run of upright) {
    const sides = { left: most(run, 'left'), right: most(run, 'right') };
    for (const i of run) aligned[i].margins = { ...aligned[i].margins, ...sides };
  }
  for (const run of level) {
    const sides = { top: most(run, 'top'), bottom: most(run, 'bottom') };
    for (const i of run) aligned[i].margins = { ...aligned[i].margins, ...sides };
  }
  return aligned;
}

/**
 * Widths of the columns, summing to `total`, that make plots equally wide where a whole row has one left axis; undefined where
 * none has. `scenes` are drawn with their joints.
 */
export function columnWidths(scenes: readonly Scene[], columns: number, total: number): number[] | undefined {
  const whole = runsOf(scenes, columns).level.filter(({ length }) => length === columns);
  if (whole.length === 0) return undefined;
  const around = Array.from({ length: columns }, (_, c) =>
    Math.max(
      ...whole.map((run) => {
        const { left, right } = marginsOf(scenes[run[c]]);
        return left + right;
      })
    )
  );
  const plot = (total - around.reduce((sum, margin) => sum + margin, 0)) / columns;
  return around.map((margin) => plot + margin);
}

/** Height below its plot that a panel does not use, since the panel below says the axis; `air` is kept. */
export function unusedBelow(scene: Scene, { xSaid }: Joint, air: number): number {
  return xSaid ? Math.max(0, marginsOf(scene).bottom - air) : 0;
}

function marginsOf({ axes, height, width }: Scene) {
  const { plot } = axes!;
  return {
    left: plot.x,
    right: width - plot.x - plot.width,
    // Below the heading, which every printed panel has.
    top: plot.y - headingHeight(themes.paper),
    bottom: height - plot.y - plot.height
  };
}

function union(ranges: readonly Range[]): Range {
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}
