/** Axes: left and bottom only, a faint grid, digits that line up, the unit always. */
import { scaleLinear, scaleLog } from 'd3';
import { restyle, superscript } from './numbers';
import type { Range } from './ranges';
import { type Box, type Mark, segments, text } from './scene';
import { textWidth } from './textWidth';
import type { Theme } from './theme';

/** A value to its place, in scene units. */
export interface Scale {
  (value: number): number;
  readonly range: Range;
  ticks(count: number): number[];
  tickFormat(count: number): (value: number) => string;
}

export function linear([low, high]: Range, from: number, to: number): Scale {
  const scale = scaleLinear().domain([low, high]).range([from, to]);
  return Object.assign((value: number) => scale(value), {
    range: [low, high] as const,
    ticks: (count: number) => scale.ticks(count),
    tickFormat: (count: number) => {
      const size = Math.max(Math.abs(low), Math.abs(high));
      const plain = scale.tickFormat(count);
      if (size >= 1e-3 && size < 1e6) return (value: number) => restyle(plain(value));
      const label = scale.tickFormat(count, '~e');
      return (value: number) => (value === 0 ? '0' : restyle(label(value)));
    }
  });
}

/** Values at or below zero are drawn at the low end. `low` must be above zero. */
export function logarithmic([low, high]: Range, from: number, to: number): Scale {
  const scale = scaleLog().domain([low, high]).range([from, to]).clamp(true);
  return Object.assign((value: number) => scale(Math.max(value, low)), {
    range: [low, high] as const,
    ticks: (count: number) => {
      const all = scale.ticks(count);
      const powers = all.filter((value) => Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6));
      if (powers.length >= 2) return powers;
      // All nine digits of a power of ten would touch where it is the only one.
      return all.filter((value) => ['1', '2', '5'].includes(value.toExponential()[0]));
    },
    tickFormat: () => powerOfTen
  });
}

/** 0.1, 20, 10⁻⁵, 2·10⁶: labels of a logarithmic axis. */
function powerOfTen(value: number): string {
  if (value >= 1e-3 && value < 1e4) return String(Number(value.toPrecision(6)));
  const [mantissa, power] = value.toExponential(5).split('e');
  const digits = Number(mantissa);
  return `${digits === 1 ? '' : `${digits}·`}10${superscript(Number(power))}`;
}

/** How many ticks stand comfortably along `length`. */
function tickCount(length: number, room: number): number {
  return Math.max(2, Math.min(8, Math.floor(length / room)));
}

export interface LeftAxis {
  /** Grid lines: drawn under the data. */
  grid: Mark[];
  /** Line, tick labels, title. */
  marks: Mark[];
}

/** The margin the labels of a left axis take, in whole steps of spacing so that it rarely changes. */
export function leftMargin(scale: Scale, height: number, theme: Theme): number {
  const widest = Math.max(
    ...axisTicks(scale, height, theme).map(({ label }) => textWidth(label, theme.textSize)),
    0
  );
  const step = theme.space * 2;
  return Math.ceil((widest + theme.space * 2) / step) * step;
}

/** As many ticks as stand apart, and at least two where any two do. */
function axisTicks(scale: Scale, height: number, theme: Theme): { value: number; label: string }[] {
  const most = tickCount(height, theme.textSize * 2.4);
  let count = most + 3;
  let values = scale.ticks(count);
  const apart = (): number => Math.abs(scale(values[1]) - scale(values[0]));
  while (count > 1 && (values.length > most + 1 || (values.length > 1 && apart() < theme.textSize * 1.15)))
    values = scale.ticks(--count);
  if (values.length > 1 && apart() < theme.textSize * 1.15) values = values.slice(0, 1);
  // Too low for two round values: the ends of the range say as much.
  const ends = values.length < 2 && height > theme.textSize * 1.15;
  if (ends) values = [...scale.range];
  const label = scale.tickFormat(ends ? 8 : count);
  return values.map((value) => ({ value, label: label(value) }));
}

/** `title` stands above the axis, level and left-aligned: it reads without turning the head. */
export function leftAxis(box: Box, scale: Scale, theme: Theme, title = ''): LeftAxis {
  const { axis, grid, hairline, muted, space, textSize } = theme;
  const ticks = axisTicks(scale, box.height, theme).filter(({ value }) => {
    const y = scale(value);
    return y >= box.y - 0.5 && y <= box.y + box.height + 0.5;
  });
  const right = box.x + box.width;
  const marks: Mark[] = [
    segments([box.x, box.y, box.x, box.y + box.height], { colour: axis, width: hairline }),
    segments(
      ticks.flatMap(({ value }) => [box.x - space * 0.75, scale(value), box.x, scale(value)]),
      { colour: axis, width: hairline }
    ),
    ...ticks.map(({ value, label }) =>
      text(box.x - space * 1.5, scale(value), label, {
        size: textSize,
        fill: muted,
        anchor: 'end',
        align: 'middle'
      })
    )
  ];
  if (title) marks.push(text(box.x, box.y - space * 1.5, title, { size: textSize, fill: muted }));
  return {
    grid: [
      segments(
        ticks.flatMap(({ value }) => [box.x, scale(value), right, scale(value)]),
        { colour: grid, width: hairline }
      )
    ],
    marks
  };
}

/** Height a bottom axis takes below its box. */
export function bottomMargin(theme: Theme): number {
  return theme.textSize * 2.3 + theme.space * 1.5;
}

/** A plain bottom axis with `title` at its right end. */
export function bottomAxis(box: Box, scale: Scale, theme: Theme, title: string, integer = false): Mark[] {
  const count = tickCount(box.width, theme.textSize * 5);
  const all = scale.ticks(count);
  const shown = integer ? all.filter(Number.isInteger) : all;
  // Ticks closer than 1 would ask for decimals, which whole numbers do not have.
  const label =
    shown.length < all.length ? (value: number) => restyle(String(value)) : scale.tickFormat(count);
  const ticks = shown.map((value) => ({ x: scale(value), label: label(value) }));
  return [...bottomTicks(box, ticks, theme), bottomTitle(box, title, theme)];
}

/** The line of a bottom axis alone, for a plot that shares the axis of the one below. */
export function baseLine({ x, y, width, height }: Box, { axis, hairline }: Theme): Mark {
  return segments([x, y + height, x + width, y + height], { colour: axis, width: hairline });
}

/** The axis line with labels at given places; a label too near its left neighbour is left out. */
export function bottomTicks(box: Box, ticks: readonly { x: number; label: string }[], theme: Theme): Mark[] {
  const { axis, hairline, muted, space, textSize } = theme;
  const y = box.y + box.height;
  const labels: Mark[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const { x, label } of ticks) {
    const half = textWidth(label, textSize) / 2;
    if (x - half < free) continue;
    free = x + half + space * 1.5;
    labels.push(
      text(x, y + space * 1.5, label, { size: textSize, fill: muted, anchor: 'middle', align: 'top' })
    );
  }
  return [
    baseLine(box, theme),
    segments(
      ticks.flatMap(({ x }) => [x, y, x, y + space * 0.75]),
      { colour: axis, width: hairline }
    ),
    ...labels
  ];
}

export function bottomTitle(box: Box, title: string, theme: Theme): Mark {
  const y = box.y + box.height + theme.space * 1.5 + theme.textSize * 1.25;
  return text(box.x + box.width, y, title, {
    size: theme.textSize,
    fill: theme.muted,
    anchor: 'end',
    align: 'top'
  });
}
