/** Several layers as one picture: activity and synapses from left to right, and below each layer what moves through it. */
import type { RecordingReader } from '../../session/recording';
import type { FigureContext } from '../figure';
import { fitLabel } from '../labels';
import { inset, panel, scene } from '../layout';
import { placeLayers } from '../marks/layeredGraph';
import { shortNumber } from '../numbers';
import { keep } from '../ranges';
import { type Box, type Mark, type Scene, segments, text } from '../scene';
import { textWidth } from '../textWidth';
import { type Flows, flowsAt } from './flows';
import { activityAt, edgeMarks, edgesOf, nodeMarks, pickedNode, ringMark } from './networkParts';
import { probes } from './probes';
import { inputGroups, layerColour, layerOf, unitGroups } from './units';

/** A panel lower than this many lines of text has no room for what moves between layers. */
const leastLines = 15;

export function drawLayers(
  reader: RecordingReader,
  context: FigureContext,
  tick: number,
  edges: number
): Scene {
  const { layers, selection, shape, theme, units } = context;
  const { space, textSize } = theme;
  const { inputs, outputs } = shape;
  const groups = inputGroups(context);
  const outer = panel(context);
  const words = { size: textSize, fill: theme.muted };
  const widest = (labels: readonly string[]): number =>
    Math.min(outer.width * 0.2, Math.max(0, ...labels.map((label) => textWidth(label, textSize))));
  const names = Array.from({ length: outputs }, (_, k) => shape.outputLabels[k] ?? `y${k}`);
  const leftRoom = widest([...groups.map(({ label }) => label), flowNames.signal]);
  const rightRoom = widest(names);
  const flows = outer.height >= leastLines * textSize ? flowsAt(reader, context, tick) : {};
  const strips = [flows.signal, flows.trace].filter((values) => values !== undefined).length;
  const stripHeight = textSize * 2.5;
  const box = inset(outer, {
    left: leftRoom + space * 4,
    right: rightRoom + space * 4,
    top: textSize * 1.2 + space * 2,
    bottom: space * 1.5 + strips * (stripHeight + space)
  });
  const sizes = layers.map(({ from, to }) => to - from);
  const layout = [layers, inputs, outputs, box.x, box.y, box.width, box.height, space];
  const places = keep(context.memory, 'layers', layout, () =>
    placeLayers(
      { inputs, groupStarts: groups.slice(1).map(({ from }) => from), layers: sizes, outputs },
      box,
      space * 1.5
    )
  );
  const { columns, points } = places;
  const { largest, list } = edgesOf(reader, context, edges);
  const marks: Mark[] = edgeMarks(list, largest, points, context);

  const spiking = reader.series(probes.activity) === undefined;
  const inputActivity = activityAt(reader, probes.input, tick, shape.inputKind === 'spikes');
  const unitActivity = activityAt(reader, spiking ? probes.spikes : probes.activity, tick, spiking);
  const outputActivity = activityAt(reader, probes.output, tick, false);
  const full = (levels: Float32Array | undefined): number => Math.max(1, ...(levels ?? []));
  const between = (first: number, count: number): Float32Array =>
    points.subarray(2 * first, 2 * (first + count));
  marks.push(
    nodeMarks(
      between(0, inputs),
      'triangle',
      places.inputRadius,
      theme.input,
      inputActivity,
      full(inputActivity),
      context
    ),
    ...unitGroups(context).map(({ colour, from, kind, to }) =>
      nodeMarks(
        between(inputs + from, to - from),
        kind === 'adaptive' ? 'square' : 'circle',
        places.unitRadius,
        colour,
        unitActivity?.subarray(from, to),
        1,
        context
      )
    ),
    nodeMarks(
      between(inputs + units, outputs),
      'circle',
      places.outputRadius,
      theme.text,
      outputActivity,
      full(outputActivity),
      context
    )
  );
  const { unit } = selection;
  if (unit !== undefined && unit < units) {
    const group = unitGroups(context).find(({ from, to }) => unit >= from && unit < to);
    const node = between(inputs + unit, 1);
    marks.push(ringMark(node, group?.kind === 'adaptive' ? 'square' : 'circle', places.unitRadius, context));
  }
  let free = Number.NEGATIVE_INFINITY;
  for (const { from, label, to } of groups) {
    const y = (points[2 * from + 1] + points[2 * (to - 1) + 1]) / 2;
    const lines = fitLabel(label, textSize, leftRoom, 2);
    const half = lines.length * textSize * 0.55;
    if (y - half < free) continue;
    free = y + half;
    lines.forEach((line, i) => {
      const at = y - half + (i + 0.5) * textSize * 1.1;
      marks.push(text(box.x - space * 2.5, at, line, { ...words, anchor: 'end', align: 'middle' }));
    });
  }
  if (outputs > 0 && box.height / outputs >= textSize * 1.1)
    names.forEach((name, k) => {
      const node = 2 * (inputs + units + k);
      const [line] = fitLabel(name, textSize, rightRoom, 1);
      const x = points[node] + places.outputRadius + space;
      if (line) marks.push(text(x, points[node + 1], line, { ...words, align: 'middle' }));
    });
  layers.forEach(({ kind, label }, l) => {
    const { width, x } = columns[l];
    const said = `${label} ${kindNames[kind]}`;
    const [line] = fitLabel(said, textSize, width - space, 1, label);
    const paint = { size: textSize, fill: layerColour(l, theme), anchor: 'middle' } as const;
    if (line) marks.push(text(x + width / 2, box.y - space * 1.5, line, paint));
  });
  marks.push(...flowMarks(flows, columns, box, stripHeight, context));
  return scene(context, marks, (x, y) => pickedNode(places, x, y, context));
}

const kindNames = { lif: 'LIF', alif: 'ALIF', leakyTanh: 'tanh', membrane: 'membrane' } as const;
const flowNames = { signal: 'signal |σ|', trace: 'trace |f|' } as const;

/** Two strips of arrows under the nodes, as long as their numbers are large, with the numbers below them. */
function flowMarks(
  flows: Flows,
  columns: readonly Box[],
  box: Box,
  height: number,
  context: FigureContext
): Mark[] {
  const { selection, theme } = context;
  const { muted, space, textSize } = theme;
  const marks: Mark[] = [];
  let y = box.y + box.height + space * 1.5;
  for (const way of ['signal', 'trace'] as const) {
    const values = flows[way];
    if (!values) continue;
    const largest = Math.max(0, ...values.filter((value) => !Number.isNaN(value)));
    const middle = y + textSize * 0.6;
    const paint = { size: textSize, fill: muted } as const;
    const [name] = fitLabel(flowNames[way], textSize, box.x - space * 2, 1);
    if (name)
      marks.push(text(box.x - space * 1.5, middle, name, { ...paint, anchor: 'end', align: 'middle' }));
    const own = selection.unit === undefined ? 0 : layerOf(selection.unit, context);
    values.forEach((value, l) => {
      if (Number.isNaN(value)) return;
      const { width, x } = columns[l];
      const room = width * 0.8;
      const left = x + (width - room) / 2;
      // The smallest is still an arrow: a head alone.
      const head = Math.min(textSize * 0.64, room / 2);
      const length = value > 0 ? head + ((room - head) * value) / largest : 0;
      const colour = way === 'signal' ? theme.text : layerColour(own, theme);
      marks.push(
        segments([left, middle, left + room, middle], { colour: theme.grid, width: theme.hairline }),
        ...(way === 'signal'
          ? arrow(left + room, -length, middle, head / 2, colour)
          : arrow(left, length, middle, head / 2, colour)),
        text(x + width / 2, y + textSize * 1.15, shortNumber(value), {
          size: textSize,
          fill: theme.text,
          anchor: 'middle',
          align: 'top'
        })
      );
    });
    y += height + space;
  }
  return marks;
}

/** From `x`, `length` with its head to the right, to the left where negative. */
function arrow(x: number, length: number, y: number, half: number, fill: string): Mark[] {
  if (length === 0) return [];
  const head = Math.sign(length) * Math.min(Math.abs(length), half * 2);
  const neck = x + length - head;
  const points = Float32Array.of(
    ...[x, y - half / 2, neck, y - half / 2, neck, y - half, x + length, y],
    ...[neck, y + half, neck, y + half / 2, x, y + half / 2]
  );
  return [{ kind: 'polygon', points, fill }];
}
