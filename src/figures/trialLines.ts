/** Lines over trials, one a learner or quantity, with their newest values at the end and marks where the experiment was edited. */
import type { Rows } from '../session/recording';
import { bottomAxis, bottomMargin, leftAxis, leftMargin, linear, logarithmic, type Scale } from './axes';
import type { FigureContext } from './figure';
import { axisMarks, axisRange, plotBox } from './joint';
import { panel, scene } from './layout';
import { endValues } from './marks/endValues';
import { pointLine } from './marks/pointLine';
import { shortNumber } from './numbers';
import { extent, heldRange, type Range } from './ranges';
import {
  type Box,
  group,
  type Mark,
  type PlotAxes,
  rect,
  type Scene,
  segments,
  type Symbols,
  text
} from './scene';
import { fitText, textWidth } from './textWidth';

export interface TrialLine {
  label: string;
  /** Short, for narrow panels. */
  short: string;
  colour: string;
  shape: Symbols['shape'];
  hollow: boolean;
  column: number;
  dash?: readonly number[];
  /** A level that theory gives, drawn across. */
  theory?: number;
}

export interface TrialLinesOptions {
  /** Name under which ranges are held. */
  key: string;
  rows: Rows;
  lines: readonly TrialLine[];
  title: string;
  logarithmic?: boolean;
  /** Values here and above are written as this word on a line of their own at the top. */
  beyond?: { from: number; word: string };
  /** How the newest value is written. */
  say?(value: number): string;
  /** Where to draw; without it the whole panel. */
  box?: Box;
  /** A level that all lines are compared with, and its word, which stands among the newest values. */
  across?: { value: number; word: string };
  /** Trials (fractions allowed) in which something else happened, and its word: at the top, or low where the top is full. */
  shaded?: { from: number; to: number; word: string; low?: boolean };
  /** Holds the value axis at this range. */
  range?: Range;
}

/** Where in its strip the line beyond the axis lies: high, clear of the axis's top number. */
const beyondAt = 0.1;

/** Lowest share of the largest value that a logarithmic axis reaches down to. */
const logFloor = 1e-4;

/** Lines in their panel, ready to be put above or beside others. */
export function trialScene(context: FigureContext, options: TrialLinesOptions): Scene {
  const { axes, marks } = drawn(context, options);
  return scene(context, marks, undefined, axes);
}

export function trialLines(context: FigureContext, options: TrialLinesOptions): Mark[] {
  return drawn(context, options).marks;
}

function drawn(
  whole: FigureContext,
  options: TrialLinesOptions
): {
  marks: Mark[];
  axes: PlotAxes;
} {
  const context = options.box ? alone(whole) : whole;
  const { across, key, lines, rows, shaded, title, beyond, say = shortNumber } = options;
  const { memory, theme } = context;
  const { hairline, lineWidth, space, textSize } = theme;
  const values = lines.flatMap(({ column, theory }) => [
    ...columnOf(rows, column).filter((value) => Number.isFinite(value) && !(beyond && value >= beyond.from)),
    ...(theory === undefined ? [] : [theory])
  ]);
  if (across && values.length > 0) values.push(across.value);
  const [low, high] = values.length > 0 ? extent(values) : [0, 1];
  const held = (name: string, range: Range, room?: number): Range => {
    const next = heldRange(memory?.ranges.get(`${key} ${name}`), range, room);
    memory?.ranges.set(`${key} ${name}`, next);
    return next;
  };
  const outer = options.box ?? panel(context);
  const ends = lines.map((line) => {
    const newest = rows.data[(rows.times.length - 1) * rows.width + line.column];
    return { line, newest, said: beyond && newest >= beyond.from ? beyond.word : say(newest) };
  });
  const level = across ? [`${across.word} ${say(across.value)}`] : [];
  const wide = [...ends.map(({ line, said }) => `${line.label} ${said}`), ...level];
  const roomy = Math.max(...wide.map((content) => textWidth(content, textSize))) < outer.width * 0.34;
  const contents = roomy ? wide : [...ends.map(({ line, said }) => `${line.short} ${said}`), ...level];
  const log = options.logarithmic === true && high > 0;
  const range = axisRange(
    'y',
    log
      ? logRange(Math.max(low, high * logFloor), high)
      : (options.range ?? held('values', [Math.min(0, low), Math.max(0, high)])),
    context
  );
  const scaleOf = (top: number, bottom: number): Scale => (log ? logarithmic : linear)(range, bottom, top);
  const own = {
    left: Math.max(
      leftMargin(scaleOf(0, outer.height), outer.height, theme),
      beyond ? textWidth(beyond.word, textSize) + space * 2 : 0
    ),
    right: Math.max(...contents.map((content) => textWidth(content, textSize))) + space * 3,
    top: textSize + space * 2.5,
    bottom: bottomMargin(theme)
  };
  const box = plotBox(outer, own, context);
  // What lies beyond the axis has a strip of its own above it.
  const strip = beyond ? textSize * 1.4 : 0;
  const plot = { ...box, y: box.y + strip, height: Math.max(1, box.height - strip) };
  const y = scaleOf(plot.y, plot.y + plot.height);
  const place = (value: number): number =>
    Number.isNaN(value) ? Number.NaN : beyond && value >= beyond.from ? box.y + strip * beyondAt : y(value);
  const last = Math.max(1, rows.times[rows.times.length - 1] + 1);
  const first = rows.times[0];
  const trials = axisRange('x', first < last * 0.5 ? held('trials', [0, last], 0) : [first, last], context);
  const x = linear(trials, box.x, box.x + box.width);
  const fitted = fitText(title, textSize, outer.x + outer.width - box.x);
  const axis = leftAxis(plot, y, theme, beyond ? '' : fitted);
  const marks: Mark[] = [];
  const data: Mark[] = [];
  const words: Mark[] = [];
  const said = { size: textSize, fill: theme.muted };
  if (shaded) {
    const left = Math.max(box.x, x(shaded.from));
    const right = Math.min(box.x + box.width, x(shaded.to));
    if (right > left) {
      marks.push(rect({ ...box, x: left, width: right - left }, { fill: theme.shade }));
      const after = right + space + textWidth(shaded.word, textSize) < box.x + box.width;
      const within = textWidth(shaded.word, textSize) + space * 2 < right - left;
      const foot = box.y + box.height - space * 1.5;
      const level = across ? y(across.value) : Number.NEGATIVE_INFINITY;
      // Clear of the level, which may run along the foot.
      const low = Math.abs(level - foot + textSize / 2) < textSize ? level - space : foot;
      if (within || after)
        words.push(
          text(
            within ? left + space : right + space,
            shaded.low ? low : box.y + textSize * 1.2,
            shaded.word,
            said
          )
        );
    }
  }
  marks.push(...axis.grid);
  if (across) {
    const at = y(across.value);
    data.push(
      segments([box.x, at, box.x + box.width, at], {
        colour: theme.muted,
        width: hairline,
        dash: [space, space / 2]
      })
    );
  }
  const inside = edits(context, trials, x, box);
  for (const line of lines) {
    if (line.theory !== undefined)
      data.push(
        segments([box.x, y(line.theory), box.x + box.width, y(line.theory)], {
          colour: line.colour,
          width: hairline,
          dash: [space, space / 2]
        })
      );
    data.push(
      ...pointLine(
        {
          points: thinned(rows, line.column, box.width, x, place),
          colour: line.colour,
          shape: line.shape,
          hollow: line.hollow,
          ...(line.dash && { dash: line.dash })
        },
        theme
      )
    );
  }
  const room = lineWidth + space;
  marks.push(
    group({ ...box, y: box.y - room, height: box.height + 2 * room, width: box.width + room }, [
      ...inside.marks,
      ...data
    ]),
    ...axisMarks('y', axis.marks, context),
    ...words,
    ...inside.words
  );
  if (beyond) {
    marks.push(
      text(box.x, box.y - space * 1.5, fitted, { size: textSize, fill: theme.muted }),
      text(box.x - space * 1.5, box.y + strip * beyondAt, beyond.word, {
        size: textSize,
        fill: theme.muted,
        anchor: 'end',
        align: 'middle'
      })
    );
  }
  marks.push(
    ...axisMarks('x', bottomAxis(box, x, theme, 'Trial', true), context),
    ...endValues(
      [
        ...ends.map(({ line, newest }, k) => ({ value: newest, colour: line.colour, content: contents[k] })),
        ...(across ? [{ value: across.value, colour: theme.muted, content: contents[ends.length] }] : [])
      ],
      // Clear of the newest point.
      { ...box, width: box.width + space },
      place,
      theme
    )
  );
  return {
    marks,
    axes: {
      plot: box,
      x: { quantity: 'Trial', range: trials },
      // What has a strip of its own above the axis cannot share it.
      ...(!beyond && { y: { quantity: `${title}${log ? ', logarithmic' : ''}`, range } })
    }
  };
}

/** Lines in a part of a panel share no axis with other panels. */
function alone({ joint, ...context }: FigureContext): FigureContext {
  return context;
}

function columnOf({ data, times, width }: Rows, column: number): number[] {
  return Array.from(times, (_, r) => data[r * width + column]);
}

/** No more points than can be told apart: every kth row, and the last. */
function thinned(
  rows: Rows,
  column: number,
  width: number,
  x: (trial: number) => number,
  y: (value: number) => number
): [number, number][] {
  const each = Math.max(1, Math.ceil(rows.times.length / Math.max(1, width)));
  const points: [number, number][] = [];
  for (let r = 0; r < rows.times.length; r++)
    if (r % each === 0 || r === rows.times.length - 1)
      points.push([x(rows.times[r] + 1), y(rows.data[r * rows.width + column])]);
  return points;
}

/** Vertical lines where something was edited; said in a word where there is room. */
function edits(
  context: FigureContext,
  [from, to]: Range,
  x: (trial: number) => number,
  box: { x: number; y: number; width: number; height: number }
): { marks: Mark[]; words: Mark[] } {
  const { codes, maps, shape, theme } = context;
  const seen = new Map<number, string[]>();
  for (const { setting, tick } of maps?.edits ?? codes?.edits ?? []) {
    const trial = tick / shape.steps;
    if (trial < from || trial > to) continue;
    seen.set(trial, [...(seen.get(trial) ?? []), setting]);
  }
  const marks: Mark[] = [];
  const words: Mark[] = [];
  const taken: [number, number][] = [];
  // The world matters most: where words would touch, its are kept.
  const order = [...seen].sort(([, a], [, b]) => Number(b.includes('world')) - Number(a.includes('world')));
  for (const [trial, settings] of order) {
    const at = x(trial);
    marks.push(
      segments([at, box.y, at, box.y + box.height], {
        colour: theme.muted,
        width: theme.hairline,
        dash: [theme.space / 2, theme.space / 2]
      })
    );
    const said = settings.includes('world') ? 'world changed' : `${settings[0]} changed`;
    const width = textWidth(said, theme.textSize);
    const after = at + theme.space;
    const left = after + width <= box.x + box.width ? after : at - theme.space - width;
    if (taken.some(([from, to]) => left < to && left + width > from) || left < box.x) continue;
    taken.push([left - theme.space, left + width + theme.space]);
    words.push(
      text(left, box.y + box.height - theme.space * 1.5, said, { size: theme.textSize, fill: theme.muted })
    );
  }
  return { marks, words };
}

function logRange(low: number, high: number): Range {
  const from = 10 ** Math.floor(Math.log10(low) + 1e-9);
  const power = 10 ** Math.floor(Math.log10(high) - 1e-9);
  const to = ([1, 2, 5, 10].find((digits) => digits * power >= high * (1 - 1e-9)) ?? 10) * power;
  return from < to ? [from, to] : [from, from * 10];
}
