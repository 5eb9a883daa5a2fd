/** Why one weight changes: from the input that came, through the traces and filters, to the credit each tick adds. */
import type { StoryStage, SynapseStory } from '../../models/model';
import { baseLine, leftAxis, leftMargin, linear, type Scale } from '../axes';
import type { Figure, FigureContext } from '../figure';
import { wrap } from '../labels';
import { emptyScene, inset, panel, scene, stack } from '../layout';
import { type EndValue, endValues } from '../marks/endValues';
import { colourBar, colourBarWidth } from '../marks/heatMap';
import { line } from '../marks/line';
import { sayNumber, shortNumber, widestNumber } from '../numbers';
import { extent, keep, type Range, roundRange } from '../ranges';
import { type Box, group, type Mark, segments, text } from '../scene';
import { textWidth } from '../textWidth';
import { phaseLabels, phaseShading, sayTick, type TimeAxis, timeAxis, timeTicks } from '../timeAxis';
import { heatOverTime, heldSigned } from './heldHeat';
import { probes } from './probes';
import { sayMeeting, saySymbol, stagesShown, storyInstant, storyStart } from './storyParts';
import { layerColour } from './units';

/** Lines of text below which a row of the story cannot be read. */
const leastRow = 1.3;

export const synapseStory: Figure = {
  id: 'synapseStory',
  title: 'Why this weight changes',
  symbol: 'F, σ, F σ',
  unit: '',
  help: 'One synapse over one trial, in causal order: the input that came, the trace it left, the trace behind the filters of the layers above, the learning signal that reached the unit, and their product, the credit each tick adds to the gradient (positive red, negative blue). Its running sum ends in the gradient of this rule; the dashed line is the exact gradient of the same trial. The vertical line marks the instant of which the numbers are given: the selected one, else the one with the largest credit. The weight moves against the gradient, times the learning rate.',
  probes: [probes.output],
  needs: 'story',
  settings: [],
  emptyMessage:
    'Why one weight changes, tick by tick. Pause, click a unit, then a row of its traces to choose the synapse.',

  draw(reader, context) {
    const { memory, selection, shape, story, theme } = context;
    if (!story || story.stages.length === 0) return emptyScene(context, this.emptyMessage);
    const { hairline, lineWidth, space, textSize } = theme;
    const start = storyStart(reader, context);
    const instant = storyInstant(story, start, selection.tick);
    const outer = panel(context);
    const rowGap = textSize + space * 2.5;
    const phases = shape.phases.length > 0 ? textSize * 1.2 : 0;
    const room = outer.width - space * 2;
    const said = caption(story, start, instant, context);
    const lines = said.flatMap((words) => wrap(words, textSize, room));
    const step = textSize * 1.3;
    const margins = {
      left: 0,
      right: 0,
      top: step * lines.length + space + phases + rowGap,
      bottom: textSize * 2.3 + space * 2
    };
    const height = inset(outer, margins).height;
    const most = Math.floor((height + rowGap) / (textSize * leastRow + rowGap));
    const shown = keep(memory, 'story', [story, most], () => stagesShown(story, most)).map(
      (i) => story.stages[i]
    );
    const shares = shown.map(({ rows }) => (rows > 1 ? 1.5 : 1));
    const measure = stack(inset(outer, margins), shares, rowGap);
    const ranges = shown.map((stage) => rangeOf(stage, story));
    const left = Math.max(
      ...ranges.map((range, s) =>
        shown[s].rows > 1
          ? space * 2
          : leftMargin(linear(range, measure[s].height, 0), measure[s].height, theme)
      )
    );
    const curveRoom =
      Math.max(textWidth(widestNumber, textSize), textWidth(sayExact(story), textSize)) + space * 2;
    const bars = ranges.map((range, s) => (shown[s].rows > 1 ? colourBarWidth(range, theme) + space : 0));
    const box = inset(outer, { ...margins, left, right: Math.max(Math.min(curveRoom, room * 0.4), ...bars) });
    const axis = timeAxis({ from: start, to: start + Math.max(2, shape.steps) }, box);
    const parts = stack(box, shares, rowGap);
    const marks: Mark[] = lines.map((words, i) =>
      text(space, outer.y + step * (i + 0.8), words, {
        size: textSize,
        fill: i === 0 ? theme.text : theme.muted
      })
    );
    marks.push(...parts.flatMap((part) => phaseShading({ ...axis, box: part }, shape, theme)));
    shown.forEach((stage, s) => {
      const part = parts[s];
      const title = `${stage.label} ${saySymbol(stage.symbol)}`.trim();
      marks.push(
        ...(stage.rows > 1
          ? heatRow(stage, story, axis, part, context)
          : curveRow(stage, story, axis, part, ranges[s], instant, context)),
        text(box.x, part.y - space * 1.5, title, { size: textSize, fill: theme.muted })
      );
    });
    const x = axis.x(start + instant + 0.5);
    const mark = segments(
      parts.flatMap(({ height, y }) => [x, y, x, y + height]),
      {
        colour: theme.name === 'paper' ? theme.text : theme.accent,
        width: Math.min(hairline, lineWidth),
        ...(theme.name === 'paper' && { dash: [space, space / 2] })
      }
    );
    const above = { ...axis, box: { ...box, y: box.y - rowGap } };
    return scene(
      context,
      [...marks, ...timeTicks(axis, shape, theme), ...phaseLabels(above, shape, theme), mark],
      (at, y) => {
        const tick = axis.tickAt(at, y);
        return tick === undefined ? undefined : { tick };
      }
    );
  },

  summary(reader, context) {
    const { selection, story } = context;
    if (!story || story.stages.length === 0) return this.emptyMessage;
    const start = storyStart(reader, context);
    const said = caption(story, start, storyInstant(story, start, selection.tick), context);
    return `${said.join('. ')}.`;
  },

  table(_reader, { story }) {
    if (!story) return { columns: ['tick of the trial'], rows: [] };
    const curves = story.stages.filter(({ rows }) => rows === 1);
    return {
      columns: [
        'tick of the trial',
        ...curves.map(({ label, symbol }) => `${label} ${saySymbol(symbol)}`.trim())
      ],
      rows: Array.from({ length: story.ticks }, (_, t) => [t, ...curves.map(({ values }) => values[t])])
    };
  }
};

function sayExact({ exact }: SynapseStory): string {
  return `exact ${sayNumber(exact)}`;
}

/** Sentences above the plot, without full stops. */
function caption(story: SynapseStory, start: number, instant: number, { shape }: FigureContext): string[] {
  const { exact, gradient, label, weight } = story;
  const when = sayTick(start + instant, shape).replace(/^trial [^,]*, /, '');
  return [
    label[0].toUpperCase() + label.slice(1),
    `At ${when}: ${sayMeeting(story, instant)}`,
    `Gradient ${sayNumber(gradient)}, exact ${sayNumber(exact)}, weight ${shortNumber(weight)}`
  ];
}

function rangeOf({ kind, values }: StoryStage, { exact }: SynapseStory): Range {
  if (values.length === 0) return [0, 1];
  const [low, high] = extent(values);
  const ends = kind === 'sum' ? [low, high, exact] : [low, high];
  const range: Range = [Math.min(0, ...ends), Math.max(0, ...ends)];
  return range[0] === range[1] ? [0, 1] : roundRange(range);
}

function heatRow(
  { kind, label, rows, values }: StoryStage,
  { synapse, ticks, unit }: SynapseStory,
  axis: TimeAxis,
  part: Box,
  { memory, theme }: FigureContext
): Mark[] {
  const range = heldSigned(memory, `story ${unit} ${synapse} ${kind} ${label}`, values);
  // The story's heat maps come by rows, those of recordings by ticks.
  const data = new Float32Array(rows * ticks);
  for (let row = 0; row < rows; row++)
    for (let t = 0; t < ticks; t++) data[t * rows + row] = values[row * ticks + t];
  const times = Float64Array.from({ length: ticks }, (_, t) => axis.from + t);
  const columns = Int32Array.from({ length: rows }, (_, row) => row);
  return [
    ...heatOverTime({ times, data, width: rows, columns }, axis, part, range, theme),
    ...colourBar(part, range, theme.signed, theme)
  ];
}

function curveRow(
  { kind, layer, values }: StoryStage,
  story: SynapseStory,
  axis: TimeAxis,
  part: Box,
  range: Range,
  instant: number,
  { layers, theme }: FigureContext
): Mark[] {
  const { hairline, lineWidth, space } = theme;
  const y = linear(range, part.y + part.height, part.y);
  const drawn = leftAxis(part, y, theme);
  const rows = {
    times: Float64Array.from({ length: values.length }, (_, t) => axis.from + t),
    data: values,
    width: 1
  };
  const x = (tick: number): number => axis.x(tick + 0.5);
  const colour =
    kind === 'input'
      ? theme.input
      : kind === 'trace' || kind === 'filter'
        ? layers.length > 1
          ? layerColour(layer, theme)
          : theme.lif
        : theme.text;
  const data: Mark[] = [];
  const ends: EndValue[] = [];
  if (kind === 'credit')
    data.push(
      area(values, x, y, axis.from, 1, theme.positive),
      area(values, x, y, axis.from, -1, theme.negative),
      segments([part.x, y(0), part.x + part.width, y(0)], { colour: theme.axis, width: hairline })
    );
  else if (kind === 'input' && values.every((each) => each === 0 || each === 1))
    data.push(segments(spikes(values, x, y, axis.from), { colour, width: lineWidth }));
  else data.push(line(rows, { x, y, stroke: { colour, width: lineWidth } }));
  const value = values[instant];
  if (kind === 'sum') {
    data.push(
      segments([part.x, y(story.exact), part.x + part.width, y(story.exact)], {
        colour: theme.muted,
        width: lineWidth,
        dash: [space, space * 0.6]
      })
    );
    const last = values[values.length - 1];
    ends.push({ value: last, colour, content: sayNumber(last) });
    ends.push({ value: story.exact, colour: theme.muted, content: sayExact(story) });
  } else {
    ends.push({ value, colour, content: shortNumber(value) });
    data.push({
      kind: 'symbols',
      points: Float32Array.of(x(axis.from + instant), y(value)),
      shape: 'circle',
      radius: space * 0.6,
      shades: [theme.name === 'paper' ? theme.text : theme.accent]
    });
  }
  const seen = { ...part, y: part.y - lineWidth, height: part.height + 2 * lineWidth };
  return [
    ...drawn.grid,
    group(seen, data),
    ...drawn.marks,
    baseLine(part, theme),
    ...endValues(ends, part, y, theme)
  ];
}

/** An upright stroke for each. */
function spikes(values: Float32Array, x: (tick: number) => number, y: Scale, from: number): number[] {
  return [...values].flatMap((value, t) => (value > 0 ? [x(from + t), y(0), x(from + t), y(1)] : []));
}

/** What lies on one side of zero, filled, each tick as wide as it lasts. */
function area(
  values: Float32Array,
  x: (tick: number) => number,
  y: Scale,
  from: number,
  sign: 1 | -1,
  fill: string
): Mark {
  const points = values.reduce<number[]>((all, value, t) => {
    const at = y(sign > 0 ? Math.max(0, value) : Math.min(0, value));
    all.push(x(from + t - 0.5), at, x(from + t + 0.5), at);
    return all;
  }, []);
  const ends = [x(from + values.length - 0.5), y(0), x(from - 0.5), y(0)];
  return { kind: 'polygon', points: Float32Array.from([...points, ...ends]), fill };
}
