/**
 * Time, shared by every panel: ticks of the run, labelled by the time within their trial while few trials are in view
 * and by trial number otherwise; phases shaded, trials divided, the selected instant marked.
 */
import { ticks as niceTicks } from 'd3';
import type { StreamShape } from '../models/stream';
import { type RecordingReader, rowsBetween, type Series } from '../session/recording';
import { bottomTicks, bottomTitle } from './axes';
import { axisMarks } from './joint';
import type { FigureContext } from './figure';
import { restyle, sayCount } from './numbers';
import { type Box, contains, type Mark, type PlotAxes, rect, segments, text } from './scene';
import { textWidth } from './textWidth';
import type { Theme } from './theme';

export interface TimeAxis {
  /** Ticks [from, to) of the run. */
  from: number;
  to: number;
  box: Box;
  /** Left edge of a tick. */
  x(tick: number): number;
  /** The tick under a place inside the box. */
  tickAt(x: number, y: number): number | undefined;
}

/** The ticks to show: the newest `windowTicks`, or those before `until`. Undefined while nothing is recorded. */
export function tickWindow(
  reader: RecordingReader,
  probes: readonly string[],
  context: FigureContext
): { from: number; to: number } | undefined {
  if (context.joint?.x) {
    const [from, to] = context.joint.x;
    return { from, to };
  }
  let newest = Number.NEGATIVE_INFINITY;
  for (const name of probes) {
    const last = reader.series(name)?.latest(1);
    if (last?.times.length && last.width > 0) newest = Math.max(newest, last.times[0]);
  }
  if (!Number.isFinite(newest)) return undefined;
  const to = context.until ?? newest + 1;
  const length = Math.max(2, Math.round(context.windowTicks));
  // The first ticks of a run fill the axis from the left instead of sliding in.
  return to < length ? { from: 0, to: length } : { from: to - length, to };
}

export function timeAxis(window: { from: number; to: number }, box: Box): TimeAxis {
  const { from, to } = window;
  const scale = box.width / (to - from);
  return {
    from,
    to,
    box,
    x: (tick) => box.x + (tick - from) * scale,
    tickAt: (x, y) =>
      contains(box, x, y)
        ? Math.min(to - 1, Math.max(from, Math.floor(from + (x - box.x) / scale)))
        : undefined
  };
}

/** The row of one tick, if it was recorded. */
export function rowAt(series: Series | undefined, tick: number | undefined): Float32Array | undefined {
  if (!series || series.length === 0 || series.width === 0) return undefined;
  const rows = tick === undefined ? series.latest(1) : rowsBetween(series, tick, tick + 1);
  return rows.times.length > 0 ? rows.data.subarray(0, rows.width) : undefined;
}

/** True where sample i must not be joined to the one before: ticks are missing, or a trial begins. */
export function breaksAt(times: Float64Array, steps: number): (i: number) => boolean {
  return (i) => times[i] !== times[i - 1] + 1 || (steps > 1 && times[i] % steps === 0);
}

/** Phases of every trial in view, each other one shaded. */
export function phaseShading(axis: TimeAxis, shape: StreamShape, theme: Theme): Mark[] {
  const marks: Mark[] = [];
  const { box, from, to, x } = axis;
  if (trialsInView(axis, shape) > 6) return marks;
  for (const start of trialStarts(axis, shape))
    shape.phases.forEach((phase, i) => {
      if (i % 2 === 0) return;
      const left = x(Math.max(from, start + phase.from));
      const right = x(Math.min(to, start + phase.to));
      if (right > left)
        marks.push(
          rect({ x: left, y: box.y, width: right - left, height: box.height }, { fill: theme.shade })
        );
    });
  return marks;
}

/** Names of the phases above the plot, where they fit. */
export function phaseLabels(axis: TimeAxis, shape: StreamShape, theme: Theme): Mark[] {
  const marks: Mark[] = [];
  const { box, from, to, x } = axis;
  if (trialsInView(axis, shape) > 6) return marks;
  for (const start of trialStarts(axis, shape))
    for (const phase of shape.phases) {
      const left = x(Math.max(from, start + phase.from));
      const right = x(Math.min(to, start + phase.to));
      if (right - left > textWidth(phase.label, theme.textSize) + theme.space)
        marks.push(
          text((left + right) / 2, box.y - theme.space, phase.label, {
            size: theme.textSize,
            fill: theme.muted,
            anchor: 'middle'
          })
        );
    }
  return marks;
}

/** Where trials begin. */
export function trialLines(axis: TimeAxis, shape: StreamShape, theme: Theme): Mark[] {
  const { box, from, x } = axis;
  if (trialsInView(axis, shape) > box.width / 12) return [];
  const starts = trialStarts(axis, shape).filter((start) => start > from);
  return [
    segments(
      starts.flatMap((start) => [x(start), box.y, x(start), box.y + box.height]),
      { colour: theme.axis, width: theme.hairline, dash: [theme.space / 2, theme.space / 2] }
    )
  ];
}

/** The selected instant; paper shows none. */
export function playhead(axis: TimeAxis, tick: number | undefined, theme: Theme): Mark[] {
  if (tick === undefined || tick < axis.from || tick >= axis.to || theme.name === 'paper') return [];
  const x = axis.x(tick + 0.5);
  return [
    segments([x, axis.box.y, x, axis.box.y + axis.box.height], {
      colour: theme.accent,
      width: theme.hairline
    })
  ];
}

/** The bottom axis of time. */
export function timeTicks(axis: TimeAxis, shape: StreamShape, theme: Theme): Mark[] {
  const { box, from, to, x } = axis;
  const { muted, space, textSize } = theme;
  const inView = trialsInView(axis, shape);
  if (inView > 4) {
    const ends = [from / shape.steps, to / shape.steps] as const;
    const count = Math.max(2, Math.floor(box.width / (textSize * 5)));
    const trials = niceTicks(ends[0], ends[1], count).filter(Number.isInteger);
    const labels = trials.map((trial) => ({ x: x(trial * shape.steps), label: sayCount(trial) }));
    return [...bottomTicks(box, labels, theme), bottomTitle(box, 'Trial', theme)];
  }
  const { factor, unit } = timeUnit(shape);
  const trialWidth = x(shape.steps) - x(0);
  const count = Math.max(1, Math.floor(trialWidth / (textSize * 5)));
  const inTrial = niceTicks(0, shape.steps * factor, count);
  const labels: { x: number; label: string }[] = [];
  const trialNames: Mark[] = [];
  const title = `Time in trial (${unit})`;
  const nameLine = box.y + box.height + space * 1.5 + textSize * 1.25;
  const titleLeft = box.x + box.width - textWidth(title, textSize) - space * 2;
  let free = Number.NEGATIVE_INFINITY;
  for (const start of trialStarts(axis, shape)) {
    const end = x(start + shape.steps);
    for (const value of inTrial) {
      const place = x(start + value / factor);
      const half = textWidth(String(value), textSize) / 2;
      const reachesNext = end < box.x + box.width && place + half * 2 + space > end;
      const inside = place >= box.x - 0.5 && place <= box.x + box.width + 0.5;
      if (inside && (value === 0 || !reachesNext)) labels.push({ x: place, label: roundLabel(value) });
    }
    const name = `trial ${sayCount(start / shape.steps)}`;
    const left = Math.max(x(start), box.x);
    const right = left + textWidth(name, textSize);
    if (left >= free && right < Math.min(titleLeft, end)) {
      free = right + space * 2;
      trialNames.push(text(left, nameLine, name, { size: textSize, fill: muted, align: 'top' }));
    }
  }
  return [...bottomTicks(box, labels, theme), ...trialNames, bottomTitle(box, title, theme)];
}

/**
 * All that surrounds data over time: `under` goes before the data, `over` after. With `parts`, rows of the box with titles
 * between them, shading and lines keep to the rows.
 */
export function timeFrame(
  axis: TimeAxis,
  context: FigureContext,
  parts: readonly Box[] = [axis.box]
): { under: Mark[]; over: Mark[] } {
  const { selection, shape, theme } = context;
  const rows = parts.map((box) => ({ ...axis, box }));
  return {
    under: rows.flatMap((row) => phaseShading(row, shape, theme)),
    over: [
      ...rows.flatMap((row) => [...trialLines(row, shape, theme), ...playhead(row, selection.tick, theme)]),
      ...axisMarks('x', timeTicks(axis, shape, theme), context)
    ]
  };
}

/** What panels put together need to know of a plot over time. */
export function timeAxes({ box, from, to }: TimeAxis): PlotAxes {
  return { plot: box, x: { quantity: 'time', range: [from, to] } };
}

/** A tick of the run in words: "trial 12, 340 ms". */
export function sayTick(tick: number, shape: StreamShape): string {
  const { factor, unit } = timeUnit(shape);
  return `trial ${sayCount(Math.floor(tick / shape.steps))}, ${roundLabel((tick % shape.steps) * factor)} ${unit}`;
}

/** Ticks to the time shown: ms, or s for trials of two seconds and more. */
export function timeUnit(shape: Pick<StreamShape, 'steps' | 'dtMs'>): { factor: number; unit: 'ms' | 's' } {
  return shape.steps * shape.dtMs >= 2000
    ? { factor: shape.dtMs / 1000, unit: 's' }
    : { factor: shape.dtMs, unit: 'ms' };
}

function roundLabel(value: number): string {
  return restyle(String(Number(value.toPrecision(6))));
}

function trialsInView({ from, to }: TimeAxis, { steps }: StreamShape): number {
  return (to - from) / steps;
}

function trialStarts({ from, to }: TimeAxis, { steps }: StreamShape): number[] {
  const starts: number[] = [];
  for (let start = Math.floor(from / steps) * steps; start < to; start += steps) starts.push(start);
  return starts;
}
